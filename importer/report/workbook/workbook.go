// Package workbook writes rejects.xlsx: the rows to correct as a workbook, reasons first, text
// cells, bad ones coloured.
package workbook

import (
	"fmt"

	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// How much a workbook of rejects takes.
const (
	// maxWorkbookRows is how many rows a person mends in a workbook at most.
	maxWorkbookRows = 50_000
	// maxComments is how many comments Excel and LibreOffice open without a pause.
	maxComments = 2_000
	// maxCellText is the longest text that Excel keeps in a cell, in UTF-16 units.
	maxCellText = 32_767
)

// Of our columns in a workbook, orgbatch_error and orgbatch_suggestion lead and orgbatch_row stands
// behind the author's.
const (
	leadColumns = 2
	ourColumns  = leadColumns + 1
)

// WriteRejects writes rejects.xlsx: the rows of report.WriteRejects once more, as a workbook in
// which a spreadsheet program breaks nothing. First come orgbatch_error and orgbatch_suggestion,
// which stay in sight, then the author's columns in the author's order, then orgbatch_row; all
// cells are text; a bad one is coloured and says in a comment what is wrong and what to do. A
// parent can be picked from those that the run knows, as long as these are few. Mended, it is
// imported as it is.
//
// Letters and numbers in --map and in a mapping count the author's columns alone, so that they mean
// the same ones in a file and in its rejects, also in workbooks of earlier versions, in which all
// of ours stood behind. Cells beyond the header stand after orgbatch_row, so that what is added
// keeps its column. A source with more than 50,000 such rows gets none: then a File without a Path
// says so in its Note.
func WriteRejects(r *run.Run) ([]report.File, error) {
	return writeWorkbooks(r, maxWorkbookRows)
}

func writeWorkbooks(r *run.Run, most int) ([]report.File, error) {
	m := r.Meta()
	rows, err := countRejects(r, m.Sources)
	if err != nil {
		return nil, err
	}
	why := report.NewReasons(r)
	defer why.Stop()
	var parents []string
	if len(rows) > 0 {
		if parents, err = knownParents(r); err != nil {
			return nil, err
		}
	}
	return report.PerSource(r, report.RejectedRows(r), func(n, source int) *book {
		s := &m.Sources[source]
		b := &book{path: report.PathOf(r, "rejects", "xlsx", n), dir: r.Dir(), header: s.Header, first: s.Format.FirstColumn, fields: fieldsOf(s), parents: parents, made: m.Created}
		switch columns := len(report.Theirs(b.header)) + ourColumns; {
		case rows[n] > most:
			b.refused = fmt.Sprintf("%d rows are more than a workbook of rows to correct takes (%d)", rows[n], most)
		case columns > tabular.MaxColumns:
			b.refused = fmt.Sprintf("%d columns are more than a workbook has (%d)", columns, tabular.MaxColumns)
		}
		return b
	}, func(b *book, e *report.Entry) error {
		found, err := why.About(e)
		if err != nil {
			return err
		}
		return b.add(e, e.IdentityIn(m.Short), found)
	})
}

// countRejects counts the rejected and held rows of each file, by its number. The sources' rows
// follow each other.
func countRejects(r *run.Run, sources []run.Source) (map[int]int, error) {
	status, _, err := r.States()
	if err != nil {
		return nil, err
	}
	counts := map[int]int{}
	for i, s := range sources {
		for _, status := range status[:min(s.Rows, len(status))] {
			if report.IsReject(status) {
				counts[report.FileOf(sources, i)]++
			}
		}
		status = status[min(s.Rows, len(status)):]
	}
	return counts, nil
}

// bookRow is a row as it will stand in the workbook.
type bookRow []bookCell

// bookCell is a text, and what is wrong with it.
type bookCell struct {
	text  string
	note  string
	error bool // else a warning, where there is a note
}

// layOut puts a row's cells into their columns: the reasons, theirs, its identity, and those beyond
// the header.
func layOut(header []string, e *report.Entry, identity string, found *report.Findings) bookRow {
	cells := report.TheirCells(header, e.Cells)
	row := append(make(bookRow, 0, len(cells)+ourColumns), bookCell{text: found.Text()}, bookCell{text: suggestionOf(found)})
	for _, c := range cells {
		row = append(row, cellOf(c))
	}
	row = append(row, bookCell{text: identity})
	for _, c := range e.Cells[min(len(header), len(e.Cells)):] {
		row = append(row, cellOf(c))
	}
	for _, issue := range found.Issues {
		if at := columnIn(header, issue.Column); at >= 0 && at < len(row) {
			row[at].mark(issue)
		}
	}
	return row
}

// maxNote is the longest comment, in characters.
const maxNote = 1000

// shortNote is the note as a comment takes it.
func (c *bookCell) shortNote() string {
	if note := []rune(c.note); len(note) > maxNote {
		return string(note[:maxNote-1]) + "…"
	}
	return c.note
}

// cellOf says what a workbook can't: a JSON null.
func cellOf(c tabular.Cell) bookCell {
	cell := bookCell{text: c.Text}
	if c.Kind == tabular.Null {
		cell.note = "warning: this is null in the source, which empties the field; a blank cell here leaves it as it is. rejects.jsonl keeps it"
	}
	return cell
}

// columnIn gives the column of the workbook for one of the source, -1 for one that isn't there.
func columnIn(header []string, column int) int {
	switch {
	case column < 0 || column < len(header) && report.IsOurs(header[column]):
		return -1
	case column >= len(header):
		return len(report.Theirs(header)) + ourColumns + column - len(header)
	}
	return leadColumns + len(report.Theirs(header[:column]))
}

// mark adds an issue to a cell's note.
func (c *bookCell) mark(i run.Issue) {
	note := i.Severity.String() + ": " + i.Message
	if i.Suggestion != "" {
		note += "; try: " + i.Suggestion
	}
	if c.note != "" {
		note = c.note + "\n" + note
	}
	c.note, c.error = note, c.error || i.Severity == run.Error
}
