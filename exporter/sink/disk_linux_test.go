package sink

import (
	"bufio"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// A disk of 1 MB of our own, in a mount namespace that ends with the process.
// Where the machine doesn't let us make one, /dev/full stands in for it: the
// kernel's own ENOSPC, but on a device.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	cmd := helperCommand(t, "full", filepath.Join(dir, "a.csv"))
	cmd.Path, cmd.Args = "/bin/sh", []string{"sh", "-c", `mount -t tmpfs -o size=1m tmpfs "$1" || exit 99; exec "$2" "$1/a.csv"`, "sh", dir, os.Args[0]}
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS | syscall.CLONE_NEWUSER,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}}
	err := cmd.Run()
	if err == nil {
		t.Log("written to a full tmpfs")
		return
	}
	if code := cmd.ProcessState; code != nil && code.ExitCode() != 99 {
		t.Fatalf("on a full disk: %v", err)
	}
	t.Logf("no disk of our own here (%v): /dev/full instead", err)
	fullDevice(t)
}

func TestFullDevice(t *testing.T) { fullDevice(t) }

func fullDevice(t *testing.T) {
	dir := t.TempDir()
	f, err := Create(filepath.Join(dir, "a.csv"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	f.file.Close()
	f.file = full
	f.disk = bufio.NewWriter((*onDisk)(f))
	if _, err := f.Write([]byte("x")); err != nil {
		t.Fatal(err) // still in the buffer
	}
	_, err = f.Commit()
	wantError(t, err, syscall.ENOSPC, "the disk is full", dir)
}

// Root may write anywhere, so the thread gives up that right first; it isn't
// unlocked, so that it ends with the goroutine.
func TestUnwritableFolder(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.csv")
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	result := make(chan error)
	go func() {
		runtime.LockOSThread()
		if os.Getuid() == 0 {
			syscall.RawSyscall(syscall.SYS_SETFSUID, 65534, 0, 0)
		}
		_, err := Create(path, Options{})
		result <- err
	}()
	err := <-result
	if err == nil {
		t.Fatal("written into a folder that may not be written")
	}
	if errors.Is(err, fs.ErrNotExist) {
		t.Fatal("the folder was not found")
	}
	wantError(t, err, fs.ErrPermission, "you may not", dir)
}

// The permission is what was asked for, whatever the umask takes away.
func TestMode(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0o077))
	for want, mode := range map[fs.FileMode]fs.FileMode{0o600: 0, 0o644: 0o644, 0o400: 0o400} {
		path := filepath.Join(t.TempDir(), "a")
		write(t, path, "x", Options{Mode: mode})
		if info, err := os.Stat(path); err != nil || info.Mode() != want {
			t.Errorf("mode %v, want %v: %v", info.Mode(), want, err)
		}
	}
}

// A disk that doesn't take what it has buffered makes no file: a pipe knows no syncing.
func TestSyncFails(t *testing.T) {
	dir := t.TempDir()
	f, err := Create(filepath.Join(dir, "a.csv"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	in, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	f.file.Close()
	f.file = out
	_, err = f.Commit()
	wantError(t, err, syscall.EINVAL, "", dir)
}

// A folder that can't be brought to disk is told, and the file is there: the folder is one to write in and not to read.
func TestSyncDirFails(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.csv")
	if err := errors.Join(os.Chmod(filepath.Dir(dir), 0o755), os.Chmod(dir, 0o333)); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(dir, 0o700)
	type result struct {
		first, again Summary
		err, same    error
	}
	done := make(chan result)
	go func() {
		runtime.LockOSThread() // as in TestUnwritableFolder
		if os.Getuid() == 0 {
			syscall.RawSyscall(syscall.SYS_SETFSUID, 65534, 0, 0)
		}
		var r result
		f, err := Create(path, Options{})
		if r.err = err; err == nil {
			_, _ = f.Write([]byte("x"))
			r.first, r.err = f.Commit()
			r.again, r.same = f.Commit()
		}
		done <- r
	}()
	r := <-done
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	wantError(t, r.err, fs.ErrPermission, "", dir, "a.csv")
	if !strings.HasPrefix(r.err.Error(), "sync ") || r.same != r.err || r.first.Bytes != 1 || r.first != r.again || read(t, path) != "x" {
		t.Errorf("%v, %v, then %v, %v", r.first, r.err, r.again, r.same)
	}
	if err := SyncDir(filepath.Join(dir, "no")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that isn't there: %v", err)
	}
}
