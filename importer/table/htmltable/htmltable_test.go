package htmltable

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/orgbatch/orgbatch/importer/table/source"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

func openPage(page, encoding string, known func(string) bool) (*File, error) {
	src := source.New(strings.NewReader(page), "a.xls")
	if err := src.Detect(); err != nil {
		return nil, err
	}
	return Open(src, encoding, known)
}

// seen writes all tables of a page: [number] of each, its rows by number with their cells by column, and what lies around them. Cells that
// are no text have a # before them.
func seen(page string) (string, error) {
	f, err := openPage(page, "", nil)
	if err != nil {
		return "", err
	}
	return seenOf(f)
}

func seenOf(f *File) (string, error) {
	scan, err := f.Scan()
	if err != nil {
		return "", err
	}
	defer scan.Close()
	var b strings.Builder
	for {
		sheet, err := scan.NextSheet()
		if err == io.EOF {
			return strings.TrimSpace(b.String()), nil
		}
		fmt.Fprintf(&b, "[%s] ", sheet.Name)
		for {
			row, err := scan.Next()
			if err == io.EOF {
				break
			} else if err != nil {
				return b.String(), fmt.Errorf("behind row %d: %w", row.Number, err)
			}
			fmt.Fprint(&b, row.Number)
			if row.Hidden {
				b.WriteString("(hidden)")
			}
			b.WriteString(":")
			for i, c := range row.Cells {
				text, _ := scan.Show(i)
				fmt.Fprintf(&b, " %s=", tabular.ColumnLetters(c.Column))
				if !c.Text && c.Filled {
					b.WriteString("#")
				}
				b.WriteString(text)
			}
			b.WriteString("; ")
		}
		for _, m := range scan.Extent().Merges {
			fmt.Fprintf(&b, "merged %s%d-%s%d; ", tabular.ColumnLetters(m.Column), m.Row, tabular.ColumnLetters(m.LastColumn), m.LastRow)
		}
		for _, c := range scan.Extent().HiddenColumns {
			fmt.Fprintf(&b, "hidden %s-%s; ", tabular.ColumnLetters(c.Column), tabular.ColumnLetters(c.LastColumn))
		}
	}
}

