package main

import (
	"cmp"
	"context"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/history"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/prose"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/importer/run"
)

func newHistory(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "history",
		Short: "Show all writes to production, and check that none was changed",
		Long: `Show every write to production – to any service but one on this machine – from this
account, one a line: when, by whom, which run and plan, where, what became of it and who
approved it; a narrow terminal has the most of it. They stand in history.jsonl beside
the configuration: a line before the first request is sent, for what can't be recorded
isn't written, and one when it has ended.

Each line holds the checksum of the line before it. A line that was changed, put in or
taken out breaks that chain, which ends in 7. Only lines taken from the end leave no
trace: note the checksum of the last one where nobody else writes.`,
		Example: `orgbatch history
orgbatch history --json`,
		Args: exactly(),
		RunE: a.work(func(context.Context, []string) error { return runHistory(a) }),
	}
}

func runHistory(a *app) error {
	path, err := historyPath()
	if err != nil {
		return err
	}
	h, err := history.Read(path)
	if err != nil && !problem.Is[*history.BrokenError](err) {
		return err
	}
	for i := range h.Lines {
		a.events.Send(event.History{Line: &h.Lines[i]})
	}
	if len(h.Lines) > 0 && a.events == nil {
		if err := showHistory(a, pairsOf(h.Lines)); err != nil {
			return err
		}
	}
	return sayHistory(a.ui, path, h, err)
}

// sayHistory says what the check of the chain came to.
func sayHistory(u *ui.UI, path string, h history.History, broken error) error {
	if broken != nil {
		return &problem.Problem{Msg: broken.Error(), Err: broken, Code: problem.ExitUntrusted, Hint: "compare it with a copy of the file, and with the runs themselves: orgbatch runs"}
	}
	if h.Cut > 0 {
		u.Warn("%s ends in %s of a line that was never finished, as a crash leaves it; nothing was written for it, and the next write takes it away", path, words.Counted(h.Cut, "byte"))
	}
	if len(h.Lines) == 0 {
		u.Say("no write to production is recorded in %s", path)
		return nil
	}
	u.Say("%s in %s, each as it was written; the checksum of the last one is %s", words.Counted(len(h.Lines), "line"), path, h.Last)
	return nil
}

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

// historyPath is where all writes to production are recorded: beside the configuration.
func historyPath() (string, error) {
	path, err := target.ConfigPath()
	return filepath.Join(filepath.Dir(path), "history.jsonl"), err
}

// record puts a write to production into the history before it begins; what can't be recorded isn't
// written. ended records what became of it: that this can't be is a warning, for the write is done,
// and its begin stands there.
func record(now func() time.Time, u *ui.UI, t *target.Target, l history.Line, planned any) (ended func(any), err error) {
	if !t.Production() {
		return func(any) {}, nil
	}
	path, err := historyPath()
	if err != nil {
		return nil, &problem.Problem{Msg: "nothing was written, for what is written there must be recorded first: " + err.Error(), Err: err, Code: problem.ExitUsage, Hint: problem.HintOf(err)}
	}
	l.By, l.Target = whoIsThis(), t.RunTarget()
	put := func(event string, books any) error {
		l.Time, l.Event, l.Counts = now().UTC(), event, history.Counts(books)
		return history.Append(path, l)
	}
	if err := put(history.Begins, planned); err != nil {
		return nil, &problem.Problem{
			Msg: "nothing was written, for what is written there must be recorded first: " + err.Error(), Err: err,
			Hint: cmp.Or(problem.HintOf(err), "the history lies beside the configuration: orgbatch config path"),
		}
	}
	return func(books any) {
		if err := put(history.Ended, books); err != nil {
			u.Warn("that this ended stands in no history: %s", err)
		}
	}, nil
}

// beginning is what is about to be written for a run.
type beginning struct {
	command  string
	approved *run.Approved // nil for nobody known
	planned  any           // its books
}

// beginRun records who begins to write for a run, in the run and in the history.
func beginRun(now func() time.Time, u *ui.UI, t *target.Target, r *run.Run, b beginning) (ended func(any), err error) {
	m := r.Meta()
	l := history.Line{Command: b.command, Run: m.ID, Code: m.PlanHash}
	if b.approved != nil {
		l.Approved = b.approved.String()
	}
	ended, err = record(now, u, t, l, b.planned)
	if err != nil {
		return nil, err
	}
	return ended, r.SetMeta(func(m *run.Meta) {
		m.Approved = cmp.Or(b.approved, m.Approved)
		m.Writes = append(m.Writes, run.Wrote{Command: b.command, By: whoIsThis(), At: now().UTC().Truncate(time.Second)})
	})
}
