package columns

import (
	"iter"
	"slices"

	"github.com/orgbatch/orgbatch/exporter/excel"
	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// guarded is the column of a table that says in each row whether its cells were
// written for Excel, -1 for none. An export for Excel has it, and results.csv; also
// once a spreadsheet program saved them as a workbook, which keeps apostrophes. In
// rows that say so alone, one is taken from each cell that begins with one. The
// workbook of rejects has such a row as it was meant, whatever that says.
func guarded(t *table.Table) int {
	if f := t.Format().Name; f != tabular.FormatCSV && !tabular.HasSheets(f) || slices.Contains(t.Header(), OwnPrefix+"suggestion") {
		return -1
	}
	return slices.Index(t.Header(), excel.Column)
}

// Rows gives the rows of a table with the texts that were meant: the apostrophes
// of an export for Excel are taken away. Their Raw is as it stands in the file.
func Rows(t *table.Table) iter.Seq2[tabular.Row, error] {
	at := guarded(t)
	if at < 0 {
		return t.Rows()
	}
	return func(yield func(tabular.Row, error) bool) {
		for row, err := range t.Rows() {
			unguard(row.Cells, at)
			if !yield(row, err) {
				return
			}
		}
	}
}

// SampleOf is some of the rows' cells, as Rows gives them.
func SampleOf(t *table.Table, most int) ([][]tabular.Cell, error) {
	sample, err := t.Sample(most)
	if at := guarded(t); at >= 0 {
		for _, cells := range sample {
			unguard(cells, at)
		}
	}
	return sample, err
}

// unguard takes the apostrophes from a row that says that it has them.
func unguard(cells []tabular.Cell, at int) {
	if at >= len(cells) || cells[at].Text != excel.Form {
		return
	}
	for i := range cells {
		cells[i].Text = excel.Unguard(cells[i].Text)
	}
}
