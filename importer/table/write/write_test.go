package write

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/orgbatch/orgbatch/importer/table/charset"
	"github.com/orgbatch/orgbatch/importer/table/delimited"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

var (
	plain     = tabular.Format{Name: tabular.FormatCSV}
	semicolon = tabular.Format{Name: tabular.FormatCSV, Delimiter: ";", Quote: `"`, Escape: `"`, Newline: "\r\n", BOM: true, SepLine: true}
	tabbed    = tabular.Format{Name: tabular.FormatCSV, Delimiter: "\t", Quote: `"`, Escape: `"`, Encoding: "utf-16le", BOM: true}
	latin     = tabular.Format{Name: tabular.FormatCSV, Delimiter: ";", Encoding: "windows-1252", Newline: "\r"}
	escaped   = tabular.Format{Name: tabular.FormatCSV, Delimiter: ",", Quote: `"`, Escape: `\`}
	php       = tabular.Format{Name: tabular.FormatCSV, Delimiter: ",", Quote: `"`, Escape: `"`, Backslash: true}
	long      = tabular.Format{Name: tabular.FormatCSV, Delimiter: "|-", Quote: "”", Escape: "”", Newline: "<>"}
	spaces    = tabular.Format{Name: tabular.FormatCSV, Delimiter: " ", Run: true, Quote: `"`, Escape: `"`}
	oneCell   = tabular.Format{Name: tabular.FormatCSV}
	indented  = tabular.Format{Name: tabular.FormatCSV, Delimiter: ",", FirstColumn: 2}
	lines     = tabular.Format{Name: tabular.FormatJSONL}
	array     = tabular.Format{Name: tabular.FormatJSON, BOM: true}
)

func texts(all ...string) (cells []tabular.Cell) {
	for _, text := range all {
		cells = append(cells, tabular.Cell{Text: text})
	}
	return cells
}

func started(t testing.TB, w io.Writer, f tabular.Format, header ...string) *Writer {
	t.Helper()
	out, err := NewWriter(w, f, header)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestWrite(t *testing.T) {
	for _, test := range []struct {
		name   string
		format tabular.Format
		header []string
		cells  []tabular.Cell
		want   string
	}{
		{"zero format", plain, []string{"a", "b"}, texts("x", `y "z", w`), "a,b\n" + `x,"y ""z"", w"` + "\n"},
		{"fewer cells than the header", plain, []string{"a", "b", "c"}, texts("x"), "a,b,c\nx,,\n"},
		{"more cells than the header", plain, []string{"a"}, texts("x", "y"), "a\nx,y\n"},
		{"no cell", plain, nil, nil, `""` + "\n" + `""` + "\n"},
		{"no cell for a header", plain, []string{"a", "b"}, nil, "a,b\n\"\",\n"},
		{"nothing but blanks", plain, []string{"a", "b"}, texts(" ", "\t"), "a,b\n\" \",\"\t\"\n"},
		{"line breaks", plain, []string{"a", "b"}, texts("x\ny", "\r"), "a,b\n\"x\ny\",\"\r\"\n"},
		{"blanks before a quote", plain, []string{"a"}, texts(` "x`), "a\n\" \"\"x\"\n"},
		{"blanks", plain, []string{"a"}, texts(" x "), "a\n\" x \"\n"},
		{"first cells that look like something else", plain, []string{"{a", "{b"}, texts("[", "["), "\"{a\",{b\n\"[\",[\n"},
		{"first cells that look like a mark", plain, []string{"Sep=", "sep="}, texts("\ufeffx", "\ufeffx"), "\"Sep=\",sep=\n\"\ufeffx\",\ufeffx\n"},
		{"mark, sep= and CRLF", semicolon, []string{"a", "b"}, texts("1,5", ";"), "\ufeffsep=;\r\na;b\r\n1,5;\";\"\r\n"},
		{"UTF-16", tabbed, []string{"å"}, texts("\t"), "\xff\xfe\xe5\x00\n\x00\"\x00\t\x00\"\x00\n\x00"},
		{"Windows-1252", latin, []string{"å", "b"}, texts("€", "→"), "\xe5;b\r\x80;->\r"},
		{"escape", escaped, []string{"a", `\`}, texts(`"x"`, "y"), `a,"\\"` + "\n" + `"\"x\"",y` + "\n"},
		{"PHP", php, []string{"a"}, texts(`\" "`), "a\n" + `"\" """` + "\n"},
		{"longer signs", long, []string{"a|", "b"}, texts("|-", "x-"), "”a|”|-b<>”|-”|-”x-”<>"},
		{"parts of longer signs", long, []string{"a|b", "-b"}, texts("<>", "<"), "a|b|--b<>”<>”|-<<>"},
		{"runs", spaces, []string{"a", "b"}, texts("", "x y"), "a b\n\"\" \"x y\"\n"},
		{"columns left of the table", indented, []string{"a", "b"}, texts("", ""), ",,a,b\n,,\"\",\n"},
		{"object", lines, []string{"a", "b", "c", "d", "e"}, []tabular.Cell{
			{Kind: tabular.Absent}, {Text: `"å"`}, {Kind: tabular.Null}, {Text: "[1.50]", Kind: tabular.JSON}, {Text: "\xff", Kind: tabular.String},
		}, `{"b":"\"å\"","c":null,"d":[1.50],"e":"` + "\ufffd" + `"}` + "\n"},
		{"empty object", lines, []string{"a"}, nil, "{}\n"},
		{"array", array, []string{"a"}, texts("x"), "\ufeff{\"a\":\"x\"}\n"},
	} {
		var b bytes.Buffer
		w := started(t, &b, test.format, test.header...)
		if err := errors.Join(w.Write(test.cells), w.Flush()); err != nil || b.String() != test.want {
			t.Errorf("%s: %v\n got %q\nwant %q", test.name, err, b.String(), test.want)
		}
	}
}

// TestWrittenIsRead: whatever the cells hold, the scanner finds them again where they were, sound.
func TestWrittenIsRead(t *testing.T) {
	sign := rapid.SampledFrom([]string{"a", "å", " ", "\t", ",", ";", `"`, "”", `\`, "|", "-", "\n", "\r", "<", ">", "{", "sep=", "\ufeff"})
	cell := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(sign, 0, 4).Draw(t, "signs"), "") })
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.SampledFrom([]tabular.Format{plain, semicolon, tabbed, escaped, long, spaces, indented}).Draw(t, "format")
		f.SepLine = false
		width := rapid.IntRange(1, 3).Draw(t, "width")
		table := rapid.SliceOfN(rapid.SliceOfN(cell, width, width), 1, 3).Draw(t, "table")
		var b bytes.Buffer
		w, err := NewWriter(&b, f, table[0])
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range table[1:] {
			if err := w.Write(texts(row...)); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		if got := scanned(t, f, b.Bytes()); !reflect.DeepEqual(got, table) {
			t.Fatalf("%q is read as %q, was %q", b.Bytes(), got, table)
		}
	})
}

