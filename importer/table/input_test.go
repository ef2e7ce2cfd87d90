package table_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// TestInputErrors: what is no table is refused with what it is and what to do.
func TestInputErrors(t *testing.T) {
	for _, c := range []struct{ name, file, text, problem, hint string }{
		{"torn workbook", "a.csv", "PK\x03\x04....", "workbook", "fetch it again"},
		{"old workbook", "a.xls", "\xd0\xcf\x11\xe0....", "old Excel", ".xlsx"},
		{"too many columns", "a.csv", strings.Repeat("x,", 20000) + "\n", "columns", ""},
		{"half a gzip", "a.csv.gz", pack(t, "gzip", "name\nA\n")[:20], "gzip", "damaged"},
		{"no gzip", "a.csv", "\x1f\x8b\x08oops", "gzip", ""},
		{"half a zstd", "a.csv.zst", pack(t, "zstd", strings.Repeat("name\nA\n", 100))[:12], "zstd", "damaged"},
	} {
		_, err := table.Open(strings.NewReader(c.text), c.file, table.Options{})
		var e *tabular.InputError
		switch {
		case !errors.As(err, &e):
			t.Errorf("%s: %v is no *InputError", c.name, err)
		case !strings.Contains(e.Error(), c.problem) || !strings.Contains(e.Error(), c.file) || !strings.Contains(e.Hint, c.hint):
			t.Errorf("%s: %v (%s)", c.name, e, e.Hint)
		}
	}
	for _, o := range []table.Options{{Delimiter: "\""}, {Delimiter: "\n"}, {Delimiter: strings.Repeat("x", 20)}, {Encoding: "klingon"}, {Format: "ods"}, {Table: 2}} {
		if _, err := table.Open(strings.NewReader("a\n"), "a.csv", o); err == nil {
			t.Errorf("%+v is taken", o)
		}
	}
}

func TestOptions(t *testing.T) {
	for _, o := range []table.Options{{Delimiter: "|"}, {Delimiter: "|", Format: "csv", Encoding: "UTF-8"}} {
		tb := open(t, "a.jsonl", "a|b,c;d\n1|2\n", o)
		if o.Format == "csv" && !slices.Equal(tb.Header(), []string{"a", "b,c;d"}) {
			t.Errorf("%+v: %q", o, tb.Header())
		}
	}
	for name, want := range map[string]string{"tab": "\t", `\t`: "\t", "semicolon": ";", "comma": ","} {
		if got := open(t, "a", "x\n", table.Options{Delimiter: name}).Format().Delimiter; got != want {
			t.Errorf("delimiter %q is %q", name, got)
		}
	}
	if f := open(t, "a.csv", "{\"a\":1}\n", table.Options{}).Format(); f.Name != tabular.FormatJSONL {
		t.Errorf("objects under another name are read as %s", f.Name)
	}
	if f := open(t, "a.csv", "{x},y\n", table.Options{}).Format(); f.Name != tabular.FormatCSV {
		t.Errorf("a header with braces is read as %s", f.Name)
	}
}

func pack(t *testing.T, compression, text string) string {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser = gzip.NewWriter(&b)
	if compression == "zstd" {
		var err error
		if w, err = zstd.NewWriter(&b); err != nil {
			t.Fatal(err)
		}
	}
	io.WriteString(w, text)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestCompressed: a packed file reads as what is in it, and reading can stop at any row.
func TestCompressed(t *testing.T) {
	plain := "\ufeff" + string(sampleCSV(30_000))
	for _, compression := range []string{"gzip", "zstd"} {
		packed := pack(t, compression, plain)
		tb := open(t, "a.csv", packed, table.Options{})
		if got := tb.Format(); got.Compression != compression || !got.BOM || got.Delimiter != "," {
			t.Errorf("%+v", got)
		}
		n := 0
		for _, err := range tb.Rows() {
			if err != nil {
				t.Fatal(err)
			}
			if n++; n == 3 {
				break
			}
		}
		if n = len(rows(t, tb)); n != 30_000 {
			t.Errorf("%s: %d rows", compression, n)
		}
		if tb.Offset() != int64(len(packed)) {
			t.Errorf("%s: offset %d of %d", compression, tb.Offset(), len(packed))
		}
	}
}

// slow gives a reader's bytes one by one.
type slow struct{ *strings.Reader }

func (s slow) Read(p []byte) (int, error) { return iotest.OneByteReader(s.Reader).Read(p) }

// failing breaks after some bytes, in every reading.
type failing struct {
	*strings.Reader
	at int64
}

func (f failing) Read(p []byte) (int, error) {
	left := f.at - (f.Size() - int64(f.Len()))
	if left <= 0 {
		return 0, errors.New("disk on fire")
	}
	return f.Reader.Read(p[:min(int64(len(p)), left)])
}

func TestSources(t *testing.T) {
	text := string(sampleCSV(30_000))
	tb, err := table.Open(slow{strings.NewReader(text[:2_000_000])}, "a.csv", table.Options{})
	if err != nil || len(rows(t, tb)) < 15_000 {
		t.Error(err)
	}
	if tb, err = table.Open(failing{strings.NewReader(text), 2_000_000}, "a.csv", table.Options{}); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, e := range tb.Rows() {
		if n++; e != nil {
			err = e
		}
	}
	var e *tabular.InputError
	if !errors.As(err, &e) || e.Line < 15_000 || !strings.Contains(err.Error(), "disk on fire") || n < 15_000 {
		t.Errorf("%d rows, then %v", n, err)
	}
}

func TestReadings(t *testing.T) {
	tb := open(t, "a.csv", "a,b\n1,2\n\"3,4\n5,6\n7,8\n", table.Options{})
	sample, err := tb.Sample(2)
	if err != nil || len(sample) != 2 || sample[1][0].Text != `"3` {
		t.Errorf("%v %v", sample, err)
	}
	n := 0
	for _, err := range tb.Rows() {
		if n++; n == 1 {
			if _, err := tb.Sample(1); err != nil {
				t.Fatal(err)
			}
		} else if err == nil || !strings.Contains(err.Error(), "another reading") {
			t.Errorf("a reading goes on though another one has moved the source: %v", err)
		}
	}
	if n != 2 {
		t.Errorf("%d turns", n)
	}
}

// TestSpacesWithinQuotes: a row whose cells begin with a space is as it is when they are quoted.
func TestSpacesWithinQuotes(t *testing.T) {
	got := texts(t, open(t, "a.csv", "id,name,custom_id\n,\" \"\"\",\" \"\"\"\n,\"\"\"\",\"\"\"\"\n,A,A\n,A,A\n", table.Options{}))
	if want := []string{"", ` "`, ` "`}; len(got) != 4 || !slices.Equal(got[0], want) {
		t.Errorf("read %q, want %q first", got, want)
	}
}
