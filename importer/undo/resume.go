package undo

import (
	"context"
	"time"

	"github.com/orgbatch/orgbatch/importer/run"
)

// settleUnanswered finds out what became of the requests that got no answer, by
// the ids of their rows. What isn't undone, although a slow server has had its
// time, goes on as if nothing had been sent.
func (u *undo) settleUnanswered(ctx context.Context) error {
	rows, last, err := u.unanswered()
	if err != nil || len(rows) == 0 {
		return err
	}
	open, err := u.pasts(rows)
	if err != nil {
		return err
	}
	return u.engine.SettleOpen(ctx, len(rows), last, func(ctx context.Context) (int, error) {
		open, err = u.lookUpUndone(ctx, open)
		return len(open), err
	})
}

// unanswered gives the rows whose requests got no answer, and when the last of
// them was sent.
func (u *undo) unanswered() (rows []int32, last time.Time, err error) {
	status, err := run.UndoStates(u.engine.Run)
	if err != nil {
		return nil, last, err
	}
	for c, err := range u.engine.Run.UndoJournal().Chunks() {
		if err != nil {
			return nil, last, err
		}
		for _, row := range c.Rows {
			if c.Kind == run.ChunkPatch {
				u.touched[row] = true
			}
			if status[row] == run.UndoUnknown && c.SentAt.After(last) {
				last = c.SentAt
			}
		}
	}
	for i, s := range status {
		if s == run.UndoUnknown {
			rows = append(rows, int32(i))
		}
	}
	return rows, last, nil
}

// lookUpUndone enters the rows that are as before, and gives back the others.
// After an error those are all.
func (u *undo) lookUpUndone(ctx context.Context, pasts []past) ([]past, error) {
	now, err := u.read(ctx, pasts)
	if err != nil {
		return pasts, err
	}
	var open []past
	var told []run.UndoOutcome
	for _, p := range pasts {
		org, there := now[p.id]
		if p.judge(found{org: org, there: there, touched: true}).status == run.UndoReversed {
			told = append(told, run.UndoOutcome{Row: p.row, Status: run.UndoReversed})
		} else {
			open = append(open, p)
		}
	}
	return open, u.engine.Run.UndoJournal().Note(ctx, told)
}

// goOn looks at the rows that are left and undoes them.
func (u *undo) goOn(ctx context.Context) error {
	status, err := run.UndoStates(u.engine.Run)
	if err != nil {
		return err
	}
	var rows []int32
	for i, s := range status {
		if s == run.UndoNotReached || s == run.UndoUnknown {
			rows = append(rows, int32(i))
		}
	}
	all, err := u.survey(ctx, rows)
	if err != nil {
		return err
	}
	var left []surveyed
	var told []run.UndoOutcome
	for _, f := range all {
		if f.verdict.status == run.UndoNotReached {
			left = append(left, f)
		} else {
			if f.verdict.status == run.UndoReversed && status[f.row] == run.UndoUnknown {
				f.verdict.why = "" // this undo did it
			}
			told = append(told, run.UndoOutcome{Row: f.row, Status: f.verdict.status, Message: f.verdict.why})
		}
	}
	if err := u.engine.Run.UndoJournal().Note(ctx, told); err != nil {
		return err
	}
	return newSchedule(u, left).loop(ctx)
}
