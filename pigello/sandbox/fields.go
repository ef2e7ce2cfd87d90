package sandbox

import (
	"fmt"
	"slices"
	"strings"
)

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
	case "created_at":
		return column{sql: "created", operators: timeOperators, filter: filterTime}, true
	}
	if i := textNamed(field); i >= 0 {
		return column{sql: field, operators: textOperators, nullable: i != theName, filter: filterText}, true
	}
	return column{}, false
}

// has tells whether the operator can be used on the column.
func (c column) has(operator string) bool {
	return operator == "" || strings.Contains(" "+c.operators+" ", " "+operator+" ")
}

// textField is a text that can be written: a field of the API and the database's column of the
// same name, and so many characters at most.
type textField struct {
	name  string
	limit int
}

// texts is the one table of them. A new one is a line here, and a column of the schema.
var texts = [...]textField{{"name", 255}, {"custom_id", 128}}

// Those with a meaning here. All but the name can be null.
const (
	theName = iota
	theCustomID
)

// textValues are the values of texts, nil for null.
type textValues [len(texts)]text

// textNamed is the place of a field in texts, or -1.
func textNamed(field string) int {
	return slices.IndexFunc(texts[:], func(one textField) bool { return one.name == field })
}

// eachText joins what form makes of the names of texts, for SQL.
func eachText(form string) string {
	var list []string
	for _, one := range texts {
		list = append(list, fmt.Sprintf(form, one.name))
	}
	return strings.Join(list, ", ")
}
