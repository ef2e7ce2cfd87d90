#!/usr/bin/env bash
# github.com/xuri/excelize/v2 v2.11.1: a number format's conditions aren't asked.
#
# Excel writes formats such as [=0]"nej";[=1]"ja";0 for codes that stand for
# words: 0 is shown as nej, 1 as ja, and any other number as itself. GetCellValue
# gives the first section's text for numbers that its condition doesn't hold of,
# so that a column of codes reads as one and the same word. A phone format,
# [<=9999999]###-####;(###) ###-####, splits a ten-digit number as a short one.
#
# Seen: 42 as nej and 5556012345 as 555601-2345, where Excel shows 42 and
# (555) 601-2345. This script fails when that changes.
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
	f := excelize.NewFile()
	for i, c := range []struct {
		format string
		value  int
	}{{`[=0]"nej";[=1]"ja";0`, 42}, {`[<=9999999]###-####;(###) ###-####`, 5556012345}} {
		cell := fmt.Sprintf("A%d", i+1)
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &c.format})
		if err != nil {
			panic(err)
		}
		if err := f.SetCellValue("Sheet1", cell, c.value); err != nil {
			panic(err)
		}
		if err := f.SetCellStyle("Sheet1", cell, cell, style); err != nil {
			panic(err)
		}
		text, err := f.GetCellValue("Sheet1", cell)
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
[ "$seen" = $'nej\n555601-2345' ]
