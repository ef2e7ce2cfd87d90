package pigello

// Operator is what stands after the two underscores of a filter; the zero
// value is exact.
type Operator string

// The operators of the API. Which field takes which is in the table of Fields.
const (
	OpExact       Operator = ""
	OpContains    Operator = "contains"
	OpEndsWith    Operator = "endswith"
	OpIContains   Operator = "icontains"
	OpIEndsWith   Operator = "iendswith"
	OpIExact      Operator = "iexact"
	OpIn          Operator = "in"
	OpIsNull      Operator = "isnull"
	OpIStartsWith Operator = "istartswith"
	OpStartsWith  Operator = "startswith"
	OpGt          Operator = "gt"
	OpGte         Operator = "gte"
	OpLt          Operator = "lt"
	OpLte         Operator = "lte"
)
