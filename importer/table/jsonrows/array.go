package jsonrows

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/orgbatch/orgbatch/importer/table/source"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// ArrayReader gives the objects of a JSON array, or of an object that holds one ({"results": […]}), or objects one after the other that are
// spread over several lines. Rows are numbered from 1. It holds one object at a time.
type ArrayReader struct {
	lines   *LinesReader
	index   int
	at      int    // the line of the window's first byte
	head    []byte // what stands left of it on its line
	depth   int    // 1 within an array of rows
	commas  int    // since the last element
	after   bool   // an element stands before
	wrapped bool   // the array is a member of an object
	around  around // what else that has
	far     int    // how often the end of an element was looked for in vain
	pos     int    // the window's first byte in the file

	sought   []byte // what was looked for in vain, up to where in the file
	soughtTo int
}

// maxHead is how much of a line is remembered to compare the places of elements; maxFar is how many elements may be damaged so that all
// that follows them seems to be part of them, which makes the reader look at the same bytes again.
const (
	maxHead = 256
	maxFar  = 16
)

// NewArrayReader reads UTF-8 from r, as NewLinesReader does.
func NewArrayReader(src *source.Source, r io.Reader, header []string) *ArrayReader {
	a := &ArrayReader{lines: NewLinesReader(src, r, header), at: 1}
	a.lines.what = wording.English.JSON.Object
	return a
}

// ReadKeys reads to the end.
func (a *ArrayReader) ReadKeys() (Keys, error) {
	k, err := a.lines.readKeys(a.Next)
	k.wrapped, k.around = a.wrapped, a.around
	return k, err
}

// Next gives the next row, io.EOF after the last.
func (a *ArrayReader) Next() (*tabular.Row, error) {
	for {
		c, err := a.skipBlank()
		switch {
		case err != nil:
			return nil, err
		case c == 0:
			return nil, a.end()
		case c == ',':
			a.commas++
			a.skip(1)
		case a.depth == 1 && c == ']':
			a.depth, a.after = 0, false
			a.skip(1)
			if a.wrapped {
				err = a.passWrapper()
			}
			if err != nil {
				return nil, err
			}
		case a.depth == 0 && c == '[':
			a.depth, a.commas, a.after = 1, 0, false
			a.skip(1)
		case a.depth == 0 && c != '{':
			return nil, a.fail("neither an object nor an array of objects begins here", "remove what doesn't belong to the data", nil)
		case a.depth == 0 && (a.index == 0 || a.wrapped) && a.unwrap():
		default:
			return a.element()
		}
	}
}

// end says whether the file may end here.
func (a *ArrayReader) end() error {
	if a.depth > 0 {
		problem := "the array isn't closed where the file ends"
		if a.index > 0 {
			problem += fmt.Sprintf(", after element %d", a.index)
		}
		return a.fail(problem, fetchJSON, nil)
	}
	return io.EOF
}

const fetchJSON = "the file is damaged or was not copied whole; fetch it again"

func (a *ArrayReader) fail(problem, hint string, err error) error {
	return &tabular.InputError{Name: a.lines.src.Name, Line: a.at, Problem: problem, Hint: hint, Err: err}
}

// skipBlank gives the next byte that isn't white space, 0 at the end.
func (a *ArrayReader) skipBlank() (byte, error) {
	for {
		b := a.lines.win.Bytes()
		rest := trimBlank(b)
		a.skip(len(b) - len(rest))
		if len(rest) > 0 {
			return rest[0], nil
		}
		if more, err := a.more(); !more {
			return 0, err
		}
	}
}

// more reads on where nothing is left to look at; it reports false at the end.
func (a *ArrayReader) more() (bool, error) {
	if !a.lines.win.More() && !a.lines.win.EOF() {
		return false, a.lines.src.Stopped(a.lines.win.Err, a.at)
	}
	return len(a.lines.win.Bytes()) > 0, nil
}

// passWrapper passes over what follows the array in the object that holds it, which is no row, to the object's end.
func (a *ArrayReader) passWrapper() error {
	depth, quoted, escaped := 1, false, false
	for {
		for i, c := range a.lines.win.Bytes() {
			switch {
			case escaped:
				escaped = false
			case quoted:
				quoted, escaped = c != '"', c == '\\'
			case c == '"':
				quoted = true
			case c == '{' || c == '[':
				depth++
			case c == '}' || c == ']':
				depth--
			}
			if depth == 0 {
				a.around.add(a.lines.win.Bytes()[:i+1])
				if a.around.pages == 1 {
					a.around.first = a.around.last
				}
				a.skip(i + 1)
				return nil
			}
		}
		a.around.add(a.lines.win.Bytes())
		a.skip(len(a.lines.win.Bytes()))
		if more, err := a.more(); err != nil {
			return err
		} else if !more {
			return a.fail("the object around the array isn't closed where the file ends", fetchJSON, nil)
		}
	}
}

// skip passes over n bytes.
func (a *ArrayReader) skip(n int) {
	b := a.lines.win.Bytes()[:n]
	a.at += bytes.Count(b, []byte{'\n'})
	if i := bytes.LastIndexByte(b, '\n'); i >= 0 {
		b, a.head = b[i+1:], a.head[:0]
	}
	a.head = append(a.head, b[:min(len(b), maxHead-len(a.head))]...)
	a.pos += n
	a.lines.win.Skip(n)
}

