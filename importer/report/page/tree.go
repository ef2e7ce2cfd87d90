package page

import (
	"cmp"
	"math"
	"slices"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/run"
)

// How much of the tree of new organizations is shown: those with the most below them, and their first children.
const (
	topsShown     = 20
	childrenShown = 8
)

// What tree knows of a row's parent besides the row that it is.
const (
	notNew   = math.MinInt32 // the row creates nothing
	noParent = -1            // then -2 is the first parent that no row is, -3 the second …
)

// tree gathers below which organizations new ones would be: four bytes for each row, and more for each parent that is there.
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

// count gives how many new organizations would be below each row, at any depth, and below each parent that no row is.
func (t *tree) count() (below, belowThere []int32) {
	below, belowThere = make([]int32, len(t.parents)), make([]int32, len(t.there))
	waiting := make([]int32, len(t.parents)) // children that aren't counted yet
	for _, p := range t.parents {
		if p >= 0 {
			waiting[p]++
		}
	}
	for i := range t.parents {
		for at := int32(i); waiting[at] == 0 && t.parents[at] != notNew; {
			waiting[at] = -1 // it is counted
			switch p := t.parents[at]; {
			case p >= 0:
				below[p] += 1 + below[at]
				waiting[p]--
				at = p
			case p < noParent:
				belowThere[-2-p] += 1 + below[at]
			}
		}
	}
	return below, belowThere
}

// branch is an organization with new ones below it.
type branch struct {
	row, below int32
	there      bool // it is none of the new ones
	named      bool // the row isn't it, but names it as its parent
	children   []branch
}

// top gives the branches with the most below them, each with its children.
func (t *tree) top() []branch {
	below, belowThere := t.count()
	var tops []branch
	at := map[int32]int{} // by row, or as parents has it
	for i, n := range below {
		if n > 0 && t.parents[i] < 0 && t.parents[i] >= noParent || n > 0 && t.parents[i] == notNew {
			tops = append(tops, branch{row: int32(i), below: n, there: t.parents[i] == notNew})
		}
	}
	for n, first := range t.there {
		tops = append(tops, branch{row: first, below: belowThere[n], there: true, named: true})
	}
	slices.SortStableFunc(tops, func(a, b branch) int { return cmp.Compare(b.below, a.below) })
	tops = tops[:min(len(tops), topsShown)]
	for i, b := range tops {
		if b.named {
			at[t.parents[b.row]] = i
		} else {
			at[b.row] = i
		}
	}
	for i, p := range t.parents {
		if n, ok := at[p]; ok && p != notNew && p != noParent {
			tops[n].children = append(tops[n].children, branch{row: int32(i), below: below[i]})
		}
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

// takeTree names the branches that are shown.
func (w *planWalk) takeTree() error {
	for _, b := range w.tree.top() {
		v, err := w.branch(b)
		if err != nil {
			return err
		}
		slices.SortStableFunc(b.children, func(x, y branch) int { return cmp.Compare(y.below, x.below) })
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

func (w *planWalk) branch(b branch) (branchView, error) {
	row, err := w.r.Row(int(b.row))
	name := row.Values.Name
	if b.named {
		name = row.Values.Parent.Text
	}
	v := branchView{Name: shorten(name, cellLength), There: b.there}
	if b.below > 0 {
		v.Below = number(int(b.below))
	}
	return v, err
}
