package sandbox

import "strings"

// Which columns can be filtered and ordered, restated from the documentation's tables.

var (
	textOperators = "contains endswith icontains iendswith iexact in isnull istartswith startswith"
	timeOperators = "gt gte in isnull lt lte"
	idOperators   = "in isnull"
)

// column is a field of the resource as lists know it.
type column struct {
	sql       string
	operators string // beside exact
	nullable  bool
	filter    func(f *filter, ru *rules) (clause, string) // the condition, or what is wrong with the value
}

// columnOf gives the column of a field that can be filtered and ordered by.
func columnOf(field string) (column, bool) {
	switch field {
	case "id":
		return column{sql: "id", operators: idOperators, filter: filterID}, true
	case "organization":
		return column{sql: "parent", operators: idOperators, nullable: true, filter: filterID}, true
	case "name":
		return column{sql: "name", operators: textOperators, filter: filterText}, true
	case "custom_id":
		return column{sql: "custom_id", operators: textOperators, nullable: true, filter: filterText}, true
	case "created_at":
		return column{sql: "created", operators: timeOperators, filter: filterTime}, true
	}
	return column{}, false
}

// has tells whether the operator can be used on the column.
func (c column) has(operator string) bool {
	return operator == "" || strings.Contains(" "+c.operators+" ", " "+operator+" ")
}
