// Package jsonrows reads the objects of JSON files as rows: one object a line, or the elements of an array.
//
//	bytes → one object → its members as cells under the keys seen so far
package jsonrows

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/orgbatch/orgbatch/importer/table/source"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// LinesReader gives the objects of a JSON lines file, also with the separators of RFC 7464. Lines end with LF or
// CRLF; blank lines are passed over.
type LinesReader struct {
	src     *source.Source
	win     *source.Window
	columns map[string]int // key → column
	grow    bool           // unknown keys become columns: the first reading
	header  []string
	line    int
	what    string // what messages call a row
	text    bytes.Reader
	dec     *jsontext.Decoder
	row     tabular.Row
}

// NewLinesReader reads UTF-8 from r; header names the columns, as ReadKeys gives them. src is named in errors.
func NewLinesReader(src *source.Source, r io.Reader, header []string) *LinesReader {
	j := &LinesReader{src: src, win: source.NewWindow(r), header: header, columns: make(map[string]int, len(header)), what: wording.English.JSON.Line}
	for i, key := range header {
		j.columns[key] = i
	}
	j.dec = jsontext.NewDecoder(&j.text)
	return j
}

// Keys is what a first reading finds.
type Keys struct {
	// Names are the keys in the order in which they are first seen. Rows that can't be read have no say.
	Names []string
	// Rows is how many there are, Sound how many of them can be read.
	Rows, Sound int
	// Damage is of the first that can't, which begins on Line.
	Damage tabular.Problem
	Line   int

	wrapped bool // an object holds the rows
	around  around
}

// ReadKeys reads to the end.
func (j *LinesReader) ReadKeys() (Keys, error) { return j.readKeys(j.Next) }

// readKeys reads what next gives. With an error, it says what was found before that.
func (j *LinesReader) readKeys(next func() (*tabular.Row, error)) (Keys, error) {
	j.grow = true
	var k Keys
	for {
		row, err := next()
		if err != nil {
			k.Names = j.header
			if err == io.EOF {
				err = nil
			}
			return k, err
		}
		k.Rows++
		if !row.Unreadable {
			k.Sound++
		} else if k.Line == 0 {
			k.Damage, k.Line = row.Problems[0], row.Line
		}
	}
}

// Next gives the next row, io.EOF after the last.
func (j *LinesReader) Next() (*tabular.Row, error) {
	for {
		raw, err := j.nextLine()
		if err != nil {
			return nil, err
		}
		j.line++
		raw = bytes.TrimPrefix(raw, []byte{separator})
		if len(bytes.TrimSpace(raw)) == 0 {
			continue
		}
		j.row.Raw, j.row.Number, j.row.Line = raw, j.line, j.line
		return &j.row, j.parse()
	}
}

// nextLine gives the bytes of the next line, which stand until the next call.
func (j *LinesReader) nextLine() ([]byte, error) {
	for seen := 0; ; {
		b := j.win.Bytes()
		if i := bytes.IndexByte(b[seen:], '\n'); i >= 0 {
			j.win.Skip(seen + i + 1)
			return bytes.TrimSuffix(b[:seen+i], []byte{'\r'}), nil
		}
		seen = len(b)
		if j.win.More() {
			continue
		}
		switch {
		case !j.win.EOF():
			return nil, j.src.Stopped(j.win.Err, j.line+1)
		case len(b) == 0:
			return nil, io.EOF
		}
		b = j.win.Bytes()
		j.win.Skip(len(b))
		return bytes.TrimSuffix(b, []byte{'\r'}), nil
	}
}

// parse makes cells of the line in row.Raw. Damage is a problem of the row; the error is one of the file.
func (j *LinesReader) parse() error {
	row := &j.row
	row.Problems, row.Unreadable = nil, false
	known := len(j.header)
	row.Cells = blankCells(row.Cells, known)
	err := j.object()
	if err != nil {
		row.Unreadable = true
		row.Add(j.damage(err))
		// A line that can't be read names no columns.
		for _, key := range j.header[known:] {
			delete(j.columns, key)
		}
		j.header = j.header[:known]
		return nil
	}
	if len(j.header) > tabular.MaxColumns {
		return &tabular.InputError{
			Name: j.src.Name, Line: j.line, Problem: fmt.Sprintf("its objects have more than %d different keys", tabular.MaxColumns),
			Hint: "an object's keys are the columns; values used as keys can't be read",
		}
	}
	if len(row.Raw) > tabular.MaxCell || bytes.Contains(row.Raw, escapedNUL) {
		for i, cell := range row.Cells {
			row.InspectCell(i, cell.Text)
		}
	}
	return nil
}

// separator stands before each text of RFC 7464, blanks is what may stand between values.
const (
	separator = '\x1e'
	blanks    = " \t\r\n\x1e"
)

var escapedNUL = []byte(`\u0000`)

func blankCells(cells []tabular.Cell, n int) []tabular.Cell {
	cells = cells[:0]
	for range n {
		cells = append(cells, tabular.Cell{Kind: tabular.Absent})
	}
	return cells
}

