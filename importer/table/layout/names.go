package layout

import (
	"slices"
	"strconv"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/firstrows"
	"github.com/orgbatch/orgbatch/importer/table/kinds"
	"github.com/orgbatch/orgbatch/importer/table/notes"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// The header is the row that names most fields, whatever stands above it: titles, dates, labels
// with a value beside them. A row above it that could be one of the table is no preamble.

// headerReach is how many rows from the start such a header is looked for.
const headerReach = 60

// findHeader takes a later row for the header where that names fields and the one that was found so
// far doesn't.
func (l *Layout) findHeader(rows []firstrows.Row) {
	if l.Known == nil {
		return
	}
	ours := 0
	for i := l.Skip; i < min(len(rows), l.Skip+l.HeaderRows); i++ {
		ours = max(ours, countKnown(&rows[i], l.Known))
	}
	if first := rows[l.Skip:min(len(rows), l.Skip+1)]; ours == 1 && l.Width > 2 && len(first) == 1 && first[0].Filled() == l.Width {
		return // one name that is known among others that aren't
	}
	best, most := -1, max(1, ours)
	for i := l.Skip + l.HeaderRows; i < min(len(rows), headerReach); i++ {
		if n := countKnown(&rows[i], l.Known); n > most && !rows[i].Damage && 2*n >= rows[i].Filled() && !sharesCells(&rows[i], rows[:i]) && !sharesCells(&rows[i], withoutCopies(rows[i+1:], &rows[i])) {
			best, most = i, n
		}
	}
	if best < 0 || ours > 1 {
		return
	}
	width := len(rows[best].Cells)
	f := found{width: width, body: bodyOf(rows[best:], width), known: l.Known}
	h := max(1, headerRowsOf(f.body, width, l.Known))
	*l = *f.layout(best, f.body[:h], width)
}

// countKnown counts the known names of columns in a row; what ends with a colon is a label.
func countKnown(r *firstrows.Row, known func(string) bool) int {
	seen := map[string]bool{}
	for i := range r.Cells {
		if text := strings.TrimSpace(r.Cells[i].Text); text != "" && !strings.HasSuffix(text, ":") && known(text) {
			seen[strings.ToLower(text)] = true
		}
	}
	return len(seen)
}

// couldBeRow says whether a row above the header is likely one of the table: its cells are what the
// columns hold, or stand in rows below too, and it is neither a note nor a label with its value.
func (l *Layout) couldBeRow(r *firstrows.Row, below []firstrows.Row) bool {
	if l.HeaderRows == 0 || l.Width < 2 || r.Filled() < 2 || len(r.Cells) < l.First+min(l.Named, 2) || isKey(r) {
		return false
	}
	cells := make([]tabular.Cell, len(r.Cells))
	evidence := 0
	for i := range r.Cells {
		text := strings.TrimSpace(r.Cells[i].Text)
		cells[i].Text = text
		if text == "" || i >= len(l.Profile) {
			continue
		}
		col := &l.Profile[i]
		switch k := kinds.Of(text); {
		case col.IsTelling():
			if !col.Holds(text) {
				return false
			}
			evidence++
		case k == kinds.Date || k == kinds.Time:
			return false
		case notes.HasLegalForm(text):
			evidence++
		}
	}
	first := slices.IndexFunc(cells, func(c tabular.Cell) bool { return c.Text != "" })
	if r.Filled() == 2 && l.Known != nil && l.Known(cells[first].Text) {
		return false
	}
	if sharesCells(r, below) {
		evidence++
	}
	note, _ := notes.Is(cells, l.First+l.Named)
	return evidence > 0 && !note
}

// sharesCells says whether a cell of a row, more than a single sign, stands in the same column of
// another row.
func sharesCells(r *firstrows.Row, rows []firstrows.Row) bool {
	for i := range rows[:min(len(rows), 200)] {
		for c := range min(len(rows[i].Cells), len(r.Cells)) {
			if text := strings.TrimSpace(r.Cells[c].Text); len(text) > 1 && text == strings.TrimSpace(rows[i].Cells[c].Text) {
				return true
			}
		}
	}
	return false
}

// nameRows settles what it means that the header is one cell shorter than the rows. Where the first
// cells count the rows, they are names of rows, as R writes them without a name above; otherwise
// nobody knows which name is missing, unless the last cells are all blank.
func (l *Layout) nameRows(rows []firstrows.Row) {
	if l.HeaderRows == 0 || l.First > 0 || l.Body != l.Width+1 || l.Named != l.Width || slices.Contains(l.Header, "") {
		return
	}
	body := bodyOf(rows[l.Skip+l.HeaderRows:], l.Body)
	switch {
	case countsRows(body) && isNumbering(l.Header[0]):
		// The numbers may be the first column's own. Codes after them speak against it.
		l.Shifted = l.Profile[l.Body-1].Filled > 0 || l.Profile[1].IsTelling()
	case countsRows(body):
		l.Header, l.lastNames = slices.Insert(l.Header, 0, ""), slices.Insert(l.lastNames, 0, "")
		l.Width, l.Named, l.RowNames = l.Width+1, l.Named+1, true
	case slices.ContainsFunc(body, func(r firstrows.Row) bool { return headsWider(r, l.Header) }):
		l.learnBody(bodyOf(rows[l.Skip+l.HeaderRows:], l.Width), l.Width) // the rows below that header are another table's
	case l.Profile[l.Body-1].Filled > 0:
		l.Shifted = true
	}
}

// headsWider says whether a row names all columns of the header, and more.
func headsWider(r firstrows.Row, header []string) bool {
	return !slices.ContainsFunc(header, func(name string) bool {
		return !slices.ContainsFunc(r.Cells, func(c firstrows.Cell) bool {
			return strings.EqualFold(strings.TrimSpace(c.Text), strings.TrimSpace(name))
		})
	})
}

// countsRows says whether the first cells are 1, 2, 3 and so on.
func countsRows(rows []firstrows.Row) bool {
	for i := range rows {
		n, err := strconv.Atoi(strings.TrimSpace(rows[i].Cells[0].Text))
		first, _ := strconv.Atoi(strings.TrimSpace(rows[0].Cells[0].Text))
		if err != nil || first > 1 || n != first+i {
			return false
		}
	}
	return len(rows) > 0
}

// isNumbering says whether a name may stand above numbers that count the rows.
func isNumbering(name string) bool {
	switch strings.ToLower(strings.Trim(name, " .:")) {
	case "nr", "no", "id", "#", "num", "number", "nummer", "löpnr", "löpnummer", "kundnr", "kundnummer", "index", "rad", "radnr", "row", "pos", "kod", "code", "custom_id":
		return true
	}
	return false
}

// indexNames makes the names of the header ready for rows to be compared with them.
func (l *Layout) indexNames() {
	l.columns = make(map[string]int, len(l.Header))
	for i, name := range l.Header {
		if name = strings.ToLower(strings.TrimSpace(name)); name != "" {
			l.names++
			l.columns[name] = i
		}
	}
}

// countShort learns how common rows are that lack cells.
func (l *Layout) countShort(rows []firstrows.Row) {
	named := l.First + l.Named
	for i := range rows {
		n := len(rows[i].Cells)
		if rows[i].Blank || rows[i].Damage {
			continue
		}
		if note, _ := notes.Is(firstrows.TabularCells(rows[i].Cells), 0); note {
			continue
		}
		l.Rows++
		if n == 1 && named > 1 && !l.LooksCut(rows[i].Cells[0].Text) {
			l.LoneNames++
		}
		if n < named {
			l.ShortRows++
		}
	}
}
