//go:build !race

// One goroutine asks some thousand filters: nothing is shared.

package backup

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/pigello"
)

// Every filter means on a snapshot what it means to the API: each field, each
// operator, negated or not, on values that are there, in parts, in other cases.
func TestSelectionIsTheAPIs(t *testing.T) {
	client := serve(t)
	var last uuid.UUID
	for i, name := range []string{"Exempelbacken AB", "exempelbacken ab", "Åkerö Påhitt", "åkerö påhitt 2", "Straße ı İ", "a_b%c", "Låtsas, Komma"} {
		w := pigello.Write{Name: name}
		if i%3 != 0 {
			w.CustomID = pigello.Some(strings.ToUpper(name[:1]) + "-" + name)
		}
		if i%2 == 1 {
			w.Parent = pigello.Some(last)
		}
		org, err := client.Create(t.Context(), w)
		if err != nil {
			t.Fatal(err)
		}
		last = org.ID
	}
	var all []pigello.Organization
	for org, err := range client.ListAll(t.Context(), pigello.Query{}, nil) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, org)
	}
	asked, matched := 0, 0
	for _, field := range pigello.Fields() {
		if !field.Filterable {
			continue
		}
		for _, op := range append([]pigello.Operator{pigello.OpExact}, field.Operators...) {
			for _, value := range valuesFor(all, field, op) {
				for _, negate := range []bool{false, true} {
					f := pigello.Filter{Field: field.Name, Op: op, Value: value, Negate: negate}
					asked++
					matched += compareSelection(t, client, all, f)
				}
			}
		}
	}
	if asked < 300 || matched < asked {
		t.Errorf("%d filters met %d rows: too few to tell", asked, matched)
	}
}

func compareSelection(t *testing.T, client *pigello.Client, all []pigello.Organization, f pigello.Filter) int {
	t.Helper()
	var want, got []string
	for org, err := range client.ListAll(t.Context(), pigello.Query{Filters: []pigello.Filter{f}}, nil) {
		if err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		want = append(want, org.Name)
	}
	s, err := newSelection([]pigello.Filter{f})
	if err != nil {
		t.Fatalf("%s: %v", f, err)
	}
	for i := range all {
		if s.has(&all[i]) {
			got = append(got, all[i].Name)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("%s: a snapshot gives %q, Pigello %q", f, got, want)
	}
	return len(want)
}

// valuesFor are values to ask a field for.
func valuesFor(all []pigello.Organization, field pigello.Field, op pigello.Operator) []string {
	if op == pigello.OpIsNull {
		return []string{"true", "false"}
	}
	var values []string
	for i := range all {
		v, there := valueOf(&all[i], field.Name)
		if !there || op == pigello.OpIn && strings.Contains(v, ",") {
			continue
		}
		values = append(values, v)
		if field.Type != pigello.TypeText {
			continue
		}
		_, first := utf8.DecodeRuneInString(v)
		for _, part := range []string{strings.ToUpper(v), strings.ToLower(v), v[:first], v[first:]} {
			if !strings.Contains(part, ",") || op != pigello.OpIn {
				values = append(values, part)
			}
		}
	}
	if op == pigello.OpIn {
		values = append(values, values[0]+","+values[len(values)-1])
	}
	if field.Type == pigello.TypeTime {
		values = append(values, "2020-01-01", "2100-01-01")
	}
	return values
}
