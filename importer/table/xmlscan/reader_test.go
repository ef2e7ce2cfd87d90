package xmlscan

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// plain reads with encoding/xml and writes the tokens as tokens does; ok is false for what that refuses.
func plain(text string) (all []string, ok bool) {
	d := xml.NewDecoder(UTF8(strings.NewReader(text)))
	pending := ""
	flush := func() {
		if pending != "" {
			all = append(all, "text "+pending)
		}
		pending = ""
	}
	name := func(n xml.Name) string { return n.Space + "|" + n.Local }
	for {
		token, err := d.RawToken()
		if err == io.EOF {
			flush()
			return all, true
		} else if err != nil {
			return all, false
		}
		switch t := token.(type) {
		case xml.CharData:
			pending += string(t)
		case xml.StartElement:
			flush()
			s := "start " + name(t.Name)
			for _, a := range t.Attr {
				s += " " + name(a.Name) + "=" + a.Value
			}
			all = append(all, s)
		case xml.EndElement:
			flush()
			all = append(all, "end "+name(t.Name))
		}
	}
}

// nested says whether encoding/xml finds each element closed by its own end tag.
func nested(text string) bool {
	d := xml.NewDecoder(UTF8(strings.NewReader(text)))
	for {
		if _, err := d.Token(); err != nil {
			return err == io.EOF
		}
	}
}

// tokens reads with our reader.
func tokens(r io.Reader) (all []string, err error) {
	x := NewReader(r)
	pending := ""
	flush := func() {
		if pending != "" {
			all = append(all, "text "+pending)
		}
		pending = ""
	}
	for {
		t, err := x.scan()
		if err != nil {
			flush()
			if err == io.EOF {
				err = nil
			}
			return all, err
		}
		name := string(t.Space) + "|" + string(t.Name)
		switch t.Kind {
		case Text:
			pending += string(t.Text)
		case Start:
			flush()
			s := "start " + name
			for _, a := range t.Attrs {
				s += " " + string(a.Space) + "|" + string(a.Name) + "=" + string(a.Value)
			}
			all = append(all, s)
		case End:
			flush()
			all = append(all, "end "+name)
		}
	}
}

var documents = []string{
	"", "<a/>", "<a><b></a></b>", "<a></b>", "<a:b></b>", "<b></a:b>", "<a></a></a>", "<a><b/>", "<a b='1' c:d=\"&lt;&#10;x&#xE5;\"/>", "<a>x &amp; y</a>", "<a>x\r\ny\rz</a>", "<a b='x\r\ny'></a >", "<!DOCTYPE a [<!ENTITY f 'x>y'>]><a/>", "<!-- a > b --><a><![CDATA[<&]]></a>",
	"<?pi x?><a\n\tb = '>'\n/>", "<a>&apos;&quot;&gt;</a>", "text", "<a:b:c/>", "<:a/>", "<a:/>", "<å ä='ö'/>", "<a><![CDATA[x]]y]]>z</a>", "<a/ >", "<a b>", "<a b=c>", "<a b='<'>", "<a>&firma;</a>", "<a>&#0;</a>",
	"<a>\x01</a>", "<a>\xe5</a>", "<a", "</a", "<a b='", "<!--", "<![CDATA[", "<!DOCTYPE", "<?x", "<a>&", "<a>&#;</a>", "<a>&#x110000;</a>", "< a>", "</ a>", "<>", "</>", "<a b='1'c='2'/>", "<a>\uffff</a>", "<a>&</a>", "<a>\x80</a>", "<a>x\r</a>", "<a>&#9;</a>", "<a b='&#32;'>&#32;</a>", "<a>&#xD;</a>", "<?xml version='1.1'?><a/>",
}

// TestAsEncodingXML: what encoding/xml reads is read the same here, whatever the pieces in which it comes.
func TestAsEncodingXML(t *testing.T) {
	for _, doc := range documents {
		check(t, doc)
	}
	long := "<a>" + strings.Repeat("<row n='1'><c>x &amp; y å</c><!-- "+strings.Repeat("-> ", 99)+"--></row>\r\n", 2000) + "<b c='" + strings.Repeat("å>", 70_000) + "'/>" + strings.Repeat("text ", 40_000) + "</a>"
	check(t, long)
}