// scanned gives the cells in what was written.
func scanned(t *rapid.T, f tabular.Format, written []byte) (table [][]string) {
	if f.Encoding == "" {
		f.Encoding = "utf-8"
	}
	e, err := charset.Named(f.Encoding)
	if err != nil {
		t.Fatal(err)
	}
	if f.BOM {
		written = bytes.TrimPrefix(written, []byte(e.BOM))
	}
	text, err := io.ReadAll(charset.NewDecoder(e, bytes.NewReader(written)))
	if err != nil {
		t.Fatal(err)
	}
	s := delimited.NewScanner(writingDialect(f))
	for ; len(text) > 0; text = text[s.Rec.Size:] {
		if s.Scan(tabular.Whole(text)); s.Rec.Damage != "" || s.Blank(text[:s.Rec.End]) {
			t.Fatalf("%q is damaged (%s) or blank", text, s.Rec.Damage)
		}
		var row []string
		for _, sp := range s.Rec.Spans[f.FirstColumn:] {
			row = append(row, s.Text(string(text), sp))
		}
		table = append(table, row)
	}
	return table
}

func TestWriteRaw(t *testing.T) {
	for _, test := range []struct {
		format    tabular.Format
		raw, want string
	}{
		{plain, "x", "x,1,e e"},
		{semicolon, "a;b", "a;b;1;e e"},
		{semicolon, `a;"b`, `a;"b;"1";"e e"`},
		{spaces, "a b", `a b 1 "e e"`},
		{oneCell, "a,b", `"a,b",1,e e`},
		{oneCell, "{a", `"{a",1,e e`},
		{oneCell, `"a"`, `"a","1","e e"`},
		{semicolon, "a,b", "a,b;1;e e"},
		{lines, `{}`, `{"row":"1","error":"e e"}`},
		{lines, ` { } `, ` { "row":"1","error":"e e"} `},
		{lines, `{"a":[","], "b":2}`, `{"a":[","], "b":2,"row":"1","error":"e e"}`},
		{lines, `{"row":0, "a":",","error":{"row":1}}`, `{ "a":",","row":"1","error":"e e"}`},
		{lines, `{"row":0,"error":1 , "a":1, "b":2}`, `{ "a":1, "b":2,"row":"1","error":"e e"}`},
		{lines, `{"a":1,"row":0,"b":{"row":2}}`, `{"a":1,"b":{"row":2},"row":"1","error":"e e"}`},
		{lines, `{"row":0}`, `{"row":"1","error":"e e"}`},
		{lines, `{"row":0,"error":1}`, `{"row":"1","error":"e e"}`},
		{lines, ``, ``},
		{lines, `{`, `{`},
		{lines, `{"a"`, `{"a"`},
		{lines, `{"a":1`, `{"a":1`},
		{lines, `{"a":1]`, `{"a":1]`},
		{lines, `{"a":1} x`, `{"a":1} x`},
		{lines, `{"a":1}{"b":1}`, `{"a":1}{"b":1}`},
		{lines, `["row","error"]`, `["row","error"]`},
		{lines, `{"a":1,"a":2}`, `{"a":1,"a":2}`},
	} {
		var b bytes.Buffer
		w := started(t, &b, test.format, "a", "row", "error")
		if err := errors.Join(w.Flush(), w.WriteRaw([]byte("x"))); err != nil {
			t.Fatal(err)
		}
		_ = w.Flush()
		b.Reset()
		if err := errors.Join(w.WriteRaw([]byte(test.raw), "1", "e e"), w.Flush()); err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimRight(b.String(), "\r\n"); got != test.want {
			t.Errorf("%s becomes\n%s, want\n%s", test.raw, got, test.want)
		}
	}
}

