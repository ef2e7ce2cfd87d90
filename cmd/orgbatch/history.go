package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/history"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
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
