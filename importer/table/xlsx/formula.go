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
func (s *sheetScanner) takeArray(t *xmlscan.Token) {
	if kind := t.Attr("t"); kind != nil && string(kind) != "array" && string(kind) != "dataTable" {
		return
	}
	var array arrayFormula
	var several bool
	array.Area, several = parseArea(string(t.Attr("ref")))
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

// standIn is the problem of a formula whose result is the 0 that some libraries write for whatever Excel is to calculate later; nil if it
// is none. A workbook that doesn't say when it was calculated is trusted if one of its formulas came to something else.
func (s *scanner) standIn(c *rawCell) *tabular.Problem {
	b := s.book
	if !c.formula || !b.calculatedLater && (b.calculated || b.sheets[s.at].results > 0) || !s.rows.isZero(c) {
		return nil
	}
	return sheets.StandIn(string(s.rows.value(c)))
}
