package workbook

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"github.com/orgbatch/orgbatch/exporter/excel"
	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// sheetName is the name of the only sheet.
const sheetName = "rejects"

// sampledRows are kept until the columns are as wide as they need.
const sampledRows = 100

// book is a workbook on its way. It begins with its first row.
type book struct {
	path    string
	dir     string // for what doesn't fit into memory
	header  []string
	first   int       // the column of the spreadsheet in which the source's table starts
	refused string    // why none is written
	fields  []string  // of theirs: what each feeds, "" for nothing
	parents []string  // that a person may pick from
	made    time.Time // when the run was: made once more, the workbook is the same

	file     *excelize.File
	stream   *excelize.StreamWriter
	styles   [5]int
	sample   []bookRow // rows before the stream begins
	n        int
	widest   int // of the rows and the header, in cells
	comments int
	silent   int // bad cells that got no comment any more
	cut      int // texts longer than a cell takes
}

// The styles of cells; all of them are text.
const (
	styleText = iota
	styleHeader
	styleOurs
	styleError
	styleWarning
)

// add puts one more row into the workbook.
func (b *book) add(e *report.Entry, identity string, found *report.Findings) error {
	b.n++
	if b.refused != "" {
		return nil
	}
	row := layOut(b.header, e, identity, found)
	if b.stream != nil {
		return b.put(row, b.n)
	}
	if b.sample = append(b.sample, row); len(b.sample) < sampledRows {
		return nil
	}
	return b.begin()
}

// begin starts the sheet with what was sampled.
func (b *book) begin() error {
	b.file = excelize.NewFile(excelize.Options{TmpDir: b.dir})
	b.file.SetZipWriter(b.newZip)
	b.file.Pkg.Store("docProps/core.xml", []byte(excel.Properties("Rows to correct", b.made)))
	err := b.file.SetSheetName("Sheet1", sheetName)
	if err == nil {
		err = b.makeStyles()
	}
	if err == nil {
		err = b.setPaper()
	}
	if err == nil {
		b.stream, err = b.file.NewStreamWriter(sheetName)
	}
	if err == nil {
		err = b.putHeader()
	}
	for i := 0; err == nil && i < len(b.sample); i++ {
		err = b.put(b.sample[i], i+1)
	}
	b.sample = nil
	if err != nil {
		return fmt.Errorf("write %s: %w", b.path, err)
	}
	return nil
}

func (b *book) makeStyles() (err error) {
	text := "@"
	fill := func(colour string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
	}
	for i, s := range []excelize.Style{
		styleText:    {},
		styleHeader:  {Font: &excelize.Font{Bold: true}, Fill: fill("E7E6E6")},
		styleOurs:    {Font: &excelize.Font{Color: "595959"}},
		styleError:   {Font: &excelize.Font{Color: "9C0006"}, Fill: fill("FFC7CE")},
		styleWarning: {Font: &excelize.Font{Color: "7F6000"}, Fill: fill("FFEB9C")},
	} {
		s.CustomNumFmt = &text
		s.Alignment = &excelize.Alignment{Vertical: "top", WrapText: i == styleOurs}
		if b.styles[i], err = b.file.NewStyle(&s); err != nil {
			return err
		}
	}
	return nil
}

// putHeader writes the header, which stays in sight, over columns that are text down to their end.
func (b *book) putHeader() error {
	names := report.Headed(b.header, b.first)
	names = append([]string{report.ColumnError, report.ColumnSuggestion}, names[:len(names)-1]...) // the last one is the reason of the other rejects
	columns := len(names)
	for _, row := range b.sample {
		columns = max(columns, len(row))
	}
	b.widest = len(names)
	for i := 1; i <= columns; i++ {
		if err := b.stream.SetColWidth(i, i, b.widthOf(names, i-1)); err != nil {
			return err
		}
	}
	if err := b.stream.SetColStyle(1, columns, b.styles[styleText]); err != nil {
		return err
	}
	if err := b.stream.SetPanes(b.panes()); err != nil {
		return err
	}
	cells := make([]any, len(names))
	for i, name := range names {
		cells[i] = excelize.Cell{StyleID: b.styles[styleHeader], Value: escape(name)}
	}
	return b.stream.SetRow("A1", cells)
}

