package xlsx

import (
	"path"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/archive"
	"github.com/orgbatch/orgbatch/importer/table/sheets"
)

// tableXML is a table object, of which Excel shows the last row as its total.
type tableXML struct {
	Ref     string `xml:"ref,attr"`
	Totals  int    `xml:"totalsRowCount,attr"`
	Columns []struct {
		Label    string `xml:"totalsRowLabel,attr"`
		Function string `xml:"totalsRowFunction,attr"`
	} `xml:"tableColumns>tableColumn"`
}

// sums says whether the table has a row of totals: libraries let one be declared that has nothing to total.
func (t *tableXML) sums() bool {
	for _, c := range t.Columns {
		if t.Totals > 0 && (c.Label != "" || c.Function != "" && c.Function != "none") {
			return true
		}
	}
	return false
}

// totalsOf gives the totals of a sheet's tables by row. A part that can't be read says nothing about the sheet's cells and is passed over.
func totalsOf(a *archive.Archive, sheet string) map[int][]sheets.Area {
	dir, file := path.Split(sheet)
	if !a.Has(dir + "_rels/" + file + ".rels") {
		return nil
	}
	listed, err := relations(a, sheet)
	if err != nil {
		return nil
	}
	totals, seen := map[int][]sheets.Area{}, map[string]bool{}
	for i := range listed {
		name := strings.ToLower(listed[i].Target)
		if !listed[i].is("table") || seen[name] {
			continue
		}
		seen[name] = true
		var t tableXML
		if a.Decode(name, &t) != nil || !t.sums() {
			continue
		}
		if area, ok := parseArea(t.Ref); ok && area.Row < area.LastRow {
			totals[area.LastRow] = append(totals[area.LastRow], area)
		}
	}
	return totals
}

// covered says whether a column is one of the areas'.
func covered(areas []sheets.Area, column int) bool {
	return slices.ContainsFunc(areas, func(a sheets.Area) bool { return a.Column <= column && column <= a.LastColumn })
}
