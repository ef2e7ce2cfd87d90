package backup

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/pigello"
)

// selection evaluates filters on rows of a snapshot as the API does on its own: all must hold; a
// negated one holds where its condition doesn't, null included. Case is ignored letter by letter.
type selection []func(*pigello.Organization) bool

// newSelection refuses what the API would refuse, too.
func newSelection(filters []pigello.Filter) (selection, error) {
	if err := (pigello.Query{Filters: filters}).Validate(); err != nil {
		return nil, err
	}
	var s selection
	for _, f := range filters {
		holds, err := condition(f)
		if err != nil {
			return nil, err
		}
		s = append(s, func(o *pigello.Organization) bool { return holds(o) != f.Negate })
	}
	return s, nil
}

func (s selection) has(o *pigello.Organization) bool {
	return !slices.ContainsFunc(s,
		func(holds func(*pigello.Organization) bool) bool { return !holds(o) })
}

func condition(f pigello.Filter) (func(*pigello.Organization) bool, error) {
	if f.Op == pigello.OpIsNull {
		return func(o *pigello.Organization) bool {
			_, there := valueOf(o, f.Field)
			return there == (f.Value == "false")
		}, nil
	}
	if f.Field == pigello.NameCreatedAt {
		return timeCondition(f)
	}
	holds, err := textCondition(f)
	return func(o *pigello.Organization) bool {
		value, there := valueOf(o, f.Field)
		return there && holds(value)
	}, err
}

// valueOf is the text of a field; there is none where it is null or not told.
func valueOf(o *pigello.Organization, field string) (value string, there bool) {
	switch field {
	case pigello.NameID:
		return o.ID.String(), true
	case pigello.NameName:
		return o.Name, true
	case pigello.NameCustomID:
		return o.CustomID.Get()
	case pigello.NameCreatedAt:
		return o.CreatedAt, o.CreatedAt != ""
	}
	parent, there := o.Parent.Get()
	return parent.String(), there
}

func textCondition(f pigello.Filter) (func(string) bool, error) {
	want := f.Value
	if f.Field == pigello.NameID || f.Field == pigello.NameOrganization {
		want = strings.ToLower(want)
	}
	folded := fold(want)
	list := strings.Split(want, ",")
	switch f.Op {
	case pigello.OpExact:
		return func(v string) bool { return v == want }, nil
	case pigello.OpIn:
		return func(v string) bool { return slices.Contains(list, v) }, nil
	case pigello.OpContains:
		return func(v string) bool { return strings.Contains(v, want) }, nil
	case pigello.OpStartsWith:
		return func(v string) bool { return strings.HasPrefix(v, want) }, nil
	case pigello.OpEndsWith:
		return func(v string) bool { return strings.HasSuffix(v, want) }, nil
	case pigello.OpIExact:
		return func(v string) bool { return fold(v) == folded }, nil
	case pigello.OpIContains:
		return func(v string) bool { return strings.Contains(fold(v), folded) }, nil
	case pigello.OpIStartsWith:
		return func(v string) bool { return strings.HasPrefix(fold(v), folded) }, nil
	case pigello.OpIEndsWith:
		return func(v string) bool { return strings.HasSuffix(fold(v), folded) }, nil
	}
	return nil, &pigello.UsageError{Subject: f.String(),
		Problem: "a snapshot can't be asked for that"}
}

// fold is the upper case, letter by letter, as databases have it: ß stays itself.
func fold(s string) string { return string(bytes.Map(unicode.ToUpper, []byte(s))) }

func timeCondition(f pigello.Filter) (func(*pigello.Organization) bool, error) {
	var times []time.Time
	for text := range strings.SplitSeq(f.Value, ",") {
		t, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			t, err = time.Parse(time.DateOnly, text)
		}
		if err != nil {
			return nil, &pigello.UsageError{
				Subject: f.String(),
				Problem: fmt.Sprintf("%q is no time", text),
				Hint:    "write 2024-01-15, or 2024-01-15T08:30:00Z",
			}
		}
		times = append(times, t.Truncate(time.Microsecond))
	}
	holds := map[pigello.Operator]func(t time.Time) bool{
		pigello.OpExact: times[0].Equal,
		pigello.OpIn:    func(t time.Time) bool { return slices.ContainsFunc(times, t.Equal) },
		pigello.OpGt:    times[0].Before,
		pigello.OpGte:   func(t time.Time) bool { return !t.Before(times[0]) },
		pigello.OpLt:    times[0].After,
		pigello.OpLte:   func(t time.Time) bool { return !t.After(times[0]) },
	}[f.Op]
	return func(o *pigello.Organization) bool {
		t, err := o.CreatedTime()
		return err == nil && holds(t)
	}, nil
}

// above is the parent of each row, by which the ancestors of a selection are found.
type above map[uuid.UUID]uuid.UUID

// of gives the ancestors of the selected organizations that aren't selected themselves, as far as
// the snapshot has them.
func (a above) of(selected map[uuid.UUID]bool) []uuid.UUID {
	var found []uuid.UUID
	seen := map[uuid.UUID]bool{}
	for id := range selected {
		for parent, ok := a[id]; ok && parent != uuid.Nil && !selected[parent] &&
			!seen[parent]; parent, ok = a[parent] {
			seen[parent] = true
			if _, known := a[parent]; known {
				found = append(found, parent)
			}
		}
	}
	return found
}
