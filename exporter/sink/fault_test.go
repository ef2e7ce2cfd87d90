package sink

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// helperVariable turns the test binary into the process that is killed or that
// gets a disk of its own; see helper.
const helperVariable = "SINK_TEST_HELPER"

// helper runs in its own process. It is killed by its parent or answers by its
// exit code.
func helper(path string) int {
	switch os.Getenv(helperVariable) {
	case "writing", "prepared":
		f, err := Create(path, Options{Overwrite: true})
		if err != nil {
			return 1
		}
		if _, err := f.Write(make([]byte, 2*bufferSize)); err != nil {
			return 1
		}
		if os.Getenv(helperVariable) == "prepared" {
			if _, err := f.Prepare(); err != nil {
				return 1
			}
		}
		io.WriteString(os.Stdout, "ready\n")
		io.Copy(io.Discard, os.Stdin) // until killed
		return 1
	case "full":
		return fillDisk(path)
	}
	return 1
}

func helperCommand(t *testing.T, mode, path string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0], path)
	cmd.Env = append(os.Environ(), helperVariable+"="+mode)
	cmd.Stderr = os.Stderr
	return cmd
}

// A process killed at any moment before the rename leaves the old file whole.
func TestKilled(t *testing.T) {
	for _, mode := range []string{"writing", "prepared"} {
		dir := t.TempDir()
		path := filepath.Join(dir, "a.csv")
		write(t, path, "old", Options{})
		cmd := helperCommand(t, mode, path)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := cmd.StdinPipe(); err != nil { // never closed: the helper waits
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := out.Read(make([]byte, 16)); err != nil {
			t.Error(err)
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		cmd.Wait()
		if got := read(t, path); got != "old" {
			t.Errorf("killed %s: the file is %q", mode, got)
		}
		found, _ := filepath.Glob(PartialPattern(path))
		if len(found) != 1 {
			t.Errorf("killed %s: partials %q", mode, found)
		}
		write(t, path, "new", Options{Overwrite: true}) // the leftover is in nobody's way
		if got := read(t, path); got != "new" {
			t.Errorf("the file is %q", got)
		}
	}
}

// broken is a disk that fails after so many bytes, in the writes or at their end.
type broken struct {
	left int
	err  error
}

func (b *broken) Write(p []byte) (int, error) {
	if len(p) > b.left {
		n := b.left
		b.left = 0
		return n, b.err
	}
	b.left -= len(p)
	return len(p), nil
}

// Whatever byte the disk fails at, in whatever compression: the error says so,
// Commit refuses, nothing is left.
func TestDiskFailsAnywhere(t *testing.T) {
	cause := errors.New("input/output error")
	for _, compression := range []string{"", "gzip", "zstd"} {
		for _, left := range []int{0, 1, 20, 1000, bufferSize, bufferSize + 1} {
			dir := t.TempDir()
			path := filepath.Join(dir, "a")
			f, err := Create(path, Options{Compression: compression})
			if err != nil {
				t.Fatal(err)
			}
			f.disk.Reset(&broken{left: left, err: cause})
			var failed error
			noise := []byte(strings.Repeat("0123456789abcdef", 64))
			for i := 0; i < 3*bufferSize/len(noise) && failed == nil; i++ {
				noise[i%len(noise)]++
				_, failed = f.Write(noise)
			}
			_, err = f.Commit()
			if err == nil && compression == "" {
				t.Errorf("%d bytes of room: no error", left)
			}
			if failed != nil && err == nil {
				t.Errorf("%q, %d bytes of room: Write failed, Commit didn't", compression, left)
			}
			if err != nil {
				wantError(t, err, cause, "", dir)
			}
		}
	}
}

// fillDisk writes into a folder on a full or small disk; 0 means that all went
// as promised, and what didn't is printed.
func fillDisk(path string) int {
	f, err := Create(path, Options{})
	if err != nil {
		io.WriteString(os.Stderr, "create: "+err.Error()+"\n")
		return 1
	}
	for range 64 {
		if _, err = f.Write(make([]byte, bufferSize)); err != nil {
			break
		}
	}
	_, err = f.Commit()
	var e *Error
	if !errors.As(err, &e) || !isFull(err) || !strings.Contains(e.Hint, "the disk is full") {
		io.WriteString(os.Stderr, "a full disk was not told\n")
		return 1
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 0 {
		io.WriteString(os.Stderr, "something was left\n")
		return 1
	}
	return 0
}
