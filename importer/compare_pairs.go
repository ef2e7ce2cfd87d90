package importer

import (
	"slices"

	"github.com/orgbatch/orgbatch/importer/run"
)

// pairing pairs rows of two runs. It knows the rows of the earlier one that were bad, and of the later one those that may be one of them.
type pairing struct {
	bad    []int32 // rows of the earlier run, in their order
	groups [rowKeyKinds]map[key]*rowGroup
	match  map[int32]int32 // by row of the earlier run, the row now
	taken  map[int32]bool  // rows now that are one of the earlier run
}

// rowGroup is the rows of both runs that have one key.
type rowGroup struct{ before, now []int32 }

func newPairing() pairing {
	p := pairing{match: map[int32]int32{}, taken: map[int32]bool{}}
	for kind := range p.groups {
		p.groups[kind] = map[key]*rowGroup{}
	}
	return p
}

func (p *pairing) addBefore(r *run.Row, keys *rowKeys) {
	p.bad = append(p.bad, int32(r.Index))
	for kind := range rowKeyKinds {
		k := keys.of(kind)
		if k == (kindKey{}) {
			continue
		}
		if p.groups[kind][k.key] == nil {
			p.groups[kind][k.key] = &rowGroup{}
		}
		g := p.groups[kind][k.key]
		g.before = append(g.before, int32(r.Index))
	}
}

// addNow keeps one row more than the earlier run had, which tells that a key is no longer sure.
func (p *pairing) addNow(r *run.Row, keys *rowKeys) {
	for kind := range rowKeyKinds {
		if g := p.groups[kind][keys.of(kind).key]; g != nil && len(g.now) <= len(g.before) {
			g.now = append(g.now, int32(r.Index))
		}
	}
}

// pairKinds pairs by what tells more than an end, first where there is one row on either side and then in their order.
func (p *pairing) pairKinds(end rowKeyKind) {
	for _, sure := range [...]bool{true, false} {
		for kind := range end {
			for _, g := range p.groups[kind] {
				p.pairGroup(g, sure)
			}
		}
	}
}

func (p *pairing) pairGroup(g *rowGroup, sure bool) {
	before, now := p.open(g)
	if sure && (len(before) != 1 || len(now) != 1) {
		return
	}
	for i := range min(len(before), len(now)) {
		p.pair(before[i], now[i])
	}
}

// open gives the rows of a group that have no pair yet.
func (p *pairing) open(g *rowGroup) (before, now []int32) {
	before = slices.DeleteFunc(slices.Clone(g.before), func(row int32) bool { _, ok := p.match[row]; return ok })
	now = slices.DeleteFunc(slices.Clone(g.now), func(row int32) bool { return p.taken[row] })
	return before, now
}

func (p *pairing) pair(before, now int32) { p.match[before], p.taken[now] = now, true }

// guess says of the rows without a pair where they would stand now: below the row that they stood below, else as far from the row before them
// as they did. There are that many rows now.
func (p *pairing) guess(rows int) map[int32]int32 {
	guesses, used := map[int32]int32{}, map[int32]bool{}
	for _, g := range p.groups[byNeighbour] {
		if before, now := p.open(g); len(before) == 1 && len(now) == 1 {
			guesses[before[0]], used[now[0]] = now[0], true
		}
	}
	shift := int32(0)
	for _, row := range p.bad {
		now, known := p.match[row]
		if !known {
			now, known = guesses[row]
		}
		if known {
			shift = now - row
		} else if now = row + shift; now >= 0 && int(now) < rows && !used[now] && !p.taken[now] {
			guesses[row], used[now] = now, true
		}
	}
	return guesses
}