func check(t *testing.T, doc string) {
	t.Helper()
	want, ok := plain(doc)
	for way, r := range map[string]io.Reader{"at once": strings.NewReader(doc), "byte by byte": iotest.OneByteReader(strings.NewReader(doc)), "with the end": iotest.DataErrReader(strings.NewReader(doc))} {
		got, err := tokens(r)
		if ok && !nested(doc) {
			if err == nil {
				t.Errorf("%.200q, %s: elements that aren't closed as they were opened are read as %q", doc, way, got)
			}
			continue
		}
		if !ok && err == nil && len(got) < len(want) || ok && (err != nil || fmt.Sprint(got) != fmt.Sprint(want)) {
			t.Errorf("%.200q, %s:\n%.300q %v\n%.300q %v", doc, way, got, err, want, ok)
		}
	}
}

// TestRefused: what is no XML is said with its line, as encoding/xml would.
func TestRefused(t *testing.T) {
	for doc, want := range map[string]string{
		"<a>\n<b": "XML syntax error on line 2: unexpected EOF", "<a>\n\n&firma;</a>": "XML syntax error on line 1: invalid character entity &firma;", "<a>\x0c</a>": "XML syntax error on line 1: illegal character code U+000C",
		"\n<a b='<'/>": "XML syntax error on line 2: unescaped < inside quoted string", "<a b=1/>": "XML syntax error on line 1: unquoted attribute value", "<a b/>": "XML syntax error on line 1: expected an attribute with a value in the tag",
		"<a>\x80</a>": "XML syntax error on line 1: invalid UTF-8", "<a>&</a>": "XML syntax error on line 1: invalid character entity &",
		"<a>\xe5</a>": "XML syntax error on line 1: invalid UTF-8", "<a>&#1;</a>": "XML syntax error on line 1: invalid character entity &#1;",
		"<a>\n<b:c></a>": "XML syntax error on line 2: element <b:c> closed by </a>", "<a/></a>": "XML syntax error on line 1: unexpected end element </a>", "<a><b/>": ErrNoEnd.Error(),
		"<a>&#55357;&#56832;</a>": "XML syntax error on line 1: invalid character entity &#55357;", "<a>&#xD83D;</a>": "XML syntax error on line 1: invalid character entity &#xD83D;",
	} {
		if _, err := tokens(strings.NewReader(doc)); err == nil || err.Error() != want {
			t.Errorf("%q: %v", doc, err)
		}
	}
	failed := errors.New("unplugged")
	if _, err := tokens(io.MultiReader(strings.NewReader("<a>"), iotest.ErrReader(failed))); err != failed {
		t.Error(err)
	}
}

// TestPieces: elements are gathered, skipped and found, and must be closed.
func TestPieces(t *testing.T) {
	x := NewReader(strings.NewReader("<r><a>x<b>y</b>z</a><skip><a><skip/></a></skip><c d='1' e:d='2'/></r>"))
	for _, name := range []string{"r", "a"} {
		if start, err := x.Start(); err != nil || string(start.Name) != name {
			t.Fatalf("%v %v", start, err)
		}
	}
	if err := x.Gather("a"); err != nil || string(x.Gathered) != "xyz" {
		t.Errorf("%q %v", x.Gathered, err)
	}
	if start, _ := x.Start(); string(start.Name) != "skip" || x.Skip() != nil {
		t.Errorf("%s", start.Name)
	}
	start, _ := x.Start()
	if string(start.Name) != "c" || string(start.Attr("d")) != "1" || start.Attr("f") != nil {
		t.Errorf("%+v", start)
	}
	if x.Mark(); len(x.Gathered) != 0 {
		t.Error("the mark keeps what was gathered")
	}
	if err := x.Gather("x"); err != ErrNoEnd {
		t.Error(err)
	}
	if _, err := x.Start(); err != io.EOF {
		t.Error(err)
	}
}

