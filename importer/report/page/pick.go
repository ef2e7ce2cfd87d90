package page

// picking chooses the rows of one list that the page carries: the first ones are seen without a script, more are paged by it.
type picking struct {
	weights []int
	rare    func(i int) bool // nil: none is
	first   int              // how many from the start are seen at once
	more    []int            // indexes of the others that are carried
	used    int
}

// pickingOf is for a list of which none is rare.
func pickingOf[T any](rows []T, weight func(*T) int) *picking {
	p := &picking{weights: make([]int, len(rows))}
	for i := range rows {
		p.weights[i] = weight(&rows[i])
	}
	return p
}

// pick shares the page's bytes among lists. Every list has its first rows; what is left is shared evenly, and what one list doesn't need
// the later ones have.
func pick(lists []*picking, bytes int) {
	room := min(shownBytes, bytes/max(1, len(lists)))
	for _, l := range lists {
		bytes -= l.takeFirst(room)
	}
	for i, l := range lists {
		waiting := 0
		for _, other := range lists[i:] {
			if other.first < len(other.weights) {
				waiting++
			}
		}
		if waiting > 0 && bytes > 0 {
			bytes -= l.takeMore(bytes / waiting)
		}
	}
}

func (l *picking) takeFirst(room int) int {
	for l.first < min(len(l.weights), rowsShown) && (l.used+l.weights[l.first] <= room || l.first == 0) {
		l.used += l.weights[l.first]
		l.first++
	}
	return l.used
}

// takeMore takes the rare rows first, then the others in their order.
func (l *picking) takeMore(bytes int) int {
	chosen, used := make([]bool, len(l.weights)), 0
	for _, rare := range [...]bool{true, false} {
		for i := l.first; i < len(l.weights); i++ {
			if (l.rare != nil && l.rare(i)) == rare && used+l.weights[i] <= bytes {
				chosen[i] = true
				used += l.weights[i]
			}
		}
	}
	for i, c := range chosen {
		if c {
			l.more = append(l.more, i)
		}
	}
	return used
}

// shown makes the rows that were picked ready, and says what of the total is left out, and where it stands.
func shown[V any](p *picking, total int, place string, view func(i int) V) (rows, more []V, left string) {
	for i := range p.first {
		rows = append(rows, view(i))
	}
	for _, i := range p.more {
		more = append(more, view(i))
	}
	return rows, more, remark(len(rows), len(more), total, place)
}
