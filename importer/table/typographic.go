package table

import (
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/delimited"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Word processors and phones turn straight quotes into typographic ones, and a file that went through them has those around its cells. Where
// half the cells of a column stand in them they are quotes, and are taken away.

// findTypographic learns in which columns cells stand in typographic quotes, and takes them from the header.
func (l *layout) findTypographic(rows []sampleRow) {
	for i := range l.header {
		at := l.first + i
		filled, quoted := 0, 0
		for r := range rows {
			if at >= len(rows[r].cells) || strings.TrimSpace(rows[r].cells[at].text) == "" {
				continue
			}
			filled++
			if _, ok := delimited.StripTypographic(strings.TrimSpace(rows[r].cells[at].text)); ok {
				quoted++
			}
		}
		if quoted == 0 || 2*quoted < filled {
			continue
		}
		if l.typographic == nil {
			l.typographic = make([]bool, len(l.header))
		}
		l.typographic[i] = true
	}
	if l.typographic == nil {
		return
	}
	for i, name := range l.header {
		l.header[i], _ = delimited.StripTypographic(name)
	}
}

// unquoteTypographic takes the quotes from the cells of a row.
func (l *layout) unquoteTypographic(row *tabular.Row) {
	for i := range min(len(row.Cells), len(l.typographic)) {
		if l.typographic[i] {
			row.Cells[i].Text, _ = delimited.StripTypographic(strings.TrimSpace(row.Cells[i].Text))
		}
	}
}
