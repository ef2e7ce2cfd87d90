package table_test

import (
	"bytes"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// cellsOf gives header and rows of what is read, cells parted by | and rows by /.
func cellsOf(t *testing.T, tb *table.Table) string {
	t.Helper()
	lines := []string{strings.Join(tb.Header(), "|")}
	for _, row := range texts(t, tb) {
		lines = append(lines, strings.Join(row, "|"))
	}
	return strings.Join(lines, "/")
}

func known(name string) bool { return name == "Namn" || name == "Kundnr" }

const pageHead = "<tr><th>Namn</th><th>Kundnr</th></tr>"

// TestPages: a table of a page is read as a browser shows it.
func TestPages(t *testing.T) {
	for _, c := range []struct{ name, page, want string }{
		{"psql", "<table border=\"1\">\n  <tr>\n    <th align=\"center\">Namn</th>\n    <th>Kundnr</th>\n  </tr>\n  <tr valign=\"top\">\n    <td align=\"left\">A AB</td>\n    <td>&nbsp; </td>\n  </tr>\n  <tr>\n    <td>&nbsp;&nbsp;B AB<br />\nrad</td>\n    <td align=\"right\">00124</td>\n  </tr>\n</table>\n<p>(2 rows)<br />\n</p>\n", "Namn|Kundnr/A AB|/  B AB\nrad|00124"},
		{"mariadb", "<TABLE BORDER=1><TR><TH>Namn</TH><TH>Kundnr</TH></TR><TR><TD>A  AB\n1</TD><TD>NULL</TD></TR></TABLE>", "Namn|Kundnr/A AB 1|NULL"},
		{"sqlite3", "<TR><TH>Namn</TH>\n<TH>Kundnr</TH>\n</TR>\n<TR><TD>A AB</TD>\n<TD>00124</TD>\n</TR>\n", "Namn|Kundnr/A AB|00124"},
		{"no end tags", "<table><tr><td>Namn<td>Kundnr<tr><td>A AB<td>1<tr><td>B AB<td>2</table>", "Namn|Kundnr/A AB|1/B AB|2"},
		{"a foot before the body", "<table><tfoot><tr><td>C AB<td>3</tfoot><tbody><tr><td>A AB<td>1<tr><td>B AB<td>2</tbody><thead>" + pageHead + "</thead></table>", "Namn|Kundnr/A AB|1/B AB|2/C AB|3"},
		{"spans", "<table>" + pageHead + "<tr><td>A AB<td rowspan=2>1<tr><td>B AB<tr><td>C AB<td rowspan=0>3<tr><td>D AB</table>", "Namn|Kundnr/A AB|1/B AB|1/C AB|3/D AB|3"},
		{"cells beside those from above", "<table><tr><td>Namn<td rowspan=2>x<td>Kundnr<tr><td>A AB<td>1<tr><td>B AB<td>y<td>2</table>", "Namn|x|Kundnr/A AB|x|1/B AB|y|2"},
		{"a body ends what spans it", "<table><tbody>" + pageHead + "<tr><td>A AB<td rowspan=9>1</tbody><tbody><tr><td>B AB<td>2</tbody></table>", "Namn|Kundnr/A AB|1/B AB|2"},
		{"what no browser shows", "<html><head><style>td{x:y}</style><script>w('<table><tr><td>a</table>')</script></head><body><!-- <table> --><table>" + pageHead + "<tr><td>A <script>x()</script><style>b</style>AB<comment>not</comment><!-- c --><td><select><option>9</select>1<span style='DISPLAY : none'>20</span><b hidden>3</b></table>", "Namn|Kundnr/A AB|1"},
		{"lines", "<table>" + pageHead + "<tr><td><p>A</p><p>AB</p><td>1<br><tr><td><div>B<div> AB</div></div><td><pre>2</pre>3<tr><td>C<br><br>AB<td><br></table>", "Namn|Kundnr/A\nAB|1/B\nAB|2\n3/C\n\nAB|"},
		{"fields of forms", "<table>" + pageHead + "<tr><td><input value='A &quot;B&quot; AB'><input type=hidden value=x><input type=checkbox value=y><td><input type=Text value=001> <button value=z></button><tr><td><textarea>B\nAB</textarea><td><select><option>1<option value=x selected>002<option>3</select></table>", "Namn|Kundnr/A \"B\" AB|001/B AB|002"},
		{"letters", "<table>" + pageHead + "<tr><td><font color=red>A</font> <b>A<i>B</i></b><td><a href=x>0</a>0<u>1</u><tr><td>S&ouml;&#246;r<td>&lt;1&amp;2&gt;</table>", "Namn|Kundnr/A AB|001/Söör|<1&2>"},
		{"a nested table", "<table><tr><td>Rapport<td>2026</tr><tr><td colspan=2><table>" + pageHead + "<tr><td>A AB<td>1<tr><td>B AB<td>2</table></table>", "Namn|Kundnr/A AB|1/B AB|2"},
		{"hidden rows are read", "<table>" + pageHead + "<tr style='display:none'><td>A AB<td>1<tr><td>B AB<td>2</table>", "Namn|Kundnr/A AB|1/B AB|2"},
		{"a caption is no row", "<table><caption>Kunder</caption>" + pageHead + "<tr><td>A AB<td>1</table>", "Namn|Kundnr/A AB|1"},
		{"office", "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><head><!--[if gte mso 9]><xml><x:ExcelWorkbook/></xml><![endif]--></head><table>" + pageHead + "<tr><td x:str>A AB<td x:num=\"1\" sdval=1 data-v='x'>001</table></html>", "Namn|Kundnr/A AB|001"},
		{"xhtml", "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE html PUBLIC \"x\" \"y\">\n<html><body><br/><table>" + pageHead + "<tr><td>A AB</td><td>1</td></tr></table></body></html>", "Namn|Kundnr/A AB|1"},
		{"headings before it", "<h1>Kunder</h1>\n<p>uttag</p><table>" + pageHead + "<tr><td>A AB<td>1</table>", "Namn|Kundnr/A AB|1"},
		{"an unclosed table in a page that ends", "<html><body><table>" + pageHead + "<tr><td>A AB<td>1</body></html>", "Namn|Kundnr/A AB|1"},
	} {
		tb := open(t, "a.xls", c.page, table.Options{KnownHeader: known})
		if got := cellsOf(t, tb); got != c.want || tb.Format().Name != tabular.FormatHTML {
			t.Errorf("%s: %s %q, not %q", c.name, tb.Format().Name, got, c.want)
		}
	}
}

// TestPageEncodings: valid UTF-8 is that whatever a page says; elsewhere its word counts, wherever it stands, as browsers take it.
func TestPageEncodings(t *testing.T) {
	table1252 := "<table>" + pageHead + "<tr><td>\xc5s \x96 \x94Syd\x94 AB<td>1</table>"
	for _, c := range []struct{ name, page, option, encoding, want string }{
		{"iso-8859-1", "<html><meta charset=\"iso-8859-1\">" + table1252, "", "windows-1252", "Ås – ”Syd” AB"},
		{"late", "<html>" + strings.Repeat("<p>x</p>", 2000) + "<meta http-equiv=Content-Type content='text/html; charset=ISO-8859-1'>" + table1252, "", "windows-1252", "Ås – ”Syd” AB"},
		{"behind it", table1252 + "<meta charset=windows-1252>", "", "windows-1252", "Ås – ”Syd” AB"},
		{"none", table1252, "", "windows-1252", "Ås – ”Syd” AB"},
		{"a lie", "<meta charset=iso-8859-1><table>" + pageHead + "<tr><td>Ås AB<td>1</table>", "", "utf-8", "Ås AB"},
		{"the other lie", "<html><meta charset=utf-8>" + table1252, "windows-1252", "windows-1252", "Ås – ”Syd” AB"},
		{"a lie about UTF-8", "<html><meta charset=utf-8>" + table1252, "", "windows-1252", "Ås – ”Syd” AB"},
		{"a mark", "\ufeff<table>" + pageHead + "<tr><td>Ås AB<td>1</table>", "", "utf-8", "Ås AB"},
		{"polish", "<html><meta charset=iso-8859-2><table>" + pageHead + "<tr><td>\xb1\xe6 AB<td>1</table>", "", "iso-8859-2", "ąć AB"},
		{"named", table1252, "iso-8859-1", "windows-1252", "Ås – ”Syd” AB"},
		{"dos", "<table>" + pageHead + "<tr><td>\x8fs AB<td>1</table>", "cp850", "cp850", "Ås AB"},
		{"utf-16", wide("<html><meta charset=utf-16><table>" + pageHead + "<tr><td>Ås AB<td>1</table>"), "", "utf-16le", "Ås AB"},
	} {
		tb := open(t, "a.xls", c.page, table.Options{KnownHeader: known, Encoding: c.option})
		if got := texts(t, tb); got[0][0] != c.want || tb.Format().Encoding != c.encoding {
			t.Errorf("%s: %s %q", c.name, tb.Format().Encoding, got)
		}
	}
}

// TestPageEncodingDoubt: what no page names and no word decides is said, and not where somebody named it.
func TestPageEncodingDoubt(t *testing.T) {
	page := "<table>" + pageHead + "<tr><td>\xafrsted<td>1</table>"
	if got := codes(open(t, "a.xls", page, table.Options{}).Problems()); !slices.Contains(got, tabular.CodeEncoding) {
		t.Error(got)
	}
	for _, o := range []table.Options{{Encoding: "cp1250"}, {}} {
		if got := codes(open(t, "a.xls", page+"<meta charset=macintosh>", o).Problems()); slices.Contains(got, tabular.CodeEncoding) {
			t.Errorf("%+v: %q", o, got)
		}
	}
}

// wide is a text in UTF-16.
func wide(text string) string {
	b := []byte("\xff\xfe")
	for _, r := range text {
		b = append(b, byte(r), byte(r>>8))
	}
	return string(b)
}

// TestPageTables: the table that looks most like a list is read, or the one that is named; it is said that there are others.
func TestPageTables(t *testing.T) {
	page := "<html><body><table><tr><td>Meny<td>Hem</table><table><tr><td>&nbsp;</table><table>" + pageHead + "<tr><td>A AB<td>1<tr><td>B AB<td>2</table><table>" + pageHead + "<tr><td>C AB<td>3</table></body></html>"
	for n, want := range []string{"Namn|Kundnr/A AB|1/B AB|2", "Meny|Hem", "Namn|Kundnr/A AB|1/B AB|2", "Namn|Kundnr/C AB|3"} {
		tb := open(t, "a.xls", page, table.Options{KnownHeader: known, Table: n})
		got := cellsOf(t, tb)
		if n != 1 && got != want || !strings.Contains(got, want) {
			t.Errorf("table %d: %q", n, got)
		}
		if number := tb.Format().Table; number != n && (n > 0 || number != 2) {
			t.Errorf("table %d is %d", n, number)
		}
	}
	tb := open(t, "a.xls", page, table.Options{KnownHeader: known})
	i := slices.IndexFunc(tb.Problems(), func(p tabular.Problem) bool { return p.Code == tabular.CodeOtherSheets })
	if i < 0 || !strings.Contains(tb.Problems()[i].Message, `the page also has "1" (1 row), "3" (2 rows)`) || !strings.Contains(tb.Problems()[i].Suggestion, "--table") {
		t.Errorf("%+v", tb.Problems())
	}
	_, err := table.Open(strings.NewReader(page), "a.xls", table.Options{Table: 4})
	if err == nil || !strings.Contains(err.Error(), "there is no table 4 in it, only 3 of them") {
		t.Error(err)
	}
	tb = open(t, "a.xls", "<table>"+pageHead+"<tr hidden><td>A AB<td style='display:none'>1</table>", table.Options{})
	if got := codes(tb.Problems()); !slices.Contains(got, tabular.CodeHiddenRows) {
		t.Error(got)
	}
	tb = open(t, "a.xls", "<table><tr><td>Namn<td hidden>Kundnr<tr><td>A AB<td style='display:none'>1</table>", table.Options{})
	if got := codes(tb.Problems()); !slices.Contains(got, tabular.CodeHiddenColumns) {
		t.Error(got)
	}
}

// TestPagesRefused: a page without a list, or without its end, is refused with what it is.
func TestPagesRefused(t *testing.T) {
	whole := "<table>" + pageHead + "<tr><td>A AB<td>1</table>"
	for _, c := range []struct{ name, page, problem, hint string }{
		{"no table", "<!DOCTYPE html><html><body><p>Fel 500</p></body></html>", "web page (HTML) without a table", "log in"},
		{"a blank table", "<table><tr><td>&nbsp;</table>", "without a table", "log in"},
		{"a login page", "<html><form><table><tr><td>Användare<td><input name=u><tr><td>Lösenord<td><input type=Password></table></form></html>", "to log in by", "export again"},
		{"cut in rows without a table", "<TR><TH>Namn</TH>\n<TH>Kundnr</TH>\n</TR>\n<TR><TD>A AB</TD>\n<TD>001", "can't be read to its end: it ends in the middle of a table", "fetch it again"},
		{"cut in a table", whole[:len(whole)-20], "can't be read to its end: it ends in the middle of a table", "fetch it again"},
		{"cut in an archive", mailed("quoted-printable", whole)[:400], "can't be read to its end", "fetch it again"},
		{"too wide", "<table><tr>" + strings.Repeat("<td>x", 16385) + "</table>", "can't be read on", ""},
		{"too deep", strings.Repeat("<div>", 600) + whole, "can't be read to its end", ""},
	} {
		_, err := table.Open(strings.NewReader(c.page), "a.xls", table.Options{})
		var e *tabular.InputError
		if !errors.As(err, &e) || !strings.Contains(e.Error(), c.problem) || !strings.Contains(e.Hint, c.hint) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, err := table.Open(strings.NewReader(whole), "a.xls", table.Options{Encoding: "klingon"}); err == nil {
		t.Error("an encoding that isn't known is taken")
	}
	tb := open(t, "a.xls", "<input type=password>"+whole, table.Options{KnownHeader: known, Format: tabular.FormatHTML})
	if got := cellsOf(t, tb); got != "Namn|Kundnr/A AB|1" {
		t.Errorf("a list with a way to log in beside it: %q", got)
	}
	tb = open(t, "a.csv", "<p>Namn;Kundnr\nA AB;1\n", table.Options{})
	if tb.Format().Name != tabular.FormatCSV {
		t.Error(tb.Format().Name)
	}
	if tb = open(t, "a.csv", whole, table.Options{Format: tabular.FormatCSV}); tb.Format().Name != tabular.FormatCSV {
		t.Error(tb.Format().Name)
	}
}

// mailed is a page as a web archive.
func mailed(encoding, page string) string {
	return "MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related;\r\n boundary=\"----=_b\"\r\n\r\n------=_b\r\nContent-Location: file:///C:/x.css\r\nContent-Type: text/css\r\n\r\ntd{}\r\n" +
		"------=_b\r\nContent-Location: file:///C:/x.htm\r\nContent-Transfer-Encoding: " + encoding + "\r\nContent-Type: text/html; charset=\"iso-8859-1\"\r\n\r\n" + page + "\r\n------=_b--\r\n"
}

// TestWebArchive: a page in a web archive is read, however it is packed in it.
func TestWebArchive(t *testing.T) {
	want := "Namn|Kundnr/Ås AB|1"
	for encoding, page := range map[string]string{
		"quoted-printable": "<table>" + pageHead + "<tr><td st=\r\nyle=3D\"x\">=C5s AB<td>1</table>",
		"Base64":           "PHRhYmxlPjx0cj48dGg+TmFtbjwvdGg+PHRoPkt1bmRucjwvdGg+PC90cj48dHI+PHRkPsVzIEFC\r\nPHRkPjE8L3RhYmxlPg==",
		"8bit":             "<table>" + pageHead + "<tr><td>\xc5s AB<td>1</table>",
	} {
		if encoding == "quoted-printable" {
			page = strings.ReplaceAll(page, "st=\r\nyle", "st=\r\nyle")
		}
		if got := cellsOf(t, open(t, "a.mht", mailed(encoding, page), table.Options{KnownHeader: known})); got != want {
			t.Errorf("%s: %q", encoding, got)
		}
	}
	for name, text := range map[string]string{
		"one page":                "From: <a>\nMIME-Version: 1.0\nContent-Type: text/html; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\n<table>" + pageHead + "<tr><td>\xc5s AB<td>1</table>",
		"no line before its mark": strings.Replace(mailed("8bit", "<table>"+pageHead+"<tr><td>\xc5s AB<td>1</table>"), "\r\n------=_b--", "------=_b--", 1),
	} {
		if got := cellsOf(t, open(t, "a.mht", text, table.Options{KnownHeader: known})); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// TestLargePages: what is large is read in bounded memory, or refused; a small page can't take long.
func TestLargePages(t *testing.T) {
	many := func(piece string, n int) string { return "<table>" + pageHead + strings.Repeat(piece, n) + "</table>" }
	for _, c := range []struct {
		name, page string
		rows       int // or refused
	}{
		{"rows", many("<tr valign=top>\n  <td align=left>A AB</td>\n  <td>1</td>\n</tr>\n", 50_000), 50_000},
		{"cells", many("<tr><td>A<td>B", 800_000), -1},
		{"letters that go on", "<html>" + fonts(400) + strings.Repeat("<p>x", 200_000) + many("<tr><td>A AB<td>1", 1), 1},
		{"cells from above", "<table><tr>" + strings.Repeat("<td rowspan=65000>x", 16_000) + strings.Repeat("<tr><td>y", 60_000) + "</table>", -1},
		{"more than a page is", strings.Repeat(" ", 65<<20) + many("<tr><td>A AB<td>1", 1), -1},
	} {
		var before, now runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		start := time.Now()
		tb, err := table.Open(strings.NewReader(c.page), "a.xls", table.Options{Format: tabular.FormatHTML, KnownHeader: known})
		runtime.ReadMemStats(&now)
		if took, grown := time.Since(start), (now.TotalAlloc-before.TotalAlloc)>>20; took > 20*time.Second || grown > 1500 {
			t.Errorf("%s: took %v and %d MiB", c.name, took, grown)
		}
		if err != nil || c.rows < 0 {
			if (err != nil) != (c.rows < 0) {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		if n := len(rows(t, tb)); n != c.rows {
			t.Errorf("%s: %d rows", c.name, n)
		}
	}
}

// fonts are letters of so many looks, each within the one before it.
func fonts(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<font size=%d>", i)
	}
	return b.String()
}

// FuzzPage: no bytes crash the reader of web pages, hang it or make it take memory without bound.
func FuzzPage(f *testing.F) {
	f.Add([]byte("<table>"+pageHead+"<tr><td rowspan=3 colspan=2>A<td>1<tr><td>B<tfoot><tr><td>C</table>"), "")
	f.Add([]byte("<html><meta charset=iso-8859-1><table><caption>x</caption><tr hidden><th>\xc5<td><pre> a\n</pre><br><table><tr><td>b</table></table></html>"), "utf-8")
	f.Add([]byte(mailed("quoted-printable", "<table><tr><td>=C5=\r\n</table>")), "")
	f.Add([]byte(mailed("base64", "PHRhYmxlPjx0cj48dGg+")), "windows-1252")
	f.Fuzz(func(t *testing.T, data []byte, encoding string) {
		fuzzSheets(t, data, table.Options{Format: tabular.FormatHTML, Encoding: encoding})
	})
}

func fuzzSheets(t *testing.T, data []byte, o table.Options) {
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	last := 0
	if tb, err := table.Open(bytes.NewReader(data), "x", o); err == nil {
		for row, err := range tb.Rows() {
			if err != nil {
				break
			}
			if row.Number <= last || row.Raw != nil {
				t.Fatalf("row %d follows row %d", row.Number, last)
			}
			last = row.Number
		}
	}
	runtime.ReadMemStats(&now)
	if took, grown := time.Since(start), now.HeapAlloc-min(now.HeapAlloc, before.HeapAlloc); took > 20*time.Second || grown > 300<<20 {
		t.Fatalf("took %v and %d MiB", took, grown>>20)
	}
}
