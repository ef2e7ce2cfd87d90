package exporter_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"github.com/orgbatch/orgbatch/exporter"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// On a disk of 64 kB, in a mount namespace that ends with its process, nothing
// is left. Where the machine doesn't let us make one the test says so and
// relies on package sink, whose tests have other ways to a full disk.
func TestFullDisk(t *testing.T) {
	to := serve(t, sandbox.Options{})
	to.load(t, family(3000))
	cmd := exec.Command("/bin/sh", "-c", `mount -t tmpfs -o size=64k tmpfs "$1" || exit 99; exec "$2" "$1/a.csv"`, "sh", t.TempDir(), os.Args[0])
	cmd.Env = append(os.Environ(), helperVariable+"="+to.BaseURL())
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS | syscall.CLONE_NEWUSER,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}}
	err := cmd.Run()
	switch {
	case err == nil:
	case cmd.ProcessState == nil || cmd.ProcessState.ExitCode() == 99:
		t.Logf("no disk of our own here: %v", err)
	default:
		t.Fatal(err)
	}
}

// Standard output on a full disk fails, with what the system said.
func TestFullStdout(t *testing.T) {
	to := serve(t, sandbox.Options{})
	for _, n := range []int{1, 3000} { // told by the last flush, and midway
		to.load(t, family(n))
		full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		_, err = exporter.Export(context.Background(), to.Client, exporter.Options{Output: exporter.Stdout, Stdout: full})
		if !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("%d rows: %v", n, err)
		}
		if err := full.Close(); err != nil {
			t.Error(err)
		}
		if err := to.sandbox.Reset(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
}
