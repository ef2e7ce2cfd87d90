package sink

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// hold opens a file so that nobody else may, as Excel has a workbook.
func hold(t *testing.T, path string) (release func()) {
	t.Helper()
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		t.Fatal(err)
	}
	handle, err := syscall.CreateFile(name, syscall.GENERIC_READ|syscall.GENERIC_WRITE, 0, nil, syscall.OPEN_EXISTING, syscall.FILE_ATTRIBUTE_NORMAL, 0)
	if err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := syscall.CloseHandle(handle); err != nil {
			t.Error(err)
		}
	}
}

// folder is a folder for a test. What is left of it is no failure: wine 8 doesn't know how Go removes a tree.
func folder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "orgbatch")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// held wants an error that tells a person which file to close.
func held(t *testing.T, err error) {
	t.Helper()
	var told *Error
	if !errors.As(err, &told) || !strings.Contains(told.Hint, "perhaps Excel, has this file open") {
		t.Errorf("told: %v", err)
	}
}

// TestWindowsHeldBefore: a file that another program has open is refused before anything is written, and stays.
func TestWindowsHeldBefore(t *testing.T) {
	path := filepath.Join(folder(t), "kunder å.xlsx")
	if err := os.WriteFile(path, []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	release := hold(t, path)
	_, err := Create(path, Options{Overwrite: true})
	held(t, err)
	held(t, Explain("remove", path, os.Remove(path)))
	release()
	if b, err := os.ReadFile(path); err != nil || string(b) != "before" {
		t.Errorf("%q, %v", b, err)
	}
}

// TestWindowsHeldMeanwhile: one that somebody opens while we write is waited for, and told when it stays open.
func TestWindowsHeldMeanwhile(t *testing.T) {
	path := filepath.Join(folder(t), "kunder.csv")
	for _, c := range []struct {
		text    string
		holding time.Duration
	}{{"one", 0}, {"two", 300 * time.Millisecond}, {"three", time.Minute}} {
		f, err := Create(path, Options{Overwrite: true})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(c.text)); err != nil {
			t.Fatal(err)
		}
		release := func() {}
		if c.holding > 0 {
			release = hold(t, path)
		}
		var timer *time.Timer
		if c.holding < time.Minute {
			timer = time.AfterFunc(c.holding, release)
		}
		_, err = f.Commit()
		want := c.text
		if timer == nil {
			held(t, err)
			release()
			want = "two"
		} else if err != nil {
			t.Errorf("%s: %v", c.text, err)
		}
		if b, err := os.ReadFile(path); err != nil || string(b) != want {
			t.Errorf("%q stands there, not %q, %v", b, want, err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*partial*")); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

// TestWindowsFolder: a folder gets its name, as a snapshot does, when the virus scanner is done with a file in it.
func TestWindowsFolder(t *testing.T) {
	dir := folder(t)
	from, to := filepath.Join(dir, ".snapshot"), filepath.Join(dir, "snapshot")
	if err := os.Mkdir(from, 0o700); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(from, "manifest.json")
	if err := os.WriteFile(file, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(300*time.Millisecond, hold(t, file))
	if err := Rename(from, to); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(to, "manifest.json")); err != nil {
		t.Error(err)
	}
}
