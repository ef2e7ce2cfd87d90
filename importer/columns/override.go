package columns

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// override takes in what --map says.
func (m *mapper) override(overrides map[string]string) error {
	parent := ""
	for _, field := range slices.Sorted(maps.Keys(overrides)) {
		if err := checkField(field); err != nil {
			return err
		}
		m.forced[field] = true
		if overrides[field] == "" {
			continue
		}
		column, err := m.heads.columnFor(field, overrides[field])
		if err != nil {
			return err
		}
		if field == fieldOrganization || fieldOfParent(field) {
			if parent != "" {
				return &MappingError{Problem: fmt.Sprintf("--map gives both %s and %s, and a row has one parent", parent, field)}
			}
			parent = field
		}
		m.taken[column] = true
		m.byField[field] = []MappedColumn{{Field: field, Column: column, Header: m.heads.nameOf(column), How: "--map"}}
	}
	return nil
}

// takeSaved takes in what a mapping file says of fields that --map leaves alone.
func (m *mapper) takeSaved(r *Reading) error {
	m.heads.strict = true
	defer func() { m.heads.strict = false }()
	for _, field := range slices.Sorted(maps.Keys(r.Saved)) {
		if m.mapped(field) {
			continue
		}
		m.forced[field] = true
		if r.Saved[field] == "" {
			continue
		}
		column, err := m.heads.columnFor(field, r.Saved[field])
		if err != nil {
			var e *MappingError
			if errors.As(err, &e) {
				e.Problem = fmt.Sprintf("%s takes the %s from a column of another file: %s", r.SavedIn, field, e.Problem)
				e.Flags = []string{"--map " + field + "=COLUMN"}
			}
			return err
		}
		m.taken[column] = true
		m.byField[field] = []MappedColumn{{Field: field, Column: column, Header: m.heads.nameOf(column), How: "--mapping"}}
	}
	return nil
}

// mapped says whether --map, or an earlier line of the mapping file, gave a field, or for the parent one of its fields, a column.
func (m *mapper) mapped(field string) bool {
	return m.forced[field] || slices.ContainsFunc(Fields(), func(f string) bool {
		return Fills(f) == Fills(field) && len(m.byField[f]) > 0
	})
}
