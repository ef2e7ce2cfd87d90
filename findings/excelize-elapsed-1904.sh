#!/usr/bin/env bash
# github.com/xuri/excelize/v2 v2.11.1: a duration in a workbook of the 1904
# calendar is shown longer by the 1,462 days between the two calendars.
#
# A duration counts days from nothing, whatever calendar the workbook's dates are
# of: 1.0625 in the format [h]:mm is 25:30 in Excel and LibreOffice. Here it has
# the days between 1900 and 1904 added, as if it were a date.
#
# Seen: 25:30 with the calendar of 1900, 35113:30 with that of 1904. This script
# fails when that changes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

func main() {
	for _, date1904 := range []bool{false, true} {
		f := excelize.NewFile()
		if err := f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &date1904}); err != nil {
			panic(err)
		}
		format := "[h]:mm"
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		if err != nil {
			panic(err)
		}
		if err := f.SetCellValue("Sheet1", "A1", 1.0625); err != nil {
			panic(err)
		}
		if err := f.SetCellStyle("Sheet1", "A1", "A1", style); err != nil {
			panic(err)
		}
		text, err := f.GetCellValue("Sheet1", "A1")
		if err != nil {
			panic(err)
		}
		fmt.Println(text)
	}
}
GO
go mod init finding >/dev/null 2>&1
go get github.com/xuri/excelize/v2@v2.11.1 >/dev/null 2>&1
seen=$(go run .)
echo "$seen"
[ "$seen" = $'25:30\n35113:30' ]
