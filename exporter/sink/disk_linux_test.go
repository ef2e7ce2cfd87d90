package sink

import (
	"bufio"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
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
