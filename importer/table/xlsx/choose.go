package xlsx

import (
	"fmt"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// score says how much a sheet looks like a table: by what it holds, and four times as much for a header, and again for names that are
// known.
func (v *survey) score() int {
	n := v.cells
	if v.header {
		n *= 4
	}
	if v.known >= min(2, v.lastColumn+1) {
		n *= 4
	}
	return n
}

// choose surveys the sheets and picks the one that is read.
func (w *Workbook) choose(sheet string, known func(string) bool) error {
	if len(w.sheets) == 0 {
		return w.parts.fail("the workbook has no sheet with cells", "")
	}
	if sheet != "" {
		if w.chosen = w.find(sheet); w.chosen == nil {
			return w.parts.fail("the workbook has no sheet "+quoted(sheet), "its sheets are "+names(w.sheets))
		}
		if err := w.look(w.chosen, known); err != nil {
			return err
		}
	} else if err := w.best(known); err != nil {
		return err
	}
	if w.chosen.survey.rows == 0 {
		return w.parts.fail("sheet "+quoted(w.chosen.name)+" is empty", w.otherHint())
	}
	w.noteSheet()
	return nil
}

// find takes the capitals of a name as Excel does: two sheets can't differ in them alone.
func (w *Workbook) find(name string) *sheet {
	for _, same := range []func(a, b string) bool{func(a, b string) bool { return a == b }, strings.EqualFold} {
		if i := slices.IndexFunc(w.sheets, func(s *sheet) bool { return same(s.name, name) }); i >= 0 {
			return w.sheets[i]
		}
	}
	return nil
}

// ownSheets begins the names of hidden sheets that workbooks of rejects have.
const ownSheets = "orgbatch_"

// best takes the visible sheet that looks most like a table, the first of equal ones.
func (w *Workbook) best(known func(string) bool) error {
	var others []string
	for _, s := range w.sheets {
		if s.hidden {
			continue
		}
		if err := w.look(s, known); err != nil {
			return err
		}
		if w.chosen == nil || s.survey.score() > w.chosen.survey.score() {
			w.chosen = s
		}
	}
	if w.chosen == nil {
		return w.parts.fail("all sheets of the workbook are hidden", "name the one to read: --sheet "+quoted(w.sheets[0].name))
	}
	for _, s := range w.sheets {
		switch {
		case s == w.chosen, s.hidden && strings.HasPrefix(s.name, ownSheets):
		case s.hidden:
			others = append(others, quoted(s.name)+" (hidden)")
		case s.survey.rows > 0:
			others = append(others, fmt.Sprintf("%s (%s)", quoted(s.name), counted(s.survey.rows, "row")))
		}
	}
	if len(others) > 0 {
		w.note(tabular.CodeOtherSheets, fmt.Sprintf("sheet %s is read; the workbook also has %s", quoted(w.chosen.name), listed(others)), "name another one with --sheet")
	}
	return nil
}

// otherHint names the sheets besides an empty one.
func (w *Workbook) otherHint() string {
	if len(w.sheets) == 1 {
		return ""
	}
	return "its sheets are " + names(w.sheets) + "; name one with --sheet"
}

func (w *Workbook) note(code, message, suggestion string) {
	w.notes = append(w.notes, tabular.Problem{Code: code, Column: -1, Message: message, Suggestion: suggestion, Warning: true})
}

// noteSheet says what a person who looks at the sheet in Excel might not expect.
func (w *Workbook) noteSheet() {
	v := &w.chosen.survey
	if v.hiddenCount > 0 {
		var ranges []string
		for _, r := range v.hiddenRows[:min(len(v.hiddenRows), maxRanges)] {
			ranges = append(ranges, fromTo(fmt.Sprint(r.row), fmt.Sprint(r.lastRow)))
		}
		if len(v.hiddenRows) > maxRanges {
			ranges = append(ranges, "…")
		}
		w.note(tabular.CodeHiddenRows, fmt.Sprintf("%s hidden in the sheet and read all the same: %s", plural(v.hiddenCount, "row is", "rows are"), strings.Join(ranges, ", ")), "delete them if they aren't meant")
	}
	for _, c := range v.hiddenColumns {
		w.notes = append(w.notes, tabular.Problem{
			Code: tabular.CodeHiddenColumns, Column: c.column, Warning: true, Suggestion: "delete what isn't meant",
			Message: fmt.Sprintf("column %s is hidden in the sheet and read all the same", fromTo(tabular.ColumnLetters(c.column), tabular.ColumnLetters(c.lastColumn))),
		})
	}
	if v.tooManyMerges {
		w.note(tabular.CodeMerged, fmt.Sprintf("the sheet has so many merged cells that some were not filled in (more than %d cells)", maxFilled), "unmerge the cells")
	}
}

func fromTo(first, last string) string {
	if first == last {
		return first
	}
	return first + "–" + last
}

func plural(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}

func counted(n int, what string) string { return plural(n, what, what+"s") }

// names lists sheets for a message.
func names(sheets []*sheet) string {
	all := make([]string, len(sheets))
	for i, s := range sheets {
		all[i] = quoted(s.name)
	}
	return listed(all)
}

// listed joins texts for a message, the first ten of them.
func listed(all []string) string {
	if len(all) > 10 {
		return strings.Join(all[:10], ", ") + fmt.Sprintf(" and %d more", len(all)-10)
	}
	return strings.Join(all, ", ")
}
