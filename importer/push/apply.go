// Package push writes what a plan says: every row exactly once, also when requests get no answer,
// the API refuses rows, or an earlier process was cut off.
//
//	ready rows ─► chunks ─► intent on disk ─► POST, PATCH ─► outcome on disk ─► rows that waited are ready
//	                                              └─ no answer ─► looked up, by name and id
package push

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/engine"
	"github.com/orgbatch/orgbatch/importer/order"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/wording"
	"github.com/orgbatch/orgbatch/pigello"
)

// Options says how to apply a plan. The zero value is the documented
// default.
type Options struct {
	ChunkSize   int        // rows a bulk request, 0 is as planned
	Concurrency int        // requests under way at once, 0 is 4
	MaxRejects  MaxRejects // stops the run, once 100 rows were sent
	SkipInvalid bool       // applies a plan although the file has errors
	Hints       Hints      // what is known of the API already
	Progress    func(run.Progress)
	// Stop, when closed, lets the requests under way finish and starts no more.
	Stop   <-chan struct{}
	Logger *slog.Logger // what is sent and looked up, at debug level
	// Stalled is how long nothing may move before the run is ended, 0 is DefaultStalled.
	Stalled time.Duration
	Now     func() time.Time
}

// DefaultChunkSize is how many rows one bulk request carries unless told
// otherwise; maxChunkBytes bounds its body.
const (
	DefaultChunkSize = 500
	maxChunkBytes    = 900_000
)

func (o *Options) engine() engine.Options {
	return engine.Options{
		Concurrency: o.Concurrency, Progress: o.Progress, Stop: o.Stop, Logger: o.Logger, Stalled: o.Stalled,
		Now: o.Now,
	}
}

// ErrBlocked says that the file has errors and SkipInvalid isn't set.
var ErrBlocked = errors.New("the file has errors, so nothing was written")

// StopError ends an Apply by a rule of the tool: too many rows refused, or all
// of the first ones for one reason.
type StopError struct {
	Reason  string
	rejects bool // too many rows refused
}

// Error gives the reason.
func (e *StopError) Error() string { return "stopped: " + e.Reason }

// Apply does what the plan in r says. It returns the books of the run, whatever
// ended it: they count every row of the file, and [Resume] goes on with what was
// not reached. Cancelling ctx cuts the requests under way, whose rows are
// unknown then; closing Stop doesn't.
//
// Rows that other runs have written since the plan was made are for the caller to hold.
func Apply(ctx context.Context, c *pigello.Client, r *run.Run, o Options) (run.Books, error) {
	if r.Meta().Blocked && !o.SkipInvalid {
		books, err := r.Books()
		return books, errors.Join(ErrBlocked, err)
	}
	p := newPush(engine.New(c, r, o.engine()), o)
	if err := p.load(); err != nil {
		return run.Books{}, err
	}
	if err := r.SetMeta(func(m *run.Meta) { m.State = run.Applying }); err != nil {
		return run.Books{}, err
	}
	return p.finish(p.engine.Watched(ctx, func(ctx context.Context) error {
		return engine.InTurn(ctx, p.readClock, p.loop, p.proveCreated)
	}))
}

func newPush(e *engine.Engine, o Options) *push {
	p := &push{engine: e, hints: o.Hints, sentBefore: map[int32]time.Time{}}
	p.tally.limit = o.MaxRejects
	chunkSize := cmp.Or(max(0, o.ChunkSize), plannedChunkSize(e.Run.Meta()), DefaultChunkSize)
	p.learnt.chunks = newChunks(o.Hints.chunkSize(chunkSize))
	if o.Hints.NoBulkUpdates { // that ids are heeded is no hint: it is shown by a row of each run before others follow
		p.learnt.bulkUpdates = no
	}
	return p
}

// plannedChunkSize is the chunk size that a run was planned with, 0 when it
// doesn't say: its forecast counts on it.
func plannedChunkSize(m run.Meta) int {
	var o struct {
		ChunkSize int `json:"chunk_size"`
	}
	if json.Unmarshal(m.Options, &o) != nil {
		return 0
	}
	return o.ChunkSize
}

// finish closes the books and leaves the run in the state it ended in.
func (p *push) finish(err error) (run.Books, error) {
	books, berr := p.engine.Run.Books()
	if berr == nil {
		berr = books.Close()
	}
	state := run.Done
	if err != nil || books.NotReached+books.Unknown > 0 {
		state = run.Interrupted
	}
	if err == nil && books.NotReached > 0 && books.Unknown == 0 && p.engine.Stopped() {
		err = engine.ErrStopped
	}
	return books, errors.Join(err, berr, p.engine.Run.SetMeta(func(m *run.Meta) { m.State, m.Unreported = state, true }))
}

