package xlsx

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// errNoEnd says that an element isn't closed where the part ends.
var errNoEnd = fmt.Errorf("it ends in the middle: %w", io.ErrUnexpectedEOF)

// xmlReader reads a part token by token. It doesn't match end tags with start tags, keeps no stack of them, and no piece of a part – one
// row, one text – may be larger than MaxRow.
type xmlReader struct {
	dec  *xml.Decoder
	in   *limited
	text []byte // what was gathered since it was last cut
}

// limited fails when too much was read since the last mark.
type limited struct {
	src   io.Reader
	since int
}

// Read reads on.
func (l *limited) Read(p []byte) (int, error) {
	if l.since > tabular.MaxRow {
		return 0, tabular.ErrRowTooLarge
	}
	n, err := l.src.Read(p)
	l.since += n
	return n, err
}

func newXMLReader(r io.Reader) *xmlReader {
	in := &limited{src: utf8Of(r)}
	return &xmlReader{dec: xml.NewDecoder(in), in: in}
}

// mark says that a new piece begins.
func (x *xmlReader) mark() { x.in.since, x.text = 0, x.text[:0] }

// start finds the next start tag, io.EOF after the last.
func (x *xmlReader) start() (xml.StartElement, error) {
	for {
		token, err := x.dec.RawToken()
		if err != nil {
			return xml.StartElement{}, err
		}
		if start, ok := token.(xml.StartElement); ok {
			return start, nil
		}
	}
}

// next gives the next token of an element that must be closed.
func (x *xmlReader) next() (xml.Token, error) {
	token, err := x.dec.RawToken()
	if err == io.EOF {
		err = errNoEnd
	}
	return token, err
}

// gather appends the text up to the end tag.
func (x *xmlReader) gather(end string) error {
	for {
		token, err := x.next()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.CharData:
			x.text = append(x.text, t...)
		case xml.EndElement:
			if t.Name.Local == end {
				return nil
			}
		}
	}
}

// richText appends the text of an element that holds <t> and runs with <t>, without the phonetic hints of Asian scripts.
func (x *xmlReader) richText(end string) error {
	hint := false
	for {
		token, err := x.next()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			hint = hint || t.Name.Local == "rPh"
			if t.Name.Local == "t" && !hint {
				if err := x.plainText(t.Attr); err != nil {
					return err
				}
			}
		case xml.EndElement:
			hint = hint && t.Name.Local != "rPh"
			if t.Name.Local == end {
				return nil
			}
		}
	}
}

// plainText appends the text of <t>. White space at its ends counts only where the file says so, as in Excel.
func (x *xmlReader) plainText(attrs []xml.Attr) error {
	from := len(x.text)
	if err := x.gather("t"); err != nil {
		return err
	}
	text := x.text[from:]
	if !preserved(attrs) {
		text = trimXMLSpace(text)
	}
	x.text = append(x.text[:from], unescapeOOXML(text)...)
	return nil
}

func preserved(attrs []xml.Attr) bool {
	for _, a := range attrs {
		if a.Name.Local == "space" {
			return a.Value == "preserve"
		}
	}
	return false
}

func trimXMLSpace(b []byte) []byte {
	space := func(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
	for len(b) > 0 && space(b[0]) {
		b = b[1:]
	}
	for len(b) > 0 && space(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	return b
}

// unescapeOOXML decodes _x000D_ and the like, by which workbooks write characters that XML can't hold.
func unescapeOOXML(b []byte) []byte {
	if !bytes.Contains(b, []byte("_x")) {
		return b
	}
	s := string(b)
	out := make([]byte, 0, len(b))
	for {
		i := strings.Index(s, "_x")
		if i < 0 {
			return append(out, s...)
		}
		out, s = append(out, s[:i]...), s[i:]
		if len(s) >= 7 && s[6] == '_' {
			if r, err := strconv.ParseUint(s[2:6], 16, 16); err == nil && utf8.ValidRune(rune(r)) {
				out, s = utf8.AppendRune(out, rune(r)), s[7:]
				continue
			}
		}
		out, s = append(out, "_x"...), s[2:]
	}
}
