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

// AddLate takes an issue of a check that became known after the rows were read, because it is about
// several of them. It joins the row if that is kept already, so that a row stands on the page once,
// among those of its worst issue.
func (b *Builder) AddLate(row Row) {
	b.locate()
	key := rowKey{row.Source, row.Number}
	s, known := b.spots[key]
	if !known {
		list := b.list(row.Fate)
		at := len(list.rows)
		b.AddRow(row)
		if len(list.rows) > at {
			b.spots[key] = spot{list, at}
		}
		return
	}
	late := &s.list.rows[s.at]
	if row.Fate == Rejected {
		late.Fate = Rejected
	}
	s.list.join(late, row.Issues)
}

// locate finds once where the rows are kept.
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

// sortLate puts the rows into the lists of their fates, in the order of the file again, and takes a
// check's own count of them: rows that aren't kept may have been met twice.
func (b *Builder) sortLate() {
	if b.spots == nil {
		return
	}
	b.spots = nil
	var all []keptRow
	for _, l := range b.rowLists() {
		all = append(all, l.rows...)
		l.rows = nil
	}
	slices.SortStableFunc(all, func(x, y keptRow) int {
		return cmp.Or(cmp.Compare(x.Source, y.Source), cmp.Compare(x.Number, y.Number))
	})
	for _, k := range all {
		list := b.list(k.Fate)
		list.rows = append(list.rows, k)
	}
	b.rejected.total = max(len(b.rejected.rows), b.Page.Checked.Bad)
	b.warned.total = max(len(b.warned.rows), b.Page.Checked.Warned)
}
