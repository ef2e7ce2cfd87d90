package main

import (
	"bytes"

	"github.com/xuri/excelize/v2"
)

// workbook is the kind as texts in the first sheet of a workbook.
func (k kind) workbook() file {
	book := newBook()
	book.fill(1, k.grid())
	return k.file("workbook.xlsx", book.bytes())
}

// book is a workbook in the making. What excelize refuses is a mistake of this program.
type book struct {
	*excelize.File
	sheet string
}

func newBook() *book { return &book{excelize.NewFile(), "Sheet1"} }

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// fill writes rows as texts, from a row of the sheet on. Blank cells aren't there.
func (b *book) fill(row int, rows [][]string) {
	for i, cells := range rows {
		for j, cell := range cells {
			if cell != "" {
				must(b.SetCellStr(b.sheet, at(j+1, row+i), cell))
			}
		}
	}
}

// put writes a value as its own type, in a number format.
func (b *book) put(column, row int, value any, format string) {
	must(b.SetCellValue(b.sheet, at(column, row), value))
	if format == "" {
		return
	}
	style, err := b.NewStyle(&excelize.Style{CustomNumFmt: &format})
	must(err)
	must(b.SetCellStyle(b.sheet, at(column, row), at(column, row), style))
}

func (b *book) bytes() []byte {
	var out bytes.Buffer
	must(b.Write(&out))
	must(b.Close())
	return out.Bytes()
}

// at is a cell's address.
func at(column, row int) string {
	address, err := excelize.CoordinatesToCellName(column, row)
	must(err)
	return address
}
