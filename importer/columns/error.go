package columns

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// MappingError says why columns can't be mapped. A person can mend it with one of Flags.
type MappingError struct {
	// Problem is a lower-case phrase.
	Problem string
	// Flags are the command-line flags of which one solves it, none when there is no telling.
	Flags []string
	// Notes says of each flag what its column holds; nil where the flags speak for themselves.
	Notes []string
	// Usage says that --map or --set is wrong by itself; otherwise the source leaves a question that they answer.
	Usage bool
}

// asUsage marks an error as one of the flags.
func asUsage(err error) error {
	var e *MappingError
	if errors.As(err, &e) {
		e.Usage = true
	}
	return err
}

// Error gives the problem and, if there are any, the flags to choose from.
func (e *MappingError) Error() string {
	switch {
	case len(e.Flags) == 0:
		return "map columns: " + e.Problem
	case len(e.Notes) != len(e.Flags):
		return "map columns: " + e.Problem + "; use " + strings.Join(e.Flags, " or ")
	}
	var b strings.Builder
	b.WriteString("map columns: " + e.Problem + "; use one of")
	for i, flag := range e.Flags {
		b.WriteString("\n  " + flag)
		if e.Notes[i] != "" {
			b.WriteString("  (" + e.Notes[i] + ")")
		}
	}
	return b.String()
}

func (h *headings) conflict(problem string, columns []MappedColumn) error {
	e := &MappingError{Problem: problem}
	for _, c := range columns {
		e.Flags = append(e.Flags, h.flag(c.Field, c.Column))
	}
	return e
}

// maxChoices is how many columns an error offers.
const maxChoices = 12

// demand refuses a source in which neither a column of the field – the name, or the id – nor one of ids was found, and offers the columns
// that may be it.
func (m *mapper) demand(field string) error {
	if len(m.byField[field]) > 0 || len(m.byField[fieldID]) > 0 {
		return nil
	}
	e := &MappingError{Problem: "no column holds the " + field}
	if m.headless {
		e.Problem = "the file names none of its columns, so they go by their letters, and one must be the " + field
	}
	if len(m.heads.header) == 1 { // as a spreadsheet program has it that took a delimiter for text
		parts := strings.FieldsFunc(m.heads.header[0], func(r rune) bool { return strings.ContainsRune(",;\t|\"", r) })
		if len(slices.DeleteFunc(parts, func(part string) bool { return !m.index.knows(part) })) > 1 {
			return &MappingError{Problem: fmt.Sprintf("each row stands in one cell (%q); part the cells (in Excel: Data, Text to Columns), or give the text file that they come from, with --delimiter if need be", tabular.Shorten(m.heads.header[0]))}
		}
	}
	for _, s := range m.suggest() {
		if s.Field == field {
			if len(s.Samples) > 0 {
				s.Reason += "; " + strings.Join(tabular.Quoted(s.Samples), ", ")
			}
			e.Flags, e.Notes = append(e.Flags, s.Flag), append(e.Notes, s.Reason)
		}
	}
	if len(e.Flags) > 0 {
		return e
	}
	if !m.headless {
		e.Problem += fmt.Sprintf(" (the columns are %s)", quoteAll(m.heads.header, maxChoices))
	}
	for i := range m.heads.header[:min(len(m.heads.header), maxChoices)] {
		if IsOwn(m.heads.header[i]) {
			continue
		}
		e.Flags = append(e.Flags, m.heads.flag(field, i))
		e.Notes = append(e.Notes, strings.Join(tabular.Quoted(m.values.samplesOf(i)), ", "))
	}
	return e
}

func quoteAll(names []string, most int) string {
	list := tabular.Quoted(names[:min(len(names), most)])
	if len(names) > most {
		list = append(list, fmt.Sprintf("and %d more", len(names)-most))
	}
	return strings.Join(list, ", ")
}
