package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/history"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/prose"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/importer/run"
)

// recorded is a write as the history has it: a line before it, and one when it had ended.
type recorded struct {
	begin *history.Line
	end   *history.Line // nil for none
}

// pairsOf pairs the lines. Two writes of one kind at the same time can't be told apart,
// and need not be: they stand one below the other.
func pairsOf(lines []history.Line) (writes []recorded) {
	for i := range lines {
		l, at := &lines[i], -1
		if l.Event == history.Ended {
			at = beginOf(writes, l)
		}
		if at < 0 {
			writes = append(writes, recorded{begin: l})
		} else {
			writes[at].end = l
		}
	}
	return writes
}

// beginOf finds the newest write that a line ends, -1 for none: most are the last one.
func beginOf(writes []recorded, l *history.Line) int {
	for n, w := range slices.Backward(writes) {
		b := w.begin
		if w.end == nil && b.Event == history.Begins && b.Command == l.Command && b.Run == l.Run && b.Organization == l.Organization && b.By == l.By && b.Target == l.Target {
			return n
		}
	}
	return -1
}

// showHistory prints a line for each write: on a terminal that is too narrow for all
// that is known, when, which run, where and what.
func showHistory(a *app, writes []recorded) error {
	table, brief := ui.Table{Width: ui.WidthOf(a.stdout)}, ui.Table{}
	table.Head("WHEN", "WHO", "RUN", "TARGET", "CODE", "WHAT", "APPROVED BY")
	for _, w := range writes {
		b, what, about := w.begin, whatOf(a, w), cmp.Or(w.begin.Run, w.begin.Organization)
		about = about[strings.LastIndex(about, "-")+1:]
		table.Add(b.Time.Local().Format("2006-01-02 15:04:05"), b.By.String(), about, b.Target.Name, run.CodeOf(b.Code), what, b.Approved)
		if b.Approved != "" {
			what += "; " + a.words.History.Approved(b.Approved)
		}
		brief.Add(a.words.Minute(b.Time.Local()), about, b.Target.Name[strings.LastIndex(b.Target.Name, " ")+1:], what)
	}
	if table.Fits() {
		return table.Flush(a.stdout)
	}
	var lines strings.Builder
	_ = brief.Flush(&lines) // a Builder takes all
	return ui.ShowOn(a.stdout, lines.String())
}

// whatOf says what was done, and what became of it.
func whatOf(a *app, w recorded) string {
	what, l := w.begin.Command, cmp.Or(w.end, w.begin)
	text := countsOf(a, what, l.Counts)
	if l.Event == history.Begins { // the books of an undo aren't a plan
		what = a.words.History.NoEnd(what)
		if l.Counts["written"] > 0 {
			text = a.words.Books.Rows(l.Counts["written"])
		}
		if text != "" {
			text = a.words.History.Planned(text)
		}
	}
	return what + strings.TrimSuffix(": "+text, ": ")
}

// countsOf says what became of rows; of those that weren't reached yet nothing has.
func countsOf(a *app, command string, n map[string]int) string {
	w := a.words
	reversed := w.Undo.Reversed
	if command == "delete" {
		reversed = w.Delete.Reversed
	}
	return prose.Joined(prose.Count{Rows: n["created"], Say: w.Books.Created}, prose.Count{Rows: n["updated"], Say: w.Books.Updated}, prose.Count{Rows: n["unchanged"], Say: w.Books.Unchanged},
		prose.Count{Rows: n["deleted"], Say: w.History.Deleted}, prose.Count{Rows: n["reversed"], Say: reversed}, prose.Count{Rows: n["kept"], Say: w.Undo.Kept},
		prose.Count{Rows: n["rejected"], Say: w.Books.Rejected}, prose.Count{Rows: n["held"], Say: w.Books.OnHold}, prose.Count{Rows: n["failed"], Say: w.Undo.Failed},
		prose.Count{Rows: n["unknown"], Say: w.Books.Unknown}, prose.Count{Rows: n["not_reached"], Say: w.Books.NotReached})
}
