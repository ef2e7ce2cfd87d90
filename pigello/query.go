package pigello

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Query is a list request. The zero value asks for everything in the API's
// own order. A Query is a plain value; the client never changes its slices.
type Query struct {
	// Filters must all hold. Two bounds of one kind are merged to the narrower.
	Filters []Filter
	// Search is a free-text search.
	Search string
	// OrderBy are the keys of the order, the first the most significant.
	OrderBy []Order
	// Page counts from 1; Page and PageSize are given together or not at all.
	Page, PageSize int
	// Slim asks for the id of each row only.
	Slim bool
	// Array asks for the documented array instead of JSON lines.
	Array bool
	// Tags, GlobalSegments, GlobalRealestates and CustomerColumns are ids, sent comma-joined.
	Tags, GlobalSegments, GlobalRealestates, CustomerColumns []string
}

// Order is one key of an order.
type Order struct {
	Field      string
	Descending bool
}

// String is the key as it is sent: -name for descending.
func (o Order) String() string {
	if o.Descending {
		return "-" + o.Field
	}
	return o.Field
}

// param is one parameter, in the order in which they are sent.
type param struct{ name, value string }

// Values returns the parameters of the query, each name once.
func (q Query) Values() url.Values {
	v := url.Values{}
	for _, p := range q.params() {
		v.Set(p.name, p.value)
	}
	return v
}

// Encode is the query as it stands in the request line. Commas, colons and
// the `!` of a negation stay readable, which also keeps lists of ids short.
func (q Query) Encode() string { return encodeParams(q.params()) }

// Validate refuses what cannot be sent or would be misread: unknown fields
// and operators, bad values, half a paging, contradicting filters. Every list
// call validates; a *UsageError comes before anything is sent.
func (q Query) Validate() error {
	seen := map[string]string{}
	for _, f := range mergeBounds(q.Filters) {
		if err := f.check(); err != nil {
			return err
		}
		p := f.Param()
		if old, twice := seen[p]; twice && old != f.Value {
			return &UsageError{Subject: p, Problem: "the filter is given twice with different values, and Pigello would take one of them only"}
		}
		seen[p] = f.Value
	}
	if (q.Page != 0) != (q.PageSize != 0) || q.Page < 0 || q.PageSize < 0 {
		return &UsageError{Subject: fmt.Sprintf("page %d of size %d", q.Page, q.PageSize), Problem: "page and page size go together, from 1"}
	}
	for _, list := range [][]string{q.Tags, q.GlobalSegments, q.GlobalRealestates, q.CustomerColumns} {
		for _, id := range list {
			if id == "" || strings.Contains(id, ",") {
				return &UsageError{Subject: quoteShort(id), Problem: "an id is neither empty nor has it a comma"}
			}
		}
	}
	return checkOrder(q.OrderBy)
}

func (q Query) params() []param {
	var ps []param
	add := func(name, value string) {
		if value != "" && !slices.ContainsFunc(ps, func(p param) bool { return p.name == name }) {
			ps = append(ps, param{name, value})
		}
	}
	for _, f := range mergeBounds(q.Filters) {
		add(f.Param(), f.Value)
	}
	add("_search", q.Search)
	add("_order_by", joinOrder(q.OrderBy))
	if q.Page > 0 {
		add("_page", strconv.Itoa(q.Page))
		add("_page_size", strconv.Itoa(q.PageSize))
	}
	if q.Slim {
		add("_slim", "true")
	}
	add("tags", strings.Join(q.Tags, ","))
	add("global_segments", strings.Join(q.GlobalSegments, ","))
	add("global_realestates", strings.Join(q.GlobalRealestates, ","))
	add("customer_columns", strings.Join(q.CustomerColumns, ","))
	return ps
}

func joinOrder(orders []Order) string {
	texts := make([]string, len(orders))
	for i, o := range orders {
		texts[i] = o.String()
	}
	return strings.Join(texts, ",")
}

// mergeBounds leaves one filter of each bound of created_at (gt, gte, lt,
// lte, not negated): the narrowest, where both can be read as times.
func mergeBounds(filters []Filter) []Filter {
	var out []Filter
	for _, f := range filters {
		i := slices.IndexFunc(out, func(o Filter) bool { return isBound(f) && o.Param() == f.Param() })
		if i < 0 {
			out = append(out, f)
			continue
		}
		a, okA := parseTime(out[i].Value)
		b, okB := parseTime(f.Value)
		lower := f.Op == OpGt || f.Op == OpGte
		switch {
		case !okA || !okB:
			out = append(out, f) // Validate says what is wrong with it
		case lower == (b.Compare(a) > 0):
			out[i] = f
		}
	}
	return out
}

func isBound(f Filter) bool {
	if f.Field != NameCreatedAt || f.Negate {
		return false
	}
	return f.Op == OpGt || f.Op == OpGte || f.Op == OpLt || f.Op == OpLte
}

// encodeParams escapes as url.Values.Encode does, but leaves alone what a
// query may hold as it is.
func encodeParams(ps []param) string {
	keep := strings.NewReplacer("%21", "!", "%2C", ",", "%3A", ":")
	var b strings.Builder
	for _, p := range ps {
		if b.Len() > 0 {
			b.WriteByte('&')
		}
		b.WriteString(keep.Replace(url.QueryEscape(p.name)))
		b.WriteByte('=')
		b.WriteString(keep.Replace(url.QueryEscape(p.value)))
	}
	return b.String()
}
