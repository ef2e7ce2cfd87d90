package layout

import (
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/delimited"
	"github.com/orgbatch/orgbatch/importer/table/firstrows"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Word processors and phones turn straight quotes into typographic ones, and a file that went
// through them has those around its cells. Where half the cells of a column stand in them they are
// quotes, and are taken away.

// findTypographic learns in which columns cells stand in typographic quotes, and takes them from
// the header.
func (l *Layout) findTypographic(rows []firstrows.Row) {
	for i := range l.Header {
		at := l.First + i
		filled, quoted := 0, 0
		for r := range rows {
			if at >= len(rows[r].Cells) || strings.TrimSpace(rows[r].Cells[at].Text) == "" {
				continue
			}
			filled++
			if _, ok := delimited.StripTypographic(strings.TrimSpace(rows[r].Cells[at].Text)); ok {
				quoted++
			}
		}
		if quoted == 0 || 2*quoted < filled {
			continue
		}
		if l.Typographic == nil {
			l.Typographic = make([]bool, len(l.Header))
		}
		l.Typographic[i] = true
	}
	if l.Typographic == nil {
		return
	}
	for i, name := range l.Header {
		l.Header[i], _ = delimited.StripTypographic(name)
	}
}

// UnquoteTypographic takes the quotes from the cells of a row.
func (l *Layout) UnquoteTypographic(row *tabular.Row) {
	for i := range min(len(row.Cells), len(l.Typographic)) {
		if l.Typographic[i] {
			row.Cells[i].Text, _ = delimited.StripTypographic(strings.TrimSpace(row.Cells[i].Text))
		}
	}
}
