package importer

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

// worker carries out one job and collects what came of its rows.
type worker struct {
	*push
	outcomes []run.Outcome
}

// piece is a part of a job that goes in one request: a row to be written beside
// its body.
type piece struct {
	row    int32
	write  pigello.Write
	before run.Snapshot // of updates: as planning read it
	sent   time.Time    // when it first went and got no answer, zero when it didn't
}

func (p piece) creates() bool { return p.write.ID == uuid.UUID{} }

// since is when the organization may have been made by this run at the
// earliest, if its newest request left at sent.
func (p piece) since(sent time.Time) time.Time {
	if p.sent.IsZero() {
		return sent
	}
	return p.sent
}

// settle makes outcomes durable; from here on, others may depend on them.
func (w *worker) settle(ctx context.Context, chunk int64, outcomes []run.Outcome) error {
	if err := w.run.Settle(ctx, chunk, outcomes); err != nil {
		return err
	}
	w.push.mu.Lock()
	for _, o := range outcomes {
		switch o.Status {
		case run.Created, run.Updated, run.Unchanged:
			w.taken++
		case run.Rejected:
			w.rejected++
		}
	}
	w.push.mu.Unlock()
	w.outcomes = append(w.outcomes, outcomes...)
	return nil
}

// all gives every piece the same outcome.
func all(pieces []piece, status run.Status, message string) []run.Outcome {
	outcomes := make([]run.Outcome, len(pieces))
	for n, p := range pieces {
		outcomes[n] = run.Outcome{Row: p.row, Status: status, ID: p.write.ID, Message: message}
	}
	return outcomes
}

func rowsOf(pieces []piece) []int32 {
	rows := make([]int32, len(pieces))
	for n, p := range pieces {
		rows[n] = p.row
	}
	return rows
}

// judge stops the run when the first rows that went together were all refused
// for one reason: the rest would fare no better.
func (w *worker) judge(j job) error {
	w.push.mu.Lock()
	defer w.push.mu.Unlock()
	if w.taken > 0 || w.begun || len(j.rows) < 2 || len(w.outcomes) == 0 {
		return nil
	}
	last := map[int32]run.Outcome{}
	for _, o := range w.outcomes {
		last[o.Row] = o
	}
	reason := w.outcomes[0].Message
	for _, o := range last {
		if o.Status != run.Rejected || o.Message != reason {
			return nil
		}
	}
	return &StopError{Reason: fmt.Sprintf("the API refused the first %d rows for one and the same reason: %s", len(j.rows), reason)}
}

// delays is when the fate of an unanswered write is looked up, counted from its
// end: a slow server may still carry it out.
func (w *worker) delays() []time.Duration {
	if w.client.Loopback() {
		return []time.Duration{20 * time.Millisecond, 80 * time.Millisecond, 500 * time.Millisecond}
	}
	return []time.Duration{2 * time.Second, 8 * time.Second, 50 * time.Second}
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
