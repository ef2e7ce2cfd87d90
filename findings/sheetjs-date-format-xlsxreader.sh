#!/usr/bin/env bash
# xlsx (SheetJS) 0.18.5 and github.com/thedatashed/xlsxreader v1.2.8: a date that the one
# writes in the format yyyy-mm-dd is read by the other as a bare number.
#
# SheetJS gives the first format of one's own the number 60. Numbers below 164 are those
# of formats that are built in, so that xlsxreader doesn't look among a file's own for
# one, knows no 60 and takes the cell for a number. The same date in a format that is
# numbered from 164 on, as excelize does, is a date.
#
# Seen: "60", "46355 numerical" and, by excelize v2.11.1, "2026-11-29 datetime". This
# script fails when that changes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . xlsx@0.18.5 >/dev/null
cat >write.cjs <<'JS'
const XLSX = require("xlsx");
const sheet = XLSX.utils.aoa_to_sheet([[46355]]);
sheet.A1.z = "yyyy-mm-dd";
const book = XLSX.utils.book_new();
XLSX.utils.book_append_sheet(book, sheet, "Sheet1");
XLSX.writeFile(book, "sheetjs.xlsx");
JS
node write.cjs
cat >main.go <<'GO'
package main

import (
	"fmt"

	"github.com/thedatashed/xlsxreader"
	"github.com/xuri/excelize/v2"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func main() {
	format := "yyyy-mm-dd"
	f := excelize.NewFile()
	style := must(f.NewStyle(&excelize.Style{CustomNumFmt: &format}))
	for _, err := range []error{f.SetCellValue("Sheet1", "A1", 46355), f.SetCellStyle("Sheet1", "A1", "A1", style), f.SaveAs("excelize.xlsx")} {
		if err != nil {
			panic(err)
		}
	}
	for _, name := range []string{"sheetjs.xlsx", "excelize.xlsx"} {
		for row := range must(xlsxreader.OpenFile(name)).ReadRows("Sheet1") {
			fmt.Println(row.Cells[0].Value, row.Cells[0].Type)
		}
	}
}
GO
go mod init finding >/dev/null 2>&1
go get github.com/thedatashed/xlsxreader@v1.2.8 github.com/xuri/excelize/v2@v2.11.1 >/dev/null 2>&1
seen=$(python3 -c '
import re, zipfile
styles = zipfile.ZipFile("sheetjs.xlsx").read("xl/styles.xml").decode()
print(re.search("numFmtId=.([0-9]+). formatCode=.yyyy-mm-dd", styles)[1])' && go run .)
echo "$seen"
[ "$seen" = $'60\n46355 numerical\n2026-11-29 datetime' ]
