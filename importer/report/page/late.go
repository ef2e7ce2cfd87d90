package page

import (
	"cmp"
	"slices"
)

// rowKey is a row of a file.
type rowKey struct{ source, number int }

// spot is where a row is kept.
type spot struct {
	list *rowList
	at   int
}

// AddLate takes an issue that became known after the rows were read, because it is about several of them. It joins the row if that is kept
// already, so that a row stands on the page once, among those of its worst issue.
func (b *Builder) AddLate(row Row) {
	b.locate()
	k := rowKey{row.Source, row.Number}
	s, known := b.spots[k]
	switch {
	case !known:
		b.addUnknown(k, row)
	case row.Fate == Rejected && s.list != &b.rejected:
		late := s.list.rows[s.at]
		s.list.rows[s.at].gone = true
		s.list.total--
		b.rejected.total++
		b.rejected.rows = append(b.rejected.rows, late)
		b.spots[k] = spot{&b.rejected, len(b.rejected.rows) - 1}
		b.rejected.join(len(b.rejected.rows)-1, row)
	default:
		s.list.join(s.at, row)
	}
}

// addUnknown takes a row that isn't kept.
func (b *Builder) addUnknown(k rowKey, row Row) {
	list := b.list(row.Fate)
	n := len(list.rows)
	b.AddRow(row)
	if len(list.rows) > n {
		b.spots[k] = spot{list, n}
	}
}

// locate notes once where the rows are kept.
func (b *Builder) locate() {
	if b.spots != nil {
		return
	}
	b.spots = map[rowKey]spot{}
	for _, list := range b.rowLists() {
		for i := range list.rows {
			b.spots[rowKey{list.rows[i].Source, list.rows[i].Number}] = spot{list, i}
		}
	}
}

func (b *Builder) rowLists() []*rowList { return []*rowList{&b.rejected, &b.held, &b.warned} }

// join gives a kept row more issues.
func (l *rowList) join(at int, row Row) {
	k := &l.rows[at]
	for _, issue := range row.Issues {
		k.issues++
		if len(k.Issues) < issuesPerRow {
			k.Issues = append(k.Issues, kept(issue))
		}
		if l.found == nil {
			l.found = map[groupKey]int{}
		}
		l.found[keyOf(issue)]++
	}
}

// settle puts the rows in the order of the file again, and takes a check's own count of them: rows that aren't kept may have been met twice.
func (b *Builder) settle() {
	if b.spots == nil {
		return
	}
	b.spots = nil
	for _, l := range b.rowLists() {
		l.rows = slices.DeleteFunc(l.rows, func(k keptRow) bool { return k.gone })
		slices.SortStableFunc(l.rows, func(x, y keptRow) int {
			return cmp.Or(cmp.Compare(x.Source, y.Source), cmp.Compare(x.Number, y.Number))
		})
	}
	if b.Page.check() {
		b.rejected.total = max(len(b.rejected.rows), b.Page.Checked.Bad)
		b.warned.total = max(len(b.warned.rows), b.Page.Checked.Warned)
	}
}
