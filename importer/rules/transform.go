package rules

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// step is a transform whose columns are known, and what it did.
type step struct {
	Changed
	rule     *Transform
	columns  []int   // that join takes
	values   *values // that lookup takes
	from, to string  // the layouts of date
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
	out := step{Changed: Changed{Column: column, Kind: t.Fields()[1].Key}, rule: t}
	for _, name := range t.Join {
		if err == nil {
			column, err = find(name)
			out.columns = append(out.columns, column)
		}
	}
	switch {
	case err != nil:
	case t.Lookup != "":
		out.values, err = s.valuesOf(t.Lookup, t.From, t.To)
	case t.Date != "":
		if out.from, err = parseLayout(t.Date); err == nil {
			out.to, err = parseLayout(t.To)
		}
	}
	return out, err
}

// change gives what becomes of a text in a row, or why nothing can.
func (s *step) change(text string, cells []tabular.Cell) (changed, problem string) {
	t := s.rule
	switch s.Kind {
	case "trim_prefix":
		return strings.TrimPrefix(text, t.TrimPrefix), ""
	case "trim_suffix":
		return strings.TrimSuffix(text, t.TrimSuffix), ""
	case "replace":
		return strings.ReplaceAll(text, t.Replace, *t.With), ""
	case "upper":
		return strings.ToUpper(text), ""
	case "lower":
		return strings.ToLower(text), ""
	case "pad":
		return strings.Repeat("0", max(0, t.Pad-utf8.RuneCountInString(text))) + text, ""
	case "split":
		if parts := strings.Split(text, t.Split); len(parts) >= t.Part {
			return parts[t.Part-1], ""
		}
		return text, wording.English.Rules.NoPart(t.Part, t.Split)
	case "join":
		return s.join(cells), ""
	case "lookup":
		if to, ok := s.values.to[text]; ok {
			return to, ""
		}
		return text, wording.English.Rules.NotFound(strconv.Quote(t.From), t.Lookup)
	case "date":
		if date, ok := redate(text, s.from, s.to); ok {
			return date, ""
		}
		return text, wording.English.Rules.NoDate(t.Date)
	}
	if text == "" {
		return t.Blank, ""
	}
	return text, ""
}

func (s *step) join(cells []tabular.Cell) string {
	between := " "
	if s.rule.With != nil {
		between = *s.rule.With
	}
	var parts []string
	for _, column := range s.columns {
		if part := textOf(cells, column); part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, between)
}

// apply changes a cell of a row, which is longer then where the cell was missing.
func (s *step) apply(w *Work, cells []tabular.Cell, done changed) []tabular.Cell {
	cell := tabular.Cell{Kind: tabular.Absent}
	if s.Column < len(cells) {
		cell = cells[s.Column]
	}
	text := tabular.TrimEnds(cell.Text)
	if text == "" && s.columns == nil && s.rule.Blank == "" || w.failedIn(s.Column) || cell.Kind == tabular.JSON && text != "" && (text[0] == '{' || text[0] == '[') {
		return cells
	}
	changed, problem := s.change(text, cells)
	if problem != "" {
		w.failed = append(w.failed, Finding{Column: s.Column, Message: problem, Value: text})
		return cells
	}
	if changed == text {
		return cells
	}
	for len(cells) <= s.Column {
		cells = append(cells, tabular.Cell{Kind: tabular.Absent})
	}
	if cell.Kind != tabular.Text {
		cell.Kind = tabular.String
	}
	cells[s.Column] = tabular.Cell{Text: changed, Kind: cell.Kind}
	done(s, text, changed)
	return cells
}

// changed is what is called with a step that changed a text.
type changed = func(s *step, before, after string)

func (s *step) count(before, after string) {
	s.Count++
	if s.Count == 1 {
		s.Before, s.After = strings.Clone(before), strings.Clone(after)
	}
}

func (w *Work) failedIn(column int) bool {
	return slices.ContainsFunc(w.failed, func(f Finding) bool { return f.Column == column })
}
