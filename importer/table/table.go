package table

import (
	"fmt"
	"io"
	"iter"
	"slices"

	"github.com/orgbatch/orgbatch/importer/table/layout"
	"github.com/orgbatch/orgbatch/importer/table/mend"
	"github.com/orgbatch/orgbatch/importer/table/source"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Table is one opened file. It isn't safe for concurrent use, except Offset.
type Table struct {
	src      *source.Source
	header   []string
	format   tabular.Format
	detected Detection
	text     textFile  // unless the file has sheets
	sheet    sheetFile // if it has
	layout   *layout.Layout
	found    *found // by the newest reading
	leaveOut []int  // numbers of rows that are no data
	reading  int    // the newest reading; an older one may not go on
}

// Open finds out how src is written and where in it the table is. The name appears in errors, and
// its ending helps where the content leaves a doubt. Errors that say what is wrong with the file
// are *InputError; an empty file is none: it has an empty header and no rows.
//
// src is read from its start, more than once, as long as the Table is in use; it is never closed.
func Open(src io.ReadSeeker, name string, o Options) (*Table, error) {
	t := &Table{src: source.New(src, name), found: &found{}, leaveOut: o.LeaveOut}
	if err := t.src.Detect(); err != nil {
		return nil, err
	}
	if err := t.openSheets(o); err != nil {
		return nil, err
	}
	if err := t.openText(o); err != nil {
		return nil, err
	}
	if err := t.seek(o); err != nil {
		return nil, err
	}
	if err := t.applyLayout(o); err != nil {
		return nil, err
	}
	return t, nil
}

// openText opens what has no sheets.
func (t *Table) openText(o Options) error {
	if t.sheet.book != nil {
		return nil
	}
	s := &sniffer{src: t.src, opts: o, text: textFile{src: t.src, told: o.Escapes != ""}}
	if err := s.sniff(); err != nil {
		return err
	}
	t.text, t.format, t.detected = s.text, s.format, s.detected
	if t.format.Name != tabular.FormatCSV {
		return t.readKeys(s)
	}
	t.layout = t.layOut(s.sample, o)
	return nil
}

// Header gives the names of the columns as written, in file order, those of several header rows
// joined by a space; for JSON lines the keys in the order in which they are first seen. A file
// without a header has blank names.
func (t *Table) Header() []string { return t.header }

// Format says how the file is read.
func (t *Table) Format() tabular.Format { return t.format }

// Detection says how sure the reading is.
func (t *Table) Detection() Detection { return t.detected }

// Offset says how many bytes of the source the current reading has taken in, for progress. Safe for
// concurrent use.
func (t *Table) Offset() int64 {
	if t.sheet.book != nil {
		return t.sheet.book.Offset()
	}
	return t.src.Taken.Load()
}

// Rows reads the rows from the first; every call starts anew, which ends a reading under way with
// an error. An error ends the rows. See Row for what may be kept.
func (t *Table) Rows() iter.Seq2[tabular.Row, error] {
	return func(yield func(tabular.Row, error) bool) {
		rows, release, err := t.read()
		if err != nil {
			yield(tabular.Row{}, err)
			return
		}
		defer release()
		for reading := t.reading; ; {
			row, err := rows.Next()
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(tabular.Row{}, err)
				return
			}
			if t.layout == nil && slices.Contains(t.leaveOut, row.Number) {
				t.found.leaveOut(row)
				continue
			}
			if !yield(*row, nil) {
				return
			}
			if reading != t.reading {
				yield(tabular.Row{}, fmt.Errorf("read %s: another reading of it has begun", t.src.Name))
				return
			}
		}
	}
}

// Sample gives copies of the cells of the first n readable rows, fewer when the file has fewer.
// Rows of which the reading doubts the cells are left out.
func (t *Table) Sample(n int) ([][]tabular.Cell, error) {
	var sample [][]tabular.Cell
	if n <= 0 {
		return nil, nil
	}
	for row, err := range t.Rows() {
		if err != nil {
			return nil, err
		}
		if row.Unreadable || slices.ContainsFunc(row.Problems, func(p tabular.Problem) bool { return p.Rare }) {
			continue
		}
		if sample = append(sample, slices.Clone(row.Cells)); len(sample) == n {
			break
		}
	}
	return sample, nil
}

// read starts a reading at the first row.
func (t *Table) read() (reader, func(), error) {
	t.reading++
	if t.layout == nil {
		return t.text.objects(t.format.Name, t.header)
	}
	t.found = &found{}
	records, release, err := t.records()
	if err != nil {
		return nil, nil, err
	}
	above, err := t.passHeader(records)
	if err != nil {
		release()
		return nil, nil, err
	}
	if c, ok := records.(*mend.Reader); ok {
		c.Expect(expectedOf(t.layout))
	}
	r := &tableReader{src: records, layout: t.layout, found: t.found, above: above, delimiter: t.format.Delimiter, after: t.layout.Skip + t.layout.HeaderRows}
	if t.sheet.book != nil {
		r.totals = t.sheet.book.TotalsRow
	}
	return r, release, nil
}

// passHeader reads up to the first row of the table, and gives the records above its header that
// could be rows.
func (t *Table) passHeader(records reader) ([]tabular.Row, error) {
	l := t.layout
	var above []tabular.Row
	for i := range l.Skip + l.HeaderRows {
		row, err := records.Next()
		switch {
		case err == io.EOF:
			return above, nil
		case err != nil:
			return nil, err
		case !slices.Contains(l.Above, i):
		case slices.Contains(l.LeaveOut, row.Number):
			t.found.leaveOut(row)
		default:
			kept := copyRow(row)
			kept.Unreadable, kept.Problems = true, []tabular.Problem{rowAbove(l)}
			above = append(above, kept)
		}
	}
	return above, nil
}

// records starts a reading of all records.
func (t *Table) records() (reader, func(), error) {
	if t.sheet.book != nil {
		return t.sheet.records()
	}
	return t.text.records()
}

// readKeys finds the columns of a file of objects, or says what else it is.
func (t *Table) readKeys(s *sniffer) error {
	r, release, err := t.text.objects(t.format.Name, t.header)
	if err != nil {
		return err
	}
	defer release()
	keys, err := r.ReadKeys()
	t.header = keys.Names
	if problem, hint := keys.Misshapen(s.sample, s.opts.KnownHeader, err); problem != "" {
		return &tabular.InputError{Name: t.src.Name, Line: keys.Line, Problem: problem, Hint: hint}
	}
	return err
}
