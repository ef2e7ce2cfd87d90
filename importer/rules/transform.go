package rules

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// change gives what becomes of a text in a row of cells, or why nothing can.
type change func(text string, cells []tabular.Cell) (changed, problem string)

// step is a transform whose columns are known, and what it did.
type step struct {
	column int
	kind   string
	always bool // blank cells are its business, too
	do     change

	count         int
	before, after string // the first change
}

// Changed says what a transform did to a column.
type Changed struct {
	Column, Count int
	Kind          string
	Before, After string // the first cell that it changed
}

// newStep makes a step of a transform. find gives a column by its name.
func (s *Set) newStep(t *Transform, find func(name string) (int, error)) (step, error) {
	column, err := find(t.Column)
	if err != nil {
		return step{}, err
	}
	out := step{column: column, kind: t.Fields()[1].Key, always: t.Blank != "" || len(t.Join) > 0}
	switch {
	case len(t.Join) > 0:
		out.do, err = t.join(find)
	case t.Lookup != "":
		var v *values
		if v, err = s.valuesOf(t.Lookup, t.From, t.To); err == nil {
			out.do = t.lookUp(v)
		}
	case t.Date != "":
		out.do, err = t.dates()
	default:
		out.do = t.simple()
	}
	return out, err
}

// simple gives the transforms that need no column or file but their own.
func (t *Transform) simple() change {
	return func(text string, _ []tabular.Cell) (string, string) {
		switch {
		case t.TrimPrefix != "":
			return strings.TrimPrefix(text, t.TrimPrefix), ""
		case t.TrimSuffix != "":
			return strings.TrimSuffix(text, t.TrimSuffix), ""
		case t.Replace != "":
			return strings.ReplaceAll(text, t.Replace, *t.With), ""
		case t.Upper:
			return strings.ToUpper(text), ""
		case t.Lower:
			return strings.ToLower(text), ""
		case t.Pad > 0:
			return strings.Repeat("0", max(0, t.Pad-utf8.RuneCountInString(text))) + text, ""
		case t.Blank != "" && text == "":
			return t.Blank, ""
		case t.Split != "":
			parts := strings.Split(text, t.Split)
			if len(parts) < t.Part {
				return text, wording.English.Rules.NoPart(t.Part, t.Split)
			}
			return parts[t.Part-1], ""
		}
		return text, ""
	}
}

func (t *Transform) join(find func(name string) (int, error)) (change, error) {
	var columns []int
	for _, name := range t.Join {
		column, err := find(name)
		if err != nil {
			return nil, err
		}
		columns = append(columns, column)
	}
	between := " "
	if t.With != nil {
		between = *t.With
	}
	return func(_ string, cells []tabular.Cell) (string, string) {
		var parts []string
		for _, column := range columns {
			if part := textOf(cells, column); part != "" {
				parts = append(parts, part)
			}
		}
		return strings.Join(parts, between), ""
	}, nil
}

func (t *Transform) lookUp(v *values) change {
	return func(text string, _ []tabular.Cell) (string, string) {
		if to, ok := v.to[text]; ok {
			return to, ""
		}
		return text, wording.English.Rules.NotFound(fmt.Sprintf("%q", t.From), t.Lookup)
	}
}

func (t *Transform) dates() (change, error) {
	from, err := parseLayout(t.Date)
	if err != nil {
		return nil, err
	}
	to, err := parseLayout(t.To)
	if err != nil {
		return nil, err
	}
	return func(text string, _ []tabular.Cell) (string, string) {
		date, ok := redate(text, from, to)
		if !ok {
			return text, wording.English.Rules.NoDate(t.Date)
		}
		return date, ""
	}, nil
}

// apply changes a cell of a row, which is longer then where the cell was missing.
func (s *step) apply(w *Work, cells []tabular.Cell, count bool) []tabular.Cell {
	cell := tabular.Cell{Kind: tabular.Absent}
	if s.column < len(cells) {
		cell = cells[s.column]
	}
	text := tabular.TrimEnds(cell.Text)
	if text == "" && !s.always || w.failedIn(s.column) || cell.Kind == tabular.JSON && text != "" && (text[0] == '{' || text[0] == '[') {
		return cells
	}
	changed, problem := s.do(text, cells)
	if problem != "" {
		w.failed = append(w.failed, Finding{Column: s.column, Message: problem, Value: text})
		return cells
	}
	if changed == text {
		return cells
	}
	for len(cells) <= s.column {
		cells = append(cells, tabular.Cell{Kind: tabular.Absent})
	}
	if cell.Kind != tabular.Text {
		cell.Kind = tabular.String
	}
	cells[s.column] = tabular.Cell{Text: changed, Kind: cell.Kind}
	if count {
		if s.count++; s.count == 1 {
			s.before, s.after = strings.Clone(text), strings.Clone(changed)
		}
	}
	return cells
}

func (w *Work) failedIn(column int) bool {
	return slices.ContainsFunc(w.failed, func(f Finding) bool { return f.Column == column })
}
