package main

import (
	"cmp"
	"path/filepath"
	"time"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/history"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/importer/run"
)

// historyPath is where all writes to production are recorded: beside the configuration.
func historyPath() (string, error) {
	path, err := target.ConfigPath()
	return filepath.Join(filepath.Dir(path), "history.jsonl"), err
}

// record puts a write to production into the history before it begins; what can't be recorded isn't written. ended records what became of
// it: that this can't be is a warning, for the write is done, and its begin stands there.
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
