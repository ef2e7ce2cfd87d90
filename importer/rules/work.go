package rules

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// Work is a set whose columns are known: it changes and checks the rows of one source. Not safe for concurrent use. A nil Work does nothing.
type Work struct {
	set    *Set
	steps  []step
	checks []check
	notes  []string

	cells    []tabular.Cell
	failed   []Finding
	findings []Finding
	keys     []uint64
}

// Finding is what is wrong with a cell.
type Finding struct {
	Column                     int
	Message, Value, Suggestion string
	Warning                    bool
}

// Begin makes the work of a set for one source, with its transforms; [Work.AddChecks] adds the checks. find gives a column by its header,
// its letters or its number. The files that transforms need are read, each once for the set. Errors name the place in the mapping file.
func (s *Set) Begin(find func(name string) (int, error)) (*Work, error) {
	if err := s.Verify(); err != nil {
		return nil, err
	}
	w := &Work{set: s, notes: slices.Clone(s.Notes), keys: make([]uint64, len(s.Checks))}
	for i := range s.Transforms {
		t := &s.Transforms[i]
		made, err := s.newStep(t, find)
		if err != nil {
			return nil, s.at("transform", i, t.line, err)
		}
		w.steps = append(w.steps, made)
	}
	return w, nil
}

// AddChecks adds the checks of the set. byField gives the column of a field, -1 for none, for names of a schema that find doesn't know; a
// column that a schema has and the source hasn't is noted, or an error where the schema demands it.
func (w *Work) AddChecks(find func(name string) (int, error), byField func(field string) int) error {
	for i := range w.set.Checks {
		c := &w.set.Checks[i]
		made, err := w.set.newCheck(c, func(name string) (int, error) {
			column, err := find(name)
			if err != nil && c.schema != "" {
				if column = byField(name); column >= 0 {
					return column, nil
				}
			}
			return column, err
		})
		switch {
		case err == nil:
		case c.schema == "":
			return w.set.at("check", i, c.line, err)
		case c.Required:
			return fmt.Errorf("%s demands a column that the file hasn't: %w", c.schema, err)
		default:
			w.notes = append(w.notes, wording.English.Schema.NoColumn(c.schema, cmp.Or(c.Column, fmt.Sprint(c.Columns))))
			made.columns = nil
		}
		w.checks = append(w.checks, made) // each has its place, so that it is the same in all sources
	}
	slices.Sort(w.notes)
	w.notes = slices.Compact(w.notes)
	return nil
}

// at says of an error where in the mapping file it comes from.
func (s *Set) at(table string, i, line int, err error) error {
	if line == 0 {
		return fmt.Errorf("[[%s]] %d of %s: %w", table, i+1, s.Name, err)
	}
	return fmt.Errorf("%s:%d, a [[%s]]: %w", s.Name, line, table, err)
}

// Notes are what a schema says that isn't checked.
func (w *Work) Notes() []string {
	if w == nil {
		return nil
	}
	return w.notes
}

// Apply gives a row's cells with the transforms done, and counts them. Both the cells and what Check says of them are overwritten by the
// next Apply.
func (w *Work) Apply(cells []tabular.Cell) []tabular.Cell {
	if w == nil || len(w.steps) == 0 {
		return cells
	}
	w.cells = w.transform(append(w.cells[:0], cells...), (*step).count)
	return w.cells
}

// transform does the steps, and hands each one that changed a text to changed.
func (w *Work) transform(cells []tabular.Cell, changed changed) []tabular.Cell {
	w.failed = w.failed[:0]
	for i := range w.steps {
		cells = w.steps[i].apply(w, cells, changed)
	}
	return cells
}

// Sample does the transforms in rows that only tell what columns hold.
func (w *Work) Sample(rows [][]tabular.Cell) [][]tabular.Cell {
	if w == nil || len(w.steps) == 0 {
		return rows
	}
	changed := make([][]tabular.Cell, len(rows))
	for i, cells := range rows {
		changed[i] = w.transform(slices.Clone(cells), func(*step, string, string) {})
	}
	return changed
}

// Changes says what the transforms have done so far, in the order of the columns and then of the transforms.
func (w *Work) Changes() []Changed {
	if w == nil {
		return nil
	}
	var list []Changed
	for i := range w.steps {
		if c := w.steps[i].Changed; c.Count > 0 {
			list = append(list, c)
		}
	}
	slices.SortStableFunc(list, func(a, b Changed) int { return cmp.Compare(a.Column, b.Column) })
	return list
}
