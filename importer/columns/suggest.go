package columns

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/orgbatch/orgbatch/importer/orgnumber"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
	"github.com/orgbatch/orgbatch/pigello/spelling"
)

// Suggestion is a field that a column may be meant for. Somebody has to confirm it.
type Suggestion struct {
	// Source is the file's name, where a suggestion is put to a person.
	Source     string   `json:"-" kept:"Source"`
	Field      string   `json:"field" kept:"Field" doc:"the field"`
	Column     int      `json:"column" kept:"Column" doc:"the column, from 0"`
	Header     string   `json:"header" kept:"Header" doc:"its header, or its letters"`
	How        string   `json:"how" kept:"How" doc:"spelling, header or content"`
	Confidence float64  `json:"confidence" kept:"Confidence" doc:"0 to 1"`
	Reason     string   `json:"reason" kept:"Reason" doc:"what speaks for it"`
	Samples    []string `json:"samples" kept:"Samples" doc:"its first values"` // at most three
	// Flag confirms it on the command line: --map name='Företags namn'.
	Flag string `json:"flag" kept:"Flag" doc:"what confirms it"`
	// Reference is the column as Flag names it, as it stands.
	Reference string `json:"-" kept:"Reference"`
}

// Percent is the confidence as a person reads it.
func (s Suggestion) Percent() int { return int(math.Round(100 * s.Confidence)) }

const (
	// suggestColumns bounds the work of guessing in a sheet of thousands of columns.
	suggestColumns = 256
	// askedFrom is the confidence from which a suggestion is worth a question.
	askedFrom = 0.5
)

// evidence is what speaks for a field.
type evidence struct {
	field, how, reason string
	confidence         float64
}

// suggest says what the columns without a field may be meant for, the surest first.
func (m *mapper) suggest() []Suggestion {
	columns := slices.Clone(m.rest)
	slices.Sort(columns)
	columns = slices.DeleteFunc(columns, func(i int) bool { return !m.headless && expected(m.heads.header[i]) })
	columns = columns[:min(len(columns), suggestColumns)]
	names := m.likelyNames(columns)
	var list []Suggestion
	for _, i := range columns {
		e := weigh(m.byHeader(i), m.byContent(i, names))
		if e.field == "" {
			continue
		}
		list = append(list, Suggestion{
			Field: e.field, Column: i, Header: m.heads.nameOf(i), How: e.how, Confidence: math.Round(e.confidence*100) / 100, Reason: e.reason,
			Samples: m.values.samplesOf(i), Flag: m.heads.flag(e.field, i), Reference: m.heads.reference(i),
		})
	}
	slices.SortStableFunc(list, func(a, b Suggestion) int { return cmp.Compare(b.Confidence, a.Confidence) })
	return list
}

// openSuggestions are those for fields that have no column.
func (m *mapper) openSuggestions() []Suggestion {
	return slices.DeleteFunc(m.suggest(), func(s Suggestion) bool { return m.decided(s.Field) })
}

// ask puts the suggestions for fields without a column to a person, the surest first, and takes those that are confirmed.
func (m *mapper) ask(confirm func(Suggestion) (bool, error)) error {
	if confirm == nil {
		return nil
	}
	refused := map[string]bool{}
	defer func() { maps.Copy(m.forced, refused) }() // what was answered is no suggestion any more
	for _, s := range m.openSuggestions() {
		if s.Confidence < askedFrom || m.decided(s.Field) {
			continue
		}
		yes, err := confirm(s)
		if err != nil {
			return err
		}
		if refused[s.Field] = !yes; yes {
			m.byField[s.Field] = []MappedColumn{{Field: s.Field, Column: s.Column, Header: s.Header, How: "confirmed"}}
			m.rest = slices.DeleteFunc(m.rest, func(i int) bool { return i == s.Column })
		}
	}
	return nil
}

// weigh puts what header and values say together: they agree, or the values speak against the header, or the stronger one counts.
func weigh(header, values evidence) evidence {
	switch {
	case header.field == "":
		return values
	case header.field == values.field:
		header.confidence = 1 - (1-header.confidence)*(1-values.confidence)
		header.reason = wording.English.Columns.Both(header.reason, values.reason)
		return header
	case values.confidence > header.confidence:
		return values
	}
	return header
}

