package sink

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// wantError checks the type, the hint and that the folder holds only want.
func wantError(t *testing.T, err error, cause error, hint string, dir string, want ...string) {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("error %v (%T) is no *sink.Error", err, err)
	}
	if cause != nil && !errors.Is(err, cause) {
		t.Errorf("error %v is not %v", err, cause)
	}
	if !strings.Contains(e.Hint, hint) {
		t.Errorf("hint %q lacks %q", e.Hint, hint)
	}
	if dir != "" {
		wantNames(t, dir, want...)
	}
}

func TestExistingFileStays(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.csv")
	write(t, path, "old", Options{})
	_, err := Create(path, Options{})
	wantError(t, err, fs.ErrExist, "choose another name", dir, "a.csv")

	refused := errors.New("not ours")
	if _, err := Create(path, Options{CheckReplace: func(string) error { return refused }}); err != refused {
		t.Errorf("CheckReplace's error became %v", err)
	}
	if got := read(t, path); got != "old" {
		t.Errorf("the file became %q", got)
	}
	write(t, path, "new", Options{CheckReplace: func(p string) error {
		if p != path {
			t.Errorf("asked about %q", p)
		}
		return nil
	}})
	if got := read(t, path); got != "new" {
		t.Errorf("the file is %q", got)
	}
	write(t, path, "newer", Options{Overwrite: true})
	if got := read(t, path); got != "newer" {
		t.Errorf("the file is %q", got)
	}
}

