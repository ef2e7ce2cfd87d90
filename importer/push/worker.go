package push

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

// worker carries out one job, a set of rows to be written together, and collects what came of them.
type worker struct {
	push  *push
	kind  kind
	rows  []int32
	first bool // the first rows of their kind that go together

	outcomes  []run.Outcome
	proven    []int32   // rows whose ids were read again
	refusals  []refusal // rows refused alone, not looked up yet
	good, bad int       // rows of this job that the API took, and refused
	alone     []piece   // updates that no array could be sent with
}

// piece is a part of a job that goes in one request: a row to be written beside
// its body.
type piece struct {
	row    int32
	write  pigello.Write
	before run.Snapshot // of updates: as planning read it
	sent   time.Time    // when it first went and got no answer, zero when it didn't
	why    string       // what came of it then, "" where nobody knows
}

// pieces reads the bodies of rows from the plan.
func (w *worker) pieces(rows []int32) ([]piece, error) {
	bodies := Bodies{w.push.engine.Run, w.push.ids}
	pieces := make([]piece, len(rows))
	for n, row := range rows {
		body, d, err := bodies.Of(row)
		if err != nil {
			return nil, err
		}
		pieces[n] = piece{row: row, write: body, before: d.Before, sent: w.push.sentBefore[row]}
		if pieces[n].sent.IsZero() {
			continue
		}
		if pieces[n].why, err = w.push.engine.Run.Journal().Message(int(row)); err != nil {
			return nil, err
		}
	}
	return pieces, nil
}

// namesOf are the names that pieces write.
func namesOf(pieces []piece) []string {
	names := make([]string, len(pieces))
	for n, p := range pieces {
		names[n] = p.write.Name
	}
	return names
}

// idsOf are the ids of the organizations that pieces change.
func idsOf(pieces []piece) []uuid.UUID {
	ids := make([]uuid.UUID, len(pieces))
	for n, p := range pieces {
		ids[n] = p.write.ID
	}
	return ids
}

func (p piece) creates() bool { return p.write.ID == uuid.UUID{} }

// settle makes outcomes durable; from here on, others may depend on them.
func (w *worker) settle(ctx context.Context, chunk int64, outcomes []run.Outcome) error {
	if err := w.push.engine.Run.Journal().Settle(ctx, chunk, outcomes); err != nil {
		return err
	}
	w.push.engine.Progressed()
	w.count(outcomes)
	w.outcomes = append(w.outcomes, outcomes...)
	return nil
}

// note makes outcomes durable that no request brought about.
func (w *worker) note(ctx context.Context, outcomes []run.Outcome) error {
	if len(outcomes) == 0 {
		return nil
	}
	if err := w.push.engine.Run.Journal().Note(ctx, outcomes); err != nil {
		return err
	}
	w.outcomes = append(w.outcomes, outcomes...)
	return nil
}

// intend makes durable that rows are about to be sent.
func (w *worker) intend(ctx context.Context, kind run.ChunkKind, pieces []piece, sent time.Time) (chunk int64, err error) {
	w.push.engine.Progressed()
	rows := make([]int32, len(pieces))
	for n, p := range pieces {
		rows[n] = p.row
	}
	return w.push.engine.Run.Journal().Intend(ctx, kind, rows, sent)
}

// count enters in the run's and the job's sums what the API did with rows.
func (w *worker) count(outcomes []run.Outcome) {
	taken, rejected := 0, 0
	for _, o := range outcomes {
		switch o.Status {
		case run.Created, run.Updated, run.Unchanged:
			taken++
		case run.Rejected:
			rejected++
		}
	}
	w.good, w.bad = w.good+taken, w.bad+rejected
	w.push.tally.add(taken, rejected)
	if taken+rejected > 0 {
		w.push.learnt.worked()
	}
}

// all gives every piece the same outcome.
func all(pieces []piece, status run.Status, message string) []run.Outcome {
	outcomes := make([]run.Outcome, len(pieces))
	for n, p := range pieces {
		outcomes[n] = run.Outcome{Row: p.row, Status: status, ID: p.write.ID, Message: message}
	}
	return outcomes
}

// unsent says of pieces that they are still to be sent. Those that went before
// and got no answer stay unknown until then: who goes on after a crash must
// know that they may be there.
func unsent(pieces []piece) []run.Outcome {
	outcomes := all(pieces, run.NotReached, "")
	for n, p := range pieces {
		if !p.sent.IsZero() {
			outcomes[n].Status, outcomes[n].Message = run.Unknown, p.why
		}
	}
	return outcomes
}

// patience is for how long a request goes again that is answered by 503.
func (w *worker) patience() time.Duration {
	if w.push.engine.Client.Loopback() {
		return time.Minute
	}
	return 10 * time.Minute
}
