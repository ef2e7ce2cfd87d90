//go:build !race

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// smallDisk imports into runs on a disk of a few pages, then gives it room and goes on, or imports again when there is no plan.
const smallDisk = `mount -t tmpfs -o size=$SIZE tmpfs runs || exit 99
orgbatch import rows.csv --yes --chunk-size 10 --runs runs/here && exit 0
code=$?
mount -o remount,size=16m runs || exit 99
orgbatch resume latest --yes --runs runs/here || orgbatch import rows.csv --yes --chunk-size 10 --runs runs/here || exit 98
exit $code`

// TestSmallDisk imports onto disks of the system's own that are too small, in a mount namespace that ends with its process. Where the machine
// doesn't let us make one, the test says so and relies on TestDiskFullAnywhere, which fails the program's system calls.
func TestSmallDisk(t *testing.T) {
	for _, kilobytes := range []int{4, 64, 160} {
		t.Run(fmt.Sprintf("%d kB", kilobytes), func(t *testing.T) {
			t.Parallel()
			importOnSmallDisk(t, kilobytes)
		})
	}
}

func importOnSmallDisk(t *testing.T, kilobytes int) {
	text, want := family(60)
	c := newCell(t, text)
	if err := os.Mkdir(filepath.Join(c.dir, "runs"), 0o700); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("/bin/sh", "-c", smallDisk)
	cmd.Dir, cmd.Env = c.dir, append(c.environment(), fmt.Sprintf("SIZE=%dk", kilobytes))
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS | syscall.CLONE_NEWUSER,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}}
	said, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() == 99 {
		t.Logf("no disk of our own here: %v %s", err, said)
		return
	}
	if code := cmd.ProcessState.ExitCode(); code != 1 || !strings.Contains(string(said), "hint: the disk is full") {
		t.Errorf("exit %d\n%s", code, said)
	}
	if got := c.listing(); !slices.Equal(got, want) || !allThere(string(said), 60) {
		t.Errorf("%d organizations, want %d\n%s", len(got), len(want), said)
	}
}

// thereNow finds what the books say of rows that are there: made, or found there where the answer was lost.
var thereNow = regexp.MustCompile(`(?m)^(?:(\d+) created)?(?: · )?(?:(\d+) unchanged)? \(of \d+ rows; `)

// allThere says whether the books have all rows, each of them there.
func allThere(said string, rows int) bool {
	m := thereNow.FindStringSubmatch(said)
	if m == nil {
		return false
	}
	created, _ := strconv.Atoi("0" + m[1])
	unchanged, _ := strconv.Atoi("0" + m[2])
	return created+unchanged == rows
}
