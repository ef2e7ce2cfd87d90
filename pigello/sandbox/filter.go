package sandbox

import (
	"strings"
)

// clause is a condition in SQL with its arguments.
type clause struct {
	sql  string
	args []any
}

// filter is one parameter field[__operator][!]=value.
type filter struct {
	column
	operator string
	negate   bool
	value    string
}

// parseFilter takes a parameter's name apart. ok is false for what is no filter of this resource.
func parseFilter(name, value string) (f filter, ok bool) {
	name, f.negate = strings.CutSuffix(name, "!")
	field, operator, _ := strings.Cut(name, "__")
	f.column, ok = columnOf(field)
	f.operator, f.value = operator, strings.ToValidUTF8(value, "\uFFFD") // as Django decodes
	if strings.HasSuffix(name, "__") {
		return f, false
	}
	return f, ok && f.has(operator)
}

// clause gives the condition, or what is wrong with the value. A negated filter is Django's
// exclude(): what doesn't match, null included.
func (f *filter) clause(ru *rules) (clause, string) {
	if strings.ContainsRune(f.value, 0) {
		return clause{}, "Null characters are not allowed."
	}
	var (
		c    clause
		fail string
	)
	if f.operator == "isnull" {
		yes, ok := parseBool(f.value)
		if !ok {
			return c, "Enter true or false."
		}
		c.sql = f.sql + " IS NULL"
		if !yes {
			c.sql = f.sql + " IS NOT NULL"
		}
	} else if c, fail = f.column.filter(f, ru); fail != "" {
		return c, fail
	}
	if f.negate {
		c.sql = "(" + c.sql + ") IS NOT TRUE"
	}
	return c, ""
}

// values are the one value, or those of an in.
func (f *filter) values() ([]string, string) {
	if f.operator == "in" {
		return splitList(f.value)
	}
	return []string{f.value}, ""
}

// parseBool reads the forms of true and false that Django's widgets know.
func parseBool(s string) (value, ok bool) {
	switch strings.ToLower(s) {
	case "true", "1":
		return true, true
	case "false", "0":
		return false, true
	}
	return false, false
}

func filterText(f *filter, _ *rules) (clause, string) {
	col, value := f.sql, f.value
	if value == "" && (f.operator == "startswith" || f.operator == "endswith") {
		return clause{sql: col + " IS NOT NULL"}, ""
	}
	switch f.operator {
	case "":
		return clause{col + " = ?", []any{value}}, ""
	case "in":
		list, fail := splitList(value)
		args := make([]any, len(list))
		for i, one := range list {
			args[i] = one
		}
		return clause{col + " IN " + placeholders(len(args)), args}, fail
	case "contains":
		return clause{"instr(" + col + ", ?) > 0", []any{value}}, ""
	case "startswith":
		// The bytes of all strings with this start lie below the next start: an index can serve it.
		last := len(value) - 1
		next := value[:last] + string([]byte{value[last] + 1})
		return clause{"(" + col + " >= ? AND " + col + " < ?)", []any{value, next}}, ""
	case "endswith":
		return clause{"substr(" + col + ", -length(?)) = ?", []any{value, value}}, ""
	}
	return clause{f.operator + "(" + col + ", ?)", []any{text(appendFold([]byte{}, []byte(value)))}}, ""
}

func filterID(f *filter, _ *rules) (clause, string) {
	values, fail := f.values()
	if fail != "" {
		return clause{}, fail
	}
	rows := make([]any, 0, len(values))
	ids := make([]any, 0, len(values))
	for _, value := range values {
		if value == "" && f.operator == "in" {
			continue
		}
		id, ok := parseID(value)
		if !ok {
			return clause{}, "“" + value + "” is not a valid UUID."
		}
		rows, ids = append(rows, rowOf(id)), append(ids, id[:])
	}
	list := placeholders(len(ids))
	if f.sql != "id" {
		return clause{f.sql + " IN " + list, ids}, ""
	}
	// Found by row number; see mintID.
	args := append(append(rows, ids...), ids...)
	return clause{"((n IN " + list + " OR n IN (SELECT n FROM foreign_id WHERE id IN " + list + ")) AND id IN " + list + ")", args}, ""
}

func filterTime(f *filter, ru *rules) (clause, string) {
	forms, wrong := dateTimes, "Enter a valid date/time."
	if ru.CreatedAtFilter == "date" {
		forms, wrong = wholeDates, "Enter a valid date."
	}
	values, fail := f.values()
	if fail != "" {
		return clause{}, fail
	}
	times := make([]any, 0, len(values))
	for _, value := range values {
		micros, ok := parseTime(value, forms)
		if !ok {
			return clause{}, wrong
		}
		times = append(times, micros)
	}
	compare := map[string]string{"": " = ?", "gt": " > ?", "gte": " >= ?", "lt": " < ?", "lte": " <= ?"}[f.operator]
	if f.operator == "in" {
		compare = " IN " + placeholders(len(times))
	}
	return clause{f.sql + compare, times}, ""
}

// mostValues bounds a comma-joined list; a request line of the usual length has fewer ids.
const mostValues = 500

func splitList(value string) (list []string, fail string) {
	if strings.Count(value, ",") >= mostValues {
		return nil, "Too many values."
	}
	return strings.Split(value, ","), ""
}

func placeholders(n int) string {
	return "(" + strings.TrimSuffix(strings.Repeat("?,", n), ",") + ")"
}
