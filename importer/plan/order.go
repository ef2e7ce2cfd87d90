package plan

import (
	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/order"
	"github.com/orgbatch/orgbatch/importer/whole"
	"github.com/orgbatch/orgbatch/importer/wording"
	"github.com/orgbatch/orgbatch/pigello"
)

// The order of writing follows two kinds of edges: a row waits for the row
// that creates its parent, and for the row that frees its name. This file
// finds the circles in them, and what hangs on rows that won't be written.

// tree tells what lies above an organization, and what a row waits for.
type tree struct {
	index *index
	live  *liveList
}

// ordering sees to it that rows can be written one after another.
type ordering struct {
	tree   *tree
	index  *index
	issues *ledger
}

// breakParentCycles rejects the rows that would make an organization its own
// ancestor, seen over file and live data together. The rows of a ring move
// nothing then, which may leave a ring that their moves had opened.
func (o *ordering) breakParentCycles(rules *whole.Rules) {
	nodes := &nodes{tree: o.tree, live: map[uuid.UUID]int32{}}
	moves := func(i int32) bool {
		e := &o.index.rows[i]
		return e.is(parentValue) && !e.is(inError|held)
	}
	for rules.Rings(nodes.above, moves) {
	}
}

// nodes number the places on the way up: rows as they are, and live organizations behind them.
type nodes struct {
	tree *tree
	ids  []uuid.UUID
	live map[uuid.UUID]int32 // the numbers of ids
}

func (n *nodes) above(node int32) int32 {
	rows := int32(len(n.tree.index.rows))
	at := place{row: node}
	if node >= rows {
		at = place{row: none, id: n.ids[node-rows]}
	}
	if at = n.tree.above(at); at.row != none || at.id == (uuid.UUID{}) {
		return at.row
	}
	if _, known := n.live[at.id]; !known {
		n.live[at.id] = rows + int32(len(n.ids))
		n.ids = append(n.ids, at.id)
	}
	return n.live[at.id]
}

// place is an organization on the way up: a row of the file, or a live one.
type place struct {
	row int32
	id  uuid.UUID // when row is none; zero above a root
}

// above gives the parent as it will be once the file is written. A row that
// won't be written moves nothing.
func (t *tree) above(at place) place {
	id := at.id
	if at.row != none {
		e := &t.index.rows[at.row]
		switch {
		case e.is(inError|held) && e.live != none:
		case e.parentRow != none:
			return place{row: e.parentRow}
		case e.parentTo != none:
			return t.placeOf(t.live.rows[e.parentTo].id)
		case e.is(parentNull) || e.live == none:
			return place{row: none}
		}
		id = t.live.rows[e.live].id
	}
	return t.placeOf(t.live.parentOf[id])
}

func (t *tree) placeOf(id uuid.UUID) place {
	if at, ok := t.live.byID[id]; ok && t.live.rows[at].row != none {
		return place{row: t.live.rows[at].row}
	}
	return place{row: none, id: id}
}

// passDown gives the fate of a row that won't be written to the rows that wait
// for it, and holds the rings that are left: there, no row can be the first.
func (o *ordering) passDown() {
	waiting := order.New(len(o.index.rows))
	for i := range o.index.rows {
		if o.index.rows[i].is(inError | held) {
			continue // it won't be written, so it waits for nothing
		}
		for _, before := range o.tree.befores(int32(i)) {
			waiting.Add(int32(i), before)
		}
	}
	ready := make([]int32, 0, len(o.index.rows))
	for i := range o.index.rows {
		if waiting.Left(int32(i)) == 0 {
			ready = append(ready, int32(i))
		}
	}
	for n := 0; n < len(ready); n++ {
		waiting.Each(ready[n], func(i int32) { o.inherit(i, ready[n]) })
		waiting.Pass(ready[n], func(i int32) { ready = append(ready, i) })
	}
	if len(ready) == len(o.index.rows) {
		return
	}
	for i := range o.index.rows {
		if waiting.Left(int32(i)) > 0 && !o.index.rows[i].is(inError|held) {
			o.issues.hold(int32(i), codes.RenameRing, pigello.NameName, "this row waits for a name that is freed only after it, in a ring; rename one of them to something else first", "")
		}
	}
}

// befores gives the rows that must be written before row i.
func (t *tree) befores(i int32) []int32 {
	e := &t.index.rows[i]
	var rows []int32
	for _, before := range [...]int32{e.parentRow, e.nameAfter, e.moveAfter} {
		if before != none && before != i {
			rows = append(rows, before)
		}
	}
	return rows
}

func (o *ordering) inherit(i, before int32) {
	e, b := &o.index.rows[i], &o.index.rows[before]
	if e.is(inError|held) || !b.is(inError|held) {
		return
	}
	field, onRejected, onHeld := pigello.NameOrganization, wording.English.Waits.PlaceRejected, wording.English.Waits.PlaceOnHold
	switch before {
	case e.parentRow:
		onRejected, onHeld = wording.English.Waits.ParentRejected, wording.English.Waits.ParentOnHold
	case e.nameAfter:
		field, onRejected, onHeld = pigello.NameName, wording.English.Waits.NameRejected, wording.English.Waits.NameOnHold
	}
	if b.is(inError) {
		o.issues.reject(i, codes.OnRejected, field, onRejected(o.issues.where(before)), "")
	} else {
		o.issues.hold(i, codes.OnHeld, field, onHeld(o.issues.where(before)), "")
	}
}
