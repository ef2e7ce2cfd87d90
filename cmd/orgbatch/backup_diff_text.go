package main

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/prose"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/exporter/backup/diff"
)

// How much of a comparison is shown; --csv FILE has all of it.
const (
	changesShown      = 20
	changeFieldsShown = 8
	textWidth         = 60  // of a value: a renamed organization's end is seen
	idsFrom           = 120 // cells of a terminal: in fewer there is no room for ids
)

func (t *diffing) saySummary() {
	s := t.d.Summary
	t.a.ui.Say("%s → %s", ui.Clean(t.d.A.Name, 0), ui.Clean(t.d.B.Name, 0))
	if a, b := t.sides.snaps[0], t.sides.snaps[1]; a != nil && b != nil && a.Seal == b.Seal {
		t.a.ui.Say("both are the same snapshot, and it is whole")
	}
	if !s.Different() {
		t.a.ui.Say("nothing differs: %s", words.Counted(s.Same, "organization"))
		return
	}
	text := fmt.Sprintf("%s added, %s removed, %s changed, %s the same", words.Number(s.Added-s.SameName), words.Number(s.Removed-s.SameName), words.Number(s.Changed), words.Number(s.Same))
	if s.SameName > 0 { // neither new nor gone: the restore that brought them back gave them other ids
		text += fmt.Sprintf(", %s under %s", words.Number(s.SameName), newIDs(s.SameName))
	}
	t.a.ui.Say("%s → %s: %s", words.Number(s.RowsA), words.Counted(s.RowsB, "organization"), text)
}

func newIDs(n int) string {
	if n == 1 {
		return "a new id"
	}
	return "new ids"
}

// sayNotes says what a person should know beyond the numbers.
func (t *diffing) sayNotes() {
	s := t.d.Summary
	if s.SameName > 0 && t.listed[renewed] == 0 {
		t.a.ui.Say("under %s: %s with the name of a removed one, as after a restore", newIDs(s.SameName), words.Number(s.SameName))
	}
	if s.UntoldParents > 0 {
		t.a.ui.Say("the parent of %s isn't told by both sides, so it wasn't compared", words.Counted(s.UntoldParents, "organization"))
	}
	for _, side := range []*diff.Side{&t.d.A, &t.d.B} {
		if n := len(side.Skipped); n > 0 {
			t.a.ui.Say("not compared: %s %s of %s", words.Nouns(n, "column"), ui.Clean(strings.Join(side.Skipped, ", "), 2*prose.ValueWidth), ui.Clean(side.Name, 0))
		}
	}
}

// sayList names the first organizations of a kind, aligned.
func (t *diffing) sayList(kind diff.ChangeKind) {
	total := t.listed[kind]
	if total == 0 || t.a.ui.Quiet {
		return
	}
	head := string(kind) + " · " + words.Number(total)
	if s := t.d.Summary; kind == diff.Changed && s.Renamed+s.Moved > 0 {
		head += fmt.Sprintf(" (%s with another name, %s with another parent)", words.Number(s.Renamed), words.Number(s.Moved))
	}
	if kind == renewed {
		head = t.a.words.List.Renewed(total)
	}
	t.a.ui.Say("%s", ui.Paint(ui.Bold, head))
	lines := &ui.Table{Width: t.a.ui.Width()}
	for i := range t.first[kind] {
		addLines(lines, &t.first[kind][i], lines.Width == 0 || lines.Width >= idsFrom)
	}
	_ = lines.Flush(t.a.ui) // as for all that is said, there is nobody to tell
	if more := total - len(t.first[kind]); more > 0 {
		t.a.ui.Say("    … and %s more; --csv FILE has all", words.Number(more))
	}
}

// addLines are the lines of one organization, with its id where there is room.
func addLines(to *ui.Table, c *diff.Change, ids bool) {
	const indent = "    "
	name, id := ui.Clean(c.Name, prose.ValueWidth), ""
	if ids {
		id = idText(c.ID)
	}
	if c.Kind != diff.Changed {
		to.Add(indent+cmp.Or(name, "(no name)"), valueOf(c, "custom_id"), valueOf(c, "organization"), id)
		return
	}
	for i := range c.Fields[:min(len(c.Fields), changeFieldsShown)] {
		f := &c.Fields[i]
		before, after := shownValue(f.Before, f.BeforeText(), f.BeforeName), shownValue(f.After, f.AfterText(), f.AfterName)
		if !ids {
			before, after = differenceOf(before, after)
		}
		to.Add(indent+name, ui.Clean(f.Field, prose.ValueWidth), before, "→ "+after, id)
		name, id = "", ""
	}
	if more := len(c.Fields) - changeFieldsShown; more > 0 {
		to.Add(indent, "… and "+words.Counted(more, "field")+" more")
	}
}

// differenceOf leaves out the words that two long values begin with in common: on
// a narrow terminal they would look the same.
func differenceOf(before, after string) (string, string) {
	const long = 12
	common := 0
	for common < min(len(before), len(after)) && before[common] == after[common] {
		common++
	}
	from := strings.LastIndex(before[:common], " ")
	if from < long {
		return before, after
	}
	return "…" + before[from:], "…" + after[from:]
}

// valueOf is a field of an organization that is on one side alone.
func valueOf(c *diff.Change, field string) string {
	for _, f := range c.Fields {
		if text := f.BeforeText() + f.AfterText(); f.Field == field && text != "" {
			return ui.Clean(cmp.Or(f.BeforeName+f.AfterName, text), prose.ValueWidth)
		}
	}
	return ""
}

// shownValue shows a value: a parent by its name, a text in quotes, and what is
// none in words.
func shownValue(v []byte, text, name string) string {
	switch {
	case v == nil:
		return "(no such field)"
	case string(v) == "null", text == "":
		return "empty"
	case name != "":
		return `"` + ui.Clean(name, textWidth) + `"`
	case v[0] == '"':
		return `"` + ui.Clean(text, textWidth) + `"`
	}
	return ui.Clean(text, textWidth)
}