// TestGrid: cells stand below and beside those that span several places, up to the last column and the end of their group.
func TestGrid(t *testing.T) {
	for _, c := range []struct{ name, page, want string }{
		{"one after the other", "<table><tr><td>a<th>1<tr><td>2</table>", "[1] 1: A=a B=1; 2: A=#2;"},
		{"over columns", "<table><tr><td colspan=2>a<td>b</table>", "[1] 1: A=a C=b; merged A1-B1;"},
		{"over rows", "<table><tr><td>a<td rowspan=2>b<td>c<tr><td>d<td>e<tr><td>f<td>g</table>", "[1] 1: A=a B=b C=c; 2: A=d C=e; 3: A=f B=g; merged B1-B2;"},
		{"over both", "<table><tr><td>a<td rowspan=3 colspan=2>b<td>c<tr><td>d<td>e<tr><td>f<td>g<tr><td>h<td>i</table>", "[1] 1: A=a B=b D=c; 2: A=d D=e; 3: A=f D=g; 4: A=h B=i; merged B1-C3;"},
		{"several from above", "<table><tr><td rowspan=2>a<td rowspan=3>b<td>c<tr><td>d<tr><td>e<td>f</table>", "[1] 1: A=a B=b C=c; 2: C=d; 3: A=e C=f; merged A1-A2; merged B1-B3;"},
		{"from above on the right", "<table><tr><td>a<td>b<td rowspan=3>c<tr><td>d<tr><td>e<td>f<td>g</table>", "[1] 1: A=a B=b C=c; 2: A=d; 3: A=e B=f D=g; merged C1-C3;"},
		{"cut by one from above", "<table><tr><td>a<td>b<td rowspan=2>c<tr><td colspan=5>d<td>e</table>", "[1] 1: A=a B=b C=c; 2: A=d D=e; merged C1-C2; merged A2-B2;"},
		{"a row without cells", "<table><tr><td rowspan=2>a<tr><tr><td>b</table>", "[1] 1: A=a; 2:; 3: A=b; merged A1-A2;"},
		{"to the end of the group", "<table><tbody><tr><td rowspan=0>a<tr><td>b<tr><td>c<tbody><tr><td>d</table>", "[1] 1: A=a; 2: B=b; 3: B=c; 4: A=d; merged A1-A3;"},
		{"no further than it", "<table><tbody><tr><td rowspan=9>a<tr><td>b<tbody><tr><td>c<td rowspan=2>d</table>", "[1] 1: A=a; 2: B=b; 3: A=c B=d; merged A1-A2; merged B3-B3;"},
		{"spans that are none", "<table><tr><td colspan=0>a<td colspan=x>b<td rowspan=-2>c<tr><td>d</table>", "[1] 1: A=a B=b C=c; 2: A=d;"},
		{"the widest", "<table><tr><td colspan=1001>a<td>b</table>", "[1] 1: A=a ALM=b; merged A1-ALL1;"},
		{"head and foot", "<table><tfoot><tr><td>d</tfoot><tbody><tr><td>b<thead><tr><td>a<thead><tr><td>c</table>", "[1] 1: A=a; 2: A=b; 3: A=c; 4: A=d;"},
		{"hidden rows", "<table><tr hidden><td>a<tr style='display: none'><td>b<tr style='color:red'><td>c</table>", "[1] 1(hidden): A=a; 2(hidden): A=b; 3: A=c;"},
		{"hidden columns", "<table><tr><td hidden>a<td>b<td hidden>c<tr><td hidden>d<td hidden>e<td>f<tr><td hidden>g</table>", "[1] 1: A=a B=b C=c; 2: A=d B=e C=f; 3: A=g; hidden A-A;"},
		{"as many columns as there may be", "<table><tr>" + strings.Repeat("<td>", 16383) + "<td>a</table>", "[1] 1:" + blanks(16383) + " XFD=a;"},
		{"blank tables and one within another", "<table><tr><td>&nbsp;</table><table><tr><td>a<table><tr><td>b</table><td>c</table><svg><table><tr><td>d</table></svg>", "[1] 1: A=a B=c; [2] 1: A=b; [3] 1: A=d;"},
	} {
		if got, err := seen(c.page); err != nil || got != c.want {
			t.Errorf("%s: %.300q, %v, want %.300q", c.name, got, err, c.want)
		}
	}
	for name, page := range map[string]string{"too many columns": "<table><tr><td>a<tr>" + strings.Repeat("<td>", 16384) + "<td>b</table>", "too wide a span": "<table><tr><td>a<tr>" + strings.Repeat("<td>", 16384-999) + "<td colspan=1000>b</table>"} {
		if _, err := seen(page); err == nil || err.Error() != "behind row 2: row 2 has more than 16384 columns, or too many merged cells above it" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func blanks(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(" " + tabular.ColumnLetters(i) + "=")
	}
	return b.String()
}

// TestSteps: cells that reach down are looked at as often as may be.
func TestSteps(t *testing.T) {
	page, err := html.Parse(strings.NewReader("<table><tr><td rowspan=3>a<td rowspan=3>b<tr><td>c<tr><td>d</table>"))
	if err != nil {
		t.Fatal(err)
	}
	for steps, want := range map[int]bool{0: true, maxSteps - 4: true, maxSteps - 3: false} {
		for n := range page.Descendants() {
			if n.Data == "table" {
				g := &grid{steps: steps}
				if g.read(n); (g.err == nil) != want {
					t.Errorf("%d steps: %v", steps, g.err)
				}
			}
		}
	}
}

// TestText: the text of a cell is what a browser shows.
func TestText(t *testing.T) {
	for cell, want := range map[string]string{
		" a \n b ": "a b", "a<br>b": "a\nb", "a<br><br>b<br>": "a\n\nb", "<br>a": "a", "<p>a</p><p>b</p>": "a\nb", "a<div>b</div>c": "a\nb\nc", "<div><div>a</div></div><br>b": "a\n\nb",
		"a<b>b</b>c": "abc", "a <b>b</b> c": "a b c", "a<b> b </b>c": "a b c", "a<b> </b>c": "a c", "<b>a</b> <i>b</i>": "a b", "a&nbsp;&nbsp;b": "a  b", "&nbsp;": "", "&nbsp;<br>&nbsp;": "", "&nbsp;a": " a",
		"a<script>b</script><style>c</style><comment>d</comment><noscript>e</noscript><template>f</template>": "a",
		"<select><option>a<option selected>b</select>":                                                        "b", "<textarea>a\nb</textarea>": "a b", "a<span hidden>b</span><i style='display:none'>c</i>": "a",
		"<input value=a> <input type=Number value=1><input type=hidden value=b><input type=submit value=c>": "a 1", "a<table><tr><td>b</table>": "a", "a\fb\tc": "a b c", "a <input value=''>b": "a b", "<a href=x>a</a>b": "ab",
	} {
		got, err := seen("<table><tr><td>x<td>" + cell + "</table>")
		if got, _, _ = strings.Cut(got, "; ["); err != nil || strings.TrimSuffix(got, ";") != strings.TrimRight("[1] 1: A=x B="+want, " ") && got != "[1] 1: A=x B="+want+";" {
			t.Errorf("%s: %q, %v, want %q", cell, got, err, want)
		}
	}
}

// TestSlim: what is left of a page says where cells and lines are, and what is hidden.
func TestSlim(t *testing.T) {
	for page, want := range map[string]string{
		"<table class=x>\n <tr>\n <td align=left> a </td>\n </tr>\n</table>\n": "<table><tr><td> a </td></tr></table>",
		"<!-- c --><p id=x>a <b>b</b> <u>c</u></p>":                            "<p>a <span>b</span> <span>c</span></p>",
		"<td hidden colspan='2' rowspan=\"&quot;3\" style='DISPLAY : NONE'>":   `<td hidden colspan="2" rowspan="&#34;3" hidden>`,
		"<option selected value=a><input type=text name=b/><br/>":              `<option selected="1" value="a"><input type="text"><br/>`,
		"<table><tr><td>a</td> <th>b</th> </table> c":                          "<table><tr><td>a</td><th>b</th></table> c",
		"<html><body><table><tr><td>a</body></html>":                           "<html><body><table><tr><td>a</body></html>",
		"</table><table><table></table></table>":                               "</table><table><table></table></table>",
		"<td>a<br> <br> b</td>":                                                "<td>a<br> <br> b</td>",
	} {
		if got, err := slim(strings.NewReader(page)); err != nil || string(got) != want {
			t.Errorf("%q: %q, %v, want %q", page, got, err, want)
		}
	}
	for _, page := range []string{"<table>", "<table><table></table>", "<html><table><tr><td>a"} {
		if _, err := slim(strings.NewReader(page)); err != errNoEnd {
			t.Errorf("%q: %v", page, err)
		}
	}
	failed := errors.New("unplugged")
	if _, err := slim(io.MultiReader(strings.NewReader("<p>"), failing{failed})); err != failed {
		t.Error(err)
	}
}

// TestLargestPage: of a page as many tags and bytes are kept as may be. That more is refused is seen in package table.
func TestLargestPage(t *testing.T) {
	for name, page := range map[string]string{"tags and texts": strings.Repeat("<b>a", maxNodes/2), "bytes": strings.Repeat("<p>"+strings.Repeat("a", 1<<20-3), maxPage>>20)} {
		if _, err := slim(strings.NewReader(page)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// TestIs: a page and a web archive are told from lists that begin nearly so.
func TestIs(t *testing.T) {
	for text, want := range map[string]bool{
		"<html>": true, "<!DOCTYPE html>": true, "<?xml version='1.0'?><html >": true, "<!-- a -->\n<table>": true, "<tr><td>a": true, "\xff\xfe<\x00t\x00r\x00>\x00": true, "<p>a</p><table>": true,
		"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n": true, "\n\nContent-Type: multipart/related;\nMIME-Version: 1.0\n": true,
		"": false, "<p>a;b": false, "<name>;<nr>": false, "Content-Type: text/html\n\na": false, "MIME-Version: 1.0\nContent-Type: text/plain\n": false, "<?xml version='1.0'?><a>": false,
	} {
		if Is([]byte(text)) != want {
			t.Errorf("%q: not %t", text, want)
		}
	}
}

// TestEncodings: valid UTF-8 is that whatever a page says, and a person is believed first.
func TestEncodings(t *testing.T) {
	const utf8Cell, latin = "<table><tr><td>\u00c5s</table>", "<table><tr><td>\xc5s\x96</table>"
	for _, c := range []struct{ name, page, option, encoding, want string }{
		{"UTF-8", utf8Cell, "", "utf-8", "Ås"}, {"with a mark", "\ufeff" + utf8Cell, "", "utf-8", "Ås"}, {"a lie", "<meta charset=iso-8859-1>" + utf8Cell, "", "utf-8", "Ås"},
		{"as browsers take it", "<meta charset=iso-8859-1>" + latin, "", "windows-1252", "Ås–"}, {"the other lie", "<meta charset=utf-8>" + latin, "", "windows-1252", "Ås–"},
		{"Polish", "<table><tr><td>\xb1\xe6</table><meta charset=iso-8859-2>", "", "iso-8859-2", "ąć"}, {"named", "<meta charset=iso-8859-1><table><tr><td>\xb1\xe6</table>", "iso-8859-2", "iso-8859-2", "ąć"},
		{"DOS", "<table><tr><td>\x8fs</table>", "cp850", "cp850", "Ås"}, {"UTF-8 named otherwise", utf8Cell, "windows-1252", "windows-1252", "Ã…s"},
		{"UTF-16", "\xff\xfe<\x00t\x00r\x00>\x00<\x00t\x00d\x00>\x00\xe5\x00<\x00/\x00t\x00r\x00>\x00", "", "utf-16le", "å"},
	} {
		f, err := openPage(c.page, c.option, nil)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got, err := seenOf(f); err != nil || got != "[1] 1: A="+c.want+";" || f.Encoding != c.encoding || f.Tables() != 1 || f.Offset() != int64(len(c.page)) {
			t.Errorf("%s: %q in %s, %v, %d bytes read", c.name, got, f.Encoding, err, f.Offset())
		}
	}
	for option, want := range map[string]bool{"": true, "cp1250": false} {
		if f, err := openPage("<table><tr><td>\xafrsted</table>", option, nil); err != nil || (f.Doubt != nil) != want {
			t.Errorf("%q: a doubt, %t: %v", option, !want, err)
		}
	}
	if _, err := openPage(utf8Cell, "klingon", nil); err == nil || !strings.Contains(err.Error(), "klingon") {
		t.Error(err)
	}
}

// TestRefused: what is no list, or has no end, is told as what it is.
func TestRefused(t *testing.T) {
	const login = "<input type=Password>"
	list := "<table>" + strings.Repeat("<tr><td>x", 19) + "<tr><td>Namn</table>"
	known := func(name string) bool { return name == "Namn" }
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = io.WriteString(z, list)
	_ = z.Close()
	for _, c := range []struct {
		name, page string
		known      func(string) bool
		want       string // the problem, "" for none
	}{
		{"no table", "<html><p>a</html>", known, "it is a web page (HTML) without a table, not a file"},
		{"a blank one", "<table><tr><td> &nbsp;</table>", nil, "without a table"},
		{"a login", login + list, nil, "it is a web page to log in by (HTML), not a file"},
		{"a login beside a list", login + list, known, ""},
		{"a login beside what looks like one further down", login + strings.Replace(list, "<tr>", "<tr><tr>", 1), known, "to log in by"},
		{"a login, and no name is known", login + list, func(string) bool { return false }, "to log in by"},
		{"another field", "<input type=text>" + list, nil, ""},
		{"another element with that type", "<button type=password>a</button>" + list, nil, ""},
		{"cut", list[:40], nil, "it is a web page that can't be read to its end"},
		{"rows alone", "<tr><td>a</td></tr>", nil, ""},
		{"rows alone, cut", "<tr><td>a</td>", nil, "it is a web page that can't be read to its end"},
		{"packed", packed.String(), nil, ""},
		{"packed, cut", packed.String()[:packed.Len()-4], nil, "unpacking the gzip file stopped"},
	} {
		_, err := openPage(c.page, "", c.known)
		var e *tabular.InputError
		if (err != nil) != (c.want != "") || err != nil && (!errors.As(err, &e) || !strings.Contains(e.Problem, c.want) || e.Hint == "") {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
	_, err := openPage(strings.Repeat(" ", maxPage+1), "", nil)
	if err == nil || !strings.Contains(err.Error(), "it is a web page of more than 64 MiB, or of more than 1 million cells") {
		t.Error(err)
	}
}

// TestArchive: of a web archive the pages are read, however they are packed in it.
func TestArchive(t *testing.T) {
	mail := func(encoding, page string) string {
		return "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/css\r\n\r\n<table><tr><td>x</table>\r\n--b\r\nContent-Transfer-Encoding: " + encoding +
			"\r\nContent-Type: text/html; charset=iso-8859-1\r\n\r\n" + page + "\r\n--b\r\nContent-Type: text/html\r\n\r\n<table><tr><td>b</table>\r\n--b--\r\n"
	}
	for _, c := range []struct{ name, text, want string }{
		{"8bit", mail("8bit", "<table><tr><td>\xc5</table>"), "[1] 1: A=Å; [2] 1: A=b;"},
		{"quoted", mail("Quoted-Printable", "<table><tr><td class=3D=\r\nx>=C5</table>"), "[1] 1: A=Å; [2] 1: A=b;"},
		{"base64", mail("base64", "PHRhYmxlPjx0cj48dGQ+\r\nxTwvdGFibGU+"), "[1] 1: A=Å; [2] 1: A=b;"},
		{"no line before its mark", strings.Replace(mail("8bit", "<table><tr><td>a</table>"), "\r\n--b--", "--b--", 1), "[1] 1: A=a; [2] 1: A=b;"},
		{"one page", "MIME-Version: 1.0\nContent-Type: text/html; charset=iso-8859-1\n\n<table><tr><td>\xc5</table>", "[1] 1: A=Å;"},
	} {
		if got, err := seen(c.text); err != nil || got != c.want {
			t.Errorf("%s: %q, %v, want %q", c.name, got, err, c.want)
		}
	}
	whole := mail("8bit", "<table><tr><td>a</table>")
	for name, text := range map[string]string{
		"cut in a part": whole[:strings.Index(whole, "<td>b")], "cut in a head": whole[:strings.LastIndex(whole, "Type: text")], "bad letters": mail("base64", "!"),
		"a bad head": strings.Replace(whole, "boundary=b", "boundary", 1), "a line that is none": strings.Replace(whole, "\r\n\r\n", "\r\nx\r\n\r\n", 1),
	} {
		if _, err := seen(text); err == nil || !strings.Contains(err.Error(), "it is a web page that can't be read to its end") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
