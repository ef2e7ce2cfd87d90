package table

import (
	"fmt"
	"io"
	"slices"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// layOut finds the first table in a sample.
func (t *Table) layOut(sample beginning, o Options) *layout {
	rows := readSample(sample, t.dialect, layoutRows)
	if t.dialect.Letters == "" {
		t.around = quotesAround(rows)
		t.lineQuoted = areQuoted(rows)
	}
	if t.skip > 0 {
		for i := range rows {
			rows[i].line++
		}
	}
	start := func(i int) []byte {
		if i > 0 {
			return sample.text[rows[i-1].end:rows[i].end]
		}
		return sample.text[:rows[i].end]
	}
	return layOut(rows, o.KnownHeader, func(i int, l *layout) []string { return mendHeader(t.dialect, start(i), expectedOf(l)) })
}

// expectedOf says what the rows of a table look like.
func expectedOf(l *layout) expected {
	return expected{width: l.body, profile: l.profile, inText: l.inText}
}

// seek goes to the table that the options name.
func (t *Table) seek(o Options) error {
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
			return t.noTable(o.Table, n)
		}
		if err := t.layOutFrom(t.found.other, o); err != nil {
			return err
		}
	}
	t.format.Table = o.Table
	return nil
}

func (t *Table) noTable(wanted, has int) error {
	return &tabular.InputError{Name: t.src.Name, Problem: fmt.Sprintf("there is no table %d in it, only %s", wanted, tables(has)), Hint: "leave --table out to read the first"}
}

func tables(n int) string {
	if n == 1 {
		return "one"
	}
	return fmt.Sprintf("%d of them", n)
}

// layOutFrom lays out the table that begins after so many records.
func (t *Table) layOutFrom(skip int, o Options) error {
	records, release, err := t.records(skip)
	if err != nil {
		return err
	}
	defer release()
	var rows []sampleRow
	var problems []tabular.Problem
	for len(rows) < layoutRows {
		row, err := records.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		rows = append(rows, sampleOf(row))
		problems = append(problems, formulaProblems(row)...)
	}
	l := layOut(rows, o.KnownHeader, nil)
	l.skip += skip
	l.unknown = unknownNames(l, problems)
	t.layout = l
	return nil
}

// takeLayout tells the world where the table is.
func (t *Table) takeLayout(o Options) error {
	l := t.layout
	if len(l.header) > tabular.MaxColumns {
		return &tabular.InputError{Name: t.src.Name, Problem: fmt.Sprintf("the table has %d columns; at most %d are read", len(l.header), tabular.MaxColumns)}
	}
	l.chosen, l.leaveOut = o.Table > 0 || o.OneTable, t.leaveOut
	t.header = slices.Clone(l.header)
	t.format.HeaderRow, t.format.HeaderRows, t.format.FirstColumn = l.headerRow, l.headerRows, l.first
	return nil
}

// CheckLeftOut says, after a reading, which of the rows to be left out the table doesn't have: an *tabular.InputError.
func (t *Table) CheckLeftOut() error {
	for _, n := range t.leaveOut {
		if !t.found.leftOut[n] {
			return &tabular.InputError{
				Name: t.src.Name, Problem: fmt.Sprintf("row %d was to be left out, but it is no row of the table", n), Hint: "look at the numbers that the spreadsheet shows at the left",
			}
		}
	}
	return nil
}
