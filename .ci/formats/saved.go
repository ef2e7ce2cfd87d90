package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// lost are formats that LibreOffice can't say in an OpenDocument spreadsheet, or reads otherwise: whoever opens the file sees what it made of them.
var lost = []string{`0#\-## ## ##`, "?0.0?", "?,???", `_-* #,##0.00\ "kr"_-;\-* #,##0.00\ "kr"_-;_-* "-"??\ "kr"_-;_-@_-`, "mmmmm", "[$-sv-SE]d mmmm yyyy", "[$-x-sysdate]dddd, mmmm dd, yyyy",
	"[$-F400]h:mm:ss AM/PM"}

// savedDiffer is how many numbers are read otherwise from LibreOffice's ods than from the workbook, of formats that are lost, of dates before
// Excel's days are right and beyond its calendar, of times below zero, which Excel can't show, and of parts of a second, of which two digits are
// saved at most.
var savedDiffer = map[string]int{"a format that is lost": 233, "a day before 1900-03-01": 491, "beyond the calendar": 298, "a date or time below zero": 296, "parts of a second": 2}

// compareSaved has LibreOffice save the workbook as an OpenDocument spreadsheet, of which the same is to be read, and says whether it isn't.
func compareSaved(dir, book string, read [][]string) (failed bool, err error) {
	path, err := convert(filepath.Join(dir, "en-US"), "ods", book)
	if err != nil {
		return false, err
	}
	saved, err := readBook(path)
	if err != nil {
		return false, err
	}
	counts := map[string]int{}
	same := 0
	for i, code := range formats {
		for j, stored := range numbers {
			c := cell{code: code, stored: stored, read: at(read[i], j+1)}
			got := at(saved[i], j+1)
			if got == c.read {
				same++
				continue
			}
			reason := whySaved(c)
			if counts[reason]++; reason == "" {
				fmt.Printf("ods: %s in %s is read as %q, from the workbook as %q\n", stored, code, got, c.read)
				failed = true
			}
		}
	}
	fmt.Printf("ods: %d cells, %d read alike\n", len(formats)*len(numbers), same)
	for reason, want := range savedDiffer {
		if counts[reason] != want {
			fmt.Printf("ods: %d cells differ, not %d: %s\n", counts[reason], want, reason)
			failed = true
		}
	}
	return failed, nil
}

func whySaved(c cell) string {
	switch {
	case slices.Contains(lost, c.code):
		return "a format that is lost"
	case !strings.ContainsAny(c.code, "ymdhs"):
		return ""
	case c.number() > 2958465:
		return "beyond the calendar"
	case c.number() < 0 && strings.ContainsAny(c.code, "hms"):
		return "a date or time below zero"
	case c.number() < 61:
		return "a day before 1900-03-01"
	case strings.HasSuffix(c.code, ".000"):
		return "parts of a second"
	}
	return ""
}
