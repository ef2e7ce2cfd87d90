package run

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// marksBeside is the folder of marks of the tests: beside that of the runs, which it must not need.
func marksBeside(run string) string { return filepath.Join(parentOf(parentOf(run)), "marks") }

// TestWriting: the mark of a process that writes is seen from the runs of any folder; that of one that ended or was killed isn't.
func TestWriting(t *testing.T) {
	top := t.TempDir()
	other := filepath.Join(top, "there", makeRun(t, filepath.Join(top, "there"), testMeta().Created).ID)
	own := makeRun(t, filepath.Join(top, "here"), testMeta().Created.Add(time.Hour))
	marks := marksBeside(other)
	if infos := Writing(marks, own); len(infos) != 0 {
		t.Errorf("without a folder of marks: %+v", infos)
	}
	for _, killed := range []bool{false, true} {
		cmd, stdin, lines := startChild(t, "write", other)
		lines.Scan()
		if !lines.Scan() || lines.Text() != "ok" {
			t.Fatalf("the child says %q", lines.Text())
		}
		infos := Writing(marks, own)
		if len(infos) != 1 || infos[0].Path != other || !infos[0].Meta.Target.Same(testMeta().Target) || infos[0].Meta.Short != shortOf(filepath.Base(other)) {
			t.Errorf("beside one that writes: %+v", infos)
		}
		elsewhere := own
		elsewhere.Target.Customer = "another"
		for what, beside := range map[string]Meta{"its own mark": infos[0].Meta, "of another target": elsewhere} {
			if infos := Writing(marks, beside); len(infos) != 0 {
				t.Errorf("%s: %+v", what, infos)
			}
		}
		if killed {
			must(t, cmd.Process.Kill())
			_ = cmd.Wait()
			if names, err := os.ReadDir(marks); err != nil || len(names) != 1 {
				t.Errorf("a killed process leaves %v, %v", names, err)
			}
		} else {
			must(t, stdin.Close())
			must(t, cmd.Wait())
		}
		if infos := Writing(marks, own); len(infos) != 0 {
			t.Errorf("after its end, killed %v: %+v", killed, infos)
		}
		if names, err := os.ReadDir(marks); err != nil || len(names) != 0 {
			t.Errorf("what is left of marks: %v, %v", names, err)
		}
	}
}

// TestWritingStrange: what else lies there is nobody's mark.
func TestWritingStrange(t *testing.T) {
	marks := t.TempDir()
	for name, content := range map[string]string{"a.json": "{", "b.json": "{}", "c.json": `{"run":"/etc"}`, "notes.txt": "x"} {
		must(t, os.WriteFile(filepath.Join(marks, name), []byte(content), 0o600))
	}
	if infos := Writing(marks, Meta{ID: "x"}); len(infos) != 0 {
		t.Errorf("%+v", infos)
	}
	if names, _ := os.ReadDir(marks); len(names) != 4 {
		t.Errorf("files of others were taken away: %v", names)
	}
}

func TestSameTarget(t *testing.T) {
	one := Target{Name: "a", URL: "https://x", Customer: "c", Activation: "t/e"}
	for _, c := range []struct {
		other Target
		want  bool
	}{
		{Target{Name: "another name", URL: one.URL, Customer: one.Customer, Activation: one.Activation}, true},
		{Target{URL: "https://y", Customer: one.Customer, Activation: one.Activation}, false},
		{Target{URL: one.URL, Customer: "d", Activation: one.Activation}, false},
		{Target{URL: one.URL, Customer: one.Customer, Activation: "t/f"}, false},
	} {
		if one.Same(c.other) != c.want {
			t.Errorf("%+v: %v", c.other, !c.want)
		}
	}
}
