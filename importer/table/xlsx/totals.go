package xlsx

import "path"

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
func (p *parts) totalsOf(sheet string) map[int][]area {
	dir, file := path.Split(sheet)
	if p.files[partName(dir+"_rels/"+file+".rels")] == nil {
		return nil
	}
	relations, err := p.relations(sheet)
	if err != nil {
		return nil
	}
	totals, seen := map[int][]area{}, map[string]bool{}
	for i := range relations {
		name := partName(relations[i].Target)
		if !relations[i].is("table") || seen[name] {
			continue
		}
		seen[name] = true
		var t tableXML
		if p.decode(name, &t) != nil || !t.sums() {
			continue
		}
		if a, ok := parseArea(t.Ref); ok && a.row < a.lastRow {
			totals[a.lastRow] = append(totals[a.lastRow], a)
		}
	}
	return totals
}

// covered says whether a column is one of the areas'.
func covered(areas []area, column int) bool {
	for _, a := range areas {
		if a.column <= column && column <= a.lastColumn {
			return true
		}
	}
	return false
}

// TotalsRow says whether all that a row holds are the totals of a table object.
func (w *Workbook) TotalsRow(number int) bool { return len(w.chosen.survey.totals[number]) > 0 }
