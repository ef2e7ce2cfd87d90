package plan

import (
	"fmt"
	"slices"

	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/orgnumber"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/whole"
	"github.com/orgbatch/orgbatch/pigello"
)

// target is an organization as planning knows it: live, or to be created by a row.
type target struct{ live, row int32 }

// organizations tells of which organization each row speaks.
type organizations struct {
	index    *index
	live     *liveList
	run      *run.Run
	issues   *ledger
	firstNew []int32                   // by head of a name's chain: the first row that creates it
	first    []int32                   // by row: the first that speaks of the same organization
	byNumber map[orgnumber.Spelt]int32 // the first row of this number, however it is written
}

func (o *organizations) targetOf(i int32) target {
	if e := &o.index.rows[i]; e.live != none {
		return target{live: e.live, row: none}
	}
	return target{live: none, row: o.firstOf(i)}
}

// findFirsts notes for every name the first row that would create it; it
// stands for all of them. The head of a name's chain has its first row. Rows that give an id that
// isn't there speak of nothing else, whatever their name.
func (o *organizations) findFirsts() {
	o.firstNew = slices.Repeat([]int32{none}, len(o.index.rows))
	o.first = make([]int32, len(o.index.rows))
	o.byNumber = map[orgnumber.Spelt]int32{}
	byLive := slices.Repeat([]int32{none}, len(o.live.rows))
	for i := range o.Len() {
		e := &o.index.rows[i]
		if e.live == none && e.is(hasName) {
			if head := o.index.byName[e.name]; o.firstNew[head] == none {
				o.firstNew[head] = i
			}
		}
		o.first[i] = i
		switch {
		case e.live == none && e.is(hasName) && !e.is(hasID):
			o.first[i] = o.firstOf(i)
		case e.live != none && byLive[e.live] == none:
			byLive[e.live] = i
		case e.live != none:
			o.first[i] = byLive[e.live]
		}
		if _, known := o.byNumber[e.org.Bare()]; !known && e.org != 0 {
			o.byNumber[e.org.Bare()] = i
		}
	}
}

func (o *organizations) firstOf(i int32) int32 {
	if !o.index.rows[i].is(hasName) {
		return i
	}
	return o.firstNew[o.index.byName[o.index.rows[i].name]]
}

// targets are the organizations of the rows that each gives for a key, and live ones beside them.
func (o *organizations) targets(each func(key, func(int32)), k key, there ...int32) []target {
	var hits []target
	each(k, func(i int32) { hits = addTarget(hits, o.targetOf(i)) })
	for _, at := range there {
		if at != none {
			hits = addTarget(hits, target{live: at, row: none})
		}
	}
	return hits
}

// addTarget collects different targets; two are enough to know of a quarrel.
func addTarget(hits []target, t target) []target {
	if len(hits) == 2 || slices.Contains(hits, t) {
		return hits
	}
	return append(hits, t)
}

// describe names an organization as a person finds it again.
func (o *organizations) describe(t target) string {
	if t.live != none {
		l := &o.live.rows[t.live]
		return fmt.Sprintf("the organization %q (%s)", l.name, l.id)
	}
	return o.issues.where(t.row)
}

// Len and what follows is what the rules over all rows ask: see [whole.Index].
func (o *organizations) Len() int32                       { return int32(len(o.index.rows)) }
func (o *organizations) Place(i int32) intake.Place       { return o.index.place(i) }
func (o *organizations) NumberOf(i int32) orgnumber.Spelt { return o.index.rows[i].org }

func (o *organizations) Done(i int32) bool {
	return o.index.rows[i].is(inError) || o.index.rows[i].same != none
}

func (o *organizations) First(by whole.Key, i int32) int32 {
	switch e := &o.index.rows[i]; {
	case by == whole.Organization:
		return o.first[i]
	case by == whole.Name && e.is(hasName):
		return o.index.byName[e.name]
	case by == whole.LikeName && e.is(hasName):
		return o.index.byNear[e.near]
	case by == whole.CustomID && e.is(customValue):
		return o.index.byCustom[e.custom]
	case by == whole.Number && e.org != 0:
		return o.byNumber[e.org.Bare()]
	}
	return none
}

func (o *organizations) Same(by whole.Key, a, b int32) bool {
	if by == whole.Organization {
		return o.targetOf(a) == o.targetOf(b)
	}
	x, y := &o.index.rows[a], &o.index.rows[b]
	return x.is(hasName) && y.is(hasName) && x.name == y.name
}

func (o *organizations) Values(i int32) *run.Values {
	row, err := o.run.Row(int(i))
	o.issues.fail(err)
	return &row.Values
}

func (o *organizations) Differences(a, b int32) []string {
	x, y := &o.index.rows[a], &o.index.rows[b]
	differ := func(marks mark) bool { return x.marks&marks != y.marks&marks }
	var fields []string
	if differ(hasName) || x.name != y.name {
		fields = append(fields, pigello.NameName)
	}
	if differ(customValue|customNull) || x.custom != y.custom {
		fields = append(fields, pigello.NameCustomID)
	}
	if differ(parentValue|parentNull) || x.parentTo != y.parentTo || x.parentRow != y.parentRow ||
		x.parentTo == none && x.parentRow == none && x.parent != y.parent {
		fields = append(fields, pigello.NameOrganization)
	}
	return fields
}
