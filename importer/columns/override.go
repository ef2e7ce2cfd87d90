package columns

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
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
		column, err := m.columnFor(field, overrides[field])
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
		m.byField[field] = []MappedColumn{{Field: field, Column: column, Header: m.nameOf(column), How: "--map"}}
	}
	return nil
}

// takeSaved takes in what a mapping file says of fields that --map leaves alone.
func (m *mapper) takeSaved(r *Reading) error {
	m.strict = true
	defer func() { m.strict = false }()
	for _, field := range slices.Sorted(maps.Keys(r.Saved)) {
		if m.mapped(field) {
			continue
		}
		m.forced[field] = true
		if r.Saved[field] == "" {
			continue
		}
		column, err := m.columnFor(field, r.Saved[field])
		if err != nil {
			var e *MappingError
			if errors.As(err, &e) {
				e.Problem = fmt.Sprintf("%s takes the %s from a column of another file: %s", r.SavedIn, field, e.Problem)
				e.Flags = []string{"--map " + field + "=COLUMN"}
			}
			return err
		}
		m.taken[column] = true
		m.byField[field] = []MappedColumn{{Field: field, Column: column, Header: m.nameOf(column), How: "--mapping"}}
	}
	return nil
}

// mapped says whether --map, or an earlier line of the mapping file, gave a field, or for the parent one of its fields, a column.
func (m *mapper) mapped(field string) bool {
	return m.forced[field] || slices.ContainsFunc(Fields(), func(f string) bool {
		return Fills(f) == Fills(field) && len(m.byField[f]) > 0
	})
}

// columnFor is columnNamed for a field. Where ours stand before the author's columns, a letter or a number that would mean one of ours was
// counted as the spreadsheet shows them.
func (m *mapper) columnFor(field, name string) (int, error) {
	column, err := m.columnNamed(name)
	if counted := m.counted(); err == nil && counted != "" && field != FieldIdentity && IsOwn(m.header[column]) && foldHeader(m.header[column]) != foldHeader(name) {
		return 0, &MappingError{Problem: fmt.Sprintf("there is no column %q among your own%s", name, counted)}
	}
	return column, err
}

// finder finds columns as a mapping file names them. Ours are nobody else's business.
func finder(header []string, first int) func(name string) (int, error) {
	m := newMapper(header, first, nil)
	m.strict = true
	return func(name string) (int, error) {
		column, err := m.columnFor("", name)
		if err == nil && IsOwn(header[column]) {
			err = &MappingError{Problem: fmt.Sprintf("the column %q is orgbatch's own", header[column])}
		}
		if e := (*MappingError)(nil); errors.As(err, &e) {
			return -1, errors.New(e.Problem)
		}
		return column, err
	}
}

// columnNamed finds a column by its header, else by number from 1, else by letters as in a spreadsheet.
func (m *mapper) columnNamed(name string) (int, error) {
	for _, same := range []func(string) bool{
		func(h string) bool { return h == name },
		func(h string) bool { return foldHeader(h) == foldHeader(name) && foldHeader(h) != "" },
	} {
		switch at := slices.IndexFunc(m.header, same); {
		case at < 0:
		case slices.IndexFunc(m.header[at+1:], same) < 0:
			return at, nil
		default:
			other := at + 1 + slices.IndexFunc(m.header[at+1:], same)
			return 0, &MappingError{Problem: fmt.Sprintf("columns %s and %s both have the header %q; give the letter of the one that is meant%s",
				m.letters(at), m.letters(other), name, m.counted())}
		}
	}
	if at := m.columnAt(name); at >= 0 && !(m.strict && m.singledOut(at)) {
		return at, nil
	}
	e := &MappingError{Problem: fmt.Sprintf("there is no column %q (the columns are %s)", name, quoteAll(m.header, 12))}
	if near := nearestOf(foldHeader(name), m.header); near != "" {
		e.Problem = fmt.Sprintf("there is no column %q; the nearest is %q", name, near)
	}
	return 0, e
}

// counted says how letters are counted, where they aren't those that the spreadsheet shows.
func (m *mapper) counted() string {
	if slices.IsSorted(m.places) {
		return ""
	}
	return " (letters count your own columns, without those that begin with " + OwnPrefix + ")"
}

// columnAt finds a column by number from 1, else by letters, -1 for none.
func (m *mapper) columnAt(name string) int {
	if n, err := strconv.Atoi(name); err == nil {
		return slices.Index(m.places, n-1)
	}
	for i := range m.header {
		if strings.EqualFold(m.letters(i), name) {
			return i
		}
	}
	return -1
}

// singledOut says whether a column's header finds it, so that nobody needs its letters: in a mapping file they could be the header of a
// column that this source doesn't have.
func (m *mapper) singledOut(column int) bool {
	name := m.header[column]
	if strings.TrimSpace(name) == "" || !utf8.ValidString(name) {
		return false
	}
	at, err := m.columnNamed(name)
	return err == nil && at == column
}
