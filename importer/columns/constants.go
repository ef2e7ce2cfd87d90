package columns

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/exporter/shell"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Constant is a value that every row has in a field that no column feeds.
type Constant struct{ Field, Value string }

// takeConstants takes in what --set says. A field that a column feeds as well, or one that no two organizations share, is an error.
func (m *mapper) takeConstants(set map[string]string) ([]Constant, error) {
	var list []Constant
	for _, field := range slices.Sorted(maps.Keys(set)) {
		if err := checkConstant(field, set[field]); err != nil {
			return nil, err
		}
		for _, other := range list {
			if Fills(other.Field) == Fills(field) {
				return nil, &MappingError{Problem: fmt.Sprintf("--set gives both %s and %s, and a row has one parent", other.Field, field)}
			}
		}
		if err := m.unfed(field, set[field]); err != nil {
			return nil, err
		}
		m.set[Fills(field)] = true
		list = append(list, Constant{Field: field, Value: set[field]})
	}
	return list, nil
}

func checkConstant(field, value string) error {
	if err := checkField(field); err != nil {
		return err
	}
	switch {
	case field == fieldID || field == fieldName || field == FieldIdentity:
		return &MappingError{Problem: fmt.Sprintf("--set %s=%s: no two organizations share their %s", field, shell.Quote(tabular.Shorten(value)), field)}
	case strings.TrimSpace(value) == "":
		return &MappingError{Problem: fmt.Sprintf("--set %s= sets nothing", field)}
	}
	return nil
}

// unfed refuses a constant where a column feeds the field, or another field of the same parent.
func (m *mapper) unfed(field, value string) error {
	for _, f := range Fields() {
		if Fills(f) != Fills(field) {
			continue
		}
		for _, c := range m.byField[f] {
			return &MappingError{
				Problem: fmt.Sprintf("--set %s=%s and the column %q both give the %s", field, shell.Quote(tabular.Shorten(value)), c.Header, Fills(field)),
				Flags:   []string{"--map " + c.Field + "="},
			}
		}
	}
	return nil
}
