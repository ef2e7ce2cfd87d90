package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// workbooks are those whose oddity can't be had in text. Each has the same table of names and customer numbers, and one column more.
func workbooks() []file { return slices.Concat(values(), arrangements(), headers()) }

// values are workbooks whose cells hold no texts.
func values() []file {
	return []file{
		typed("numbers-as-codes", "", func(i int) (any, string) { return 1000 + i, fmt.Sprint(1000 + i) }),
		typed("numbers-with-zeros", "00000", func(i int) (any, string) { return 7 + i, fmt.Sprintf("%05d", 7+i) }),
		typed("numbers-with-dash", "000000-0000", func(i int) (any, string) { return 5591234567 + i, fmt.Sprintf("559123-%04d", 4567+i) }),
		typed("numbers-with-prefix", `"K-"0000`, func(i int) (any, string) { return 12 + i, fmt.Sprintf("K-%04d", 12+i) }),
		typed("numbers-as-text-format", "@", func(i int) (any, string) { return fmt.Sprintf("%04d", i), fmt.Sprintf("%04d", i) }),
		valued("dates", "yyyy-mm-dd", func(i int) (any, string) { return day(i), day(i).Format("2006-01-02") }),
		valued("dates-swedish", "d/m yyyy", func(i int) (any, string) { return day(i), day(i).Format("2/1 2006") }),
		valued("times", "hh:mm", func(i int) (any, string) { return float64(i) / 24, fmt.Sprintf("%02d:00", i) }),
		valued("percent", "0%", func(i int) (any, string) { return float64(i) / 100, fmt.Sprintf("%d%%", i) }),
		valued("decimals", "0.00", func(i int) (any, string) { return float64(i) + 0.5, fmt.Sprintf("%d.50", i) }),
		valued("booleans", "", func(i int) (any, string) { return i%2 == 0, strings.ToUpper(fmt.Sprint(i%2 == 0)) }),
		valued("general-numbers", "", func(i int) (any, string) { return i * 12345, fmt.Sprint(i * 12345) }),
		valued1904(),
		calculated(),
	}
}