func TestCutRaw(t *testing.T) {
	none := semicolon
	none.Delimiter = ""
	for _, test := range []struct {
		format tabular.Format
		raw    string
		n      int
		want   string
	}{
		{semicolon, "a;b;c;d", 2, "a;b"},
		{semicolon, "a;b;c", 1, "a"},
		{semicolon, "a;b", 2, "a;b"},
		{semicolon, "a", 2, "a"},
		{semicolon, "a;b", 0, "a;b"},
		{semicolon, `a;b;"c`, 2, `a;b;"c`},
		{semicolon, `"a;""";"b";"c"`, 2, `"a;""";"b"`},
		{semicolon, `"a" ; "b";c`, 1, `"a" `},
		{semicolon, ";;;", 2, ";"},
		{tabbed, "\"a\"\t \"b\" \tc", 1, `"a"`},
		{tabbed, "a\t\t\"b\" \tc", 2, "a\t"},
		{long, "a|-”b”|-c", 1, "a"},
		{indented, ",,a,b,c", 2, ",,a,b"},
		{spaces, "a b c", 2, "a b c"},
		{none, "a;b;c", 2, "a;b;c"},
		{lines, `{"a":1}`, 1, `{"a":1}`},
	} {
		if got := string(CutRaw(test.format, []byte(test.raw), test.n)); got != test.want {
			t.Errorf("%q cut to %q, want %q", test.raw, got, test.want)
		}
	}
}

// full is a disk without room.
type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestErrors(t *testing.T) {
	for _, f := range []tabular.Format{{}, {Name: "xlsx"}, {Name: tabular.FormatCSV, Encoding: "klingon"}} {
		if w, err := NewWriter(io.Discard, f, nil); err == nil || w != nil {
			t.Errorf("%+v is taken", f)
		}
	}
	wide := tabular.Format{Name: tabular.FormatCSV, Delimiter: strings.Repeat("|-", 64<<10), SepLine: true}
	if w, err := NewWriter(full{}, wide, nil); !errors.Is(err, errFull) || w != nil {
		t.Errorf("a full disk is told of a sep= line as %v", err)
	}
	for _, f := range []tabular.Format{plain, lines} {
		w := started(t, full{}, f, "a")
		if err := w.WriteRaw([]byte("{}"), "1", "2"); err == nil || errors.Is(err, errFull) {
			t.Errorf("%s: two extra cells and a header of one: %v", f.Name, err)
		}
		if err := w.WriteRaw([]byte("{}"), "1"); err != nil {
			t.Errorf("%s: one extra cell: %v", f.Name, err)
		}
		if err := w.Write(texts("x", "y")); (err != nil) != (f.Name == tabular.FormatJSONL) {
			t.Errorf("%s: two cells and a header of one: %v", f.Name, err)
		}
		if err := w.Write(texts("x")); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
		if err := w.Flush(); !errors.Is(err, errFull) {
			t.Errorf("%s: a full disk is told as %v", f.Name, err)
		}
		if err := started(t, full{}, f, "a").Write(texts(strings.Repeat("x", 100<<10))); !errors.Is(err, errFull) {
			t.Errorf("%s: a full disk is told of a row as %v", f.Name, err)
		}
	}
}
