package main

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
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
	// pairs counts by name the removed, and the added, that stand for one organization under a new id.
	pairs map[diff.ChangeKind]map[string]int
}

// renewed is the list of those, which are neither gone nor new. There is one where so many differ at most: more names aren't kept.
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
		t.a.ui.Quiet = false // whoever asked for silence on success has none here
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
		t.a.events.Send(changeEvent(&c))
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
	s := t.d.Summary
	return event.Diff{
		A: t.d.A.Name, B: t.d.B.Name, RowsA: s.RowsA, RowsB: s.RowsB, Same: s.Same, Added: s.Added, Removed: s.Removed, Changed: s.Changed,
		Renamed: s.Renamed, Moved: s.Moved, UntoldParents: s.UntoldParents, SameName: s.SameName, Skipped: slices.Concat(t.d.A.Skipped, t.d.B.Skipped),
	}
}

func changeEvent(c *diff.Change) event.Change {
	e := event.Change{Change: string(c.Kind), ID: idText(c.ID), Name: c.Name, Was: c.Was, Fields: []event.ChangedField{}}
	for _, f := range c.Fields {
		e.Fields = append(e.Fields, event.ChangedField{Field: f.Field, Before: f.Before, After: f.After, BeforeName: f.BeforeName, AfterName: f.AfterName})
	}
	return e
}
