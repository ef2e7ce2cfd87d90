package importer

import "fmt"

// settleDuplicates looks at the rows that speak of one organization. Of equal
// ones the first is taken and the others share its fate; rows that contradict
// each other are all in error, since nobody can tell which is right.
func (p *planner) settleDuplicates() {
	byLive := make([]int32, len(p.live.rows)) // last row seen of a live row, +1
	next := make([]int32, len(p.rows))        // the row before it of the same target, or none
	groups := map[int32]int32{}               // first row → last row of a group of more than one
	firsts := make([]int32, len(p.rows))
	for i := range p.rows {
		next[i], firsts[i] = none, int32(i)
		e := &p.rows[i]
		last := none
		switch {
		case e.live != none:
			last = byLive[e.live] - 1
			byLive[e.live] = int32(i) + 1
		case e.is(hasName) && !e.is(hasID):
			if first := p.firstOf(int32(i)); first != int32(i) {
				last = first
				if l, ok := groups[first]; ok {
					last = l
				}
			}
		}
		if last == none {
			continue
		}
		next[i], firsts[i] = last, firsts[last]
		groups[firsts[i]] = int32(i)
	}
	for first, last := range groups {
		p.settleGroup(first, last, next)
	}
	p.findNameClashes()
}

func (p *planner) settleGroup(first, last int32, next []int32) {
	differs := none
	for i := last; i != first; i = next[i] {
		if !p.equal(first, i) {
			differs = i
		}
	}
	for i := last; i != none; i = next[i] {
		other := first
		if i == first {
			other = differs
		}
		switch {
		case differs != none:
			p.reject(i, codeContradicting, "", fmt.Sprintf("this row and %s speak of the same organization and differ; keep the one that is right", p.where(other)), "")
		case i != first:
			p.rows[i].same = first
			p.warn(i, codeDuplicateRow, "", fmt.Sprintf("this row says the same as %s; it is counted with it", p.where(first)), "")
		}
	}
}

// equal tells whether two rows of one organization ask for the same.
func (p *planner) equal(a, b int32) bool {
	const asks = hasName | customValue | customNull | parentValue | parentNull
	x, y := &p.rows[a], &p.rows[b]
	return x.marks&asks == y.marks&asks && x.name == y.name && x.custom == y.custom &&
		x.parentTo == y.parentTo && x.parentRow == y.parentRow && p.sameParentText(x, y)
}

func (p *planner) sameParentText(x, y *entry) bool {
	return x.parentTo != none || x.parentRow != none || x.parent == y.parent
}

// findNameClashes refuses rows that would give one name to two organizations.
func (p *planner) findNameClashes() {
	for i := range p.rows {
		e := &p.rows[i]
		if !e.is(hasName) || p.byName[e.name] != int32(i) || e.sameName == none {
			continue
		}
		hits := p.namedTargets(e.name, none)
		if len(hits) < 2 {
			continue
		}
		uses := [2]string{p.describeUse(e.name, hits[0]), p.describeUse(e.name, hits[1])}
		p.named(e.name, func(j int32) {
			other := uses[0]
			if p.targetOf(j) == hits[0] {
				other = uses[1]
			}
			p.reject(j, codeNameTwice, fieldName, "the name is unique, but "+other+" would get it too", "")
		})
	}
}

// describeUse names a row that would give the name to the target.
func (p *planner) describeUse(name key, t target) string {
	if t.live == none {
		return p.where(t.row)
	}
	at := none
	p.named(name, func(j int32) {
		if p.rows[j].live == t.live {
			at = j
		}
	})
	return p.where(at)
}