// byHeader goes by near spelling, by words in the header, and by the headers that are only suggested.
func (m *mapper) byHeader(column int) evidence {
	header := m.heads.header[column]
	folded := foldHeader(header)
	if folded == "" || m.index.other[folded] {
		return evidence{}
	}
	var e evidence
	if line, ok := m.index.maybe[folded]; ok {
		s := m.index.maybes[line]
		e = evidence{s.field, "header", s.reason, s.confidence}
	}
	if e.field == "" {
		e = m.index.bySpelling(folded)
	}
	if e.field == "" {
		e = m.index.byWords(header)
	}
	return against(e, m.values.contentOf(column))
}

// against takes a suggestion back when the column's values can't be of its field.
func against(e evidence, c content) evidence {
	if c.values == 0 || e.field == "" {
		return e
	}
	switch e.field {
	case fieldID, FieldOrganizationID:
		if 2*c.ids < c.values {
			e.field = map[string]string{fieldID: fieldCustomID, FieldOrganizationID: FieldOrganizationCustomID}[e.field]
		}
	case fieldName:
		if c.mostlyNumbers() || 10*c.distinct < c.values {
			return evidence{}
		}
	case fieldCustomID:
		if 10*c.distinct < 9*c.values {
			return evidence{}
		}
	}
	return e
}

// bySpelling finds the name that is spelt nearest to a folded header.
func (x *headerIndex) bySpelling(folded string) evidence {
	letters := []rune(folded)
	best := 1 + spellingLimit(len(letters))
	var near entryOf
	for _, name := range x.names {
		if d := spelling.Distance(letters, []rune(name), best); d < best {
			near, best = x.known[name], d
		}
	}
	if near.name == "" || best == 0 {
		return evidence{}
	}
	s := x.synonyms[near.line]
	confidence := 1 - float64(best)/float64(len(letters))
	return evidence{s.field, "spelling", wording.English.Columns.SpeltNearly(near.name), confidence}
}

// byWords looks for a name among the words of a header: "Kundnr i Visma". Two of them make the parent's: "Kundnr, moderbolag".
func (x *headerIndex) byWords(header string) evidence {
	words := wordsOf(header)
	if len(words) < 2 || len(words) > 8 {
		return evidence{}
	}
	var fields []string
	first := ""
	for i := 0; i < len(words); {
		entry, used := x.longest(words[i:])
		if used == 0 {
			if x.other[words[i]] {
				return evidence{} // the name's telephone is no name
			}
			i++
			continue
		}
		if first == "" {
			first = entry.name
		}
		fields = append(fields, x.synonyms[entry.line].field)
		i += used
	}
	switch field := joinFields(fields); {
	case field == "":
		return evidence{}
	case len(fields) > 1:
		return evidence{field, "header", wording.English.Columns.HeaderOfParent, 0.6}
	default:
		return evidence{field, "header", wording.English.Columns.HeaderHolds(first), 0.6}
	}
}

// longest finds the name that takes most of the words from the first on.
func (x *headerIndex) longest(words []string) (entry entryOf, used int) {
	for n := len(words); n > 0; n-- {
		if entry, ok := x.known[strings.Join(words[:n], "")]; ok {
			return entry, n
		}
	}
	return entry, 0
}

// joinFields makes one field of those that the words of a header name, "" when they contradict each other.
func joinFields(fields []string) string {
	fields = slices.Clone(fields)
	slices.Sort(fields)
	switch fields = slices.Compact(fields); {
	case len(fields) == 1:
		return fields[0]
	case len(fields) != 2 || !slices.Contains(fields, fieldOrganization):
		return ""
	}
	ofParent := map[string]string{fieldID: FieldOrganizationID, fieldName: FieldOrganizationName, fieldCustomID: FieldOrganizationCustomID}
	return cmp.Or(ofParent[fields[0]], ofParent[fields[1]])
}

func wordsOf(header string) []string {
	var words []string
	for _, word := range strings.FieldsFunc(header, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }) {
		words = append(words, foldHeader(word))
	}
	return slices.DeleteFunc(words, func(w string) bool { return w == "" })
}

// samplesOf gives a column's first values that differ, at most three, fit to be shown.
func (v *values) samplesOf(column int) []string {
	var list []string
	for _, cells := range v.sample {
		text := orgnumber.Mask(tabular.Shorten(valueOf(cells, column)))
		if text != "" && !slices.Contains(list, text) {
			if list = append(list, text); len(list) == 3 {
				break
			}
		}
	}
	return list
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
		if d := spelling.Distance([]rune(folded), []rune(foldHeader(name)), best); d < best {
			nearest, best = name, d
		}
	}
	return nearest
}
