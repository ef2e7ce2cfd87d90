// Package xmlscan reads the XML of workbooks token by token, in any encoding and however large it is.
//
// It knows no namespaces, and allocates nothing for a token: encoding/xml takes most of the time of reading a sheet. An end tag must be that
// of the element that is open. No piece of the XML – one row, one text – may be larger than tabular.MaxRow. A document type is passed over, so that no
// entities are known but those that every XML has.
package xmlscan

import (
	"bytes"
	"fmt"
	"io"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// ErrNoEnd says that an element isn't closed where the XML ends.
var ErrNoEnd = fmt.Errorf("it ends in the middle: %w", io.ErrUnexpectedEOF)

// Kind says what a token is.
type Kind uint8

// The kinds of tokens. <x/> comes as a start tag and an end tag; comments and instructions don't come at all.
const (
	Start Kind = iota
	End
	Text
)

// Token is valid until the next one is read.
type Token struct {
	Kind        Kind
	Space, Name []byte // of an element: its prefix and the rest of its name
	Attrs       []Attr
	Text        []byte // with its references resolved and CRLF made LF
}

// Attr is an attribute of a start tag.
type Attr struct{ Space, Name, Value []byte }

// Attr gives the value of the attribute of that name, whatever its prefix; nil where there is none.
func (t *Token) Attr(name string) []byte {
	for i := range t.Attrs {
		if string(t.Attrs[i].Name) == name {
			return t.Attrs[i].Value
		}
	}
	return nil
}

// Reader reads one document.
type Reader struct {
	Gathered []byte // the text that was gathered since the last mark

	src     io.Reader
	since   int // bytes read since the last mark
	failed  error
	buf     []byte
	at, end int    // buf[at:end] is read and no token yet
	line    int    // line ends before buf
	decoded []byte // what of the present token doesn't stand so in buf
	token   Token
	closing bool   // the end tag of <x/> comes next
	names   []byte // of the elements that are open
	open    []int  // where each begins
}

// NewReader reads r in whatever encoding it is.
func NewReader(r io.Reader) *Reader { return &Reader{src: UTF8(r)} }

// Mark says that a new piece begins.
func (x *Reader) Mark() { x.since, x.Gathered = 0, x.Gathered[:0] }

// Start finds the next start tag, io.EOF after the last.
func (x *Reader) Start() (*Token, error) {
	for {
		t, err := x.scan()
		if err != nil || t.Kind == Start {
			return t, err
		}
	}
}

// Next gives the next token of an element that must be closed.
func (x *Reader) Next() (*Token, error) {
	t, err := x.scan()
	if err == io.EOF {
		err = ErrNoEnd
	}
	return t, err
}

// Child gives the start tag of the next element within the one that is open, nil where that ends. Text between them is passed over.
func (x *Reader) Child() (*Token, error) {
	for {
		t, err := x.Next()
		switch {
		case err != nil || t.Kind == End:
			return nil, err
		case t.Kind == Start:
			return t, nil
		}
	}
}

// Gather appends the text up to the end tag to what was gathered.
func (x *Reader) Gather(end string) error {
	for {
		t, err := x.Next()
		if err != nil {
			return err
		}
		switch t.Kind {
		case Text:
			x.Gathered = append(x.Gathered, t.Text...)
		case End:
			if string(t.Name) == end {
				return nil
			}
		}
	}
}

// Skip reads up to the end tag of the element whose start tag was read last, whatever stands in it and however large it is.
func (x *Reader) Skip() error {
	for depth := 1; depth > 0; {
		x.since = 0
		t, err := x.Next()
		if err != nil {
			return err
		}
		switch t.Kind {
		case Start:
			depth++
		case End:
			depth--
		}
	}
	return nil
}

// Finish reads on to the end. A second document may not begin before that: what is in it would be lost.
func (x *Reader) Finish() error {
	for {
		x.Mark()
		t, err := x.scan()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		case t.Kind == Start && len(x.open) == 1:
			return x.syntax("a second document begins behind the first")
		}
	}
}

// chunk is how much is read at once, but for large tokens: as much again as there is of one, so that it isn't gone over many times.
const chunk = 32 << 10

// more reads on behind what is no token yet; io.EOF where nothing comes.
func (x *Reader) more() error {
	if x.at > 0 {
		x.line += bytes.Count(x.buf[:x.at], []byte{'\n'})
		x.end = copy(x.buf, x.buf[x.at:x.end])
		x.at = 0
	}
	before, want := x.end, x.end+max(chunk, x.end)
	if want > len(x.buf) {
		x.buf = append(make([]byte, 0, want), x.buf[:x.end]...)[:want]
	}
	for x.end < want && x.failed == nil {
		if x.since > tabular.MaxRow {
			x.failed = tabular.ErrRowTooLarge
			break
		}
		var n int
		n, x.failed = x.src.Read(x.buf[x.end:want])
		x.end, x.since = x.end+n, x.since+n
	}
	if x.end > before {
		return nil
	}
	return x.failed
}

func (x *Reader) syntax(problem string) error {
	return fmt.Errorf("XML syntax error on line %d: %s", 1+x.line+bytes.Count(x.buf[:x.at], []byte{'\n'}), problem)
}

// Root gives the name of the root element of what begins so, and the namespace that it is in; "" for what isn't XML.
func Root(head []byte) (name, namespace string) {
	root, err := NewReader(bytes.NewReader(head)).Start()
	if err != nil {
		return "", ""
	}
	for _, a := range root.Attrs {
		if prefix := string(a.Space); prefix == "xmlns" && string(a.Name) == string(root.Space) || prefix == "" && string(a.Name) == "xmlns" && len(root.Space) == 0 {
			namespace = string(a.Value)
		}
	}
	return string(root.Name), namespace
}

// TrimSpace takes the white space of XML off both ends.
func TrimSpace(b []byte) []byte { return bytes.Trim(b, " \t\r\n") }
