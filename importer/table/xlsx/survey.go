package xlsx

import (
	"io"
	"strings"
)

// survey is what a first look at all of a sheet tells.
type survey struct {
	rows, cells   int // that hold something
	lastRow       int
	firstColumn   int // from 0
	lastColumn    int // from 0, -1 for an empty sheet
	header        bool
	known         int            // the most known names of columns in one of its first rows
	results       int            // of formulas, that aren't 0
	totals        map[int][]area // rows that hold nothing but the totals of table objects
	merges        []area         // within the filled rows and columns
	tooManyMerges bool
	hiddenRows    []area
	hiddenCount   int
	hiddenColumns []area
}

// headRows is how far down a header is looked for when sheets are compared; maxRanges is how many ranges of hidden rows are named.
const (
	headRows  = 20
	maxRanges = 5
)

// look surveys a sheet.
func (w *Workbook) look(s *sheet, known func(string) bool) (err error) {
	part, err := w.parts.open(s.part)
	if err != nil {
		return err
	}
	defer func() { _ = part.Close() }() // it was only read
	scan := newSheetScanner(part)
	v := &s.survey
	v.lastColumn, v.totals = -1, w.parts.totalsOf(s.part)
	for {
		if err = scan.next(); err != nil {
			break
		}
		v.take(w, scan, known)
	}
	if err == io.EOF {
		err = scan.rest()
	}
	if err != nil {
		return w.scanFailed(s, scan, err)
	}
	var complete bool
	v.merges, complete = clip(scan.merges, v.lastRow, v.lastColumn)
	v.tooManyMerges = !complete || len(scan.merges) == maxMerges
	for _, c := range scan.hiddenColumns {
		if c.column <= v.lastColumn {
			v.hiddenColumns = append(v.hiddenColumns, area{column: c.column, lastColumn: min(c.lastColumn, v.lastColumn)})
		}
	}
	return nil
}

// take counts a row.
func (v *survey) take(w *Workbook, s *sheetScanner, known func(string) bool) {
	filled, first, last := 0, 0, -1
	totals := v.totals[s.number]
	for i := range s.cells {
		c := &s.cells[i]
		if c.formula && c.stored && !s.isZero(c) {
			v.results++
		}
		if c.unknown() || c.to > c.from && !w.blank(s, c) {
			if totals != nil && !covered(totals, c.column) {
				delete(v.totals, s.number)
			}
			if filled++; filled == 1 {
				first = c.column
			}
			last = max(last, c.column)
		}
	}
	if filled == 0 {
		return
	}
	if v.rows++; v.rows == 1 || first < v.firstColumn {
		v.firstColumn = first
	}
	v.cells += filled
	v.lastRow, v.lastColumn = s.number, max(v.lastColumn, last)
	if s.hidden {
		v.hide(s.number)
	}
	if v.rows <= headRows {
		v.judge(w, s, known)
	}
}

// blank says whether a cell holds a shared text that is empty.
func (w *Workbook) blank(s *sheetScanner, c *rawCell) bool {
	if c.kind != "s" {
		return false
	}
	text, problem := w.shared(s.value(c))
	return text == "" && problem == nil
}

func (v *survey) hide(number int) {
	v.hiddenCount++
	if n := len(v.hiddenRows); n > 0 && v.hiddenRows[n-1].lastRow == number-1 {
		v.hiddenRows[n-1].lastRow = number
	} else if n <= maxRanges {
		v.hiddenRows = append(v.hiddenRows, area{row: number, lastRow: number})
	}
}

// judge sees whether a row could be a header: at least two cells, all of them texts and no two the same. One cell is enough in a sheet
// that has no more.
func (v *survey) judge(w *Workbook, s *sheetScanner, known func(string) bool) {
	seen := make(map[string]bool, len(s.cells))
	texts, names := true, 0
	for i := range s.cells {
		c := &s.cells[i]
		text, _ := w.show(s, c)
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		texts = texts && (c.kind == "s" || c.kind == "inlineStr" || c.kind == "str") && !seen[text]
		seen[text] = true
		if known != nil && known(text) {
			names++
		}
	}
	v.header = v.header || texts && len(seen) >= 2
	v.known = max(v.known, names)
}
