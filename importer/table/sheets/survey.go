package sheets

import (
	"fmt"
	"io"
	"strings"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// survey is what a first look at all of a sheet tells.
type survey struct {
	rows, cells   int // that hold something
	copies        int // of these, cells for which the file has nothing
	lastRow       int
	firstColumn   int // from 0
	lastColumn    int // from 0, -1 for an empty sheet
	header        bool
	known         int          // the most known names of columns in one of its first rows
	totals        map[int]bool // rows that hold nothing but the totals of tables
	merges        []Area       // within the filled rows and columns
	tooManyMerges bool
	hiddenRows    []Area
	hiddenCount   int
	hiddenColumns []Area
}

// headRows is how far down a header is looked for when sheets are compared; maxRanges is how many ranges of hidden rows are named.
const (
	headRows  = 20
	maxRanges = 5
)

// lookAtAll lists the sheets and surveys those that may be read: the one that is wanted, or all that aren't hidden.
func (b *Book) lookAtAll(wanted string, known func(string) bool) error {
	scan, err := b.file.Scan()
	if err != nil {
		return err
	}
	defer scan.Close()
	letters := 0
	for {
		listed, err := scan.NextSheet()
		if err == io.EOF {
			return nil
		} else if err != nil {
			return b.stopped("", 0, err)
		}
		if letters += len(listed.Name); len(b.sheets) == maxSheets || letters > maxNames {
			return b.fail(fmt.Sprintf("the %s has more than %d %ss, or their names are longer than a person's", b.words.book, maxSheets, b.words.sheet), tabular.SaveAsCSV)
		}
		s := &sheet{Sheet: listed}
		b.sheets = append(b.sheets, s)
		if wanted == "" && !s.Hidden || wanted != "" && strings.EqualFold(s.Name, wanted) {
			if err := b.look(s, scan, known); err != nil {
				return err
			}
		}
	}
}

// look surveys a sheet.
func (b *Book) look(s *sheet, scan Scanner, known func(string) bool) error {
	v := &s.survey
	v.lastColumn = -1
	for {
		row, err := scan.Next()
		if err == io.EOF {
			break
		} else if err != nil {
			return b.stopped(s.Name, row.Number, err)
		}
		if v.add(row, scan, known); v.copies > maxCopies {
			return b.tooManyCopies(s.Name)
		}
	}
	extent := scan.Extent()
	var complete bool
	v.merges, complete = clip(extent.Merges, v.lastRow, v.lastColumn)
	v.tooManyMerges = !complete || len(extent.Merges) == MaxMerges
	for _, c := range extent.HiddenColumns {
		if c.Column <= v.lastColumn {
			v.hiddenColumns = append(v.hiddenColumns, Area{Column: c.Column, LastColumn: min(c.LastColumn, v.lastColumn)})
		}
	}
	return nil
}

// add counts a row, and those that it stands for.
func (v *survey) add(row *Row, scan Scanner, known func(string) bool) {
	filled, there, first, last := 0, 0, 0, -1
	for i := range row.Cells {
		c := &row.Cells[i]
		if !c.Filled {
			continue
		}
		if filled == 0 {
			first = c.Column
		}
		there++
		filled += 1 + c.More
		last = max(last, c.Column+c.More)
	}
	if filled == 0 {
		return
	}
	if v.rows == 0 || first < v.firstColumn {
		v.firstColumn = first
	}
	if v.rows++; v.rows <= headRows {
		v.checkHeader(row, scan, known)
	}
	v.rows += row.More
	v.cells += filled * (1 + row.More)
	v.copies += filled*(1+row.More) - there
	v.lastRow, v.lastColumn = row.Number+row.More, max(v.lastColumn, last)
	if row.Hidden {
		v.hide(row.Number, row.Number+row.More)
	}
	if row.Totals {
		if v.totals == nil {
			v.totals = map[int]bool{}
		}
		v.totals[row.Number] = true
	}
}

func (v *survey) hide(first, last int) {
	v.hiddenCount += last - first + 1
	if n := len(v.hiddenRows); n > 0 && v.hiddenRows[n-1].LastRow == first-1 {
		v.hiddenRows[n-1].LastRow = last
	} else if n <= maxRanges {
		v.hiddenRows = append(v.hiddenRows, Area{Row: first, LastRow: last})
	}
}

// checkHeader sees whether a row could be a header: at least two cells, all of them texts and no two the same. One cell is enough in a sheet
// that has no more.
func (v *survey) checkHeader(row *Row, scan Scanner, known func(string) bool) {
	seen := make(map[string]bool, len(row.Cells))
	texts, names := true, 0
	for i := range row.Cells {
		text, _ := scan.Show(i)
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		texts = texts && row.Cells[i].Text && row.Cells[i].More == 0 && !seen[text]
		seen[text] = true
		if known != nil && known(text) {
			names++
		}
	}
	v.header = v.header || texts && len(seen) >= 2
	v.known = max(v.known, names)
}