// A file that appears, or changes, while ours is written is looked at again.
func TestChangedWhileWriting(t *testing.T) {
	for _, before := range []string{"", "ours"} {
		dir := t.TempDir()
		path := filepath.Join(dir, "a.csv")
		if before != "" {
			write(t, path, before, Options{})
		}
		asked := 0
		f, err := Create(path, Options{CheckReplace: func(string) error {
			if asked++; read(t, path) != "ours" {
				return errors.New("somebody else's")
			}
			return nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(f, "new")
		if err := os.WriteFile(path, []byte("somebody's work"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Commit(); err == nil || err.Error() != "somebody else's" {
			t.Errorf("Commit: %v", err)
		}
		wantNames(t, dir, "a.csv")
		if got := read(t, path); got != "somebody's work" {
			t.Errorf("the file is %q", got)
		}
	}
}

// The check may read a large file: it isn't repeated for one that stayed as it was.
func TestUnchangedIsAskedOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	write(t, path, "old", Options{})
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(path, old, old); err != nil {
		t.Fatal(err)
	}
	asked := 0
	write(t, path, "new", Options{CheckReplace: func(string) error { asked++; return nil }})
	if asked != 1 {
		t.Errorf("asked %d times", asked)
	}
}

func TestTargetsThatCannotBe(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	write(t, file, "x", Options{})

	_, err := Create(dir, Options{Overwrite: true})
	wantError(t, err, nil, "this is a folder", dir, "file")
	_, err = Create(filepath.Join(dir, "missing", "a.csv"), Options{})
	wantError(t, err, fs.ErrNotExist, "create it first", dir, "file")
	_, err = Create(filepath.Join(file, "a.csv"), Options{})
	if runtime.GOOS == "windows" {
		wantError(t, err, nil, "", dir, "file")
	} else {
		wantError(t, err, nil, "not a folder", dir, "file")
		_, err = Create(os.DevNull, Options{Overwrite: true})
		wantError(t, err, nil, "standard output", "")
	}
	_, err = Create(filepath.Join(dir, strings.Repeat("n", 300)), Options{})
	wantError(t, err, nil, "", dir, "file")
}

func TestLongNames(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{strings.Repeat("n", 255), strings.Repeat("å", 127)} {
		path := filepath.Join(dir, name)
		write(t, path, "x", Options{})
		wantNames(t, dir, name)
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

func TestLinkStays(t *testing.T) {
	dir := t.TempDir()
	real, link := filepath.Join(dir, "2026.csv"), filepath.Join(dir, "latest.csv")
	write(t, real, "old", Options{})
	if err := os.Symlink(real, link); err != nil {
		if runtime.GOOS == "windows" {
			t.Log("this account may not make links; nothing to test")
			return
		}
		t.Fatal(err)
	}
	write(t, link, "new", Options{Overwrite: true})
	if got := read(t, real); got != "new" {
		t.Errorf("the file behind the link is %q", got)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v %v", info, err)
	}
}

// A link that leads nowhere, or from folder to folder, stays as well: what it leads to is made.
func TestLinkAhead(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Log("links are made by administrators alone; nothing to test")
		return
	}
	dir := t.TempDir()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.MkdirAll(filepath.Join(dir, "deep", "er"), 0o700))
	must(os.Symlink(filepath.Join("deep", "er"), filepath.Join(dir, "short")))
	must(os.Symlink(filepath.Join("..", "new.csv"), filepath.Join(dir, "deep", "er", "second")))
	must(os.Symlink(filepath.Join("short", "second"), filepath.Join(dir, "first")))
	must(os.Symlink("loop", filepath.Join(dir, "loop")))
	write(t, filepath.Join(dir, "first"), "new", Options{})
	if got := read(t, filepath.Join(dir, "deep", "new.csv")); got != "new" {
		t.Errorf("the file is %q", got)
	}
	if _, err := Create(filepath.Join(dir, "loop"), Options{Overwrite: true}); !errors.Is(err, ErrInTheWay) {
		t.Errorf("a link to itself: %v", err)
	}
	wantNames(t, dir, "deep", "first", "loop", "short")
	for _, link := range []string{"first", "loop", "short", "deep/er/second"} {
		if info, err := os.Lstat(filepath.Join(dir, link)); err != nil || info.Mode()&fs.ModeSymlink == 0 {
			t.Errorf("the link %s is gone: %v %v", link, info, err)
		}
	}
}

func TestOnly(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.csv")
	seen := 0
	only := Only(func(start []byte) bool { seen = len(start); return start[0] == 'o' })
	for _, c := range []struct {
		text string
		ours bool
	}{{"", true}, {"ours", true}, {"yours", false}, {"o" + strings.Repeat("x", startSize), true}} {
		write(t, path, c.text, Options{Overwrite: true})
		err := Try(path, Options{CheckReplace: only})
		if (err == nil) != c.ours {
			t.Errorf("%.5q: %v", c.text, err)
		}
		if err != nil {
			wantError(t, err, ErrInTheWay, "choose another name", dir, "a.csv")
		}
		if got := read(t, path); got != c.text {
			t.Errorf("%.5q became %.5q", c.text, got)
		}
		wantNames(t, dir, "a.csv")
	}
	if seen != startSize {
		t.Errorf("of a large file %d bytes were looked at", seen)
	}
	_, folder := Create(dir, Options{})
	_, taken := Create(path, Options{})
	_, missing := Create(filepath.Join(dir, "no", "a.csv"), Options{})
	if !errors.Is(folder, ErrInTheWay) || !errors.Is(taken, ErrInTheWay) || errors.Is(missing, ErrInTheWay) {
		t.Errorf("%v, %v, %v", folder, taken, missing)
	}
}

func TestPartialPattern(t *testing.T) {
	dir := t.TempDir()
	long := filepath.Join(dir, strings.Repeat("n", 219))
	f, err := Create(long+"a", Options{})
	if err != nil {
		t.Fatal(err)
	}
	for end, want := range map[string]int{"a": 1, "b": 0, "ab": 1} { // of names longer than 220 bytes the rest isn't in it
		if found, err := filepath.Glob(PartialPattern(long + end)); err != nil || len(found) != want {
			t.Errorf("…%s: %d found, %v", end, len(found), err)
		}
	}
	if err := f.Abort(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a.csv", "a[1].csv", "stjärna.csv"} {
		path := filepath.Join(dir, name)
		f, err := Create(path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		found, err := filepath.Glob(PartialPattern(path))
		if err != nil || len(found) != 1 || found[0] != f.partial {
			t.Errorf("%s: pattern finds %q, %v; the partial is %q", name, found, err, f.partial)
		}
		if err := f.Abort(); err != nil {
			t.Fatal(err)
		}
	}
}
