package sandbox

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// query is what the parameters of a list ask for.
type query struct {
	where      []clause
	order      []string // SQL terms
	page, size int      // 0: no paging
	jsonl      bool
	slim       bool
	statistics bool
}

// parseQuery reads the parameters of a list; of one given twice the last counts. The problems are
// per parameter.
func parseQuery(raw string, ru *rules) (*query, problems) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, problems{{"non_field_errors", "Malformed query string."}}
	}
	q := &query{}
	var p problems
	for _, name := range slices.Sorted(maps.Keys(values)) {
		list := values[name]
		q.parameter(name, list[len(list)-1], ru, &p)
	}
	if (q.page == 0) != (q.size == 0) && len(p) == 0 {
		p.add("_page", "_page and _page_size are used together.")
	}
	return q, p
}

// parameter reads one parameter.
func (q *query) parameter(name, value string, ru *rules, p *problems) {
	switch name {
	case "_jsonl":
		readBool(name, value, &q.jsonl, p)
	case "_slim":
		readBool(name, value, &q.slim, p)
	case "_statistics":
		readBool(name, value, &q.statistics, p)
	case "_page":
		readNumber(name, value, &q.page, p)
	case "_page_size":
		readNumber(name, value, &q.size, p)
	case "_order_by":
		q.readOrder(value, ru, p)
	case "_search":
		q.search(value, ru, p)
	case "tags", "customer_columns":
		q.mentions(name, value, p)
	case "global_segments", "global_realestates":
		q.linked(name, value, p)
	default:
		q.readFilter(name, value, ru, p)
	}
}

func (q *query) readFilter(name, value string, ru *rules, p *problems) {
	f, ok := parseFilter(name, value)
	if !ok {
		if ru.UnknownParameters == "refused" {
			p.addf(name, "%s", "Unknown parameter.")
		}
		return
	}
	c, fail := f.clause(ru)
	if fail != "" {
		p.addf(name, "%s", fail)
		return
	}
	q.where = append(q.where, c)
}

func readBool(name, value string, dst *bool, p *problems) {
	yes, ok := parseBool(value)
	if !ok {
		p.add(name, "Enter true or false.")
	}
	*dst = yes
}

func readNumber(name, value string, dst *int, p *problems) {
	n, err := strconv.ParseUint(value, 10, 31)
	if err != nil || n == 0 {
		p.add(name, "Enter a whole number from 1.")
	}
	*dst = int(n)
}

// readOrder reads comma-joined fields. Nulls come last, and first when descending, as PostgreSQL
// has it; what is equal is ordered by id, or by nothing.
func (q *query) readOrder(value string, ru *rules, p *problems) {
	direction := ""
	for _, term := range strings.Split(value, ",") {
		field, descending := strings.CutPrefix(strings.TrimSpace(term), "-")
		col, ok := columnOf(field)
		if !ok {
			p.addf("_order_by", "Cannot order by %q.", term)
			return
		}
		direction = ""
		if descending {
			direction = " DESC"
		}
		nulls := ""
		if col.nullable {
			nulls = " NULLS LAST"
			if descending {
				nulls = " NULLS FIRST"
			}
		}
		q.order = append(q.order, col.sql+direction+nulls)
	}
	if ru.OrderTies == "none" {
		q.order = append(q.order, fmt.Sprintf("n * %d %% 1000003", 1+rand.Int64N(1000002)))
		return
	}
	q.order = append(q.order, "id"+direction)
}

func (q *query) search(value string, ru *rules, p *problems) {
	if strings.ContainsRune(value, 0) {
		p.add("_search", "Null characters are not allowed.")
		return
	}
	pattern := text(appendFold([]byte{}, []byte(strings.ToValidUTF8(value, "\uFFFD"))))
	c := clause{"icontains(name, ?)", []any{pattern}}
	if ru.Search != "name" {
		c = clause{"(icontains(name, ?) OR icontains(custom_id, ?))", []any{pattern, pattern}}
	}
	q.where = append(q.where, c)
}

// mentions keeps the rows whose tags or columns hold one of the comma-joined ids.
func (q *query) mentions(name, value string, p *problems) {
	column := map[string]string{"tags": "tags", "customer_columns": "cols"}[name]
	var each []string
	var args []any
	for _, id := range readIDs(name, value, p) {
		each = append(each, "instr("+column+", ?) > 0")
		args = append(args, string(appendString(nil, id)))
	}
	if len(each) > 0 {
		q.where = append(q.where, clause{"(" + strings.Join(each, " OR ") + ")", args})
	}
}

// linked keeps the rows that are linked to one of the comma-joined ids.
func (q *query) linked(kind, value string, p *problems) {
	args := []any{kind}
	for _, id := range readIDs(kind, value, p) {
		args = append(args, id)
	}
	if n := len(args) - 1; n > 0 {
		sql := "n IN (SELECT n FROM link WHERE kind = ? AND id IN " + placeholders(n) + ")"
		q.where = append(q.where, clause{sql, args})
	}
}

// readIDs reads a comma-joined list, which may be empty.
func readIDs(name, value string, p *problems) []string {
	if value == "" {
		return nil
	}
	ids, fail := splitList(value)
	if fail != "" {
		p.add(name, fail)
	}
	return ids
}

// sql gives the statement and its arguments for columns of the rows asked for.
func (q *query) sql(columns string, limit, offset int) (string, []any) {
	var (
		b    strings.Builder
		args []any
	)
	b.WriteString("SELECT " + columns + " FROM org")
	joint := " WHERE "
	for _, c := range q.where {
		b.WriteString(joint + c.sql)
		args = append(args, c.args...)
		joint = " AND "
	}
	if columns == "count(*)" {
		return b.String(), args
	}
	b.WriteString(" ORDER BY ")
	if len(q.order) == 0 {
		b.WriteString("n")
	}
	b.WriteString(strings.Join(q.order, ", "))
	b.WriteString(" LIMIT ? OFFSET ?")
	return b.String(), append(args, int64(limit), int64(offset))
}
