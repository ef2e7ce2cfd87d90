package importer

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"github.com/gocarina/gocsv"

	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// This file is the only one that knows gocsv on the way in.
//
//	tabular.Row → feed (mapped cells, one line) → csv.Reader → gocsv.Unmarshaller → rawRecord
//
// gocsv takes nothing but a *csv.Reader, which alters line ends in cells, drops blank rows and can't tell null from absent. So the cells go
// through it in a form that it leaves alone: each begins with a byte for its kind, and the few bytes that mean something to a csv.Reader are
// escaped.

// rawRecord is what gocsv fills: each field "" when no column feeds it, else a byte for the kind and the text.
type rawRecord struct {
	ID       string `csv:"id"`
	Name     string `csv:"name"`
	CustomID string `csv:"custom_id"`
	Parent   string `csv:"organization"`
	Identity string `csv:"orgbatch_row"`
}

const (
	unitSeparator = '\x1f' // between cells
	escapeByte    = '\x1e' // before an escaped byte, which is moved up by escapeShift
	escapeShift   = 'A'
	kindBase      = 'a' // the byte for tabular.Text
)

// decoder makes a rawRecord of each row.
type decoder struct {
	columns []columns.MappedColumn
	tail    []byte // the constants, as every line ends
	feed    feed
	um      *gocsv.Unmarshaller
}

// feed is the one line that the csv.Reader is to read next.
type feed struct {
	line []byte
	at   int
}

// Read gives the line, once.
func (f *feed) Read(p []byte) (int, error) {
	n := copy(p, f.line[f.at:])
	if f.at += n; n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

func newDecoder(m columns.Mapping) (*decoder, error) {
	d := &decoder{columns: m.Columns}
	for i, c := range m.Columns {
		if i > 0 {
			d.feed.line = append(d.feed.line, unitSeparator)
		}
		d.feed.line = append(d.feed.line, columns.Fills(c.Field)...)
	}
	for _, c := range m.Constants {
		d.feed.line = append(append(d.feed.line, unitSeparator), columns.Fills(c.Field)...)
		d.tail = appendEscaped(append(d.tail, unitSeparator, kindBase+byte(tabular.String)), c.Value)
	}
	d.feed.line = append(d.feed.line, '\n')
	r := csv.NewReader(&d.feed)
	r.Comma, r.LazyQuotes, r.ReuseRecord = unitSeparator, true, true
	var err error
	d.um, err = gocsv.NewUnmarshaller(r, &rawRecord{})
	return d, err
}

// decode gives the mapped cells of a row. The strings in the result stand on their own.
func (d *decoder) decode(cells []tabular.Cell) (*rawRecord, error) {
	line := d.feed.line[:0]
	for i, c := range d.columns {
		if i > 0 {
			line = append(line, unitSeparator)
		}
		cell := tabular.Cell{Kind: tabular.Absent}
		if c.Column < len(cells) {
			cell = cells[c.Column]
		}
		line = appendEscaped(append(line, kindBase+byte(cell.Kind)), cell.Text)
	}
	d.feed.line, d.feed.at = append(append(line, d.tail...), '\n'), 0
	v, err := d.um.Read()
	if err != nil {
		return nil, err
	}
	raw, ok := v.(*rawRecord)
	if !ok {
		return nil, errors.New("decode row: gocsv gave another type")
	}
	return raw, nil
}

// appendEscaped escapes what means something to the csv.Reader as it is set here. A quote doesn't: no cell begins with one.
func appendEscaped(dst []byte, text string) []byte {
	from := 0
	for i := 0; i < len(text); i++ {
		if b := text[i]; b == unitSeparator || b == escapeByte || b == '\n' || b == '\r' {
			dst = append(append(dst, text[from:i]...), escapeByte, b+escapeShift)
			from = i + 1
		}
	}
	return append(dst, text[from:]...)
}

// decoded takes a field of a rawRecord apart.
func decoded(field string) tabular.Cell {
	if field == "" {
		return tabular.Cell{Kind: tabular.Absent}
	}
	cell := tabular.Cell{Kind: tabular.Kind(field[0] - kindBase), Text: field[1:]}
	if strings.IndexByte(cell.Text, escapeByte) >= 0 {
		cell.Text = unescape(cell.Text)
	}
	return cell
}

func unescape(text string) string {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		b := text[i]
		if b == escapeByte && i+1 < len(text) {
			i++
			b = text[i] - escapeShift
		}
		out = append(out, b)
	}
	return string(out)
}
