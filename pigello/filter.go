package pigello

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
)

// Filter is one condition of a list: field, operator, value. Make one with
// the typed builders ([FieldName], [FieldID], [FieldCreatedAt] …) or with
// [ParseFilter]; one written by hand is checked when it is sent.
type Filter struct {
	Field string
	// Op is OpExact for equality.
	Op Operator
	// Negate keeps the rows for which the condition doesn't hold.
	Negate bool
	// Value is the text that is sent, before escaping; of OpIn, comma-joined.
	Value string
}

// Not returns the filter with its negation turned.
func (f Filter) Not() Filter {
	f.Negate = !f.Negate
	return f
}

// Param is the name of the parameter: field, operator and the mark of negation.
func (f Filter) Param() string {
	p := f.Field
	if f.Op != OpExact {
		p += "__" + string(f.Op)
	}
	if f.Negate {
		p += "!"
	}
	return p
}

// String is the form that ParseFilter reads.
func (f Filter) String() string { return f.Param() + "=" + f.Value }

// TextField builds filters of a text field.
type TextField string

// The text fields.
const (
	FieldName     TextField = NameName
	FieldCustomID TextField = NameCustomID
)

// Is keeps rows whose value is exactly v.
func (f TextField) Is(v string) Filter { return f.op(OpExact, v) }

// Contains keeps rows whose value contains v, case-sensitive.
func (f TextField) Contains(v string) Filter { return f.op(OpContains, v) }

// EndsWith keeps rows whose value ends with v, case-sensitive.
func (f TextField) EndsWith(v string) Filter { return f.op(OpEndsWith, v) }

// IContains keeps rows whose value contains v in any case.
func (f TextField) IContains(v string) Filter { return f.op(OpIContains, v) }

// IEndsWith keeps rows whose value ends with v in any case.
func (f TextField) IEndsWith(v string) Filter { return f.op(OpIEndsWith, v) }

// IExact keeps rows whose value is v in any case.
func (f TextField) IExact(v string) Filter { return f.op(OpIExact, v) }

// IStartsWith keeps rows whose value starts with v in any case.
func (f TextField) IStartsWith(v string) Filter { return f.op(OpIStartsWith, v) }

// StartsWith keeps rows whose value starts with v, case-sensitive.
func (f TextField) StartsWith(v string) Filter { return f.op(OpStartsWith, v) }

// IsNull keeps rows that have no value (true) or have one (false).
func (f TextField) IsNull(yes bool) Filter { return f.op(OpIsNull, strconv.FormatBool(yes)) }

// In keeps rows whose value is one of values. A value with a comma cannot be
// sent in a list: it is refused, use Is for that one.
func (f TextField) In(values ...string) (Filter, error) {
	for _, v := range values {
		if strings.Contains(v, ",") {
			return Filter{}, &UsageError{
				Subject: fmt.Sprintf("%s__in value %q", f, v), Problem: "a value with a comma cannot be sent in a list",
				Hint: "Ask for that value with an exact filter of its own.",
			}
		}
	}
	filter := f.op(OpIn, strings.Join(values, ","))
	return filter, filter.check()
}

func (f TextField) op(op Operator, v string) Filter {
	return Filter{Field: string(f), Op: op, Value: v}
}

// IDField builds filters of a field that holds ids.
type IDField string

// The id fields; FieldOrganization is the parent's id.
const (
	FieldID           IDField = NameID
	FieldOrganization IDField = NameOrganization
)

// Is keeps rows whose id is id.
func (f IDField) Is(id uuid.UUID) Filter { return Filter{Field: string(f), Value: id.String()} }

// IsNull keeps rows without (true) or with an id (false).
func (f IDField) IsNull(yes bool) Filter { return TextField(f).IsNull(yes) }

// In keeps rows whose id is one of ids. More than MaxIDsPerFilter don't fit a
// request line: split them with InEach.
func (f IDField) In(ids ...uuid.UUID) Filter {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = id.String()
	}
	return Filter{Field: string(f), Op: OpIn, Value: strings.Join(texts, ",")}
}

// InEach splits ids over as many In filters as request lines need, at most
// MaxIDsPerFilter ids each, in order; ask with one query for each.
func (f IDField) InEach(ids ...uuid.UUID) []Filter {
	var filters []Filter
	for some := range slices.Chunk(ids, MaxIDsPerFilter) {
		filters = append(filters, f.In(some...))
	}
	return filters
}

// TimeField builds filters of a time. Times are sent in UTC with as much of a
// fraction as they have; midnight in UTC as a whole date, the documented form.
type TimeField string

// FieldCreatedAt is when a row was made.
const FieldCreatedAt TimeField = NameCreatedAt

// Is keeps rows of exactly t.
func (f TimeField) Is(t time.Time) Filter { return f.op(OpExact, t) }

// Gt keeps rows after t.
func (f TimeField) Gt(t time.Time) Filter { return f.op(OpGt, t) }

// Gte keeps rows at or after t.
func (f TimeField) Gte(t time.Time) Filter { return f.op(OpGte, t) }

// Lt keeps rows before t.
func (f TimeField) Lt(t time.Time) Filter { return f.op(OpLt, t) }

// Lte keeps rows at or before t.
func (f TimeField) Lte(t time.Time) Filter { return f.op(OpLte, t) }

// In keeps rows of one of the times.
func (f TimeField) In(times ...time.Time) Filter {
	texts := make([]string, len(times))
	for i, t := range times {
		texts[i] = timeText(t)
	}
	return Filter{Field: string(f), Op: OpIn, Value: strings.Join(texts, ",")}
}

// IsNull keeps rows without (true) or with a time (false).
func (f TimeField) IsNull(yes bool) Filter { return TextField(f).IsNull(yes) }

func (f TimeField) op(op Operator, t time.Time) Filter { return TextField(f).op(op, timeText(t)) }

// timeText is a whole date where that says the same.
func timeText(t time.Time) string {
	t = t.UTC()
	if t.Equal(t.Truncate(24 * time.Hour)) {
		return t.Format(time.DateOnly)
	}
	return t.Format(time.RFC3339Nano)
}
