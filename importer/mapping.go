package importer

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/pigello"
)

// Mapping says which column of a source feeds which field.
//
//	--map          first, and alone for its field
//	exact          the header is the field's name
//	synonym        the header is one of the table's names for it
//	normalised     … but for case, spaces, punctuation and diacritics
//	content        … and its values decide which of two fields it is: a column called ID without UUIDs is a custom_id
//
// Near spelling and a column of UUIDs under an unknown header are suggestions, which somebody must confirm.
type Mapping struct {
	// Columns are the mapped ones, in the order of the fields.
	Columns []MappedColumn
	// Constants are the values that every row has in fields that no column feeds.
	Constants []Constant
	// Unmapped are the columns that aren't sent and that a person should be told of.
	Unmapped []int
	// Expected are columns that aren't sent and that nobody needs to be told of: the API's read-only fields, those that begin with
	// orgbatch_, other ways of naming the parent beside organization, and columns without a name.
	Expected []int
	// Suggestions are what unmapped columns may be.
	Suggestions []Suggestion
	// Header is the source's header as written.
	Header []string
}

// MappedColumn is a field and the column that feeds it.
type MappedColumn struct {
	// Field is id, name, custom_id, organization, organization_id, organization_name, organization_custom_id or orgbatch_row.
	Field string
	// Column counts from 0; Header is the column's, as written.
	Column int
	Header string
	// How is "exact", "synonym", "normalised", "content" or "--map".
	How string
}

// Suggestion is a field that a column may be meant for.
type Suggestion struct {
	Field  string
	Column int
	Header string
	// How is "spelling" or "content".
	How string
	// Flag is what confirms it on the command line: --map name='Företags namm'.
	Flag string
}

// MappingError says why columns can't be mapped. A person can mend it with one of Flags.
type MappingError struct {
	// Problem is a lower-case phrase.
	Problem string
	// Flags are the command-line flags of which one solves it, none when there is no telling.
	Flags []string
}

// Error gives the problem and, if there are any, the flags to choose from.
func (e *MappingError) Error() string {
	if len(e.Flags) == 0 {
		return "map columns: " + e.Problem
	}
	return "map columns: " + e.Problem + "; use " + strings.Join(e.Flags, " or ")
}

// MapColumns finds the columns that feed the fields. The sample is some of the rows' cells; overrides maps fields to columns, given by
// header, by number from 1 or by letters as in a spreadsheet, or to "" for a field that no column shall feed.
//
// A name column is demanded unless there is an id column: then each row without an id is an error of its own. Errors are *MappingError.
func MapColumns(header []string, sample [][]table.Cell, overrides map[string]string) (Mapping, error) {
	r := Reading{Map: overrides}
	return r.mapColumns(header, sample)
}

func (r *Reading) mapColumns(header []string, sample [][]table.Cell) (Mapping, error) {
	m := newMapper(header, sample)
	if err := m.override(r.Map); err != nil {
		return Mapping{}, err
	}
	m.find()
	if err := m.resolve(); err != nil {
		return Mapping{}, err
	}
	constants, err := m.constants(r.Set)
	if err != nil {
		return Mapping{}, err
	}
	result, err := m.mapping()
	result.Constants = constants
	return result, err
}

func newMapper(header []string, sample [][]table.Cell) *mapper {
	return &mapper{
		header: header, sample: sample, byField: map[string][]MappedColumn{}, forced: map[string]bool{}, set: map[string]bool{},
		taken: make([]bool, len(header)),
	}
}

// mappedFields are the fields that columns feed, in their order.
func mappedFields() []string {
	return []string{
		fieldID, fieldName, fieldCustomID, fieldOrganization, fieldOrganizationID, fieldOrganizationCustomID, fieldOrganizationName, fieldIdentity,
	}
}

// fieldsOf gives the field of each of n columns, "" for those that feed none.
func (m Mapping) fieldsOf(n int) []string {
	fields := make([]string, n)
	for _, c := range m.Columns {
		if c.Column < n {
			fields[c.Column] = c.Field
		}
	}
	return fields
}

// mapper is the state of mapping one source.
type mapper struct {
	header  []string
	sample  [][]table.Cell
	byField map[string][]MappedColumn
	forced  map[string]bool // fields that --map decides
	set     map[string]bool // fields that --set decides, the parent as organization
	taken   []bool          // columns that --map uses
	rest    []int           // columns without a field
}

// find looks every column up in the table.
func (m *mapper) find() {
	known := synonyms()
	for i, name := range m.header {
		if m.taken[i] {
			continue
		}
		field, how := m.lookUp(known, i, name)
		if field == "" || m.forced[field] {
			m.rest = append(m.rest, i)
			continue
		}
		m.byField[field] = append(m.byField[field], MappedColumn{Field: field, Column: i, Header: name, How: how})
	}
}

// lookUp gives the field that a column's header means, "" for none.
func (m *mapper) lookUp(known []synonym, column int, header string) (field, how string) {
	if header == fieldIdentity {
		return fieldIdentity, "exact"
	}
	name, folded := strings.TrimSpace(header), foldHeader(header)
	if folded == "" || strings.HasPrefix(strings.ToLower(name), ownPrefix) {
		return "", ""
	}
	for _, s := range known {
		switch {
		case name == s.field:
			how = "exact"
		case slices.ContainsFunc(s.names, func(n string) bool { return strings.EqualFold(n, name) }):
			how = "synonym"
		case folded == foldHeader(s.field) || slices.ContainsFunc(s.names, func(n string) bool { return foldHeader(n) == folded }):
			how = "normalised"
		default:
			continue
		}
		// organization_id as we write it forces an id; only the word ID is claimed by every system that has numbers.
		if exactParent := how == "exact" && s.field == fieldOrganizationID; s.ids && !exactParent && !m.holdsIDs(column) {
			return s.instead, "content"
		}
		return s.field, how
	}
	return "", ""
}

