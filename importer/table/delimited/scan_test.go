package delimited

import (
	"reflect"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

var (
	plain     = Dialect{Delim: []byte(","), Quote: []byte(`"`), Escape: []byte(`"`)}
	semicolon = Dialect{Delim: []byte(";"), Quote: []byte(`"`), Escape: []byte(`"`)}
	tabbed    = Dialect{Delim: []byte("\t"), Quote: []byte(`"`), Escape: []byte(`"`)}
	bare      = Dialect{Delim: []byte(";")}
	escaped   = Dialect{Delim: []byte(","), Quote: []byte(`"`), Escape: []byte(`\`)}
	php       = Dialect{Delim: []byte(","), Quote: []byte(`"`), Escape: []byte(`"`), Backslash: true}
	long      = Dialect{Delim: []byte("||"), Quote: []byte("''"), Escape: []byte("''")}
	spaces    = Dialect{Delim: []byte(" "), Run: true, Quote: []byte(`"`), Escape: []byte(`"`)}
	pairs     = Dialect{Delim: []byte("  "), Run: true}
	oldMac    = Dialect{Delim: []byte(","), Quote: []byte(`"`), Escape: []byte(`"`), CR: true}
	marked    = Dialect{Delim: []byte(","), Quote: []byte(`"`), Escape: []byte(`"`), Sep: []byte("<>")}
	oneCell   = Dialect{Quote: []byte(`"`), Escape: []byte(`"`)}
	postgres  = Dialect{Delim: []byte("\t"), Escape: []byte(`\`), Letters: LettersPostgres}
	outfile   = Dialect{Delim: []byte("\t"), Escape: []byte(`\`), Letters: LettersOutfile}
	mysql     = Dialect{Delim: []byte("\t"), Escape: []byte(`\`)}
)

// shown writes a record: quoted cells between brackets, ~ behind an unquoted cell that holds a quote, _ behind one with blanks outside
// its quotes, and what is wrong with the record last.
func shown(s *Scanner, b []byte) string {
	var cells []string
	for _, sp := range s.Rec.Spans {
		text := string(b[sp.Start:sp.End])
		if sp.Quoted || !s.Doubles() {
			text = s.Unescape(text)
		}
		if sp.Quoted {
			text = "[" + text + "]"
		}
		if sp.Stray {
			text += "~"
		}
		if sp.Spaced {
			text += "_"
		}
		cells = append(cells, text)
	}
	if s.Rec.Damage != "" {
		cells = append(cells, "!"+s.Rec.Damage)
	}
	return strings.Join(cells, "|")
}

// scans are texts and the records in them.
var scans = []struct {
	name    string
	dialect Dialect
	text    string
	want    []string
}{
	{"plain", plain, "a,b\nc,,d\n", []string{"a|b", "c||d"}},
	{"no line end", plain, "a,b", []string{"a|b"}},
	{"cell missing at the end", plain, "a,\n,b\n,", []string{"a|", "|b", "|"}},
	{"CRLF and doubled CR", plain, "a\r\nb\r\r\nc\r\n", []string{"a", "b", "c"}},
	{"CR within a row is text", plain, "a\rb,c\n\rd\n", []string{"a\rb|c", "\rd"}},
	{"CR at the very end", plain, "a,b\r", []string{"a|b"}},
	{"CR ends rows", oldMac, "a,b\rc\r\nd\n", []string{"a|b", "c", "d"}},
	{"several CR are several rows", oldMac, "a\r\rb", []string{"a", "", "b"}},
	{"a sign ends rows", marked, "a,b<>c\nd<e>,f<>", []string{"a|b", "c\nd<e>|f"}},
	{"half a sign at the end", marked, "a<", []string{"a<"}},
	{"a sign ends rows, but not within quotes", marked, `"a","b<>c"<>d<e,f<>"g<>h"<>i<>`, []string{"[a]|[b<>c]", "d<e|f", "[g<>h]", "i"}},
	{"quoted", plain, `"a","b,c","d` + "\n" + `e",""` + "\n", []string{"[a]|[b,c]|[d\ne]|[]"}},
	{"quotes doubled", plain, `"a ""b""",""""` + "\n", []string{`[a "b"]|["]`}},
	{"blanks around quotes", plain, ` "a" ,` + "\t" + `"b"` + "\t\n\"c\" \n", []string{"[a]_|[b]_", "[c]_"}},
	{"blanks without quotes stay", plain, " a , b\n", []string{" a | b"}},
	{"tabs delimit and are no blanks", tabbed, "\"a\" \t \"b\"\t\tc\n", []string{"[a]_|[b]_||c"}},
	{"quote within text", plain, `5" rör,b` + "\n", []string{`5" rör~|b`}},
	{"other delimiter", semicolon, "a,b;\"c;d\"\n", []string{"a,b|[c;d]"}},
	{"no quotes known", bare, `"a;b"` + "\n", []string{`"a|b"`}},
	{"escaped quote", escaped, `"a \"b\" \\",c\,d,\x` + "\n", []string{`[a "b" \]|c,d|\x`}},
	{"escape at the end of a line", escaped, "a\\\nb\n", []string{`a\`, "b"}},
	{"escape of the first sign", escaped, `"\"a","b\x"` + "\n" + `\,c` + "\n", []string{`["a]|[b\x]`, ",c"}},
	{"escape and a quote not closed", escaped, `a,"b\"` + "\nc\n", []string{`a|"b"|!unclosed-quote`, "c"}},
	{"escapes without quotes", mysql, "a\\\tb\tc\\\\\n\"d\t\\e\n", []string{"a\tb|c\\", "\"d|\\e"}},
	{"what stands behind PostgreSQL's backslashes", postgres, `a\tb\n\\` + "\t\\N\t\"c\n" + `\N\t` + "\td\\\te\n", []string{"a\tb\n\\||\"c", "\\N\\t|d\\|e"}},
	{"what stands behind MariaDB's", outfile, "a\\\tb\\\nc\t\\N\t\\\\\n" + `\n` + "\td\\", []string{"a\tb\nc||\\", "\\n|d\\"}},
	{"PHP's backslash is text", php, `"a\"b","c ""d""","e\\"` + "\n", []string{`[a\"b]|[c "d"]|[e\\]`}},
	{"PHP's backslash before the last quote", php, `"C:\","b"` + "\n", []string{`[C:\]|[b]`}},
	{"PHP's quotes doubled at both ends", php, `"""a"",""b"""` + "\n", []string{`["a","b"]`}},
	{"PHP's backslash first", php, `"\"","b"` + "\n", []string{`[\"]|[b]`}},
	{"longer signs", long, "a||''b||c''||''d''''e''|f||\n", []string{"a|[b||c]|''d''''e''|f|||!bad-quote"}},
	{"longer signs in part", long, "a|b||c'd\n''''||x\n", []string{"a|b|c'd", "[]|x"}},
	{"longer signs doubled and over lines", long, "''a''''b\nc''||d\n", []string{"[a''b\nc]|d"}},
	{"longer quotes, the last of them doubled", long, "''a\nb''''c''\nd\n", []string{"[a\nb''c]", "d"}},
	{"spaces in any number", spaces, "  a   b \n\"c d\" e\n f\n", []string{"a|b", "[c d]|e", "f"}},
	{"spaces at the very end", spaces, "a b  ", []string{"a|b"}},
	{"pairs of spaces", pairs, "a b    c\nd   e  \n", []string{"a b|c", "d|e"}},
	{"one cell a row", oneCell, "a,b\n\"c\nd\"\n", []string{"a,b", "[c\nd]"}},
	{"quote not closed", plain, "a,\"b\nc,d\n", []string{`a|"b|!unclosed-quote`, "c|d"}},
	{"quote not closed in the last row", plain, `a,"b`, []string{`a|"b|!unclosed-quote`}},
	{"quote not closed before CRLF", plain, "\"a\r\nb\r\n", []string{`"a|!unclosed-quote`, "b"}},
	{"quote not closed before CR", oldMac, "\"a\rb\r", []string{`"a|!unclosed-quote`, "b"}},
	{"quote not closed, and CRs that are text", plain, "\"a\r\rb\r\nc\n", []string{"\"a\r\rb|!unclosed-quote", "c"}},
	{"quote not closed, and a CR before the last sign", plain, "\"a\rb", []string{"\"a\rb|!unclosed-quote"}},
	{"quote not closed, and half a sign", marked, `"a<b<<>c<>`, []string{`"a<b<|!unclosed-quote`, "c"}},
	{"text behind a quote", plain, "\"a\"b,c\nd\n", []string{`"a"b,c|!bad-quote`, "d"}},
	{"a backslash before a quote, where it means nothing", plain, `"a\"b","c\"` + "\n", []string{`"a\"b","c\"|!bad-quote`}},
	{"quote opened a line before", plain, "\"a\n\"b,c\nd\n", []string{`"a|!unclosed-quote`, `"b,c|!unclosed-quote`, "d"}},
	{"blank rows", plain, "\n\na\n", []string{"", "", "a"}},
}

func TestScan(t *testing.T) {
	for _, test := range scans {
		s := NewScanner(test.dialect)
		var got []string
		for b := []byte(test.text); len(b) > 0; b = b[s.Rec.Size:] {
			if !s.Scan(tabular.Whole(b)) {
				t.Fatalf("%s: %q isn't read", test.name, b)
			}
			if s.Rec.Size <= 0 || s.Rec.Size < s.Rec.End {
				t.Fatalf("%s: %q takes %d bytes and ends at %d", test.name, b, s.Rec.Size, s.Rec.End)
			}
			if strings.Trim(string(b[s.Rec.End:s.Rec.Size]), "\r\n<>") != "" {
				t.Errorf("%s: %q is taken for a line end", test.name, b[s.Rec.End:s.Rec.Size])
			}
			got = append(got, shown(s, b))
		}
		if !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s:\n got %q\nwant %q", test.name, got, test.want)
		}
	}
}

// TestScanInPieces: what has been read so far is either too little to tell, or gives the record that the whole text gives; and once a few
// bytes beyond a sound record are there, it is told.
func TestScanInPieces(t *testing.T) {
	for _, test := range scans {
		whole, part := NewScanner(test.dialect), NewScanner(test.dialect)
		for b := []byte(test.text); len(b) > 0; b = b[whole.Rec.Size:] {
			whole.Scan(tabular.Whole(b))
			for n := range b {
				told := part.Scan(tabular.Beginning{Bytes: b[:n]})
				if told && !reflect.DeepEqual(part.Rec, whole.Rec) {
					t.Errorf("%s: %q is read as %q, and before %q as %q", test.name, b[:n], shown(part, b), b[n:], shown(whole, b))
				}
				if !told && whole.Rec.Damage == "" && n > whole.Rec.Size+2 {
					t.Errorf("%s: %q doesn't tell its first record", test.name, b[:n])
				}
			}
		}
	}
}

// TestScanBounds: a record of too many cells ends with its first line, or with the cell that is one too many.
func TestScanBounds(t *testing.T) {
	s := NewScanner(plain)
	s.Most = 3
	for text, want := range map[string]string{
		"a,b,c\nd\n":              "a|b|c",
		"a,b,c,d,e\nf\n":          "a|b|c|d|e", // on one line there may be more
		"a,b,c,d,\ne\n":           "a|b|c|d|",
		"a,\"b\n\",c\nd\n":        "a|[b\n]|c",
		"a,\"b\n\",c,d,e\nf\n":    `a|"b|!unclosed-quote`,
		"a,b\",\"c\n\",d,e,f\n":   `a|b"~|"c|!unclosed-quote`,
		"\"a\n\",b,c,d,e,f\nnext": `"a|!unclosed-quote`,
	} {
		if !s.Scan(tabular.Whole([]byte(text))) || shown(s, []byte(text)) != want {
			t.Errorf("%q is read as %q, want %q", text, shown(s, []byte(text)), want)
		}
	}
	text := []byte("a \"b\nc\"  \nd\n") // what delimits at the end begins no cell
	s = NewScanner(spaces)
	s.Most = 1
	if cut := len("a \"b\nc\"  "); s.Scan(tabular.Beginning{Bytes: text[:cut]}) || !s.Scan(tabular.Whole(text)) || shown(s, text) != "a|[b\nc]" {
		t.Errorf("%q is read as %q", text, shown(s, text))
	}
	s = NewScanner(plain)
	for _, s.Most = range []int{3, tabular.MaxColumns - 1, tabular.MaxColumns} {
		for cells, damage := range map[int]string{tabular.MaxColumns: "", tabular.MaxColumns + 1: "", tabular.MaxColumns + 2: tabular.CodeLongRow} {
			text := strings.Repeat("x,", cells-1) + "x\ny\n"
			if !s.Scan(tabular.Whole([]byte(text))) || s.Rec.Damage != damage || s.Rec.Size != len(text)-2 {
				t.Errorf("%d cells, at most %d over lines: %q, %d of %d bytes", cells, s.Most, s.Rec.Damage, s.Rec.Size, len(text)-2)
			}
		}
	}
}

func TestBlank(t *testing.T) {
	for text, want := range map[string]bool{"": true, " ,\t,": true, "\x00\x1a": true, `""`: false, "a": false, ";": false} {
		if plain.Blank([]byte(text)) != want {
			t.Errorf("%q blank: %v", text, !want)
		}
	}
	for text, want := range map[string]bool{"||  ||": true, "|": false, "|||": false} {
		if long.Blank([]byte(text)) != want {
			t.Errorf("%q blank: %v", text, !want)
		}
	}
	if oneCell.Blank([]byte(",")) || !oneCell.Blank([]byte(" ")) {
		t.Error("without a delimiter every sign is text")
	}
}

func TestChosenDelimiter(t *testing.T) {
	for name, want := range map[string]string{"tab": "\t", `\t`: "\t", "semicolon": ";", "spaces": " ", "||": "||", "sixteen letters.": "sixteen letters."} {
		if delim, run, err := ChosenDelimiter(name); err != nil || string(delim) != want || run != (name == "spaces") {
			t.Errorf("%s: %q, %v, %v", name, delim, run, err)
		}
	}
	for _, name := range []string{`"`, "a\"", "\n", "\r", "\x00", "\xe5", "seventeen letters"} {
		if _, _, err := ChosenDelimiter(name); err == nil {
			t.Errorf("%q is a delimiter", name)
		}
	}
}

// TestDialectOf: what a Format says of a dialect comes back, but for a line end of LF or CRLF, which needs no word.
func TestDialectOf(t *testing.T) {
	for _, test := range scans {
		var f tabular.Format
		test.dialect.Describe(&f)
		f.Newline = string(test.dialect.Sep)
		if test.dialect.CR {
			f.Newline = "\r"
		}
		got := DialectOf(f)
		if NewScanner(got).stop != NewScanner(test.dialect).stop || got.CR != test.dialect.CR || got.Run != test.dialect.Run ||
			got.Backslash != test.dialect.Backslash || got.Letters != test.dialect.Letters || string(got.Sep) != string(test.dialect.Sep) || string(got.Escape) != string(test.dialect.Escape) {
			t.Errorf("%s: %+v comes back as %+v", test.name, test.dialect, got)
		}
	}
	if d := DialectOf(tabular.Format{Newline: "\r\n"}); d.Sep != nil || d.CR {
		t.Errorf("CRLF is a sign of its own: %+v", d)
	}
}
