// Package order knows what waits for what: rows for those that must be written before them, steps of an undo for those that
// must be done before.
package order

import "slices"

// Waiting knows which items wait for which others, in 12 bytes an item and 8 bytes an edge.
type Waiting struct {
	left  []int32 // per item: for how many others it waits, or passed
	first []int32 // per item: the first edge to one that waits for it
	edges []edge
}

// none ends a list of edges.
const none = -1

type edge struct{ to, next int32 }

// New makes items that wait for nothing.
func New(items int) *Waiting {
	return &Waiting{left: make([]int32, items), first: slices.Repeat([]int32{none}, items)}
}

// Add has item wait for before.
func (w *Waiting) Add(item, before int32) {
	w.edges = append(w.edges, edge{to: item, next: w.first[before]})
	w.first[before] = int32(len(w.edges)) - 1
	w.left[item]++
}

// passed marks an item whose waiters were let go.
const passed = -1

// Left is for how many others an item waits, below zero once those that wait for it were let go.
func (w *Waiting) Left(item int32) int { return int(w.left[item]) }

// Awaited reports whether others wait, or waited, for an item.
func (w *Waiting) Awaited(item int32) bool { return w.first[item] != none }

// Each visits the items that wait for one.
func (w *Waiting) Each(item int32, visit func(int32)) {
	for n := w.first[item]; n != none; n = w.edges[n].next {
		visit(w.edges[n].to)
	}
}

// Pass lets go what waits for an item, once, and calls ready for what waits for nothing any more.
func (w *Waiting) Pass(item int32, ready func(int32)) {
	if w.left[item] == passed {
		return
	}
	w.left[item] = passed
	w.Each(item, func(to int32) {
		w.left[to]--
		if w.left[to] == 0 {
			ready(to)
		}
	})
}
