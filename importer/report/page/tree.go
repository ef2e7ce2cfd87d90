package page

import (
	"cmp"
	"math"
	"slices"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/run"
)

// How much of the tree of new organizations is shown: those with the most below them, and their
// first children.
const (
	topsShown     = 20
	childrenShown = 8
)

// What tree knows of a row's parent besides the row that it is.
const (
	notNew   = math.MinInt32 // the row creates nothing
	noParent = -1            // then -2 is the first parent that no row is, -3 the second …
)

// tree gathers below which organizations new ones would be: four bytes for each row, and more for
// each parent that is there.
type tree struct {
	parents []int32
	there   []int32 // of each parent that no row is: the first row below it, which names it
	known   map[uuid.UUID]int32
}

// add takes the next row.
func (t *tree) add(d *run.Decision) {
	parent := int32(noParent)
	switch {
	case d.Action != run.ActionCreate:
		parent = notNew
	case d.ParentRow >= 0:
		parent = d.ParentRow
	case d.ParentID != uuid.Nil:
		n, known := t.known[d.ParentID]
		if !known {
			if t.known == nil {
				t.known = map[uuid.UUID]int32{}
			}
			n = int32(len(t.there))
			t.known[d.ParentID] = n
			t.there = append(t.there, int32(len(t.parents)))
		}
		parent = -2 - n
	}
	t.parents = append(t.parents, parent)
}

// creations are the rows of new organizations.
func (t *tree) creations() (rows []int32) {
	for i, parent := range t.parents {
		if parent != notNew {
			rows = append(rows, int32(i))
		}
	}
	return rows
}

// above gives what a new organization would be right below: a row, or behind the rows one of there;
// -1 for none.
func (t *tree) above(at int) int {
	if at >= len(t.parents) {
		return -1
	}
	switch p := t.parents[at]; {
	case p >= 0:
		return int(p)
	case p != notNew && p != noParent:
		return len(t.parents) - 2 - int(p)
	}
	return -1
}

// count gives how many new organizations would be below each, at any depth.
func (t *tree) count() []int32 {
	below := make([]int32, len(t.parents)+len(t.there))
	waiting := make([]int32, len(below)) // children that aren't counted yet
	for i := range t.parents {
		if p := t.above(i); p >= 0 {
			waiting[p]++
		}
	}
	for at := range t.parents {
		for p := t.above(at); p >= 0 && waiting[at] == 0; at, p = p, t.above(p) {
			waiting[at] = -1 // it is counted
			below[p] += 1 + below[at]
			waiting[p]--
		}
	}
	return below
}

// branch is an organization with new ones below it.
type branch struct {
	at       int // as above has it
	below    int32
	children []branch
}

// top gives the branches with the most below them, each with its children.
func (t *tree) top() []branch {
	below := t.count()
	var tops []branch
	for i, n := range below {
		if n > 0 && t.above(i) < 0 {
			tops = append(tops, branch{at: i, below: n})
		}
	}
	mostFirst := func(a, b branch) int { return cmp.Compare(b.below, a.below) }
	slices.SortStableFunc(tops, mostFirst)
	tops = tops[:min(len(tops), topsShown)]
	shown := map[int]*branch{}
	for i := range tops {
		shown[tops[i].at] = &tops[i]
	}
	for i := range t.parents {
		if top := shown[t.above(i)]; top != nil {
			top.children = append(top.children, branch{at: i, below: below[i]})
		}
	}
	for _, b := range tops {
		slices.SortStableFunc(b.children, mostFirst)
	}
	return tops
}

// branchView is a branch as the page shows it.
type branchView struct {
	Name        string
	Below, More string
	There       bool
	Children    []branchView
}

// branches names the branches that are shown.
func (w *planWalk) branches() error {
	for _, b := range w.tree.top() {
		v, err := w.branch(b)
		if err != nil {
			return err
		}
		for _, child := range b.children[:min(len(b.children), childrenShown)] {
			c, err := w.branch(child)
			if err != nil {
				return err
			}
			v.Children = append(v.Children, c)
		}
		if more := len(b.children) - len(v.Children); more > 0 {
			v.More = number(more)
		}
		w.b.branches = append(w.b.branches, v)
	}
	return nil
}

func (w *planWalk) branch(b branch) (v branchView, err error) {
	var row run.Row
	if n := b.at - len(w.tree.parents); n >= 0 { // a row names it as its parent
		row, err = w.r.Row(int(w.tree.there[n]))
		v = branchView{Name: row.Values.Parent.Text, There: true}
	} else {
		row, err = w.r.Row(b.at)
		v = branchView{Name: row.Values.Name, There: w.tree.parents[b.at] == notNew}
	}
	v.Name = shorten(v.Name, cellLength)
	if b.below > 0 {
		v.Below = number(int(b.below))
	}
	return v, err
}
