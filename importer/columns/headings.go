package columns

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/orgbatch/orgbatch/exporter/shell"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// headings are the columns of a table by what a person calls them.
type headings struct {
	header []string
	first  int   // empty columns left of the table
	places []int // as placesIn gives them
	strict bool  // letters and numbers name columns that their header can't
}

func newHeadings(header []string, first int) *headings {
	return &headings{header: header, first: first, places: placesIn(header)}
}

func (h *headings) nameOf(column int) string {
	return Mapping{Header: h.header, FirstColumn: h.first}.NameOf(column)
}

// letters are a column's as the spreadsheet of its author shows them.
func (h *headings) letters(column int) string {
	return tabular.ColumnLetters(h.first + h.places[column])
}

// placesIn says where each column would stand if ours stood behind the author's. Letters and numbers mean these places, so that they are the
// same in a file and in its rejects, wherever those have our columns.
func placesIn(header []string) []int {
	places, next := make([]int, len(header)), 0
	for _, own := range []bool{false, true} {
		for i, name := range header {
			if IsOwn(name) == own {
				places[i] = next
				next++
			}
		}
	}
	return places
}

// columnFor is columnNamed for a field. Where ours stand before the author's columns, a letter or a number that would mean one of ours was
// counted as the spreadsheet shows them.
func (h *headings) columnFor(field, name string) (int, error) {
	column, err := h.columnNamed(name)
	if counted := h.counted(); err == nil && counted != "" && field != FieldIdentity && IsOwn(h.header[column]) && foldHeader(h.header[column]) != foldHeader(name) {
		return 0, &MappingError{Problem: fmt.Sprintf("there is no column %q among your own%s", name, counted)}
	}
	return column, err
}

// finder finds columns as a mapping file names them. Ours are nobody else's business.
func finder(header []string, first int) func(name string) (int, error) {
	h := newHeadings(header, first)
	h.strict = true
	return func(name string) (int, error) {
		column, err := h.columnFor("", name)
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
func (h *headings) columnNamed(name string) (int, error) {
	for _, same := range []func(string) bool{
		func(head string) bool { return head == name },
		func(head string) bool { return foldHeader(head) == foldHeader(name) && foldHeader(head) != "" },
	} {
		switch at := slices.IndexFunc(h.header, same); {
		case at < 0:
		case slices.IndexFunc(h.header[at+1:], same) < 0:
			return at, nil
		default:
			other := at + 1 + slices.IndexFunc(h.header[at+1:], same)
			return 0, &MappingError{Problem: fmt.Sprintf("columns %s and %s both have the header %q; give the letter of the one that is meant%s",
				h.letters(at), h.letters(other), name, h.counted())}
		}
	}
	if at := h.columnAt(name); at >= 0 && !(h.strict && h.singledOut(at)) {
		return at, nil
	}
	e := &MappingError{Problem: fmt.Sprintf("there is no column %q (the columns are %s)", name, quoteAll(h.header, 12))}
	if near := nearestOf(foldHeader(name), h.header); near != "" {
		e.Problem = fmt.Sprintf("there is no column %q; the nearest is %q", name, near)
	}
	return 0, e
}

// counted says how letters are counted, where they aren't those that the spreadsheet shows.
func (h *headings) counted() string {
	if slices.IsSorted(h.places) {
		return ""
	}
	return " (letters count your own columns, without those that begin with " + OwnPrefix + ")"
}

// columnAt finds a column by number from 1, else by letters, -1 for none.
func (h *headings) columnAt(name string) int {
	if n, err := strconv.Atoi(name); err == nil {
		return slices.Index(h.places, n-1)
	}
	for i := range h.header {
		if strings.EqualFold(h.letters(i), name) {
			return i
		}
	}
	return -1
}

// singledOut says whether a column's header finds it, so that nobody needs its letters: in a mapping file they could be the header of a
// column that this source doesn't have.
func (h *headings) singledOut(column int) bool {
	name := h.header[column]
	if strings.TrimSpace(name) == "" || !utf8.ValidString(name) {
		return false
	}
	at, err := h.columnNamed(name)
	return err == nil && at == column
}

// flag writes the command-line flag that maps a column.
func (h *headings) flag(field string, column int) string {
	return "--map " + field + "=" + shell.Quote(h.reference(column))
}

// reference is a text by which columnNamed finds a column: its header, or its letters or its number when the header doesn't single it out.
func (h *headings) reference(column int) string {
	for _, name := range []string{h.header[column], h.letters(column)} {
		if at, err := h.columnNamed(name); err == nil && at == column && name != "" && utf8.ValidString(name) {
			return name
		}
	}
	return strconv.Itoa(h.places[column] + 1)
}
