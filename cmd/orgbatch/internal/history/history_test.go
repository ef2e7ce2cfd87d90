package history

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/importer/run"
)

var at = time.Date(2026, 11, 24, 5, 19, 26, 0, time.UTC)

func lineOf(n int) Line {
	return Line{
		Time: at.Add(time.Duration(n) * time.Second), Event: Begins, Command: "apply", By: run.Person{Account: "anna", Machine: "PC-7"},
		Target: run.Target{Name: "production", URL: "https://api.example.com"}, Run: fmt.Sprint("r", n), Counts: Counts(run.Books{Read: n}),
	}
}

func fill(t *testing.T, path string, n int) {
	t.Helper()
	for i := range n {
		if err := Append(path, lineOf(i)); err != nil {
			t.Fatal(err)
		}
	}
}

// TestChain: what is added is read again, in its order, and each line holds the SHA-256 of the one before.
func TestChain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "history.jsonl")
	if h, err := Read(path); err != nil || len(h.Lines) != 0 || h.Last != "" || h.Cut != 0 {
		t.Errorf("no file: %+v, %v", h, err)
	}
	fill(t, path, 3)
	h, err := Read(path)
	if err != nil || len(h.Lines) != 3 || h.Cut != 0 {
		t.Fatalf("%+v, %v", h, err)
	}
	for i, l := range h.Lines {
		want := lineOf(i)
		want.Previous = l.Previous
		if fmt.Sprint(l) != fmt.Sprint(want) || (l.Previous == "") != (i == 0) {
			t.Errorf("line %d: %+v", i+1, l)
		}
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("its mode: %v, %v", info.Mode(), err)
	}
	// Another program can check it.
	if _, err := exec.LookPath("sha256sum"); err != nil {
		t.Skip("sha256sum is not installed")
	}
	out, err := exec.Command("sh", "-c", `sed -n 2p "$1" | tr -d '\n' | sha256sum`, "sh", path).Output()
	if err != nil || strings.Fields(string(out))[0] != h.Lines[2].Previous {
		t.Errorf("sha256sum says %s, %v; the line %s", out, err, h.Lines[2].Previous)
	}
}

// TestCounts: books become counts, of which those of nothing are left out.
func TestCounts(t *testing.T) {
	for want, books := range map[string]any{
		"map[created:2 read:3 rejected:1]": run.Books{Read: 3, Created: 2, Rejected: 1}, "map[reversed:1 written:1]": run.UndoBooks{Written: 1, Reversed: 1},
		"map[deleted:1]": map[string]int{"deleted": 1}, "map[]": nil,
	} {
		if got := fmt.Sprint(Counts(books)); got != want {
			t.Errorf("%v: %s, want %s", books, got, want)
		}
	}
}

// TestBroken: a line that was changed, put in or taken out breaks the chain, and the line is named.
func TestBroken(t *testing.T) {
	for name, c := range map[string]struct {
		change func(lines []string) []string
		line   int
	}{
		"changed":           {func(l []string) []string { l[1] = strings.Replace(l[1], "anna", "olle", 1); return l }, 3},
		"taken out":         {func(l []string) []string { return append(l[:1:1], l[2:]...) }, 2},
		"the first is gone": {func(l []string) []string { return l[1:] }, 1},
		"put in":            {func(l []string) []string { return append([]string{l[0], l[0]}, l[1:]...) }, 2},
		"turned round":      {func(l []string) []string { l[1], l[2] = l[2], l[1]; return l }, 2},
		"no line of it":     {func(l []string) []string { l[2] = "hej\n"; return l }, 3},
		"a blank line":      {func(l []string) []string { return append([]string{"\n"}, l...) }, 1},
		"another object":    {func(l []string) []string { l[0] = "{}\n"; return l }, 1},
	} {
		path := filepath.Join(t.TempDir(), "history.jsonl")
		fill(t, path, 4)
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Join(c.change(strings.SplitAfter(strings.TrimSuffix(string(data), "\n"), "\n")), "")
		if err := os.WriteFile(path, []byte(text+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err = Read(path)
		var broken *BrokenError
		if !errors.As(err, &broken) || broken.Line != c.line || !strings.Contains(err.Error(), fmt.Sprintf("%s, line %d ", path, c.line)) {
			t.Errorf("%s: %v, want line %d", name, err, c.line)
		}
		// What is added afterwards is whole, and doesn't hide it.
		if err := Append(path, lineOf(9)); err != nil {
			t.Fatal(err)
		}
		if _, err = Read(path); !errors.As(err, &broken) || broken.Line != c.line {
			t.Errorf("%s, and then another line: %v", name, err)
		}
	}
}

// TestCutAnywhere: whatever a crash leaves of a line is told, and gone with the next one, which says so; the chain holds.
func TestCutAnywhere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.jsonl")
	fill(t, path, 2)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	first := bytes.IndexByte(data, '\n') + 1
	for n := first; n < len(data); n++ {
		for _, tail := range []string{"", strings.Repeat("\x00", 300)} {
			if err := os.WriteFile(path, append(bytes.Clone(data[:n]), tail...), 0o600); err != nil {
				t.Fatal(err)
			}
			cut := n - first + len(tail)
			if h, err := Read(path); err != nil || len(h.Lines) != 1 || h.Cut != cut {
				t.Fatalf("cut off at %d: %+v, %v", n, h, err)
			}
			if err := Append(path, lineOf(7)); err != nil {
				t.Fatal(err)
			}
			if h, err := Read(path); err != nil || len(h.Lines) != 2 || h.Cut != 0 || h.Lines[1].Cut != cut || h.Lines[1].Run != "r7" {
				t.Fatalf("cut off at %d and then added to: %+v, %v", n, h, err)
			}
		}
	}
}

// TestAtOnce: processes that add at the same time lose nothing and break nothing.
func TestAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.jsonl")
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 10 {
				if err := Append(path, lineOf(i)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if h, err := Read(path); err != nil || len(h.Lines) != 80 {
		t.Errorf("%d lines, %v", len(h.Lines), err)
	}
}

// TestNoPlace: where nothing can be added the error names the file, and what is there stays.
func TestNoPlace(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "history.jsonl"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{filepath.Join(dir, "history.jsonl"), filepath.Join(os.DevNull, "history.jsonl"), os.DevNull} {
		if err := Append(path, lineOf(0)); err == nil || !strings.Contains(err.Error(), filepath.Dir(path)) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if _, err := Read(filepath.Join(dir, "history.jsonl")); err == nil {
		t.Error("a folder is read")
	}
}
