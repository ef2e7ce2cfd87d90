package main

// place is where in a table damage is done: shares of its rows and columns.
type place struct {
	row, column float64
	name        string
}

var (
	anywhere  = []place{{}}
	inRows    = []place{{row: 0, name: "first"}, {row: 0.5, name: "middle"}, {row: 1, name: "last"}}
	inColumns = []place{{column: 0, name: "first"}, {column: 0.4, name: "inner"}, {column: 1, name: "last"}}
	inCells   = cross(inRows, inColumns)
)

func cross(rows, columns []place) []place {
	var all []place
	for _, r := range rows {
		for _, c := range columns {
			all = append(all, place{row: r.row, column: c.column, name: r.name + "/" + c.name})
		}
	}
	return all
}

// columnOf gives the index of the column that a place means.
func (p place) columnOf(width int) int { return int(p.column * float64(width-1)) }

// damage is one thing that happens to files.
type damage struct {
	group, name string
	places      []place
	// apply does it, or reports false where it can't be done.
	apply func(doc *document, p place) bool
}

func damages() []damage {
	var all []damage
	for _, list := range [][]damage{
		{{"none", "", anywhere, func(*document, place) bool { return true }}},
		aboveDamages(), headerDamages(), blankDamages(), belowDamages(), rowDamages(), quoteDamages(), otherDamages(), byteDamages(), tableDamages(), emptyDamages(),
	} {
		all = append(all, list...)
	}
	return all
}

// at wraps damage to one row: f gives the line in place of the one that stands there.
func at(f func(doc *document, cells []string, column int) (line, bool)) func(*document, place) bool {
	return func(doc *document, p place) bool {
		i, ok := doc.rowAt(p)
		if !ok {
			return false
		}
		cells := doc.lines[i].cells
		l, ok := f(doc, cells, p.columnOf(len(cells)))
		if l.kind = data; ok {
			doc.lines[i] = l
		}
		return ok
	}
}

func changed(cells []string, column int, text string) []string {
	c := append([]string(nil), cells...)
	c[column] = text
	return c
}
