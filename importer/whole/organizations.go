package whole

import (
	"fmt"

	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/orgnumber"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/pigello"
)

// Repeated compares the rows that speak of one organization. Of equal ones the first is taken and
// the others follow it; rows that contradict each other are all in error, since nobody can tell
// which is right.
func (r *Rules) Repeated(follow func(i, first int32)) {
	other := r.differing(Organization, r.equal)
	for i := range r.Index.Len() {
		first := r.Index.First(Organization, i)
		if differs, found := other[first]; found {
			if !r.equal(first, i) {
				differs = first
			}
			r.tellContradicting(i, differs)
		} else if first != run.NoRow && first != i {
			follow(i, first)
			message := "this row says the same as " + r.where(first) + "; it is counted with it"
			r.Say(i, codes.DuplicateRow, "", message, "")
		}
	}
}

// NamedTwice refuses the rows that would give one name to two organizations.
func (r *Rules) NamedTwice() {
	same := func(a, b int32) bool { return r.Index.Same(Organization, a, b) }
	other := r.differing(Name, same)
	for i := range r.Index.Len() {
		first := r.Index.First(Name, i)
		differs, found := other[first]
		if !found {
			continue
		}
		if !same(first, i) {
			differs = first
		}
		message := "the name is unique, but " + r.where(differs) + " would get it too"
		r.Say(i, codes.NameTwice, pigello.NameName, message, "")
	}
}

// differing gives, by the row that stands for a key, the first row of that key that isn't the same.
func (r *Rules) differing(by Key, same func(a, b int32) bool) map[int32]int32 {
	other := map[int32]int32{}
	for i := range r.Index.Len() {
		first := r.Index.First(by, i)
		if _, known := other[first]; !known && first != run.NoRow && !same(first, i) {
			other[first] = i
		}
	}
	return other
}

func (r *Rules) equal(a, b int32) bool { return len(r.Index.Differences(a, b)) == 0 }

// tellContradicting refuses a row for each field in which it differs from another one of the same
// organization.
func (r *Rules) tellContradicting(i, other int32) {
	a, b := min(i, other), max(i, other)
	first, second := r.Index.Values(a), r.Index.Values(b)
	who, ways := r.whereBoth(a, b), "delete one, or change its name"
	switch {
	case !r.Index.Same(Name, a, b):
		who, ways = who+" mean the same organization but have", "delete the one that is wrong"
	case first == nil:
		who += " have the same name but"
	default:
		who += fmt.Sprintf(" have the name %q but", first.Name)
	}
	for _, field := range r.Index.Differences(a, b) {
		what, value := "other "+fieldWord(field)+"s", ""
		if first != nil && second != nil {
			x, y := askedOf(first, field), askedOf(second, field)
			what, value = fmt.Sprintf("the %ss %s and %s", fieldWord(field), orNone(x), orNone(y)), x
			if i == b {
				value = y
			}
		}
		r.Say(i, codes.Contradicting, field, who+" "+what+"; "+ways, value)
	}
}

// whereBoth names two rows, the earlier one first.
func (r *Rules) whereBoth(a, b int32) string {
	if len(r.Files.Sources) > 1 {
		return r.where(a) + " and " + r.where(b)
	}
	return fmt.Sprintf("rows %d and %d", r.Index.Place(a).Number, r.Index.Place(b).Number)
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

// fieldWord is what a person calls a field.
func fieldWord(field string) string {
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
