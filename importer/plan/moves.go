package plan

// orderMoves lets the moves wait for each other that could make an organization
// its own ancestor on the way, though none is in the end: one that goes below an
// organization that is, or comes to be, below it. Such moves are made from the
// top of the new tree down, so that whatever is above a moved one is there for
// good. All others wait for nothing.
func (o *ordering) orderMoves() {
	k := knots{number: map[place]int32{}}
	for i := range o.index.rows {
		if start := (place{row: int32(i)}); o.tree.moves(int32(i)) {
			o.tie(&k, start)
			o.index.rows[i].moveAfter = o.moveBefore(&k, start)
		}
	}
}

// moves tells whether a row puts a live organization below another, or at the root.
func (t *tree) moves(i int32) bool {
	return t.index.rows[i].is(setsParent) && !t.index.rows[i].is(inError|held)
}

// moveBefore finds the next move on the new way up, as long as that way may meet
// its beginning again.
func (o *ordering) moveBefore(k *knots, start place) int32 {
	for at := o.tree.above(start); k.together(at, start); at = o.tree.above(at) {
		if at.row != none && o.tree.moves(at.row) {
			return at.row
		}
	}
	return none
}

// knots are organizations of which each can be below each other one at some time
// while the file is written, when an organization may be below its parent of now
// or below its new one: the strongly connected parts of that graph, found by
// Tarjan's algorithm in one walk over it.
type knots struct {
	number map[place]int32 // in the order in which they were met
	low    []int32         // the first one met that each is known to reach, of those that are open
	knot   []int32         // once it is closed, the first one of it, else none
	open   []int32
}

func (k *knots) meet(at place) int32 {
	n := int32(len(k.low))
	k.number[at] = n
	k.low, k.knot, k.open = append(k.low, n), append(k.knot, none), append(k.open, n)
	return n
}

// together tells whether two places are in one knot.
func (k *knots) together(a, b place) bool {
	n, met := k.number[a]
	return met && k.knot[n] == k.knot[k.number[b]]
}

// tie finds the knots of all that is above a place, if they aren't known.
func (o *ordering) tie(k *knots, start place) {
	if _, met := k.number[start]; met {
		return
	}
	type visit struct {
		at    place
		n     int32
		tried int
	}
	for path := []visit{{at: start, n: k.meet(start)}}; len(path) > 0; {
		v := &path[len(path)-1]
		if v.tried < 2 {
			up := o.tree.above(v.at)
			if v.tried == 1 {
				up = o.tree.aboveNow(v.at)
			}
			v.tried++
			if n, met := k.number[up]; up == (place{row: none}) {
				continue
			} else if !met {
				path = append(path, visit{at: up, n: k.meet(up)})
			} else if k.knot[n] == none {
				k.low[v.n] = min(k.low[v.n], n)
			}
			continue
		}
		k.close(v.n)
		if path = path[:len(path)-1]; len(path) > 0 {
			below := path[len(path)-1].n
			k.low[below] = min(k.low[below], k.low[v.n])
		}
	}
}

// close ends a knot at the first one of it that was met.
func (k *knots) close(first int32) {
	if k.low[first] != first {
		return
	}
	for n := none; n != first; {
		n = k.open[len(k.open)-1]
		k.open, k.knot[n] = k.open[:len(k.open)-1], first
	}
}

// aboveNow gives the parent as it is before the file is written; none of an
// organization that isn't there yet.
func (t *tree) aboveNow(at place) place {
	id := at.id
	if at.row != none {
		now := t.index.rows[at.row].live
		if now == none {
			return place{row: none}
		}
		id = t.live.rows[now].id
	}
	return t.placeOf(t.live.parentOf[id])
}
