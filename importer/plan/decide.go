package plan

import (
	"fmt"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

// deciding says what each row would do to its organization.
type deciding struct {
	index   *index
	live    *liveList
	run     *run.Run
	issues  *ledger
	mode    Mode
	restore *RestoreOptions
	sum     *Summary
}

// decideRows settles for every row by itself what it would do: the mode's
// rules, what differs from the live row, and whether it resembles another. What
// the file does to live rows decides what the new ones resemble.
func (d *deciding) decideRows() {
	decide := func(isNew bool, one func(i int32)) {
		for i := range d.index.rows {
			if e := &d.index.rows[i]; !e.is(inError|held|deletes) && e.same == none && (e.live == none) == isNew {
				one(int32(i))
			}
		}
	}
	decide(false, d.decideExisting)
	decide(true, d.decideNew)
}

func (d *deciding) decideNew(i int32) {
	e := &d.index.rows[i]
	switch {
	case d.mode == Update:
		d.issues.reject(i, codes.NotThere, pigello.NameName, "no such organization exists, and --mode update creates none", "")
	case !e.is(hasName):
		d.issues.reject(i, codes.NameMissing, pigello.NameName, "a new organization needs a name; fill it in", "")
	default:
		d.findTwin(i)
	}
}

// findTwin holds a row that would create what may be there already under
// another spelling.
func (d *deciding) findTwin(i int32) {
	e := &d.index.rows[i]
	for _, at := range d.live.byNear[e.near] {
		l := &d.live.rows[at]
		if !l.renamed && d.holdTwin(i, pigello.NameName, fmt.Sprintf("nearly the same name as the organization %q (%s)", l.name, l.id)) {
			return
		}
	}
	if !e.is(customValue) {
		return
	}
	for _, at := range d.live.byCustom[e.custom] {
		l := &d.live.rows[at]
		if l.row != none && d.index.rows[l.row].is(setsCustom) && !d.index.rows[l.row].is(inError|held) {
			continue // the file takes the custom_id away from it
		}
		if d.holdTwin(i, pigello.NameCustomID, fmt.Sprintf("the same custom_id as the organization %q (%s)", l.name, l.id)) {
			return
		}
	}
}

// holdTwin says whether the row is held: whoever decides may have said that it is another organization.
func (d *deciding) holdTwin(i int32, field, resembles string) bool {
	switch {
	case d.restore == nil:
		if !d.issues.ask(i, codes.PossibleTwin, field, resembles+"; if it is the same, write that id in this row; if it is another, import with ", "") {
			return false
		}
	case d.issues.accepts(i, codes.PossibleTwin, field):
		return false
	default:
		d.issues.hold(i, codes.PossibleTwin, field, resembles+", which is not in the snapshot; if it is another, restore with --allow-twins, or rename it first if the names are the same", "")
	}
	d.sum.Twins++
	return true
}

func (d *deciding) decideExisting(i int32) {
	e, l := &d.index.rows[i], &d.live.rows[d.index.rows[i].live]
	if d.mode == Create {
		d.issues.reject(i, codes.Exists, pigello.NameName, fmt.Sprintf("the organization %q (%s) exists, and only new ones are to be created", l.name, l.id), "")
		return
	}
	if d.restore.keeps() {
		d.keepLive(i)
		return
	}
	if e.is(hasName) && keyOf(l.name) != e.name {
		e.marks |= renames
	}
	if d.changesCustom(e, l) {
		e.marks |= setsCustom
	}
	if d.changesParent(e, l) {
		e.marks |= setsParent
	}
}

func (d *deciding) changesCustom(e *entry, l *liveRow) bool {
	switch {
	case l.custom.Kind == run.Absent: // not told, so not compared
		return false
	case e.is(customNull):
		return l.custom.Kind != run.Null
	case e.is(customValue):
		return l.custom.Kind != run.Value || keyOf(l.custom.Text) != e.custom
	}
	return false
}

func (d *deciding) changesParent(e *entry, l *liveRow) bool {
	if l.parent.IsAbsent() {
		return false // the API doesn't tell the parent: never taken for none
	}
	now, _ := l.parent.Get()
	switch {
	case e.is(parentNull):
		return now != uuid.UUID{}
	case e.parentTo != none:
		return now != d.live.rows[e.parentTo].id
	case e.parentRow != none:
		return true // the parent is yet to be created
	}
	return false
}

// freeNames makes a row wait for the row that gives up the name it wants, and
// refuses a name that a live organization keeps.
func (d *deciding) freeNames() {
	for i := range d.index.rows {
		e := &d.index.rows[i]
		if e.is(inError|held) || e.same != none || !e.is(hasName) || e.live != none && !e.is(renames) {
			continue
		}
		at, ok := d.live.byName[e.name]
		if !ok || at == e.live {
			continue
		}
		l := &d.live.rows[at]
		if l.row != none && d.index.rows[l.row].is(renames) && !d.index.rows[l.row].is(inError|held) {
			e.nameAfter = l.row
			continue
		}
		d.issues.reject(int32(i), codes.NameTaken, pigello.NameName, fmt.Sprintf("the organization %s has this name and keeps it", l.id), l.name)
	}
}