// TestLargest: no more is read of one piece than a row may have, whatever it is.
func TestLargest(t *testing.T) {
	const n = tabular.MaxRow + 1<<20
	for _, doc := range []string{"<a>" + strings.Repeat("x", n), "<a " + strings.Repeat("b='1' ", n/6), "<!--" + strings.Repeat("-", n), strings.Repeat("<a>", n/3), "<" + strings.Repeat("a", n), "<!D" + strings.Repeat("<", n), "<![CDATA[" + strings.Repeat("]", n)} {
		if _, err := tokens(strings.NewReader(doc)); err != tabular.ErrRowTooLarge {
			t.Errorf("%.10s: %v", doc, err)
		}
	}
	x := NewReader(strings.NewReader(strings.Repeat("<a>"+strings.Repeat("x", 1000)+"</a>", n/1000)))
	for {
		x.Mark()
		if _, err := x.Start(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// TestEdges: what lies over the edge of what is read at once is read as what it is, wherever in it the edge is.
func TestEdges(t *testing.T) {
	for _, part := range []string{"<!-- x --><b/>", "<![CDATA[<x>]]><b/>", "<?pi x?><b/>", "<b c='1' d=\"&lt;\"/>", "x &amp; y<b/>", "</a></r>", "<b >x</b >", "<b cd = '1' ef  =  '2' />", "\r\n<b/>"} {
		for back := range len(part) + 4 {
			doc := "<r><a>" + strings.Repeat("x", chunk-len("<r><a>")-back) + part
			if !strings.HasSuffix(part, "</r>") {
				doc += "y<!-- z --></a><c><![CDATA[z]]></c><?pi z?></r>"
			}
			want, ok := plain(doc)
			if got, err := tokens(strings.NewReader(doc)); !ok || err != nil || !slices.Equal(got, want) {
				t.Errorf("%q, its first %d bytes before the edge: %v, %.50q, want %.50q", part, back, err, got[1:], want[1:])
			}
		}
	}
	for begin, end := range map[string]string{"<!--": "-->", "<![CDATA[": "]]>", "<?pi ": "?>", "<b c='": "'/>", "<b c=\"": "\"/>"} {
		for back := range 16 {
			doc := "<r>" + begin + strings.Repeat("x", chunk-len("<r>")-len(begin)-back) + end + "<b/>" + begin + end + "</r>"
			want, ok := plain(doc)
			if got, err := tokens(strings.NewReader(doc)); !ok || err != nil || !slices.Equal(got, want) {
				t.Errorf("%s, its end %d bytes before the edge: %v, %.50q, want %.50q", begin, back, err, got, want)
			}
		}
	}
}

// TestSmallPieces: however long a document is, no more of it stays in memory than its pieces need, and lines are counted through.
func TestSmallPieces(t *testing.T) {
	x := NewReader(strings.NewReader("<r>" + strings.Repeat("<a>x</a>\n", 100_000) + "<b></r>"))
	for {
		x.Mark()
		if _, err := x.Start(); err != nil {
			if err.Error() != "XML syntax error on line 100001: element <b> closed by </r>" || len(x.buf) > 4*chunk {
				t.Errorf("%v, with %d bytes in memory", err, len(x.buf))
			}
			return
		}
	}
}

// references are those by number.
var references = regexp.MustCompile(`&#(x?)([0-9a-fA-F]+);`)

// hasHalf says whether a document refers to half a character of UTF-16, which is none: encoding/xml reads U+FFFD, here it is an error.
func hasHalf(doc string) bool {
	for _, m := range references.FindAllStringSubmatch(doc, -1) {
		base := 10
		if m[1] != "" {
			base = 16
		}
		if n, err := strconv.ParseUint(m[2], base, 32); err == nil && utf16.IsSurrogate(rune(n)) {
			return true
		}
	}
	return false
}

// FuzzAsEncodingXML: what encoding/xml reads is read the same here, but for odd document types and halves of characters; nothing panics.
func FuzzAsEncodingXML(f *testing.F) {
	for _, doc := range append(slices.Clone(documents), "<n>&#055555;") {
		f.Add(doc)
	}
	f.Fuzz(func(t *testing.T, doc string) {
		if odd := strings.NewReplacer("<!--", "", "<![CDATA[", "").Replace(doc); len(doc) < 1<<12 && !strings.Contains(odd, "<!") && !hasHalf(doc) {
			check(t, doc)
		} else {
			_, _ = tokens(strings.NewReader(doc))
		}
	})
}

func BenchmarkReader(b *testing.B) {
	row := []byte(`<table:table-row table:style-name="ro1"><table:table-cell office:value-type="string" calcext:value-type="string"><text:p>Exempelbacken AB</text:p></table:table-cell></table:table-row>`)
	doc := bytes.Repeat(row, 10_000)
	b.SetBytes(int64(len(doc)))
	for b.Loop() {
		x := NewReader(bytes.NewReader(doc))
		for {
			x.Mark()
			if _, err := x.Start(); err != nil {
				break
			}
		}
	}
}

func BenchmarkEncodingXML(b *testing.B) {
	row := []byte(`<table:table-row table:style-name="ro1"><table:table-cell office:value-type="string" calcext:value-type="string"><text:p>Exempelbacken AB</text:p></table:table-cell></table:table-row>`)
	doc := bytes.Repeat(row, 10_000)
	b.SetBytes(int64(len(doc)))
	for b.Loop() {
		d := xml.NewDecoder(bytes.NewReader(doc))
		for {
			if _, err := d.RawToken(); err != nil {
				break
			}
		}
	}
}
