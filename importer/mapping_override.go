package importer

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/pigello"
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
		column, err := m.columnNamed(overrides[field])
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
		m.byField[field] = []MappedColumn{{Field: field, Column: column, Header: m.header[column], How: "--map"}}
	}
	return nil
}

// checkField refuses a field that no column can feed.
func checkField(field string) error {
	if slices.Contains(mappedFields(), field) {
		return nil
	}
	if f, ok := pigello.FieldByName(field); ok && f.ReadOnly {
		return &MappingError{Problem: fmt.Sprintf("the field %q is read-only", field)}
	}
	e := &MappingError{Problem: fmt.Sprintf("there is no field %q (there are %s)", field, strings.Join(mappedFields(), ", "))}
	if near := nearestOf(foldHeader(field), mappedFields()); near != "" {
		e.Flags = []string{"--map " + near + "=…"}
	}
	return e
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
			return 0, &MappingError{Problem: fmt.Sprintf("columns %s and %s both have the header %q; give the letter of the one that is meant",
				table.ColumnLetters(at), table.ColumnLetters(other), name)}
		}
	}
	if n, err := strconv.Atoi(name); err == nil && 1 <= n && n <= len(m.header) {
		return n - 1, nil
	}
	for i := range m.header {
		if strings.EqualFold(table.ColumnLetters(i), name) {
			return i, nil
		}
	}
	e := &MappingError{Problem: fmt.Sprintf("there is no column %q (the columns are %s)", name, quoteAll(m.header, 12))}
	if near := nearestOf(foldHeader(name), m.header); near != "" {
		e.Problem = fmt.Sprintf("there is no column %q; the nearest is %q", name, near)
	}
	return 0, e
}

// suggest says what columns may be meant for, by near spelling and by content.
func (m *mapper) suggest(columns []int) []Suggestion {
	var list []Suggestion
	for _, i := range columns {
		field, how := m.likelyField(i)
		if field != "" {
			list = append(list, Suggestion{Field: field, Column: i, Header: m.header[i], How: how, Flag: m.flag(field, i)})
		}
	}
	return list
}

func (m *mapper) likelyField(column int) (field, how string) {
	folded := []rune(foldHeader(m.header[column]))
	best := 1 + spellingLimit(len(folded))
	for _, s := range synonyms() {
		for _, name := range append([]string{s.field}, s.names...) {
			if d := distance(folded, []rune(foldHeader(name)), best); d < best {
				field, best = s.field, d
			}
		}
	}
	if field != "" {
		return field, "spelling"
	}
	if ids, values := m.countIDs(column); values > 0 && ids == values {
		return fieldID, "content"
	}
	return "", ""
}

// spellingLimit is how many letters may differ in a word of this length for it to be the same word misspelt.
func spellingLimit(letters int) int {
	switch {
	case letters < 4:
		return 0
	case letters < 8:
		return 1
	}
	return 2
}

// nearestOf gives the name that is spelt nearest to a folded one, "" when none is near.
func nearestOf(folded string, names []string) string {
	nearest, best := "", 1+spellingLimit(len([]rune(folded)))
	for _, name := range names {
		if d := distance([]rune(folded), []rune(foldHeader(name)), best); d < best {
			nearest, best = name, d
		}
	}
	return nearest
}
