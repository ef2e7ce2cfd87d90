package table

import (
	"slices"
	"strconv"
	"strings"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// The header is the row that names most fields, whatever stands above it: titles, dates, labels with a value beside them. A row above it
// that could be one of the table is no preamble.

// headerReach is how many rows from the start such a header is looked for.
const headerReach = 60

// findHeader takes a later row for the header where that names fields and the one that was found so far doesn't.
func (l *layout) findHeader(rows []sampleRow) {
	if l.known == nil {
		return
	}
	ours := 0
	for i := l.skip; i < min(len(rows), l.skip+l.headerRows); i++ {
		ours = max(ours, countKnown(&rows[i], l.known))
	}
	if first := rows[l.skip:min(len(rows), l.skip+1)]; ours == 1 && l.width > 2 && len(first) == 1 && first[0].filled() == l.width {
		return // one name that is known among others that aren't
	}
	best, most := -1, max(1, ours)
	for i := l.skip + l.headerRows; i < min(len(rows), headerReach); i++ {
		if n := countKnown(&rows[i], l.known); n > most && !rows[i].damage && 2*n >= rows[i].filled() && !sharesCells(&rows[i], rows[:i]) && !sharesCells(&rows[i], withoutCopies(rows[i+1:], &rows[i])) {
			best, most = i, n
		}
	}
	if best < 0 || ours > 1 {
		return
	}
	width := len(rows[best].cells)
	body := bodyOf(rows[best:], width)
	h := max(1, headerRowsOf(body, width, l.known))
	*l = layout{known: l.known, skip: best, headerRow: rows[best].number, headerRows: h}
	l.takeHeader(body[:h], width)
	l.takeBody(body[h:], width)
}

// countKnown counts the known names of columns in a row; what ends with a colon is a label.
func countKnown(r *sampleRow, known func(string) bool) int {
	seen := map[string]bool{}
	for i := range r.cells {
		if text := strings.TrimSpace(r.cells[i].text); text != "" && !strings.HasSuffix(text, ":") && known(text) {
			seen[strings.ToLower(text)] = true
		}
	}
	return len(seen)
}

// couldBeRow says whether a row above the header is likely one of the table: its cells are what the columns hold, or stand in rows below too,
// and it is neither a note nor a label with its value.
func (l *layout) couldBeRow(r *sampleRow, below []sampleRow) bool {
	if l.headerRows == 0 || l.width < 2 || r.filled() < 2 || len(r.cells) < l.first+min(l.named, 2) || isKey(r) {
		return false
	}
	cells := make([]tabular.Cell, len(r.cells))
	evidence := 0
	for i := range r.cells {
		text := strings.TrimSpace(r.cells[i].text)
		cells[i].Text = text
		if text == "" || i >= len(l.profile) {
			continue
		}
		col := &l.profile[i]
		switch k := kindOf(text); {
		case col.isTelling():
			if !col.holds(text) {
				return false
			}
			evidence++
		case k == kindDate || k == kindTime:
			return false
		case hasLegalForm(text):
			evidence++
		}
	}
	first := slices.IndexFunc(cells, func(c tabular.Cell) bool { return c.Text != "" })
	if r.filled() == 2 && l.known != nil && l.known(cells[first].Text) {
		return false
	}
	if sharesCells(r, below) {
		evidence++
	}
	note, _ := isNote(cells, len(cells) >= l.first+l.named)
	return evidence > 0 && !note
}

// sharesCells says whether a cell of a row, more than a single sign, stands in the same column of another row.
func sharesCells(r *sampleRow, rows []sampleRow) bool {
	for i := range rows[:min(len(rows), 200)] {
		for c := range min(len(rows[i].cells), len(r.cells)) {
			if text := strings.TrimSpace(r.cells[c].text); len(text) > 1 && text == strings.TrimSpace(rows[i].cells[c].text) {
				return true
			}
		}
	}
	return false
}

// nameRows settles what it means that the header is one cell shorter than the rows. Where the first cells count the rows, they are names of
// rows, as R writes them without a name above; otherwise nobody knows which name is missing, unless the last cells are all blank.
func (l *layout) nameRows(rows []sampleRow) {
	if l.headerRows == 0 || l.first > 0 || l.body != l.width+1 || l.named != l.width || slices.Contains(l.header, "") {
		return
	}
	body := bodyOf(rows[l.skip+l.headerRows:], l.body)
	switch {
	case countsRows(body) && isNumbering(l.header[0]):
		// The numbers may be the first column's own. Codes after them speak against it.
		l.shifted = l.profile[l.body-1].filled > 0 || l.profile[1].isTelling()
	case countsRows(body):
		l.header, l.lastNames = slices.Insert(l.header, 0, ""), slices.Insert(l.lastNames, 0, "")
		l.width, l.named, l.rowNames = l.width+1, l.named+1, true
	case slices.ContainsFunc(body, func(r sampleRow) bool { return headsWider(r, l.header) }):
		l.takeBody(bodyOf(rows[l.skip+l.headerRows:], l.width), l.width) // the rows below that header are another table's
	case l.profile[l.body-1].filled > 0:
		l.shifted = true
	}
}

// headsWider says whether a row names all columns of the header, and more.
func headsWider(r sampleRow, header []string) bool {
	return !slices.ContainsFunc(header, func(name string) bool {
		return !slices.ContainsFunc(r.cells, func(c sampleCell) bool { return strings.EqualFold(strings.TrimSpace(c.text), strings.TrimSpace(name)) })
	})
}

// countsRows says whether the first cells are 1, 2, 3 and so on.
func countsRows(rows []sampleRow) bool {
	for i := range rows {
		n, err := strconv.Atoi(strings.TrimSpace(rows[i].cells[0].text))
		first, _ := strconv.Atoi(strings.TrimSpace(rows[0].cells[0].text))
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

// takeNames makes the names of the header ready for rows to be compared with them.
func (l *layout) takeNames() {
	l.columns = make(map[string]int, len(l.header))
	for i, name := range l.header {
		if name = strings.ToLower(strings.TrimSpace(name)); name != "" {
			l.names++
			l.columns[name] = i
		}
	}
}

// countShort learns how common rows are that lack cells.
func (l *layout) countShort(rows []sampleRow) {
	named := l.first + l.named
	for i := range rows {
		n := len(rows[i].cells)
		if rows[i].blank || rows[i].damage {
			continue
		}
		if note, _ := isNote(tabularCells(rows[i].cells), true); note {
			continue
		}
		l.rows++
		if n == 1 && named > 1 && !l.looksCut(rows[i].cells[0].text) {
			l.loneNames++
		}
		if n < named {
			l.shortRows++
		}
	}
}
