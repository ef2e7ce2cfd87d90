package page

import "fmt"

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

// listView is a list as the page shows it. Left says what isn't seen and where it is.
type listView[V any] struct {
	Total      int
	Left       string
	Rows, More []V
}

// show makes at most so many of the first rows ready, and as many rare ones. All of them are in
// the file that place names.
func show[T, V any](l *list[T], most int, place string, view func(*T) V) listView[V] {
	v := listView[V]{Total: l.total}
	for i := range l.rows {
		switch {
		case i < min(most, rowsShown):
			v.Rows = append(v.Rows, view(&l.rows[i]))
		case i < most || i >= rowsKept && i < rowsKept+most:
			v.More = append(v.More, view(&l.rows[i]))
		}
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
