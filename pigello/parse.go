package pigello

import (
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

// ParseFilter reads a filter as it is typed on a command line:
// `name__icontains=berg`, `name!=Foo`, `created_at__gte=2024-01-15`,
// `id__in!=a,b`. What stands after the first `=` is the value, spaces and
// all. An unknown field or operator, and a value that the field cannot take,
// is a *UsageError that names the nearest valid one.
func ParseFilter(s string) (Filter, error) {
	param, value, ok := strings.Cut(s, "=")
	if !ok {
		return Filter{}, &UsageError{Subject: quoteShort(s), Problem: "a filter needs a =, as in name__icontains=berg"}
	}
	param = strings.TrimSpace(param)
	f := Filter{Value: value}
	if p, found := strings.CutSuffix(param, "!"); found {
		f.Negate, param = true, p
	}
	f.Field = param
	if i := strings.LastIndex(param, "__"); i >= 0 {
		f.Field, f.Op = param[:i], Operator(param[i+2:])
		if f.Op == "exact" {
			f.Op = OpExact
		}
	}
	if f.Op == OpIsNull {
		f.Value = normalBool(f.Value)
	}
	return f, f.check()
}

// ParseOrder reads an order as it is typed: `created_at,-name`, - for
// descending. Unknown and repeated fields are a *UsageError.
func ParseOrder(s string) ([]Order, error) {
	var orders []Order
	for part := range strings.SplitSeq(s, ",") {
		name, descending := strings.CutPrefix(strings.TrimSpace(part), "-")
		o := Order{Field: name, Descending: descending}
		if err := checkOrder(append(orders, o)); err != nil {
			return nil, err
		}
		orders = append(orders, o)
	}
	return orders, nil
}

// check refuses what the API would refuse, or worse, ignore: an unknown
// parameter is thought to be ignored, and the list would be the wrong one.
func (f Filter) check() error {
	field, ok := FieldByName(f.Field)
	if !ok || !field.Filterable {
		names := filterable()
		return &UsageError{Subject: quoteShort(f.Param()), Problem: "there is no filter by " + quoteShort(f.Field) + ", only by " + strings.Join(names, ", "),
			Nearest: Nearest(f.Field, names)}
	}
	if f.Op != OpExact && !slices.Contains(field.Operators, f.Op) {
		return unknownOperator(f, field)
	}
	return f.checkValue(field)
}

func unknownOperator(f Filter, field Field) error {
	names := make([]string, len(field.Operators))
	for i, op := range field.Operators {
		names[i] = string(op)
	}
	e := &UsageError{Subject: quoteShort(f.Param()), Problem: field.Name + " has no operator " + quoteShort(string(f.Op)) + ", only " + strings.Join(names, ", ")}
	if n := Nearest(string(f.Op), names); n != "" {
		e.Nearest = field.Name + "__" + n
	}
	return e
}

// checkValue checks the value, or each of a list.
func (f Filter) checkValue(field Field) error {
	values := []string{f.Value}
	if f.Op == OpIn {
		values = strings.Split(f.Value, ",")
	}
	for _, v := range values {
		if problem := valueProblem(v, f.Op, field.Type); problem != "" {
			e := &UsageError{Subject: quoteShort(f.String()), Problem: problem}
			if v == "" {
				e.Hint = "Rows without a value are found by " + f.Field + "__isnull=true."
			}
			return e
		}
	}
	return nil
}

func valueProblem(v string, op Operator, t FieldType) string {
	switch {
	case v == "":
		return "the value is empty, and an empty filter is ignored by Pigello"
	case op == OpIsNull:
		if v != "true" && v != "false" {
			return "the value of isnull is true or false"
		}
	case t == TypeUUID || t == TypeReference:
		if !IsUUID(v) {
			return quoteShort(v) + " is no id: an id has 36 characters, as 497f6eca-6276-4993-bfeb-53cbbbba6f08"
		}
	case t == TypeTime:
		if _, ok := parseTime(v); !ok {
			return quoteShort(v) + " is no date: write 2024-01-15, or 2024-01-15T08:30:00Z"
		}
	}
	return ""
}

// IsUUID reports whether s is an id in the only form the API uses: 36
// characters with dashes.
func IsUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	_, err := uuid.Parse(s)
	return err == nil
}

// parseTime reads RFC 3339 or a whole date. Texts of different precision don't
// compare as strings ("…22Z" stands after "…22.5Z"), hence times.
func parseTime(s string) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		t, err = time.Parse(time.DateOnly, s)
	}
	return t, err == nil
}

func normalBool(s string) string {
	switch strings.ToLower(s) {
	case "true", "1", "yes":
		return "true"
	case "false", "0", "no":
		return "false"
	}
	return s
}

// checkOrder refuses unknown fields and one named twice.
func checkOrder(orders []Order) error {
	for i, o := range orders {
		names := filterable()
		if !slices.Contains(names, o.Field) {
			return &UsageError{Subject: "order by " + quoteShort(o.Field), Problem: "lists can be ordered by " + strings.Join(names, ", "), Nearest: Nearest(o.Field, names)}
		}
		if slices.ContainsFunc(orders[:i], func(earlier Order) bool { return earlier.Field == o.Field }) {
			return &UsageError{Subject: "order by " + o.Field, Problem: "the field is named twice"}
		}
	}
	return nil
}

// filterable lists the names of the fields that filters and orders take.
func filterable() []string {
	var names []string
	for _, f := range Fields() {
		if f.Filterable {
			names = append(names, f.Name)
		}
	}
	return names
}