// widthOf is how wide a column is: as its texts, within reason.
func (b *book) widthOf(names []string, column int) float64 {
	widest := 0
	if column < len(names) {
		widest = utf8.RuneCountInString(names[column]) + 3 // the filter's button
	}
	for _, row := range b.sample {
		if column < len(row) {
			widest = max(widest, utf8.RuneCountInString(row[column].text))
		}
	}
	most := 60
	switch at := column - leadColumns; {
	case at < 0:
		most = [leadColumns]int{reasonWidth, suggestionWidth}[column]
	case at < len(b.fields) && b.fields[at] == "":
		most = unsentWidth
	case column < b.inSight():
		most = sightWidth
	}
	return float64(min(max(widest+1, 8), most))
}

// put writes the nth row.
func (b *book) put(row bookRow, n int) error {
	identity := leadColumns + len(report.Theirs(b.header))
	cells := make([]any, len(row))
	b.widest = max(b.widest, len(cells))
	for i := range row {
		cell := &row[i]
		b.checkLength(cell)
		style := styleText
		switch {
		case cell.error:
			style = styleError
		case cell.note != "":
			style = styleWarning
		case i < leadColumns || i == identity:
			style = styleOurs
		}
		cells[i] = excelize.Cell{StyleID: b.styles[style], Value: escape(cell.text)}
		if err := b.comment(i, n, cell); err != nil {
			return err
		}
	}
	return b.stream.SetRow(cellName(0, n), cells)
}

// comment says beside a bad cell what is wrong with it.
func (b *book) comment(column, n int, cell *bookCell) error {
	if cell.note == "" {
		return nil
	}
	if b.comments == maxComments {
		b.silent++
		return nil
	}
	b.comments++
	return b.file.AddComment(sheetName, excelize.Comment{
		Author: "orgbatch", Cell: cellName(column, n), Width: 320, Height: 110, Paragraph: []excelize.RichTextRun{{Text: escape(cell.shortNote())}},
	})
}

// cellName is how a workbook calls the cell of the nth row, of which 0 is the header.
func cellName(column, n int) string { return tabular.ColumnLetters(column) + strconv.Itoa(n+1) }

// Finish gives the workbook its name. Without a row there is none, and no old one either.
func (b *book) Finish(failed error) (files []report.File, err error) {
	defer func() {
		if b.file != nil {
			err = errors.Join(err, b.file.Close())
		}
	}()
	if failed == nil && b.file == nil && len(b.sample) > 0 {
		failed = b.begin()
	}
	switch {
	case failed != nil:
		return nil, failed
	case b.file == nil:
		if err := report.RemoveOld(b.path); err != nil {
			return nil, err
		}
		if b.refused != "" && b.n > 0 {
			return []report.File{{Rows: b.n, Note: "not written: " + b.refused + "; the file of rows to correct beside it holds them all"}}, nil
		}
		return nil, nil
	}
	if err := b.save(); err != nil {
		return nil, fmt.Errorf("write %s: %w", b.path, err)
	}
	return []report.File{{Path: b.path, Rows: b.n, Note: b.notes()}}, nil
}

// save ends the sheet and writes the workbook, whole or not at all.
func (b *book) save() error {
	err := b.file.AutoFilter(sheetName, "A1:"+cellName(len(report.Theirs(b.header))+ourColumns-1, b.n), nil)
	if err == nil {
		err = b.offerParents()
	}
	if err == nil {
		err = b.stream.Flush()
	}
	if err != nil {
		return err
	}
	return report.WriteWhole(b.path, nil, func(w io.Writer) (int64, error) { return b.file.WriteTo(w) })
}
