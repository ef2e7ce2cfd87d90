package importer

import (
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/order"
	"github.com/orgbatch/orgbatch/importer/wording"
	"github.com/orgbatch/orgbatch/pigello"
)

// The order of writing follows two kinds of edges: a row waits for the row
// that creates its parent, and for the row that frees its name. This file
// finds the circles in them, and what hangs on rows that won't be written.

// breakParentCycles rejects the rows that would make an organization its own
// ancestor, seen over file and live data together. The rows of a ring move
// nothing then, which may leave a ring that their moves had opened.
func (p *planner) breakParentCycles() {
	for p.breakRings() {
	}
}

// breakRings looks at every row once, and tells whether it refused any.
func (p *planner) breakRings() (found bool) {
	const (
		unseen = iota
		onPath
		clear
	)
	state := make([]uint8, len(p.index.rows))
	// Live organizations outside the file that were passed, and how many rows were on the path then; -1 when that path has ended.
	passed := map[uuid.UUID]int{}
	for i := range p.index.rows {
		if state[i] != unseen {
			continue
		}
		var path []int32
		var met []uuid.UUID
		at := place{row: int32(i)}
		for {
			if at.row == none {
				if at.id == (uuid.UUID{}) {
					break
				}
				if from, ok := passed[at.id]; ok {
					if from >= 0 { // a circle of the API's own has no rows in it, and is none of the file's
						found = p.rejectRing(path[from:]) || found
					}
					break
				}
				passed[at.id], met = len(path), append(met, at.id)
				at = p.above(at)
				continue
			}
			if state[at.row] == onPath {
				found = p.rejectRing(path[slices.Index(path, at.row):]) || found
			}
			if state[at.row] != unseen {
				break
			}
			state[at.row] = onPath
			path = append(path, at.row)
			at = p.above(at)
		}
		for _, row := range path {
			state[row] = clear
		}
		for _, id := range met {
			passed[id] = -1
		}
	}
	return found
}

// place is an organization on the way up: a row of the file, or a live one.
type place struct {
	row int32
	id  uuid.UUID // when row is none; zero above a root
}

// above gives the parent as it will be once the file is written. A row that
// won't be written moves nothing.
func (p *planner) above(at place) place {
	id := at.id
	if at.row != none {
		e := &p.index.rows[at.row]
		switch {
		case e.is(inError|held) && e.live != none:
		case e.parentRow != none:
			return place{row: e.parentRow}
		case e.parentTo != none:
			return p.placeOf(p.live.rows[e.parentTo].id)
		case e.is(parentNull) || e.live == none:
			return place{row: none}
		}
		id = p.live.rows[e.live].id
	}
	return p.placeOf(p.live.parentOf[id])
}

func (p *planner) placeOf(id uuid.UUID) place {
	if at, ok := p.live.byID[id]; ok && p.live.rows[at].row != none {
		return place{row: p.live.rows[at].row}
	}
	return place{row: none, id: id}
}

// rejectRing refuses the rows of a ring; those that set no parent, or won't be written anyway, are only passed through.
func (p *planner) rejectRing(ring []int32) (found bool) {
	for n, member := range ring {
		if e := &p.index.rows[member]; !e.is(parentValue) || e.is(inError|held) {
			continue
		}
		found = true
		other := ring[(n+1)%len(ring)]
		problem := "this row names itself as its parent"
		switch above := p.above(place{row: member}); {
		case other == member && above.row != member:
			problem = "the parent that this row names is below it already, and no organization is its own ancestor; correct the parent"
		case other != member:
			problem = fmt.Sprintf("this row and %s are each other's ancestors, over %d rows; correct one of the parents", p.where(other), len(ring))
		}
		p.reject(member, codes.ParentCycle, pigello.NameOrganization, problem, p.index.parents[p.index.rows[member].parent].text)
	}
	return found
}

// passDown gives the fate of a row that won't be written to the rows that wait
// for it, and holds the rings that are left: there, no row can be the first.
func (p *planner) passDown() {
	waiting := order.New(len(p.index.rows))
	for i := range p.index.rows {
		if p.index.rows[i].is(inError | held) {
			continue // it won't be written, so it waits for nothing
		}
		for _, before := range p.befores(int32(i)) {
			waiting.Add(int32(i), before)
		}
	}
	ready := make([]int32, 0, len(p.index.rows))
	for i := range p.index.rows {
		if waiting.Left(int32(i)) == 0 {
			ready = append(ready, int32(i))
		}
	}
	for n := 0; n < len(ready); n++ {
		waiting.Each(ready[n], func(i int32) { p.inherit(i, ready[n]) })
		waiting.Pass(ready[n], func(i int32) { ready = append(ready, i) })
	}
	if len(ready) == len(p.index.rows) {
		return
	}
	for i := range p.index.rows {
		if waiting.Left(int32(i)) > 0 && !p.index.rows[i].is(inError|held) {
			p.hold(int32(i), codes.RenameRing, pigello.NameName, "this row waits for a name that is freed only after it, in a ring; rename one of them to something else first", "")
		}
	}
}

// befores gives the rows that must be written before row i.
func (p *planner) befores(i int32) []int32 {
	e := &p.index.rows[i]
	var rows []int32
	for _, before := range [...]int32{e.parentRow, e.nameAfter, e.moveAfter} {
		if before != none && before != i {
			rows = append(rows, before)
		}
	}
	return rows
}

func (p *planner) inherit(i, before int32) {
	e, b := &p.index.rows[i], &p.index.rows[before]
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
		p.reject(i, codes.OnRejected, field, onRejected(p.where(before)), "")
	} else {
		p.hold(i, codes.OnHeld, field, onHeld(p.where(before)), "")
	}
}