// holdsIDs says whether at least half of a column's values are UUIDs; a column without values has nothing to say against it.
func (m *mapper) holdsIDs(column int) bool {
	ids, values := m.countIDs(column)
	return 2*ids >= values
}

func (m *mapper) countIDs(column int) (ids, values int) {
	for _, cells := range m.sample {
		if column >= len(cells) {
			continue
		}
		text := trimEnds(cells[column].Text)
		if text == "" {
			continue
		}
		if values++; pigello.IsUUID(text) || cells[column].Kind == table.JSON && strings.HasPrefix(text, `{"id":`) {
			ids++
		}
	}
	return ids, values
}

// resolve leaves each field one column, and the row one parent.
func (m *mapper) resolve() error {
	m.resolveParents()
	for _, field := range mappedFields() {
		if columns := m.byField[field]; len(columns) > 1 {
			return m.conflict(fmt.Sprintf("%d columns could be the %s", len(columns), field), columns)
		}
	}
	var parents []MappedColumn
	for _, field := range mappedFields() {
		if fieldOfParent(field) {
			parents = append(parents, m.byField[field]...)
		}
	}
	if len(parents) > 1 {
		return m.conflict(fmt.Sprintf("%d columns could name the parent", len(parents)), parents)
	}
	if len(m.byField[fieldName]) == 0 && len(m.byField[fieldID]) == 0 {
		return m.noName()
	}
	return nil
}

// resolveParents takes organization over all other ways to name the parent, and --map over both.
func (m *mapper) resolveParents() {
	parents := []string{fieldOrganization, fieldOrganizationID, fieldOrganizationName, fieldOrganizationCustomID}
	chosen := ""
	for _, field := range parents {
		if m.forced[field] && len(m.byField[field]) > 0 {
			chosen = field
			break
		}
	}
	if chosen == "" && len(m.byField[fieldOrganization]) > 0 {
		chosen = fieldOrganization
	}
	if chosen == "" {
		return
	}
	for _, field := range parents {
		if field == chosen || m.forced[field] {
			continue
		}
		for _, c := range m.byField[field] {
			m.rest = append(m.rest, c.Column)
		}
		delete(m.byField, field)
	}
}

func (m *mapper) conflict(problem string, columns []MappedColumn) error {
	e := &MappingError{Problem: problem}
	for _, c := range columns {
		e.Flags = append(e.Flags, m.flag(c.Field, c.Column))
	}
	return e
}

func (m *mapper) noName() error {
	e := &MappingError{Problem: "no column holds the name"}
	for _, s := range m.suggest(m.rest) {
		if s.Field == fieldName {
			e.Flags = append(e.Flags, s.Flag)
		}
	}
	if len(e.Flags) == 0 {
		e.Problem += fmt.Sprintf(" (the columns are %s)", quoteAll(m.header, 12))
		e.Flags = []string{"--map name=COLUMN"}
	}
	return e
}

// mapping puts the result together.
func (m *mapper) mapping() (Mapping, error) {
	result := Mapping{Header: m.header}
	for _, field := range mappedFields() {
		result.Columns = append(result.Columns, m.byField[field]...)
	}
	slices.Sort(m.rest)
	parent := slices.ContainsFunc(result.Columns, func(c MappedColumn) bool { return c.Field == fieldOrganization })
	for _, i := range m.rest {
		if expected(m.header[i], parent) {
			result.Expected = append(result.Expected, i)
		} else {
			result.Unmapped = append(result.Unmapped, i)
		}
	}
	for _, s := range m.suggest(result.Unmapped) {
		if !m.decided(s.Field) {
			result.Suggestions = append(result.Suggestions, s)
		}
	}
	return result, nil
}

// decided says whether a field, or for the parent one of its fields, has a column or was told to have none.
func (m *mapper) decided(field string) bool {
	for _, f := range mappedFields() {
		if rawField(f) == rawField(field) && (m.set[rawField(f)] || m.forced[f] || len(m.byField[f]) > 0) {
			return true
		}
	}
	return false
}

// expected says whether a column needs no word though it isn't sent.
func expected(header string, parent bool) bool {
	name := strings.TrimSpace(header)
	if name == "" || strings.HasPrefix(strings.ToLower(name), ownPrefix) || parent && fieldOfParent(name) {
		return true
	}
	f, ok := pigello.FieldByName(name)
	return ok && f.ReadOnly && name != fieldID
}

// flag writes the command-line flag that maps a column: by its header, or by its letters when the header doesn't single it out.
func (m *mapper) flag(field string, column int) string {
	name := m.header[column]
	if at, err := m.columnNamed(name); err != nil || at != column {
		name = table.ColumnLetters(column)
	}
	return "--map " + field + "=" + shellQuote(name)
}

// shellQuote makes a text one word for a shell.
func shellQuote(s string) string {
	if s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return r < 0x80 && !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("_-.,/:@%+=", r))
	}) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

func quoteAll(names []string, most int) string {
	var quoted []string
	for i, name := range names {
		if i == most {
			quoted = append(quoted, fmt.Sprintf("and %d more", len(names)-most))
			break
		}
		quoted = append(quoted, strconv.Quote(table.Shorten(name)))
	}
	return strings.Join(quoted, ", ")
}
