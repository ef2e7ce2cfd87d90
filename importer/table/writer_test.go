package table_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/table/write"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// TestRejects writes damaged rows back with columns added: their bytes stay as they were, read again they are as damaged as before, and no
// damage spreads to the row after.
func TestRejects(t *testing.T) {
	text := "\ufeffNamn;Nr\r\nA;\"1\r\nB\" B;2\r\n\"C\r\nD;4;5\r\nE\r\n\"F \"\"F\"\"\";6\r\nG;7\r\n"
	tb := open(t, "a.csv", text, table.Options{})
	var b bytes.Buffer
	w, err := write.NewWriter(&b, tb.Format(), []string{"Namn", "Nr", "orgbatch_row", "orgbatch_error"})
	if err != nil {
		t.Fatal(err)
	}
	before := rows(t, tb)
	for _, r := range before {
		if err := w.WriteRaw([]byte(r.raw), "k7f3:1", `a "bad"; row`); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	golden(t, "rejects.golden", b.String())
	after := rows(t, open(t, "a.csv", b.String(), table.Options{}))
	if len(after) != len(before) {
		t.Fatalf("%d rows, were %d", len(after), len(before))
	}
	for i, r := range after {
		if !strings.HasPrefix(r.raw, before[i].raw) || r.Unreadable != before[i].Unreadable {
			t.Errorf("row %q unreadable %v, was %q %v", r.raw, r.Unreadable, before[i].raw, before[i].Unreadable)
		}
	}
}

func TestRejectedObjects(t *testing.T) {
	for raw, want := range map[string]string{
		`{}`:                              `{"row":"1","error":"e"}`,
		`{ "a" : 1 , "b":2 } `:            `{ "a" : 1 , "b":2 ,"row":"1","error":"e"} `,
		`{"row":"0","a":1}`:               `{"a":1,"row":"1","error":"e"}`,
		`{"row":"0", "error":null,"a":1}`: `{"a":1,"row":"1","error":"e"}`,
		`{"a":1, "row":"0","b":{"row":2},"error":"x"}`: `{"a":1,"b":{"row":2},"row":"1","error":"e"}`,
		`{"row":"0"}`:   `{"row":"1","error":"e"}`,
		`{"a":1`:        `{"a":1`,
		`[1]`:           `[1]`,
		`{"a":1} x`:     `{"a":1} x`,
		`{"a":1,"a":2}`: `{"a":1,"a":2}`,
	} {
		var b bytes.Buffer
		w, err := write.NewWriter(&b, tabular.Format{Name: tabular.FormatJSONL}, []string{"a", "row", "error"})
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(w.WriteRaw([]byte(raw), "1", "e"), w.Flush()); err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimSuffix(b.String(), "\n"); got != want {
			t.Errorf("%s becomes\n%s, want\n%s", raw, got, want)
		}
	}
}

func TestCutRaw(t *testing.T) {
	f := tabular.Format{Name: tabular.FormatCSV, Delimiter: ";", Newline: "\n"}
	for raw, want := range map[string]string{
		"a;b;c": "a;b", `"a;""";"b";"c"`: `"a;""";"b"`, "a;b": "a;b", "a": "a", "a;;": "a;", `a;b;"c`: `a;b;"c`, ";;;": ";",
	} {
		if got := string(write.CutRaw(f, []byte(raw), 2)); got != want {
			t.Errorf("%s cut to %s, want %s", raw, got, want)
		}
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestWriterErrors(t *testing.T) {
	for _, f := range []tabular.Format{{}, {Name: "xlsx"}, {Name: tabular.FormatCSV, Encoding: "klingon"}} {
		if _, err := write.NewWriter(&bytes.Buffer{}, f, nil); err == nil {
			t.Errorf("%+v is taken", f)
		}
	}
	w, err := write.NewWriter(full{}, tabular.Format{Name: tabular.FormatCSV}, []string{"a"})
	if err != nil {
		t.Fatal(err)
	}
	if lines, err := write.NewWriter(full{}, tabular.Format{Name: tabular.FormatJSONL}, []string{"a"}); err != nil || lines.Write(make([]tabular.Cell, 2)) == nil {
		t.Error("an object of more values than keys is taken")
	}
	if err := w.WriteRaw(nil, "1", "2"); err == nil {
		t.Error("more extra cells than the header has are taken")
	}
	if err := w.Write(textCells([]string{"x"})); err != nil {
		t.Error(err)
	}
	if err := w.Flush(); err == nil {
		t.Error("a full disk goes unnoticed")
	}
}

func TestShorten(t *testing.T) {
	long := strings.Repeat("å", 150)
	for in, want := range map[string]string{"a": "a", "\xc5": "\uFFFD", "a\x00b": "a␀b", long: strings.Repeat("å", 98) + "…", strings.Repeat("\x80", 300): "\uFFFD…"} {
		if got := tabular.Shorten(in); got != want {
			t.Errorf("Shorten(%q) = %q, want %q", in, got, want)
		}
	}
	for column, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 701: "ZZ", 702: "AAA", 16383: "XFD"} {
		if got := tabular.ColumnLetters(column); got != want {
			t.Errorf("column %d is %s, want %s", column, got, want)
		}
	}
}
