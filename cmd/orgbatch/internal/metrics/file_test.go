package metrics

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
)

// TestShared: commands and profiles at the same time lose none of each other's lines.
func TestShared(t *testing.T) {
	file := Open(filepath.Join(t.TempDir(), "orgbatch.prom"))
	var group errgroup.Group
	for i := range 40 {
		group.Go(func() error {
			return file.Update(func(p *Page) { p.Put(Run{Profile: fmt.Sprint("kund-", i), Attempt: time.Unix(1, 0)}) })
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	page, err := read(file.path)
	if err != nil || len(page.profiles) != 40 {
		t.Errorf("%d profiles, %v", len(page.profiles), err)
	}
}

// TestOvertaken: another process that writes between our reading and our writing keeps its lines.
func TestOvertaken(t *testing.T) {
	for _, before := range []bool{false, true} {
		path := filepath.Join(t.TempDir(), "orgbatch.prom")
		put := func(profile string) func(*Page) {
			return func(p *Page) { p.Put(Run{Profile: profile, Attempt: time.Unix(1, 0)}) }
		}
		if before {
			if err := Open(path).Update(put("first")); err != nil {
				t.Fatal(err)
			}
		}
		calls := 0
		err := Open(path).Update(func(p *Page) {
			if calls++; calls == 1 {
				if err := Open(path).Update(put("other")); err != nil {
					t.Error(err)
				}
			}
			put("ours")(p)
		})
		page, readErr := read(path)
		if _, other := page.profiles["other"]; err != nil || readErr != nil || !other || calls != 2 {
			t.Errorf("file there before %v: %v, %v, %d calls, %v", before, err, readErr, calls, page.profiles)
		}
	}
	always := filepath.Join(t.TempDir(), "orgbatch.prom")
	calls := 0
	err := Open(always).Update(func(*Page) {
		calls++
		if err := os.WriteFile(always, []byte(strings.Repeat("# x\n", calls)), 0o644); err != nil {
			t.Error(err)
		}
	})
	if err == nil || calls != maxTries || !strings.Contains(err.Error(), "always being replaced") {
		t.Errorf("%v after %d calls", err, calls)
	}
}

// TestForeign: a file that holds anything else stays as it is.
func TestForeign(t *testing.T) {
	for text, line := range map[string]int{
		"node_load1 0.5\n": 1, "# a comment\n\norgbatch_backup_rows 7\n": 3, "name,custom_id\n": 1, "\x00\x00": 1,
		"orgbatch_backup_rows{profile=\"x\"} 1-2\n": 1,
	} {
		path := filepath.Join(t.TempDir(), "mine")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		err := Open(path).Update(func(*Page) { t.Error("the file was taken for ours") })
		var foreign *ForeignError
		if !errors.As(err, &foreign) || foreign.Line != line || foreign.Hint == "" {
			t.Errorf("%q: %v", text, err)
		}
		if data, _ := os.ReadFile(path); string(data) != text {
			t.Errorf("%q became %q", text, data)
		}
	}
}

// TestNewer: metrics that only a newer version knows don't keep this one from writing.
func TestNewer(t *testing.T) {
	path := filepath.Join(t.TempDir(), "orgbatch.prom")
	if err := os.WriteFile(path, []byte("orgbatch_backup_colour{profile=\"x\"} 3\norgbatch_backup_rows{profile=\"x\"} 4\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Open(path).Update(func(*Page) {}); err != nil {
		t.Fatal(err)
	}
	data, _ := os.ReadFile(path)
	if !strings.Contains(string(data), `rows{profile="x"} 4`) || strings.Contains(string(data), "colour") {
		t.Errorf("%s", data)
	}
}

// TestModeAndFolder: other accounts may read the file, and nothing is left where it can't be written.
func TestModeAndFolder(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "orgbatch.prom")
	if err := Open(path).Update(func(*Page) {}); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm()&0o600 != 0o600 || info.Mode().Perm()&0o133 != 0 && runtime.GOOS != "windows" {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if err := Open(filepath.Join(dir, "none", "orgbatch.prom")).Update(func(*Page) {}); err == nil {
		t.Error("a folder was made up")
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("left behind: %v", entries)
	}
}
