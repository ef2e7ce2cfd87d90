package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/prose"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/exporter/backup/diff"
)

// diffing is a comparison as it is told to people and scripts.
type diffing struct {
	a     *app
	o     *backupDiffOptions
	d     *diff.Comparison
	sides *diffSides
	again cmdline.Line
	// first are those of a list that come first by name, listed is how many there are.
	first  map[diff.ChangeKind][]diff.Change
	listed map[diff.ChangeKind]int
	// pairs counts by name the removed, and the added, that stand for one organization under a new
	// id.
	pairs map[diff.ChangeKind]map[string]int
}

// renewed is the list of those, which are neither gone nor new. There is one where so many differ
// at most: more names aren't kept.
const (
	renewed     = diff.ChangeKind("renewed")
	pairedNames = 200_000
)

// pair finds them.
func (t *diffing) pair(ctx context.Context) error {
	removed, added := map[string]int{}, map[string]int{}
	t.pairs = map[diff.ChangeKind]map[string]int{diff.Removed: removed, diff.Added: added}
	if s := t.d.Summary; s.SameName == 0 || s.Added+s.Removed > pairedNames {
		return nil
	}
	for c, err := range t.d.Changes(ctx) {
		if err != nil {
			return err
		}
		if of := t.pairs[c.Kind]; of != nil && c.Name != "" {
			of[c.Name]++
		}
	}
	for name, n := range removed {
		removed[name] = min(n, added[name])
	}
	for name, n := range added {
		added[name] = min(n, removed[name])
	}
	return nil
}

// tell gives every change to whoever wants it, and then says what was found.
func (t *diffing) tell(ctx context.Context) error {
	files := newDiffFiles(t)
	t.first, t.listed = map[diff.ChangeKind][]diff.Change{}, map[diff.ChangeKind]int{}
	err := t.pair(ctx)
	if err == nil {
		err = t.each(ctx, files)
	}
	left, err := files.finish(err)
	if err != nil {
		return err
	}
	s := t.d.Summary
	if s.Different() {
		t.a.ui.Quiet = false // --quiet applies to success only
	}
	t.a.events.Send(t.event())
	t.saySummary()
	for _, kind := range []diff.ChangeKind{diff.Removed, diff.Changed, diff.Added, renewed} {
		t.sayList(kind)
	}
	t.sayNotes()
	showFiles(t.a, left)
	if !s.Different() {
		return nil
	}
	t.sayNext()
	return problem.Verdict{Code: problem.ExitIncomplete}
}

// sayNext names the way to bring back what was removed from what is there now,
// or else to see more, where more was left out.
func (t *diffing) sayNext() {
	line, why := t.again.Text("json")+" --html diff.html", "look through all that differs"
	switch s := t.d.Summary; {
	case t.sides.snaps[0] != nil && t.o.b == sideLive && s.Removed > s.SameName:
		line, why = t.restore().Text()+" --dry-run", "see what would bring back the removed ones"
	case t.o.csv != "" || t.o.html != "":
		return
	}
	next(t.a.ui, t.a.events, line, why)
}

// restore is a restore of A. Its target is named, since the command doesn't take
// it from the store.
func (t *diffing) restore() cmdline.Line {
	g := cmdline.Line{Command: []string{"backup", "restore"}, Args: []string{t.o.dir, t.o.a}, Flags: slices.Clone(t.again.Flags)}
	if snap := t.sides.snaps[0]; snap != nil {
		g.Args[1] = snap.Name // latest is another one after the next night
	}
	switch target := &t.o.target; {
	case g.NamesTarget():
	case target.Profile != "":
		g.Flags = append(g.Flags, cmdline.Flag{Name: "profile", Value: target.Profile})
	case target.Sandbox:
		g.Flags = append(g.Flags, cmdline.Flag{Name: "sandbox", Value: ""})
	}
	return g.Without("csv", "html", "json", "quiet")
}

// each goes through the changes: events, files, and the first by name.
func (t *diffing) each(ctx context.Context, files *diffFiles) error {
	for c, err := range t.d.Changes(ctx) {
		if err != nil {
			return err
		}
		t.a.events.Send(c)
		t.keep(c)
		if err := files.add(&c); err != nil {
			return err
		}
	}
	return nil
}

// keep keeps the changes that come first by name, one of each pair.
func (t *diffing) keep(c diff.Change) {
	kind := c.Kind
	if of := t.pairs[kind]; of[c.Name] > 0 {
		of[c.Name]--
		if kind == diff.Removed {
			return
		}
		kind = renewed
	}
	t.listed[kind]++
	list := t.first[kind]
	at, _ := slices.BinarySearchFunc(list, c, func(a, b diff.Change) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), strings.Compare(a.ID.String(), b.ID.String()))
	})
	if at < changesShown {
		list = slices.Insert(list, at, c)
		t.first[kind] = list[:min(len(list), changesShown)]
	}
}

func (t *diffing) event() event.Diff {
	return event.Diff{
		A: t.d.A.Name, B: t.d.B.Name, Summary: t.d.Summary, Skipped: slices.Concat(t.d.A.Skipped, t.d.B.Skipped),
	}
}

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
		addLines(lines, &t.first[kind][i])
	}
	_ = lines.Flush(t.a.ui) // as for all that is said, there is nobody to tell
	if more := total - len(t.first[kind]); more > 0 {
		t.a.ui.Say("    … and %s more; --csv FILE has all", words.Number(more))
	}
}

// addLines are the lines of one organization, with its id where there is room.
func addLines(to *ui.Table, c *diff.Change) {
	const indent = "    "
	ids := to.Width == 0 || to.Width >= idsFrom
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
