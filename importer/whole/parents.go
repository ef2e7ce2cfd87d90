package whole

import (
	"fmt"

	"github.com/orgbatch/orgbatch/importer/check"
	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

// Ways are how a parent that is no id is looked for, one after the other.
func Ways(kind check.ParentKind) []check.ParentKind {
	if kind == check.ParentAny {
		return []check.ParentKind{check.ParentByName, check.ParentByCustomID}
	}
	return []check.ParentKind{kind}
}

// Ambiguous is what is said of a parent that may be either of two organizations. Its text is ""
// where it isn't known.
func Ambiguous(text, one, other string, way check.ParentKind) string {
	who := "the parent"
	if text != "" {
		who += fmt.Sprintf(" %q", text)
	}
	return fmt.Sprintf("%s may be %s or %s, both found by %s; write the id of the one that is meant", who, one, other, way)
}

// Rings refuses the rows that would make an organization its own ancestor, and says whether it
// refused any. above gives what lies above a row or above another organization, which has a number
// behind those of the rows; run.NoRow lies above a root. Rows that don't move, as they name no
// parent or won't be written, are passed through.
func (r *Rules) Rings(above func(node int32) int32, moves func(row int32) bool) (found bool) {
	walks := make([]int32, r.Index.Len()) // by node: the walk that came by first, from 1
	for i := range r.Index.Len() {
		at := i
		for at != run.NoRow {
			for int(at) >= len(walks) {
				walks = append(walks, 0)
			}
			if walks[at] != 0 {
				break
			}
			walks[at] = i + 1
			at = above(at)
		}
		if at == run.NoRow || walks[at] != i+1 {
			continue
		}
		ring := []int32{at}
		for next := above(at); next != at; next = above(next) {
			ring = append(ring, next)
		}
		found = r.tellRing(ring, moves) || found
	}
	return found
}

func (r *Rules) tellRing(ring []int32, moves func(row int32) bool) (found bool) {
	var rows []int32
	for _, node := range ring {
		if node < r.Index.Len() {
			rows = append(rows, node)
		}
	}
	for n, row := range rows {
		if !moves(row) {
			continue
		}
		found = true
		message := "this row names itself as its parent"
		switch {
		case len(rows) > 1:
			message = fmt.Sprintf("this row and %s are each other's ancestors, over %d rows; correct one of the parents",
				r.where(rows[(n+1)%len(rows)]), len(rows))
		case len(ring) > 1:
			message = "the parent that this row names is below it already, and no organization is its own ancestor; correct the parent"
		}
		value := ""
		if values := r.Index.Values(row); values != nil {
			value = values.Parent.Text
		}
		r.Say(row, codes.ParentCycle, pigello.NameOrganization, message, value)
	}
	return found
}
