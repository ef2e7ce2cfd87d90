package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/importer/history"
	"github.com/orgbatch/orgbatch/importer/run"
)

// describeMending says what became of the rows that a run left to a person, ""
// when it left none.
func describeMending(a *app, m *history.Mending, state run.State, dir string) string {
	if m.Rejected+m.Held == 0 {
		return ""
	}
	lines := []string{mendingLine(a, m, state)}
	for _, by := range m.By {
		lines = append(lines, mendedBy(a, &by, dir)...)
	}
	for _, in := range m.LeftIn {
		lines = append(lines, leftIn(a, &in, dir)...)
	}
	if m.Elsewhere > 0 {
		lines = append(lines, a.words.Attempts.Elsewhere(m.Elsewhere))
	}
	for _, u := range m.Unreadable {
		say := a.words.Attempts.Unreadable
		if u.InUse {
			say = a.words.Attempts.InUse
		}
		lines = append(lines, say(u.Short))
	}
	for _, short := range m.Gone {
		lines = append(lines, a.words.Attempts.Gone(short))
	}
	head := fmt.Sprintf("  %-9s", a.words.Attempts.Heading) // as wide as the lines above
	return head + strings.Join(lines, "\n"+strings.Repeat(" ", len(head))) + "\n"
}

// mendingLine is the books over all attempts.
func mendingLine(a *app, m *history.Mending, state run.State) string {
	rejected, onHold := a.words.Books.Rejected, a.words.Books.OnHold
	if state == run.Ready || state == run.Blocked {
		rejected, onHold = a.words.Attempts.WouldReject, a.words.Attempts.WouldHold
	}
	var left []string
	if m.Rejected > 0 {
		left = append(left, rejected(m.Rejected))
	}
	if m.Held > 0 {
		left = append(left, onHold(m.Held))
	}
	return a.words.Attempts.Sum(strings.Join(left, ", "), m.Mended, m.Left)
}

func mendedBy(a *app, by *history.MendedBy, dir string) []string {
	short, when := by.Meta.Short, by.Meta.Created.Local()
	switch {
	case by.Undone:
		return []string{a.words.Attempts.Undone(by.Mended, short, when)}
	case by.Mended > 0:
		return []string{a.words.Attempts.By(by.Mended, short, when)}
	}
	apply := cmdline.Kept(by.Meta.Command).As(short, "apply").In(dir, a.targets.RunsDir("", nil)).Text("yes", "json", "quiet")
	if by.Meta.State == run.Blocked {
		apply += " --skip-invalid"
	}
	return []string{a.words.Attempts.Planned(by.Would, short, when, apply)}
}

// leftIn names the files in which the rows that are left stand last.
func leftIn(a *app, in *history.LeftIn, dir string) []string {
	var lines []string
	if n := in.Rows - in.Open; n > 0 {
		files := rejectsIn(in.Path)
		if len(files) == 0 {
			files = []string{a.words.Attempts.NoFiles(in.Meta.Short)}
		}
		lines = append(lines, a.words.Attempts.LeftIn(n, strings.Join(files, " "+a.words.Attempts.And+" ")))
		if path := workbookOf(in); path != "" {
			lines = append(lines, a.words.Next.Workbook(path))
		}
	}
	if in.Open > 0 {
		lines = append(lines, a.words.Attempts.Open(in.Open, in.Meta.Short, leftBehindLine(a.targets, in.Meta, dir)))
	}
	return lines
}

// workbookOf is the workbook of the rows that a run left, where it lies beside the file that they
// come from: it must be there still, with the rows of that run.
func workbookOf(in *history.LeftIn) string {
	path := in.Meta.ToCorrect
	if path == "" {
		return ""
	}
	short, err := originOf(path)
	if err != nil {
		return ""
	}
	r, err := run.OpenReadOnly(in.Path)
	if err != nil {
		return ""
	}
	defer func() { _ = r.Close() }() // it was only read
	if origins, err := history.Origins(r); err != nil || !slices.Contains(append(origins, in.Meta.Short), short) {
		return ""
	}
	return shownPath(path)
}

// rejectsIn lists a run's files of rows to mend.
func rejectsIn(path string) []string {
	found, _ := filepath.Glob(filepath.Join(path, "rejects*")) // the pattern is sound
	slices.Sort(found)
	files := []string{}
	for _, path := range found {
		files = append(files, shownPath(path))
	}
	return files
}

// mendingEvent is the same for a script.
func mendingEvent(m *history.Mending) *event.Mending {
	if m.Rejected+m.Held == 0 {
		return nil
	}
	e := &event.Mending{Rejected: m.Rejected, Held: m.Held, Mended: m.Mended, Left: m.Left, Elsewhere: m.Elsewhere, By: []event.MendedBy{}, LeftIn: []event.LeftIn{}, Gone: m.Gone}
	for _, by := range m.By {
		e.By = append(e.By, event.MendedBy{Run: by.Meta.Short, Created: by.Meta.Created, Mended: by.Mended, Would: by.Would, Undone: by.Undone})
	}
	for _, in := range m.LeftIn {
		e.LeftIn = append(e.LeftIn, event.LeftIn{Run: in.Meta.Short, Rows: in.Rows, Open: in.Open, Files: rejectsIn(in.Path)})
	}
	for _, u := range m.Unreadable {
		e.Unreadable = append(e.Unreadable, u.Short)
	}
	return e
}
