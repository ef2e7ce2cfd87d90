package sandbox

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
)

// The model says what a filter means, in plain Go over plain rows, without anything of the package. Null is a nil pointer.
type modelRow struct {
	id, name, created string
	custom, parent    *string
}

// value gives a field's value, nil for null.
func (r modelRow) value(field string) *string {
	return map[string]*string{"id": &r.id, "name": &r.name, "custom_id": r.custom, "organization": r.parent, "created_at": &r.created}[field]
}

func upper(s string) string { return strings.Map(unicode.ToUpper, s) }

// modelTime makes times comparable as strings.
func modelTime(s string) string {
	for _, form := range []string{time.RFC3339Nano, time.DateOnly} {
		if t, err := time.Parse(form, s); err == nil {
			return t.UTC().Format("2006-01-02T15:04:05.000000")
		}
	}
	return "?" + s
}

// matches says whether a row is in the answer to field__operator=value, or with negate to field__operator!=value.
func (r modelRow) matches(field, operator string, negate bool, value string) bool {
	return modelMatch(r.value(field), field, operator, value) != negate
}

func modelMatch(v *string, field, operator, value string) bool {
	if operator == "isnull" {
		return (v == nil) == (value == "true")
	}
	if v == nil {
		return false
	}
	have := *v
	if operator == "in" {
		return slices.ContainsFunc(strings.Split(value, ","), func(one string) bool { return modelMatch(v, field, "", one) })
	}
	if field == "created_at" {
		have, value = modelTime(have), modelTime(value)
	}
	switch operator {
	case "":
		return have == value
	case "contains":
		return strings.Contains(have, value)
	case "icontains":
		return strings.Contains(upper(have), upper(value))
	case "startswith":
		return strings.HasPrefix(have, value)
	case "istartswith":
		return strings.HasPrefix(upper(have), upper(value))
	case "endswith":
		return strings.HasSuffix(have, value)
	case "iendswith":
		return strings.HasSuffix(upper(have), upper(value))
	case "iexact":
		return upper(have) == upper(value)
	case "gt":
		return have > value
	case "gte":
		return have >= value
	case "lt":
		return have < value
	case "lte":
		return have <= value
	}
	panic("the model knows no operator " + operator)
}

// modelOperators restates the documentation's table.
var modelOperators = map[string][]string{
	"created_at":   {"", "gt", "gte", "in", "isnull", "lt", "lte"},
	"custom_id":    {"", "contains", "endswith", "icontains", "iendswith", "iexact", "in", "isnull", "istartswith", "startswith"},
	"name":         {"", "contains", "endswith", "icontains", "iendswith", "iexact", "in", "isnull", "istartswith", "startswith"},
	"id":           {"", "in", "isnull"},
	"organization": {"", "in", "isnull"},
}

// awkward are texts on which comparisons differ between byte, letter and case.
var awkward = []string{"Åkeri Ö", "åkeri ö", "ÅKERI", "Straße", "STRASSE", "100%", "a_b", "a\\b", "%", "_", "aXb", "é", "e\u0301", "日本", "😀 AB", "I", "ı", "İ", "i", "AB", "ab", "\"AB\"", "ÿ", "ſ", "s", "Ǆ", "ǆ"}

// modelSandbox fills a sandbox with awkward rows and gives them as the model sees them.
func modelSandbox(tb testing.TB) (*Sandbox, []modelRow) {
	tb.Helper()
	clock := time.Date(2024, 1, 14, 23, 59, 59, 123456000, time.UTC)
	s := open(tb, Options{IDSeed: 1, Now: func() time.Time { clock = clock.Add(2*time.Hour + time.Microsecond); return clock }})
	var rows []modelRow
	for i, word := range awkward {
		custom, parent := fmt.Sprintf("%q", awkward[(i+3)%len(awkward)]), "null"
		if strings.ContainsAny(custom, "\\") {
			custom = `"x\\y"`
		}
		if i%4 == 3 {
			custom = "null"
		}
		if i%3 == 2 {
			parent = `{"id":"` + rows[i/2].id + `"}`
		}
		name := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(word)
		o := s.create(tb, `{"name":"%s","custom_id":%s,"organization":%s}`, name, custom, parent)
		row := modelRow{id: o.ID, name: o.Name, created: o.CreatedAt, custom: o.CustomID}
		if p := o.parent(); p != "" {
			row.parent = &p
		}
		rows = append(rows, row)
	}
	return s, rows
}

