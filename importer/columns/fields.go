package columns

import (
	"fmt"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/pigello"
)

const (
	fieldID           = pigello.NameID
	fieldName         = pigello.NameName
	fieldCustomID     = pigello.NameCustomID
	fieldOrganization = pigello.NameOrganization
)

// Fields that only an import knows, beside those of the API. They force how a parent is found, and carry a row's identity over attempts.
const (
	FieldOrganizationID       = "organization_id"
	FieldOrganizationName     = "organization_name"
	FieldOrganizationCustomID = "organization_custom_id"
	FieldIdentity             = "orgbatch_row"
)

// OwnPrefix begins the names of the columns that we add to a file.
const OwnPrefix = "orgbatch_"

// Fields are the fields that columns feed, in their order.
func Fields() []string {
	return []string{
		fieldID, fieldName, fieldCustomID, fieldOrganization, FieldOrganizationID, FieldOrganizationCustomID, FieldOrganizationName, FieldIdentity,
	}
}

func fieldOfParent(field string) bool {
	return field == FieldOrganizationID || field == FieldOrganizationName || field == FieldOrganizationCustomID
}

// Fills is the field of the API that a mapped field fills: organization for all that name the parent.
func Fills(field string) string {
	if fieldOfParent(field) {
		return fieldOrganization
	}
	return field
}

// checkField refuses a field that no column can feed.
func checkField(field string) error {
	if slices.Contains(Fields(), field) {
		return nil
	}
	if f, ok := pigello.FieldByName(field); ok && f.ReadOnly {
		return &MappingError{Problem: fmt.Sprintf("the field %q is read-only", field)}
	}
	e := &MappingError{Problem: fmt.Sprintf("there is no field %q (there are %s)", field, strings.Join(Fields(), ", "))}
	if near := nearestOf(foldHeader(field), Fields()); near != "" {
		e.Flags = []string{"--map " + near + "=…"}
	}
	return e
}

// IsOwn says whether a column is one that we add to a file.
func IsOwn(header string) bool {
	return strings.HasPrefix(strings.ToLower(strings.TrimSpace(header)), OwnPrefix)
}

// TheirsAmong is how many of a row's first cells are a person's: ours stand before, between or behind them.
func TheirsAmong(header []string, cells int) int {
	n := cells
	for _, name := range header[:min(cells, len(header))] {
		if IsOwn(name) {
			n--
		}
	}
	return n
}
