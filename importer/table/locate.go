package table

import (
	"fmt"
	"io"
	"slices"

	"github.com/orgbatch/orgbatch/importer/table/firstrows"
	"github.com/orgbatch/orgbatch/importer/table/layout"
	"github.com/orgbatch/orgbatch/importer/table/mend"
	"github.com/orgbatch/orgbatch/importer/table/source"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// layOut finds the first table in a sample.
func (t *Table) layOut(sample tabular.Beginning, o Options) *layout.Layout {
	rows := firstrows.Read(sample, t.text.dialect, firstrows.Most)
	if t.text.dialect.Letters == "" {
		t.text.around = firstrows.QuotesAround(rows)
		t.text.lineQuoted = firstrows.AreQuoted(rows)
	}
	if t.text.skip > 0 {
		for i := range rows {
			rows[i].Line++
		}
	}
	start := func(i int) []byte {
		if i > 0 {
			return sample.Bytes[rows[i-1].End:rows[i].End]
		}
		return sample.Bytes[:rows[i].End]
	}
	return layout.Find(rows, o.KnownHeader, func(i int, l *layout.Layout) []string { return mend.Header(t.text.dialect, start(i), expectedOf(l)) })
}

// expectedOf says what the rows of a table look like.
func expectedOf(l *layout.Layout) mend.Expected {
	return mend.Expected{Width: l.Body, Profile: l.Profile, InText: l.InText}
}

// seek goes to the table that the options name, unless it is one of a page's.
func (t *Table) seek(o Options) error {
	if o.Table <= 1 || t.layout == nil || t.format.Table > 0 {
		return nil
	}
	for n := 1; n < o.Table; n++ {
		rows, release, err := t.read()
		if err != nil {
			return err
		}
		for err == nil {
			_, err = rows.Next()
		}
		release()
		switch {
		case err != io.EOF:
			return err
		case t.found.other == 0:
			return noTable(t.src, o.Table, n)
		}
		if err := t.layOutFrom(t.found.other, o); err != nil {
			return err
		}
	}
	t.format.Table = o.Table
	return nil
}

func noTable(src *source.Source, wanted, has int) error {
	only := fmt.Sprintf("%d of them", has)
	if has == 1 {
		only = "one"
	}
	return src.Refuse(fmt.Sprintf("there is no table %d in it, only %s", wanted, only), "leave --table out to read the first")
}

// layOutFrom lays out the table that begins after so many records.
func (t *Table) layOutFrom(skip int, o Options) error {
	records, release, err := t.records()
	if err != nil {
		return err
	}
	defer release()
	var rows []firstrows.Row
	var problems []tabular.Problem
	for n := 0; len(rows) < firstrows.Most; n++ {
		row, err := records.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		if n < skip {
			continue
		}
		first := firstrows.RowOf(row)
		if first.Blank && len(rows) == 0 { // however far down the table begins
			skip++
			continue
		}
		rows = append(rows, first)
		problems = append(problems, formulaProblems(row)...)
	}
	l := layout.Find(rows, o.KnownHeader, nil)
	l.Skip += skip
	l.Unknown = unknownNames(l, problems)
	t.layout = l
	return nil
}

// applyLayout tells the world where the table is.
func (t *Table) applyLayout(o Options) error {
	l := t.layout
	if l == nil { // objects have none
		return nil
	}
	if len(l.Header) > tabular.MaxColumns {
		return t.src.Refuse(fmt.Sprintf("the table has %d columns; at most %d are read", len(l.Header), tabular.MaxColumns), "")
	}
	l.Chosen, l.LeaveOut = o.Table > 0 || o.OneTable, t.leaveOut
	t.header = slices.Clone(l.Header)
	t.format.HeaderRow, t.format.HeaderRows, t.format.FirstColumn = l.HeaderRow, l.HeaderRows, l.First
	return nil
}

// CheckLeftOut says, after a reading, which of the rows to be left out the table doesn't have: an
// *tabular.InputError.
func (t *Table) CheckLeftOut() error {
	for _, n := range t.leaveOut {
		if !t.found.leftOut[n] {
			return t.src.Refuse(fmt.Sprintf("row %d was to be left out, but it is no row of the table", n), "look at the numbers that the spreadsheet shows at the left")
		}
	}
	return nil
}
