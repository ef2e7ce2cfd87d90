package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/exporter/backup"
	"github.com/orgbatch/orgbatch/exporter/backup/backuptest"
)

// TestVerifyReadOnly guards that a snapshot in a folder that can only be read is proven by restoring it elsewhere, of which nothing is left.
func TestVerifyReadOnly(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	store, elsewhere := filepath.Join(dir, "nordhus"), filepath.Join(dir, "elsewhere")
	if err := backuptest.Put(store, backuptest.Past{Name: "20261123T021500Z", State: backup.Good, Rows: backuptest.Rows(10)}); err != nil {
		t.Fatal(err)
	}
	program, err := exec.LookPath("orgbatch")
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	mayRead := func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.IsDir() {
			return err
		}
		return os.Chmod(path, 0o555)
	}
	if err := os.WriteFile(filepath.Join(dir, "orgbatch"), data, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := filepath.WalkDir(store, mayRead); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"manifest.json", "organizations.jsonl.zst"} {
		if err := os.Chmod(filepath.Join(store, "20261123T021500Z", path), 0o444); err != nil {
			t.Fatal(err)
		}
	}
	for _, above := range []string{dir, filepath.Dir(dir)} {
		if err := os.Chmod(above, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	verify := func() (string, error) {
		cmd := exec.Command(filepath.Join(dir, "orgbatch"), "backup", "verify", store, "--restore")
		cmd.Env = append(os.Environ(), "TMPDIR="+elsewhere, "HOME="+elsewhere)
		if os.Getuid() == 0 {
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		}
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	if out, err := verify(); exitCodeOf(err) != int(problem.ExitFailed) || !strings.Contains(out, "hint: TMPDIR names a folder") {
		t.Errorf("without room elsewhere: %v\n%s", err, out)
	}
	if err := os.Mkdir(elsewhere, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(elsewhere, 0o777); err != nil {
		t.Fatal(err)
	}
	if out, err := verify(); err != nil || !strings.Contains(out, "restored into an empty sandbox and compared") {
		t.Errorf("%v\n%s", err, out)
	}
	if left, err := os.ReadDir(elsewhere); err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
	for _, folder := range []string{store, filepath.Join(store, "20261123T021500Z")} { // so that they can be removed
		if err := os.Chmod(folder, 0o755); err != nil {
			t.Fatal(err)
		}
	}
}
