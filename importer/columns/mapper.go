package columns

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
	"github.com/orgbatch/orgbatch/pigello"
)

// mapper is the state of mapping one source.
type mapper struct {
	index     *headerIndex
	heads     *headings
	values    *values
	headless  bool // no column has a name
	byField   map[string][]MappedColumn
	forced    map[string]bool // fields that --map or a mapping file decides
	set       map[string]bool // fields that --set decides, the parent as organization
	constants []Constant
	taken     []bool // columns that --map uses
	rest      []int  // columns without a field
}

func newMapper(header []string, first int, sample [][]tabular.Cell) *mapper {
	named := func(name string) bool { return strings.TrimSpace(name) != "" }
	return &mapper{
		index: newHeaderIndex(), heads: newHeadings(header, first), values: newValues(sample),
		headless: !slices.ContainsFunc(header, named), taken: make([]bool, len(header)),
		byField: map[string][]MappedColumn{}, forced: map[string]bool{}, set: map[string]bool{},
	}
}

// named is a column whose header means a field.
type named struct {
	MappedColumn
	weak bool
}

// find looks every column up in the table, the weak names last.
func (m *mapper) find() {
	var weak []named
	for i := range m.heads.header {
		if m.taken[i] {
			continue
		}
		switch f := m.lookUp(i); {
		case f.Field == "" || m.forced[f.Field]:
			m.rest = append(m.rest, i)
		case f.weak:
			weak = append(weak, f)
		default:
			m.byField[f.Field] = append(m.byField[f.Field], f.MappedColumn)
		}
	}
	m.ownName()
	var free []named
	for _, f := range weak {
		if m.decided(f.Field) || f.Field == fieldName && m.values.contentOf(f.Column).mostlyNumbers() {
			m.rest = append(m.rest, f.Column)
		} else {
			free = append(free, f)
		}
	}
	for _, f := range free {
		m.byField[f.Field] = append(m.byField[f.Field], f.MappedColumn)
	}
}

// ownName takes a column called "Organization name", where nothing else names the row, for the row's own name and not its parent's.
func (m *mapper) ownName() {
	columns := m.byField[FieldOrganizationName]
	if len(columns) != 1 || columns[0].How == "exact" || m.forced[fieldName] || m.forced[FieldOrganizationName] {
		return
	}
	if c := columns[0]; foldHeader(c.Header) == foldHeader(FieldOrganizationName) && len(m.byField[fieldName]) == 0 {
		c.Field = fieldName
		m.byField[fieldName] = []MappedColumn{c}
		delete(m.byField, FieldOrganizationName)
	}
}

// lookUp gives the field that a column's header means, none if it is unknown.
func (m *mapper) lookUp(column int) named {
	header := m.heads.header[column]
	f := named{MappedColumn: MappedColumn{Column: column, Header: header}}
	if header == FieldIdentity {
		f.Field, f.How = FieldIdentity, "exact"
		return f
	}
	name, folded := strings.TrimSpace(header), foldHeader(header)
	entry, ok := m.index.known[folded]
	if !ok || folded == "" || IsOwn(header) {
		return f
	}
	s := m.index.synonyms[entry.line]
	f.Field, f.How, f.weak = s.field, howOf(name, s, entry), entry.weak
	// organization_id as we write it forces an id; only the word ID is claimed by every system that has numbers.
	if exactParent := f.How == "exact" && s.field == FieldOrganizationID; s.ids && !exactParent && !m.values.holdsIDs(column, s.field) {
		f.Field, f.How, f.Reason = s.instead, "content", m.values.contentOf(column).fewIDs()
	}
	return f
}

func howOf(name string, s synonym, entry entryOf) string {
	names := s.names
	if entry.weak {
		names = s.weak
	}
	switch {
	case name == s.field:
		return "exact"
	case slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, name) }):
		return "synonym"
	}
	return "normalised"
}

// holdsIDs says whether at least half of a column's values are UUIDs, or any where the header means the row's own id: then settleIDs asks
// about the others. A column without values has nothing to say against it.
func (v *values) holdsIDs(column int, field string) bool {
	c := v.contentOf(column)
	return 2*c.ids >= c.values || c.ids > 0 && field == fieldID
}

// fewIDs says why a column is none of ids.
func (c content) fewIDs() string {
	if c.ids == 0 {
		return wording.English.Columns.NoIDs(c.values)
	}
	return wording.English.Columns.FewIDs(c.ids, c.values)
}

// resolve leaves each field one column, and the row one parent.
func (m *mapper) resolve() error {
	m.resolveParents()
	for _, field := range Fields() {
		if columns := m.byField[field]; len(columns) > 1 {
			return m.heads.conflict(fmt.Sprintf("%d columns could be the %s", len(columns), field), columns)
		}
	}
	var parents []MappedColumn
	for _, field := range Fields() {
		if fieldOfParent(field) {
			parents = append(parents, m.byField[field]...)
		}
	}
	if len(parents) > 1 {
		return m.heads.conflict(fmt.Sprintf("%d columns could name the parent", len(parents)), parents)
	}
	return nil
}

// resolveParents takes organization over all other ways to name the parent, and --map over both.
func (m *mapper) resolveParents() {
	parents := []string{fieldOrganization, FieldOrganizationID, FieldOrganizationName, FieldOrganizationCustomID}
	chosen := slices.IndexFunc(parents, func(field string) bool { return m.forced[field] && len(m.byField[field]) > 0 })
	if chosen < 0 {
		if chosen = 0; len(m.byField[fieldOrganization]) == 0 {
			return
		}
	}
	for i, field := range parents {
		if i == chosen || m.forced[field] {
			continue
		}
		for _, c := range m.byField[field] {
			m.rest = append(m.rest, c.Column)
		}
		delete(m.byField, field)
	}
}

// decided says whether a field, or for the parent one of its fields, has a column or a constant, or was told to have none.
func (m *mapper) decided(field string) bool {
	return m.set[Fills(field)] || slices.ContainsFunc(Fields(), func(f string) bool {
		return Fills(f) == Fills(field) && (m.forced[f] || len(m.byField[f]) > 0)
	})
}

// mapping puts the result together.
func (m *mapper) mapping() Mapping {
	result := Mapping{Header: m.heads.header, FirstColumn: m.heads.first, Constants: m.constants}
	for _, field := range Fields() {
		result.Columns = append(result.Columns, m.byField[field]...)
	}
	slices.Sort(m.rest)
	parent := slices.ContainsFunc(result.Columns, func(c MappedColumn) bool { return c.Field == fieldOrganization })
	for _, i := range m.rest {
		if !m.headless && (expected(m.heads.header[i]) || parent && fieldOfParent(trimmed(m.heads.header[i]))) {
			result.Expected = append(result.Expected, i)
		} else {
			result.Unmapped = append(result.Unmapped, i)
		}
	}
	result.Suggestions = m.openSuggestions()
	return result
}

// expected says whether a column needs no word though it isn't sent.
func expected(header string) bool {
	name := trimmed(header)
	if name == "" || IsOwn(name) {
		return true
	}
	f, ok := pigello.FieldByName(name)
	return ok && f.ReadOnly && name != fieldID
}

func trimmed(header string) string { return strings.TrimFunc(header, unicode.IsSpace) }