// unwrap enters the array of rows that the object at hand holds, if it does.
func (a *ArrayReader) unwrap() bool {
	for {
		offset, short := wrappedArray(a.lines.win.Bytes())
		if offset > 0 {
			a.around.last, a.around.kept = append(bytes.Clone(a.lines.win.Bytes()[:offset]), ']'), 0
			a.around.pages++
			a.skip(offset)
			a.depth, a.commas, a.wrapped = 1, 0, true
			return true
		}
		if !short || !a.lines.win.More() {
			return false
		}
	}
}

// wrappers are the names under which answers of APIs hold their rows.
var wrappers = map[string]bool{"results": true, "data": true, "items": true, "rows": true, "records": true, "organizations": true, "organisations": true}

// wrappedArray finds where in an object an array of objects with one of those names begins, 0 for nowhere. short says that the text ends
// before that can be known.
func wrappedArray(text []byte) (offset int, short bool) {
	dec := jsontext.NewDecoder(bytes.NewBuffer(text))
	if t, err := dec.ReadToken(); err != nil || t.Kind() != '{' {
		return 0, false
	}
	for {
		key, err := dec.ReadToken()
		if err != nil {
			return 0, errors.Is(err, io.ErrUnexpectedEOF)
		}
		if key.Kind() != '"' {
			return 0, false
		}
		if wrappers[key.String()] && dec.PeekKind() == '[' {
			if _, err := dec.ReadToken(); err != nil {
				return 0, false
			}
			offset = int(dec.InputOffset())
			switch kind := dec.PeekKind(); {
			case kind == '{' || kind == ']':
				return offset, false
			case len(bytes.TrimSpace(text[offset:])) == 0:
				return 0, true
			}
			return 0, false
		}
		if err := dec.SkipValue(); err != nil {
			return 0, errors.Is(err, io.ErrUnexpectedEOF)
		}
	}
}

// element makes a row of the value that begins here.
func (a *ArrayReader) element() (*tabular.Row, error) {
	start := a.at
	n, err := a.extent()
	damaged := err != nil
	if damaged {
		if n, err = a.recoverFrom(n, err); err != nil {
			return nil, err
		}
	}
	raw := a.lines.win.Bytes()[:n:n]
	a.skip(n)
	a.index++
	a.lines.row.Raw, a.lines.row.Number, a.lines.row.Line, a.lines.line = raw, a.index, start, start
	if err := a.lines.parse(); err != nil {
		return nil, err
	}
	if damaged && !a.lines.row.Unreadable {
		a.lines.row.Unreadable = true
		a.lines.row.Add(a.lines.damage(errMore))
	}
	a.checkCommas()
	a.after, a.commas = true, 0
	a.lines.row.Raw = a.onOneLine(raw)
	return &a.lines.row, nil
}

// checkCommas says when the elements of an array are told apart by something else than one comma.
func (a *ArrayReader) checkCommas() {
	want := 0
	if a.after {
		want = 1
	}
	if a.depth == 0 || a.commas == want {
		return
	}
	p := tabular.Problem{Code: tabular.CodeBadJSON, Column: -1, Warning: true, Message: wording.English.JSON.CommaTooMany, Suggestion: wording.English.JSON.RemoveComma}
	if a.commas < want {
		p.Message, p.Suggestion = wording.English.JSON.NoComma, wording.English.JSON.WriteComma
	}
	a.lines.row.Add(p)
}

// onOneLine gives an object's text without line breaks.
func (a *ArrayReader) onOneLine(raw []byte) []byte {
	if bytes.IndexByte(raw, '\n') < 0 && bytes.IndexByte(raw, '\r') < 0 {
		return raw
	}
	if compact := jsontext.Value(bytes.Clone(raw)); !a.lines.row.Unreadable && compact.Compact() == nil {
		return compact
	}
	lines := bytes.FieldsFunc(raw, func(r rune) bool { return r == '\n' || r == '\r' })
	for i, line := range lines {
		lines[i] = bytes.TrimSpace(line)
	}
	return bytes.Join(lines, []byte{' '})
}

// extent measures the value that begins here. With an error, it says up to where it is sound.
func (a *ArrayReader) extent() (int, error) {
	for {
		b := a.lines.win.Bytes()
		a.lines.dec.Reset(bytes.NewBuffer(b), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
		err := a.lines.dec.SkipValue()
		n := int(a.lines.dec.InputOffset())
		if err == nil && (n < len(b) || a.lines.win.EOF()) {
			return n, nil
		}
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			var syntax *jsontext.SyntacticError
			if errors.As(err, &syntax) {
				n = int(syntax.ByteOffset)
			}
			return min(n, len(b)), err
		}
		if !a.lines.win.More() {
			if !a.lines.win.EOF() {
				return 0, a.lines.src.Stopped(a.lines.win.Err, a.at)
			}
			if err == nil {
				return n, nil
			}
			return 0, err
		}
	}
}
