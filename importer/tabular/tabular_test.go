package tabular

import (
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestShorten(t *testing.T) {
	letters := strings.Repeat("å", 150)
	for in, want := range map[string]string{
		"": "", "a": "a", "\xc5": "\uFFFD", "a\x00b": "a␀b",
		strings.Repeat("a", 200):                    strings.Repeat("a", 200),
		strings.Repeat("a", 201):                    strings.Repeat("a", 197) + "…",
		letters:                                     letters[:196] + "…",
		"a" + letters:                               "a" + letters[:196] + "…",
		strings.Repeat("𝄞", 60):                     strings.Repeat("𝄞", 49) + "…",
		"a" + strings.Repeat("𝄞", 60):               "a" + strings.Repeat("𝄞", 49) + "…",
		"aa" + strings.Repeat("𝄞", 60):              "aa" + strings.Repeat("𝄞", 48) + "…",
		"a" + strings.Repeat("\x80", 300):           "a\uFFFD…",
		strings.Repeat("a", 191) + letters:          strings.Repeat("a", 191) + "ååå…",
		strings.Repeat("a", 193) + letters + "\x80": strings.Repeat("a", 193) + "åå…",
	} {
		if got := Shorten(in); got != want {
			t.Errorf("Shorten(%q) = %q, want %q", in, got, want)
		}
	}
	// Of bytes that are no letters no more is taken away than a letter could have.
	if got := Shorten(strings.Repeat("a", 192) + strings.Repeat("\x80", 100)); got != strings.Repeat("a", 192)+"…" {
		t.Errorf("no letters are shortened to %q", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		in := string(rapid.SliceOfN(rapid.SampledFrom([]byte("aå\x00\x80\xc3\xf0\x9d")), 150, 250).Draw(t, "bytes"))
		if got := Shorten(in); !utf8.ValidString(got) || strings.Contains(got, "\x00") || strings.HasSuffix(got, "…") != (len(in) > 200) {
			t.Fatalf("Shorten(%q) = %q", in, got)
		}
	})
}

func TestColumnLetters(t *testing.T) {
	for column, want := range map[int]string{0: "A", 1: "B", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA", MaxColumns - 1: "XFD", -1: ""} {
		if got := ColumnLetters(column); got != want {
			t.Errorf("column %d is %s, want %s", column, got, want)
		}
	}
	for column := range MaxColumns { // counted in the manner of a spreadsheet, each name stands for its column
		n := 0
		for _, letter := range ColumnLetters(column) {
			n = 26*n + int(letter-'A') + 1
		}
		if n != column+1 {
			t.Fatalf("column %d is %s", column, ColumnLetters(column))
		}
	}
}

func TestInputError(t *testing.T) {
	for want, e := range map[string]InputError{
		"read a.csv: it is empty":           {Name: "a.csv", Problem: "it is empty", Hint: "write rows"},
		"read a.csv, line 1: cut":           {Name: "a.csv", Line: 1, Problem: "cut"},
		"read a.csv, line 12: stopped: EOF": {Name: "a.csv", Line: 12, Problem: "stopped", Err: io.EOF},
	} {
		if got := e.Error(); got != want {
			t.Errorf("%+v says %s", e, got)
		}
		if errors.Is(&e, io.EOF) != (e.Err != nil) {
			t.Errorf("%s: its cause is %v", want, e.Unwrap())
		}
	}
}

func TestKinds(t *testing.T) {
	for kind, want := range map[Kind]string{Text: "text", Absent: "absent", Null: "null", JSON: "json", String: "string", String + 1: "unknown", 255: "unknown"} {
		if kind.String() != want {
			t.Errorf("kind %d is %s", kind, kind)
		}
	}
}

func TestEncodingName(t *testing.T) {
	for want, f := range map[string]Format{
		"": {}, "UTF-8": {Encoding: "utf-8"}, "UTF-16LE with a byte order mark": {Encoding: "utf-16le", BOM: true},
		"Mac Roman": {Encoding: "macintosh"}, "Windows-1252": {Encoding: "windows-1252"}, "Windows-1250": {Encoding: "cp1250"}, "CP850": {Encoding: "cp850"},
	} {
		if f.EncodingName() != want {
			t.Errorf("%+v is called %q", f, f.EncodingName())
		}
	}
}

func TestAdvises(t *testing.T) {
	for code, want := range map[string]bool{CodeNUL: false, CodeOtherQuote: false, CodeShortRow: true, CodeStandIn: true, CodeBadByte: true, CodeStrayQuote: false, "": false} {
		if Advises(code) != want {
			t.Errorf("%s advises: %v", code, !want)
		}
	}
}

// TestInspect: damage is found in the cell that has it, and only there.
func TestInspect(t *testing.T) {
	most := strings.Repeat("a", MaxCell)
	for _, test := range []struct {
		name  string
		page  bool
		cells []string
		want  string // code and column of each problem
	}{
		{"sound", true, []string{"a", "åäö€", ""}, ""},
		{"NUL", false, []string{"a", "\x00"}, "nul B"},
		{"NUL first", false, []string{"\x00b", "a"}, "nul A"},
		{"no text", false, []string{"\xe5", "a", "\xc3"}, "bad-utf8 A, bad-utf8 C"},
		{"large", false, []string{"a", most + "a"}, "large-cell B"},
		{"as large as may be", false, []string{most}, ""},
		{"a large row of small cells", false, []string{most, most}, ""},
		{"byte without a meaning", true, []string{"a", "b\u0081"}, "bad-byte B"},
		{"first and last bytes without a meaning", true, []string{"\u0080", "\u009f", "\u00a0"}, "bad-byte A, bad-byte B"},
		{"another letter before it", true, []string{"Âé\u00bf\u0085"}, "bad-byte A"},
		{"control character of Unicode", false, []string{"a\u0085"}, ""},
		{"beginning of a letter", true, []string{"a\xc2"}, "bad-utf8 A"},
		{"all at once", true, []string{most + "\x00\xff\u0085"}, "large-cell A, nul A, bad-utf8 A, bad-byte A"},
	} {
		row := Row{Raw: []byte(strings.Join(test.cells, ";"))}
		for _, text := range test.cells {
			row.Cells = append(row.Cells, Cell{Text: text})
		}
		if test.page {
			row.InspectPage()
		} else {
			row.Inspect()
		}
		var got []string
		for _, p := range row.Problems {
			got = append(got, p.Code+" "+ColumnLetters(p.Column))
			if p.Message == "" || p.Warning || !utf8.ValidString(p.Value) {
				t.Errorf("%s: %+v", test.name, p)
			}
		}
		if strings.Join(got, ", ") != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
	var row Row
	if row.InspectCell(2, "a\x00b"); len(row.Problems) != 1 || row.Problems[0].Suggestion != "ab" || row.Problems[0].Value != "a␀b" {
		t.Errorf("NUL: %+v", row.Problems)
	}
}