// modelValues are the values tried with a field.
func modelValues(field string, rows []modelRow) []string {
	switch field {
	case "id", "organization":
		return []string{rows[0].id, rows[1].id, rows[0].id + "," + rows[3].id, "00000000-0000-4000-8000-000000000000"}
	case "created_at":
		return []string{rows[0].created, rows[5].created, "2024-01-15", "2024-01-16", "2024-01-15T01:02:03.5+02:00", rows[1].created + "," + rows[2].created, "2000-01-01", "2100-01-01"}
	}
	values := []string{"", "a", "A", "å", "Å", "ö", "ß", "ss", "B", "x\\y", "AB,ab,é", "nothing", rows[0].name[:2]}
	return append(values, awkward...)
}

// TestFilters compares every field × operator × negation × value with the model.
func TestFilters(t *testing.T) {
	s, rows := modelSandbox(t)
	tried := 0
	for field, operators := range modelOperators {
		for _, operator := range operators {
			values := modelValues(field, rows)
			if operator == "isnull" {
				values = []string{"true", "false"}
			}
			for _, value := range values {
				if (field == "id" || field == "organization" || field == "created_at") && operator != "in" && strings.Contains(value, ",") {
					continue
				}
				for _, negate := range []bool{false, true} {
					name := field
					if operator != "" {
						name += "__" + operator
					}
					if negate {
						name += "!"
					}
					checkFilter(t, s, rows, name, value, func(r modelRow) bool { return r.matches(field, operator, negate, value) })
					tried++
				}
			}
		}
	}
	if tried < 1500 {
		t.Errorf("only %d combinations were tried", tried)
	}
}

func checkFilter(t *testing.T, s *Sandbox, rows []modelRow, name, value string, matches func(modelRow) bool) {
	t.Helper()
	var want []string
	for _, r := range rows {
		if matches(r) {
			want = append(want, r.name)
		}
	}
	if got := s.names(t, name+"="+value); !slices.Equal(got, want) {
		t.Errorf("%s=%s\n got %q\nwant %q", name, value, got, want)
	}
}

// TestBrokenUTF8 reads broken bytes of a parameter as Django does, as U+FFFD.
func TestBrokenUTF8(t *testing.T) {
	s := open(t, Options{})
	s.create(t, `{"name":"\ufffdx"}`)
	for _, name := range []string{"name__startswith", "name__icontains", "_search"} {
		s.call("GET", one+"list/?_statistics=1&"+name+"=%ff", "").want(t, 200, `{"count":1}`)
	}
}

// TestFiltersTogether checks that filters are joined by and.
func TestFiltersTogether(t *testing.T) {
	s, rows := modelSandbox(t)
	var want []string
	for _, r := range rows {
		if r.matches("name", "icontains", false, "a") && r.matches("custom_id", "", true, "ab") && r.matches("organization", "isnull", false, "true") {
			want = append(want, r.name)
		}
	}
	if got := s.names(t, "name__icontains=a", "custom_id!=ab", "organization__isnull=true"); len(want) == 0 || !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestOrder compares every order with a plain sort: nulls last, first when descending, ties by id in the direction of the last field.
func TestOrder(t *testing.T) {
	s, rows := modelSandbox(t)
	for _, order := range []string{"id", "-id", "name", "-name", "custom_id", "-custom_id", "organization", "-organization", "created_at", "-created_at", "organization,-name", "-organization,custom_id", "custom_id,created_at"} {
		want := slices.Clone(rows)
		terms := strings.Split(order, ",")
		if last := terms[len(terms)-1]; strings.HasPrefix(last, "-") {
			terms = append(terms, "-id")
		} else {
			terms = append(terms, "id")
		}
		slices.SortStableFunc(want, func(a, b modelRow) int {
			for _, term := range terms {
				field, descending := strings.CutPrefix(term, "-")
				if c := modelCompare(a.value(field), b.value(field)); c != 0 {
					if descending {
						return -c
					}
					return c
				}
			}
			return 0
		})
		got := s.names(t, "_order_by="+order)
		for i := range want {
			if want[i].name != got[i] {
				t.Errorf("_order_by=%s: row %d is %q, want %q", order, i, got[i], want[i].name)
				break
			}
		}
	}
}

// modelCompare puts null after everything.
func modelCompare(a, b *string) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	}
	return strings.Compare(*a, *b)
}
