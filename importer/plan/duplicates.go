package plan

import (
	"fmt"

	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/orgnumber"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/pigello"
)

// duplicates compares the rows that speak of one organization.
type duplicates struct {
	index  *index
	live   *liveList
	run    *run.Run
	in     *inputs
	issues *ledger
	orgs   *organizations
	mode   Mode
}

// settleDuplicates looks at the rows that speak of one organization. Of equal
// ones the first is taken and the others share its fate; rows that contradict
// each other are all in error, since nobody can tell which is right.
func (d *duplicates) settleDuplicates() {
	byLive := make([]int32, len(d.live.rows)) // last row seen of a live row, +1
	next := make([]int32, len(d.index.rows))  // the row before it of the same target, or none
	groups := map[int32]int32{}               // first row → last row of a group of more than one
	firsts := make([]int32, len(d.index.rows))
	for i := range d.index.rows {
		next[i], firsts[i] = none, int32(i)
		e := &d.index.rows[i]
		last := none
		switch {
		case e.live != none:
			last = byLive[e.live] - 1
			byLive[e.live] = int32(i) + 1
		case e.is(hasName) && !e.is(hasID):
			if first := d.orgs.firstOf(int32(i)); first != int32(i) {
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
		d.settleGroup(first, last, next)
	}
	if d.mode != Delete {
		d.findNameClashes()
	}
}

func (d *duplicates) settleGroup(first, last int32, next []int32) {
	differs := none
	for i := last; i != first; i = next[i] {
		if !d.equal(first, i) {
			differs = i
		}
	}
	for i := last; i != none; i = next[i] {
		other := first
		if differs != none && d.equal(first, i) {
			other = differs
		}
		switch {
		case differs != none:
			d.rejectContradicting(i, other)
		case i != first:
			d.index.rows[i].same = first
			d.issues.warn(i, codes.DuplicateRow, "", fmt.Sprintf("this row says the same as %s; it is counted with it", d.issues.where(first)), "")
		}
	}
}

// rejectContradicting refuses a row for each field in which it differs from another one of the same organization.
func (d *duplicates) rejectContradicting(i, other int32) {
	mine, err := d.run.Row(int(i))
	if err != nil {
		d.issues.fail(err)
		return
	}
	theirs, err := d.run.Row(int(other))
	if err != nil {
		d.issues.fail(err)
		return
	}
	first, second, a, b := i, other, &mine.Values, &theirs.Values
	if other < i {
		first, second, a, b = other, i, b, a
	}
	who, ways := fmt.Sprintf("%s have the name %q but", d.issues.whereBoth(first, second), a.Name), "delete one, or change its name"
	if a.Name == "" || a.Name != b.Name {
		who, ways = d.issues.whereBoth(first, second)+" mean the same organization but have", "delete the one that is wrong"
	}
	for _, field := range d.differences(i, other) {
		was, is := askedOf(a, field), askedOf(b, field)
		message := fmt.Sprintf("%s the %ss %s and %s; %s", who, FieldWord(field), orNone(was), orNone(is), ways)
		d.issues.reject(i, codes.Contradicting, field, message, askedOf(&mine.Values, field))
	}
}

// whereBoth names two rows, the earlier one first.
func (l *ledger) whereBoth(a, b int32) string {
	if len(l.in.sources) > 1 {
		return l.where(a) + " and " + l.where(b)
	}
	return fmt.Sprintf("rows %d and %d", l.index.rows[a].number, l.index.rows[b].number)
}

// differences are the fields in which two rows of one organization ask for something else.
func (d *duplicates) differences(a, b int32) []string {
	x, y := &d.index.rows[a], &d.index.rows[b]
	differ := func(marks mark) bool { return x.marks&marks != y.marks&marks }
	var fields []string
	if differ(hasName) || x.name != y.name {
		fields = append(fields, pigello.NameName)
	}
	if differ(customValue|customNull) || x.custom != y.custom {
		fields = append(fields, pigello.NameCustomID)
	}
	if differ(parentValue|parentNull) || x.parentTo != y.parentTo || x.parentRow != y.parentRow ||
		x.parentTo == none && x.parentRow == none && x.parent != y.parent {
		fields = append(fields, pigello.NameOrganization)
	}
	return fields
}

// askedOf is what a row asks for in one of its fields.
func askedOf(v *run.Values, field string) string {
	switch field {
	case pigello.NameName:
		return v.Name
	case pigello.NameCustomID:
		return v.CustomID.Text
	}
	return v.Parent.Text
}

// FieldWord is what a person calls a field.
func FieldWord(field string) string {
	if field == pigello.NameOrganization {
		return "parent"
	}
	return field
}

// orNone quotes a value, and names the lack of one.
func orNone(value string) string {
	if value == "" {
		return "none"
	}
	return fmt.Sprintf("%q", orgnumber.Mask(tabular.Shorten(value)))
}

// equal tells whether two rows of one organization ask for the same.
func (d *duplicates) equal(a, b int32) bool {
	return len(d.differences(a, b)) == 0
}

// findNameClashes refuses rows that would give one name to two organizations.
func (d *duplicates) findNameClashes() {
	for i := range d.index.rows {
		e := &d.index.rows[i]
		if !e.is(hasName) || d.index.byName[e.name] != int32(i) || e.sameName == none {
			continue
		}
		hits := d.orgs.targets(d.index.named, e.name)
		if len(hits) < 2 {
			continue
		}
		uses := [2]string{d.describeUse(e.name, hits[0]), d.describeUse(e.name, hits[1])}
		d.index.named(e.name, func(j int32) {
			other := uses[0]
			if d.orgs.targetOf(j) == hits[0] {
				other = uses[1]
			}
			d.issues.reject(j, codes.NameTwice, pigello.NameName, "the name is unique, but "+other+" would get it too", "")
		})
	}
}

// describeUse names a row that would give the name to the target.
func (d *duplicates) describeUse(name key, t target) string {
	if t.live == none {
		return d.issues.where(t.row)
	}
	at := none
	d.index.named(name, func(j int32) {
		if d.index.rows[j].live == t.live {
			at = j
		}
	})
	return d.issues.where(at)
}