// push is the state of applying one plan. The loop owns all of it but what was
// learnt and the tally; workers read the plan through its run.
type push struct {
	engine *engine.Engine
	hints  Hints

	actions []run.Action
	status  []run.Status
	ids     []uuid.UUID
	proven  []bool         // per row: its id was read, not only told by an answer
	waiting *order.Waiting // per row: the rows that must be written before it
	queues  [2]rowHeap     // per kind: the rows that wait for nothing
	ramp    [2]int         // per kind: how many ramp steps are done
	several [2]bool        // per kind: rows went together before
	total   int
	done    int
	begun   bool // something was written before this process

	// sentBefore says when rows were first sent by an earlier process that got
	// no answer. It is only read once jobs are under way.
	sentBefore map[int32]time.Time

	learnt learnt
	tally  tally
}

// loop sends until nothing is left to send.
func (p *push) loop(ctx context.Context) error {
	err := engine.Loop(ctx, p.engine, "writing a chunk of rows", p)
	return errors.Join(p.tally.recount(err), ctx.Err())
}

type kind int

const (
	creating kind = iota
	updating
)

// Do writes the rows.
func (w *worker) Do(ctx context.Context) error {
	defer func() { w.push.tally.refuses(-len(w.refusals)) }() // after an error some may be left
	if w.kind == creating {
		return creates{w}.do(ctx)
	}
	return updates{w}.do(ctx)
}

// Take enters what came of a job: rows that waited for it are released, or
// share its refusal.
func (p *push) Take(ctx context.Context, w *worker, err error) error {
	p.ramp[w.kind]++
	for _, row := range w.proven {
		p.proven[row] = true
	}
	for _, next := range [...]error{p.spread(ctx, w.outcomes), p.judge(w), p.tally.tooMany(0)} {
		if err == nil {
			err = next
		}
	}
	p.Tell()
	return err
}

// Tell reports how far the push has come, and at what rate it goes.
func (p *push) Tell() {
	p.engine.Options.Progress(run.Progress{Stage: "push", Rows: p.done, Total: p.total, Note: p.engine.Client.Limiter().State().String()})
}

// judge stops the run when the first rows of their kind that went together were
// all refused for one reason: the rest would fare no better. In a run that is
// gone on with there was a rest that did.
func (p *push) judge(w *worker) error {
	if !w.first || p.begun || len(w.outcomes) == 0 || p.done >= p.total {
		return nil
	}
	last := map[int32]run.Outcome{}
	for _, o := range w.outcomes {
		last[o.Row] = o
	}
	reason := w.outcomes[len(w.outcomes)-1].Message
	for _, o := range last {
		if o.Status != run.Rejected || o.Message != reason {
			return nil
		}
	}
	return &StopError{Reason: fmt.Sprintf("Pigello refused the first %d rows for one and the same reason: %s", len(w.rows), reason)}
}

// spread enters outcomes, and what follows from them for rows that wait.
func (p *push) spread(ctx context.Context, outcomes []run.Outcome) error {
	var passed []run.Outcome
	for _, o := range outcomes {
		p.enter(o, &passed)
	}
	for n := 0; n < len(passed); n++ { // grows while it is walked
		p.enter(passed[n], &passed)
	}
	return p.engine.Run.Journal().Note(ctx, passed)
}

func (p *push) enter(o run.Outcome, passed *[]run.Outcome) {
	if p.status[o.Row] == run.NotReached && o.Status != run.NotReached {
		p.done++
	}
	p.status[o.Row], p.ids[o.Row] = o.Status, o.ID
	p.proven[o.Row] = p.proven[o.Row] || o.Adopted
	switch o.Status {
	case run.Created, run.Updated, run.Unchanged:
		p.waiting.Pass(o.Row, p.enqueue)
	case run.Rejected, run.Held:
		p.waiting.Each(o.Row, func(i int32) {
			if p.status[i] == run.NotReached {
				*passed = append(*passed, run.Outcome{Row: i, Status: o.Status,
					Message: wording.English.Outcome.Needs(p.rowName(o.Row), o.Status.String())})
			}
		})
	}
}

func (p *push) rowName(i int32) string {
	row, err := p.engine.Run.Row(int(i))
	if err != nil {
		return wording.English.AnotherRow
	}
	return wording.English.Row(row.Number)
}
