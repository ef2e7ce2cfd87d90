package table

import (
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/firstrows"
	"github.com/orgbatch/orgbatch/importer/table/htmltable"
	"github.com/orgbatch/orgbatch/importer/table/kinds"
	"github.com/orgbatch/orgbatch/importer/table/layout"
	"github.com/orgbatch/orgbatch/importer/table/sheets"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// sheetFile is the sheet that is read of a file that has some.
type sheetFile struct {
	book  *sheets.Book // nil for other files
	width int
}

// openSheets finds the table in a sheet of a file that has sheets.
func (t *Table) openSheets(o Options) error {
	file, format, err := openFile(t.src, o)
	if file == nil || err != nil {
		return err
	}
	t.format = tabular.Format{Name: format, Compression: t.src.Compression}
	if page, ok := file.(*htmltable.File); ok {
		err = t.openPage(page, o)
	} else if t.sheet.book, err = sheets.Open(file, t.src.Name, o.Sheet, o.KnownHeader); err == nil {
		t.format.Sheet = t.sheet.book.Sheet()
	}
	if err != nil {
		return err
	}
	if t.sheet.width, err = t.sheet.measure(o.KnownHeader); err != nil {
		return err
	}
	return t.layOutFrom(0, o)
}

// openPage finds the table of a web page to read. Where there are several, the one that the options
// name is one of them, not one of several below each other.
func (t *Table) openPage(page *htmltable.File, o Options) (err error) {
	t.format.Encoding, t.detected.Encoding = page.Encoding, page.Doubt
	wanted, several := "", page.Tables() > 1
	switch {
	case several && o.Table > page.Tables():
		return noTable(t.src, o.Table, page.Tables())
	case several && o.Table > 0:
		wanted = strconv.Itoa(o.Table)
	}
	if t.sheet.book, err = sheets.OpenPage(page, t.src.Name, wanted, o.KnownHeader); err == nil && several {
		t.format.Table, err = strconv.Atoi(t.sheet.book.Sheet())
	}
	return err
}

// measure finds how wide the rows of a sheet are: cells that are empty at the end of a row aren't
// stored, so the wide rows tell, but a note beside the table doesn't. A header does that names
// further columns, in which no row has anything.
func (s *sheetFile) measure(known func(string) bool) (int, error) {
	rows, release, err := s.book.Rows()
	if err != nil {
		return 0, err
	}
	defer release()
	reach := map[int]int{} // rows by width
	names := 0             // cells of the first row, or of one below titles, if they look like names
	for n := 0; n < firstrows.Most; {
		row, err := rows.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return 0, err
		}
		if len(row.Cells) > 0 || n > 0 { // however far down the sheet begins
			n++
		}
		if len(row.Cells) > 0 {
			onlyTitles := len(reach) == 0 || len(reach) == 1 && reach[1] > 0 // all rows so far are one cell wide
			if len(reach) == 0 && areNames(row.Cells) || names <= 1 && len(row.Cells) > 1 && onlyTitles && knownNames(row.Cells, known) {
				names = len(row.Cells)
			}
			reach[len(row.Cells)]++
		}
	}
	width, beyond, all := 0, 0, 0
	for _, n := range reach {
		all += n
	}
	for _, w := range slices.Backward(slices.Sorted(maps.Keys(reach))) {
		if beyond += reach[w]; width == 0 && (all < 4 || beyond >= 2 && beyond*100 >= all) {
			width = w
		}
	}
	return max(width, names), nil
}

// knownNames says whether two of a row's cells are known as names of columns.
func knownNames(row []tabular.Cell, known func(string) bool) bool {
	n := 0
	for _, c := range row {
		if known != nil && known(strings.TrimSpace(c.Text)) {
			n++
		}
	}
	return n >= 2
}

// areNames says whether the cells of a row could all be names of columns.
func areNames(cells []tabular.Cell) bool {
	seen := map[string]bool{}
	for _, c := range cells {
		text := strings.TrimSpace(c.Text)
		if text == "" || seen[text] || kinds.Of(text).Strong() {
			return false
		}
		seen[text] = true
	}
	return true
}

// records starts a reading of the rows of the sheet.
func (s *sheetFile) records() (reader, func(), error) {
	rows, release, err := s.book.Rows()
	return &bookReader{rows: rows, width: s.width}, release, err
}

// bookReader makes rows as wide as the sheet's table, and those that hold nothing rows without
// cells.
type bookReader struct {
	rows  reader
	width int
}

// Next gives the next row, io.EOF after the last.
func (b *bookReader) Next() (*tabular.Row, error) {
	row, err := b.rows.Next()
	if err != nil {
		return nil, err
	}
	if row.Problems == nil && !slices.ContainsFunc(row.Cells, func(c tabular.Cell) bool { return strings.TrimSpace(c.Text) != "" }) {
		row.Cells = row.Cells[:0]
		return row, nil
	}
	for len(row.Cells) < b.width {
		row.Cells = append(row.Cells, tabular.Cell{})
	}
	return row, nil
}

// formulaProblems gives the problems of a row's formulas that came to nothing known.
func formulaProblems(row *tabular.Row) []tabular.Problem {
	var problems []tabular.Problem
	for _, p := range row.Problems {
		if p.Code == tabular.CodeNoStored || p.Code == tabular.CodeStandIn {
			p.Number = row.Number
			problems = append(problems, p)
		}
	}
	return problems
}

// unknownNames says of the header's cells what would be said of a row's.
func unknownNames(l *layout.Layout, problems []tabular.Problem) []tabular.Problem {
	var unknown []tabular.Problem
	for _, p := range problems {
		if p.Number < l.HeaderRow || p.Number >= l.HeaderRow+l.HeaderRows || p.Column < l.First {
			continue
		}
		p.Message = wording.English.Table.NameUnknown(tabular.ColumnLetters(p.Column), p.Message)
		p.Column, p.Warning, p.ErrorIfSent = p.Column-l.First, true, false
		unknown = append(unknown, p)
	}
	return unknown
}

// problems are the workbook's, whose columns are counted from the table's first one here.
func (s *sheetFile) problems(first int) []tabular.Problem {
	problems := slices.Clone(s.book.Problems())
	for i := range problems {
		if p := &problems[i]; p.Column >= 0 {
			p.Column = max(-1, p.Column-first)
		}
	}
	return problems
}
