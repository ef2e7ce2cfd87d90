package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/run"
)

// describeMending says what became of the rows that a run left to a person, ""
// when it left none.
func describeMending(a *app, m *importer.Mending, planned bool, dir string) string {
	if m.Rejected+m.Held == 0 {
		return ""
	}
	lines := []string{mendingLine(m, planned)}
	for _, by := range m.By {
		lines = append(lines, mendedBy(a, &by, dir)...)
	}
	for _, in := range m.LeftIn {
		lines = append(lines, leftIn(a, &in, dir)...)
	}
	if m.Elsewhere > 0 {
		lines = append(lines, counted(m.Elsewhere, "row")+" of those left written on another target, which doesn't count here")
	}
	for _, u := range m.Unreadable {
		why := "is in use"
		if !u.InUse {
			why = "can't be read"
		}
		lines = append(lines, fmt.Sprintf("run %s %s, so what it corrected isn't counted", u.Short, why))
	}
	for _, short := range m.Gone {
		lines = append(lines, fmt.Sprintf("rows of run %s among them, which isn't here any more", short))
	}
	return "  rejects  " + strings.Join(lines, "\n           ") + "\n"
}

// mendingLine is the books over all attempts.
func mendingLine(m *importer.Mending, planned bool) string {
	var left []string
	would := ""
	if planned {
		would = "would be "
	}
	if m.Rejected > 0 {
		left = append(left, number(m.Rejected)+" "+would+"rejected")
	}
	if m.Held > 0 {
		left = append(left, number(m.Held)+" "+would+"held")
	}
	return fmt.Sprintf("%s, %s corrected, %s left", strings.Join(left, ", "), number(m.Mended), number(m.Left))
}

func mendedBy(a *app, by *importer.MendedBy, dir string) []string {
	short, when := by.Meta.Short, by.Meta.Created.Local().Format("2006-01-02 15:04")
	switch {
	case by.Undone:
		return []string{fmt.Sprintf("%s corrected by run %s, %s, which was undone: not counted", number(by.Mended), short, when)}
	case by.Mended > 0:
		return []string{fmt.Sprintf("%s corrected by run %s, %s", number(by.Mended), short, when)}
	}
	apply := keptAgain(by.Meta.Command).as(short, newApply(a)).in(a, dir).line("yes", "json", "quiet")
	if by.Meta.State == run.Blocked {
		apply += " --skip-invalid"
	}
	return []string{fmt.Sprintf("%s of those left would be corrected by run %s, %s, which was only planned: %s", number(by.Would), short, when, apply)}
}

// leftIn names the files in which the rows that are left stand last.
func leftIn(a *app, in *importer.LeftIn, dir string) []string {
	var lines []string
	if n := in.Rows - in.Open; n > 0 {
		files := rejectsIn(in.Path)
		if len(files) == 0 {
			files = []string{"run " + in.Meta.Short + ", whose rejects aren't there any more"}
		}
		lines = append(lines, fmt.Sprintf("%s left in %s", number(n), strings.Join(files, " and ")))
		if path := workbookOf(in); path != "" {
			lines = append(lines, a.words.Next.Workbook(path))
		}
	}
	if in.Open > 0 {
		lines = append(lines, fmt.Sprintf("%s not settled in run %s: %s", number(in.Open), in.Meta.Short, a.leftBehindLine(in.Meta, dir)))
	}
	return lines
}

// workbookOf is the workbook of the rows that a run left, where it lies beside the file that they come from: it must be there
// still, with the rows of that run.
func workbookOf(in *importer.LeftIn) string {
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
	if origins, err := importer.Origins(r); err != nil || !slices.Contains(append(origins, in.Meta.Short), short) {
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
func mendingEvent(m *importer.Mending) *runMending {
	if m.Rejected+m.Held == 0 {
		return nil
	}
	e := &runMending{Rejected: m.Rejected, Held: m.Held, Mended: m.Mended, Left: m.Left, Elsewhere: m.Elsewhere, By: []mendingBy{}, LeftIn: []mendingLeft{}, Gone: m.Gone}
	for _, by := range m.By {
		e.By = append(e.By, mendingBy{Run: by.Meta.Short, Created: by.Meta.Created, Mended: by.Mended, Would: by.Would, Undone: by.Undone})
	}
	for _, in := range m.LeftIn {
		e.LeftIn = append(e.LeftIn, mendingLeft{Run: in.Meta.Short, Rows: in.Rows, Open: in.Open, Files: rejectsIn(in.Path)})
	}
	for _, u := range m.Unreadable {
		e.Unreadable = append(e.Unreadable, u.Short)
	}
	return e
}