// Errors of a line, beside those of the JSON library.
var (
	errNotObject = errors.New("not an object")
	errMore      = errors.New("something follows the object")
)

// object reads one object and nothing after it.
func (j *LinesReader) object() error {
	j.text.Reset(j.row.Raw)
	j.dec.Reset(&j.text)
	if j.dec.PeekKind() != '{' {
		if err := j.dec.SkipValue(); err != nil {
			return err
		}
		return errNotObject
	}
	if _, err := j.dec.ReadToken(); err != nil {
		return err
	}
	for j.dec.PeekKind() != '}' {
		if err := j.member(); err != nil {
			return err
		}
	}
	if _, err := j.dec.ReadToken(); err != nil {
		return err
	}
	if _, err := j.dec.ReadToken(); err != io.EOF {
		return errMore
	}
	return nil
}

func (j *LinesReader) member() error {
	name, err := j.dec.ReadValue()
	if err != nil {
		return err
	}
	column, ok := j.column(name)
	if !ok {
		key, err := jsontext.AppendUnquote(nil, name)
		if err != nil {
			return err
		}
		column = j.newColumn(string(key))
	}
	value, err := j.dec.ReadValue()
	if err != nil {
		return err
	}
	cell, err := jsonCell(value)
	if column >= 0 {
		j.row.Cells[column] = cell
	}
	return err
}

// column finds a key that needs no unescaping.
func (j *LinesReader) column(name jsontext.Value) (int, bool) {
	if bytes.IndexByte(name, '\\') >= 0 || len(name) < 2 {
		return 0, false
	}
	column, ok := j.columns[string(name[1:len(name)-1])]
	return column, ok
}

// newColumn gives the column of a key, -1 if it has none: that is so only when the file changed since its first reading.
func (j *LinesReader) newColumn(key string) int {
	column, ok := j.columns[key]
	switch {
	case ok:
		return column
	case !j.grow || len(j.header) > tabular.MaxColumns:
		return -1
	}
	column = len(j.header)
	j.header = append(j.header, key)
	j.columns[key] = column
	j.row.Cells = append(j.row.Cells, tabular.Cell{})
	return column
}

// jsonCell makes a cell of a value.
func jsonCell(v jsontext.Value) (tabular.Cell, error) {
	switch v.Kind() {
	case 'n':
		return tabular.Cell{Kind: tabular.Null}, nil
	case '"':
		if plain := v[1 : len(v)-1]; bytes.IndexByte(plain, '\\') < 0 {
			return tabular.Cell{Text: string(plain), Kind: tabular.String}, nil
		}
		text, err := jsontext.AppendUnquote(nil, v)
		return tabular.Cell{Text: string(text), Kind: tabular.String}, err
	case '{', '[':
		v = v.Clone()
		if err := v.Compact(); err != nil {
			return tabular.Cell{}, err
		}
	}
	return tabular.Cell{Text: string(v), Kind: tabular.JSON}, nil
}

// damage says what is wrong with a line.
func (j *LinesReader) damage(err error) tabular.Problem {
	p := tabular.Problem{Code: tabular.CodeBadJSON, Column: -1, Value: tabular.Shorten(string(j.row.Raw))}
	var syntax *jsontext.SyntacticError
	said := wording.English.JSON
	switch {
	case !utf8.Valid(j.row.Raw):
		p.Code, p.Message = tabular.CodeBadUTF8, said.NotUTF8(j.what)
	case errors.Is(err, errNotObject):
		p.Code, p.Message = tabular.CodeNotObject, said.NotObject(j.what)
		p.Suggestion = said.WriteObject
	case errors.Is(err, jsontext.ErrDuplicateName):
		p.Code, p.Message = tabular.CodeDuplicateKey, said.KeyTwice
		p.Suggestion = said.RemoveKey
	case errors.Is(err, errMore):
		p.Message, p.Suggestion = said.Behind, said.OneALine
	case errors.Is(err, io.ErrUnexpectedEOF):
		p.Message, p.Suggestion = said.Cut(j.what), said.WriteWhole
	case errors.As(err, &syntax) && foreignWord(j.row.Raw, syntax.ByteOffset) != "":
		p.Message = said.NoValue(j.what, foreignWord(j.row.Raw, syntax.ByteOffset))
		p.Suggestion = said.WriteValue
	case errors.As(err, &syntax):
		p.Message = said.NotJSONAt(j.what, fmt.Sprint(syntax.Err), int(syntax.ByteOffset+1))
	default:
		p.Message = said.NotJSON(j.what, err.Error())
	}
	return p
}

// foreignWord gives the word at or around a place if other languages have it for a value: "" for another one.
func foreignWord(raw []byte, at int64) string {
	letter := func(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
	from := min(int(at), len(raw))
	for from > 0 && letter(raw[from-1]) {
		from--
	}
	to := from
	for to < len(raw) && letter(raw[to]) && to-from < 16 {
		to++
	}
	switch word := string(raw[from:to]); word {
	case "NaN", "Infinity", "undefined", "None", "True", "False":
		return word
	}
	return ""
}
