package page

import (
	"fmt"
	"slices"
)

// How much a page shows. Without a script the first rowsShown of a list are seen; a script pages
// the others that the page carries. A page that gets too large nevertheless has fewer: see
// writePage.
const (
	rowsShown    = 200
	rowsKept     = 1000 // of a list
	rareKept     = 500  // of a list, beyond those
	groupsShown  = 1000
	rowsPerGroup = 20 // of each kind of issue, however late its rows come
	columnsKept  = 64
	issuesPerRow = 8
)

// list keeps what a page may show of the rows of one kind: the first rowsKept, then rare ones.
type list[T any] struct {
	total int
	rows  []T
}

func (l *list[T]) wants() bool { return len(l.rows) < rowsKept }

func (l *list[T]) wantsRare() bool { return len(l.rows) < rowsKept+rareKept }

// add counts a row, and makes and keeps it if it is wanted.
func (l *list[T]) add(row func() T) {
	l.total++
	if l.wants() {
		l.rows = append(l.rows, row())
	}
}

// addRare is add for a rare one.
func (l *list[T]) addRare(row func() T) {
	l.total++
	if l.wantsRare() {
		l.rows = append(l.rows, row())
	}
}

// listView is a list as the page shows it. Left says what isn't seen and where it is.
type listView[T any] struct {
	Total      int
	Left       string
	Rows, More []T
}

// show gives at most so many of the first rows, and as many rare ones. All of them are in the file
// that place names.
func (l *list[T]) show(most int, place string) listView[T] {
	n := min(len(l.rows), most)
	v := listView[T]{Total: l.total, Rows: l.rows[:min(n, rowsShown)]}
	v.More = slices.Clone(l.rows[len(v.Rows):n])
	if rare := len(l.rows) - rowsKept; rare > 0 {
		v.More = append(v.More, l.rows[rowsKept:rowsKept+min(rare, most)]...)
	}
	v.Left = remark(len(v.Rows), len(v.More), l.total, place)
	return v
}

// remark says how many rows are shown and where all of them are; "" when all are shown.
func remark(first, more, total int, place string) string {
	seen := fmt.Sprintf("The first %s of %s are shown", number(first), number(total))
	all := ". All of them are in " + place + "."
	switch {
	case first == total:
		return ""
	case first+more == total:
		return seen + "; where scripts run, all can be paged through."
	case more == 0:
		return seen + all
	}
	return seen + "; where scripts run, " + number(more) + " more can be paged through" + all
}

// even gives at most so many of all, evenly spread.
func even[T any](all []T, most int) []T {
	some := make([]T, min(len(all), most))
	for i := range some {
		some[i] = all[i*len(all)/len(some)]
	}
	return some
}
