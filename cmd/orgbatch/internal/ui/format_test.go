package ui

import (
	"strings"
	"testing"
	"unicode"

	"github.com/rivo/uniseg"
	"pgregory.net/rapid"
)

func TestClean(t *testing.T) {
	for _, c := range []struct {
		in    string
		width int
		want  string
	}{
		{"Exempelbacken", 0, "Exempelbacken"},
		{"a\x1b[31mb", 0, `a\x1b[31mb`},
		{"a\nb", 0, "a\nb"},
		{"a\nb", 9, `a\nb`},
		{"a\u202eb", 0, `a\u202eb`},
		{"a\xffb", 0, `a\ufffdb`},
		{"åäöåäö", 4, "åäö…"},
		{"👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 4, "👩‍👩‍👧‍👦…"},
	} {
		if got := Clean(c.in, c.width); got != c.want {
			t.Errorf("clean(%q, %d) = %q, want %q", c.in, c.width, got, c.want)
		}
	}
}

// TestCleanKeepsTheScreen: whatever the API or a file holds, nothing that moves
// the cursor comes out, and no more cells than asked for.
func TestCleanKeepsTheScreen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(1, 60).Draw(t, "width")
		got := Clean(rapid.String().Draw(t, "value"), width)
		if uniseg.StringWidth(got) > width {
			t.Errorf("%q has more than %d cells", got, width)
		}
		if strings.IndexFunc(got, unicode.IsControl) >= 0 {
			t.Errorf("%q holds a control character", got)
		}
	})
}

func TestColumns(t *testing.T) {
	var b strings.Builder
	c := Table{Width: 30}
	c.Add("ID", "NAME")
	c.Add("1", "Åkerbacken")
	c.Add("2", "Ett mycket långt namn på ett bolag")
	if err := c.Flush(&b); err != nil {
		t.Fatal(err)
	}
	c.Add("333", "x\ny")
	if err := c.Flush(&b); err != nil {
		t.Fatal(err)
	}
	want := "ID  NAME\n1   Åkerbacken\n2   Ett mycket långt namn på …\n3…  x\\ny\n"
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
	told := Table{Width: 30}
	told.Head("PROFILE", "TAKEN", "", "BYTES", "STATE")
	told.Add("nordhus", "2026-11-22 02:15", "+4", "168 bytes", "")
	b.Reset()
	if err := told.Flush(&b); err != nil || b.String() != "nordhus · taken 2026-11-22\n    02:15 · +4 · 168 bytes\n" {
		t.Errorf("got %q, %v", b.String(), err)
	}
	whole := Table{Width: 40, Whole: true}
	whole.Head("KEY", "VALUE", "FROM")
	whole.Add("runs", "r", "file and so on")
	whole.Add("backups", "/var/backups/orgbatch/nights", "file [defaults]")
	whole.Add("keep", "all", "the default of all")
	b.Reset()
	const kept = "KEY      VALUE           FROM\nruns     r               file and so on\nbackups  /var/backups/orgbatch/nights\n" +
		"                         file [defaults]\nkeep     all             the default of\n                         all\n"
	if err := whole.Flush(&b); err != nil || b.String() != kept {
		t.Errorf("got\n%swant\n%s%v", b.String(), kept, err)
	}
	wide := Table{}
	wide.Add("a", "b")
	wide.Add("aaa", "b")
	b.Reset()
	if err := wide.Flush(&b); err != nil || b.String() != "a    b\naaa  b\n" {
		t.Errorf("got %q, %v", b.String(), err)
	}
}
