package pigello

// Query is a list request. The zero value asks for everything in the API's
// own order.
type Query struct {
	// Filters must all hold.
	Filters []Filter
	// Search is a free-text search.
	Search string
	// OrderBy are the keys of the order, the first the most significant.
	OrderBy []Order
	// Page counts from 1; Page and PageSize are given together or not at all.
	Page, PageSize int
	// Slim asks for the id of each row only.
	Slim bool
	// Tags, GlobalSegments, GlobalRealestates and CustomerColumns are ids, sent comma-joined.
	Tags, GlobalSegments, GlobalRealestates, CustomerColumns []string
}

// Order is one key of an order.
type Order struct {
	Field      string
	Descending bool
}

// Filter is one condition of a list: field, operator, value.
type Filter struct {
	Field string
	// Op is OpExact for equality.
	Op Operator
	// Negate keeps the rows for which the condition doesn't hold.
	Negate bool
	// Value is the text that is sent, before escaping; of OpIn, comma-joined.
	Value string
}
