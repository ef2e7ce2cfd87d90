package xlsx

import (
	"slices"
	"strconv"

	"github.com/orgbatch/orgbatch/importer/table/sheets"
	"github.com/orgbatch/orgbatch/importer/table/xmlscan"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// maxArrays is how many array formulas may reach into one row, beyond any sheet that people make.
const maxArrays = 64

// arrayFormula is the cells that one formula fills. Only the first of them has <f>.
type arrayFormula struct {
	sheets.Area
	stored bool // the first has a result
}

// unknown says of a cell that nothing tells what its formula came to.
func (c *rawCell) unknown() bool { return c.formula && !c.stored }

// isZero says of a formula's result that it is the number 0.
func (s *sheetScanner) isZero(c *rawCell) bool {
	if c.kind != "" && c.kind != "n" {
		return false
	}
	n, err := strconv.ParseFloat(string(s.value(c)), 64)
	return err == nil && n == 0
}

// takeArray remembers the cells of an array formula, or of a data table, which is one too.
func (s *sheetScanner) takeArray(attrs []xmlscan.Attr) {
	var array arrayFormula
	several := false
	for _, a := range attrs {
		switch string(a.Name) {
		case "t":
			if kind := string(a.Value); kind != "array" && kind != "dataTable" {
				return
			}
		case "ref":
			array.Area, several = parseArea(string(a.Value))
		}
	}
	size := (array.LastRow - array.Row + 1) * (array.LastColumn - array.Column + 1)
	if !several || len(s.arrays) == maxArrays || s.spread+size > sheets.MaxFilled {
		return
	}
	s.spread += size
	s.arrays = append(s.arrays, array)
}

// spreadArrays makes formulas of the row's cells that belong to one above them or left of them, also where the XML leaves them out.
func (s *sheetScanner) spreadArrays() {
	s.arrays = slices.DeleteFunc(s.arrays, func(a arrayFormula) bool { return a.LastRow < s.number })
	for _, a := range s.arrays {
		if s.number < a.Row {
			continue
		}
		there := make([]bool, a.LastColumn-a.Column+1)
		for i := range s.cells {
			c := &s.cells[i]
			if c.column < a.Column || c.column > a.LastColumn {
				continue
			}
			there[c.column-a.Column] = true
			if c.stored || !a.stored {
				c.formula, c.valued = true, c.valued || !c.formula
			}
		}
		for i, is := range there {
			if !is {
				s.cells = append(s.cells, rawCell{column: a.Column + i, formula: true, valued: true})
			}
		}
	}
}

// noResult is the problem of a formula without a result. One for which the file has an empty value was taken for a blank cell by other
// readers too, so that it stops nothing in a column that isn't sent.
func noResult(c *rawCell) *tabular.Problem {
	return &tabular.Problem{
		Code: tabular.CodeNoStored, Warning: c.valued, ErrorIfSent: c.valued,
		Message:    "the cell holds a formula whose result isn't stored in the file, so it can't be known here",
		Suggestion: "open the workbook in Excel or LibreOffice and save it, which stores the results",
	}
}

// standIn is the problem of a formula whose result is the 0 that some libraries write for whatever Excel is to calculate later; nil if it
// is none. A workbook that doesn't say when it was calculated is trusted if one of its formulas came to something else.
func (s *scanner) standIn(c *rawCell) *tabular.Problem {
	b := s.book
	if !c.formula || !b.calculatedLater && (b.calculated || b.sheets[s.at].results > 0) || !s.rows.isZero(c) {
		return nil
	}
	return &tabular.Problem{
		Code: tabular.CodeStandIn, Value: string(s.rows.value(c)), Warning: true, ErrorIfSent: true,
		Message:    "the cell holds a formula, and the program that made the workbook wrote 0 for its result, to be calculated by Excel",
		Suggestion: "open the workbook in Excel and save it, which stores the results; where 0 is right, write it as a number",
	}
}