// arrangements have something around or about the table.
func arrangements() []file {
	return []file{
		arranged("titles-merged", func(b *book) int {
			b.fill(1, [][]string{{"Kundlista 2024"}, {"per den 15 januari"}, {""}})
			must(b.MergeCell(b.sheet, "A1", "C1"))
			must(b.MergeCell(b.sheet, "A2", "C2"))
			return 4
		}, nil),
		arranged("starts-at-C5", nil, nil),
		arranged("hidden-rows-and-column", nil, func(b *book, last int) {
			must(b.SetColVisible(b.sheet, "C", false))
			must(b.SetRowVisible(b.sheet, 4, false))
		}),
		arranged("filter-and-panes", nil, func(b *book, last int) {
			must(b.AutoFilter(b.sheet, fmt.Sprintf("A1:C%d", last), nil))
			must(b.SetPanes(b.sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
		}),
		arranged("table-object", nil, func(b *book, last int) {
			must(b.AddTable(b.sheet, &excelize.Table{Range: fmt.Sprintf("A1:C%d", last), Name: "Kunder"}))
		}),
		arranged("total-below", nil, func(b *book, last int) {
			b.fill(last+1, [][]string{{"Summa", "", "12"}})
		}),
		arranged("note-below-after-blank", nil, func(b *book, last int) {
			b.fill(last+2, [][]string{{"Källa: kundregistret"}})
		}),
		arranged("other-sheets", nil, func(b *book, last int) {
			for _, sheet := range []string{"Anvisningar", "Tom"} {
				_, err := b.NewSheet(sheet)
				must(err)
			}
			must(b.SetCellStr("Anvisningar", "A1", "Fyll i det första bladet."))
		}),
		arranged("comments-and-links", nil, func(b *book, last int) {
			must(b.AddComment(b.sheet, excelize.Comment{Cell: "A2", Author: "Test", Text: "ring först"}))
			must(b.SetCellHyperLink(b.sheet, "A3", "https://example.test", "External"))
		}),
		arranged("styles-far-below", nil, func(b *book, last int) {
			style, err := b.NewStyle(&excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFFF00"}}})
			must(err)
			must(b.SetCellStyle(b.sheet, "A1", "H900", style))
		}),
		arranged("rich-text", nil, func(b *book, last int) {
			must(b.SetCellRichText(b.sheet, "A2", []excelize.RichTextRun{{Text: "Gran", Font: &excelize.Font{Bold: true}}, {Text: "liden AB"}}))
		}),
		arranged("date1904", nil, func(b *book, last int) {
			yes := true
			must(b.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}))
		}),
		merged(),
	}
}

// headers have one of two rows.
func headers() []file {
	return []file{
		arranged("header-merged-down", func(b *book) int {
			b.fill(1, [][]string{{"Namn", "Kundnr", "Adress"}})
			must(b.MergeCell(b.sheet, "A1", "A2"))
			must(b.MergeCell(b.sheet, "B1", "B2"))
			return 2
		}, func(b *book, last int) {
			must(b.SetCellStr(b.sheet, "A2", ""))
			must(b.SetCellStr(b.sheet, "B2", ""))
		}),
		arranged("header-merged-groups", func(b *book) int {
			b.fill(1, [][]string{{"Kund", "", "Adress"}})
			must(b.MergeCell(b.sheet, "A1", "B1"))
			return 2
		}, nil),
	}
}

func day(i int) time.Time { return time.Date(2024, 1, 1+i*17, 0, 0, 0, 0, time.UTC) }

// typed is a workbook whose customer numbers are values in a number format.
func typed(name, format string, value func(i int) (any, string)) file {
	b := newBook()
	b.fill(1, [][]string{{"Namn", "Kundnr"}})
	var rows [][]string
	for i := range 16 {
		v, shown := value(i)
		b.fill(2+i, [][]string{{plainNames[i]}})
		b.put(2, 2+i, v, format)
		rows = append(rows, []string{plainNames[i], shown})
	}
	return bookFile(name, b, rows)
}

// valued is a workbook that has values in a number format in a column that isn't mapped.
func valued(name, format string, value func(i int) (any, string)) file {
	b := newBook()
	b.fill(1, [][]string{{"Namn", "Kundnr", "Uppgift"}})
	rows := numbered(16, func(i int) []string { _, shown := value(i); return []string{shown} })
	for i, row := range rows {
		v, _ := value(i)
		b.fill(2+i, [][]string{row[:2]})
		b.put(3, 2+i, v, format)
	}
	return bookFile(name, b, rows)
}

// arranged is a workbook of plain texts with something above, which says in which row the header stands, or something done afterwards.
func arranged(name string, above func(b *book) int, after func(b *book, last int)) file {
	b := newBook()
	rows := numbered(16, func(i int) []string { return []string{"Visby " + fmt.Sprint(i+2)} })
	header := 1
	if above != nil {
		header = above(b)
	}
	if name == "starts-at-C5" {
		for i, row := range append([][]string{{"Namn", "Kundnr", "Ort"}}, rows...) {
			for j, cell := range row {
				must(b.SetCellStr(b.sheet, at(3+j, 5+i), cell))
			}
		}
		return bookFile(name, b, rows)
	}
	b.fill(header, append([][]string{{"Namn", "Kundnr", "Ort"}}, rows...))
	if after != nil {
		after(b, header+len(rows))
	}
	return bookFile(name, b, rows)
}

// calculated is a workbook whose last column is calculated, with its results.
func calculated() file {
	b := newBook()
	rows := numbered(16, func(i int) []string { return []string{fmt.Sprint(20 + 2*i)} })
	b.fill(1, [][]string{{"Namn", "Kundnr", "Belopp"}})
	for i, row := range rows {
		b.fill(2+i, [][]string{row[:2]})
		b.put(3, 2+i, 20+2*i, "")
		must(b.SetCellFormula(b.sheet, at(3, 2+i), fmt.Sprintf("20+2*%d", i)))
	}
	return bookFile("formulas-with-results", b, rows)
}

// merged is a workbook in which one place stands beside four names.
func merged() file {
	f := arranged("merged-cells", nil, func(b *book, last int) { must(b.MergeCell(b.sheet, "C2", "C5")) })
	for i := range 4 {
		f.rows[i][2] = "Visby 2"
	}
	return f
}

// valued1904 has dates, counted from 1904 on.
func valued1904() file {
	b := newBook()
	yes := true
	must(b.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}))
	b.fill(1, [][]string{{"Namn", "Kundnr", "Datum"}})
	rows := numbered(16, func(i int) []string { return []string{day(i).Format("2006-01-02")} })
	epoch := time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	for i, row := range rows {
		b.fill(2+i, [][]string{row[:2]})
		b.put(3, 2+i, int(day(i).Sub(epoch).Hours()/24), "yyyy-mm-dd")
	}
	return bookFile("dates-1904", b, rows)
}

func bookFile(name string, b *book, rows [][]string) file {
	fields := map[string]string{"name": "Namn", "custom_id": "Kundnr"}
	if strings.HasPrefix(name, "header-merged") {
		// How a header of two lines is called is the reader's business.
		fields = nil
	}
	return file{
		name: "workbooks/" + name + ".xlsx", data: b.bytes(), rows: rows, created: len(rows),
		fields: fields, may: bookMay[name],
	}
}

// bookMay says what may be said of which workbook.
var bookMay = map[string][]string{
	"total-below": {"*"}, "note-below-after-blank": {"*"}, "hidden-rows-and-column": {"*"}, "other-sheets": {"*"},
	"header-merged-down": {"*"}, "header-merged-groups": {"*"}, "merged-cells": {"*"},
}
