// Package engine carries out jobs that write to the API, those of a plan and those of an undo: a few
// at once, under a watchdog.
//
//	Next ─► job ─► a worker ─► Take      until nothing is left, Stop is closed, or one fails
package engine

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/orgbatch/orgbatch/exporter/crash"
	"github.com/orgbatch/orgbatch/importer/live"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

// Options say how jobs are carried out. The zero value is the documented default.
type Options struct {
	Concurrency int // requests under way at once, 0 is DefaultConcurrency
	Progress    func(run.Progress)
	// Stop, when closed, lets the requests under way finish and starts no more.
	Stop   <-chan struct{}
	Logger *slog.Logger // what is sent and looked up, at debug level
	// Stalled is how long nothing may move before the work is ended by a
	// *StalledError, 0 is DefaultStalled.
	Stalled time.Duration
	Now     func() time.Time
}

// DefaultConcurrency is how many requests are under way at once.
const DefaultConcurrency = 4

// ErrStopped says that Stop was closed before all rows were sent.
var ErrStopped = errors.New("stopped before all rows were sent")

// Engine carries out jobs on one run.
type Engine struct {
	Client  *pigello.Client
	Run     *run.Run
	Options Options // with its defaults

	// When something last moved, counted from the start, for the clock on the wall may jump.
	start time.Time
	moved atomic.Int64
}

// New makes an engine of options that may be unset.
func New(c *pigello.Client, r *run.Run, o Options) *Engine {
	if o.Concurrency <= 0 {
		o.Concurrency = DefaultConcurrency
	}
	if o.Progress == nil {
		o.Progress = func(run.Progress) {}
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Stalled <= 0 {
		o.Stalled = DefaultStalled
	}
	return &Engine{Client: c, Run: r, Options: o, start: time.Now()}
}

// job is what one worker does. It keeps what came of it, also when it fails.
type job interface {
	Do(ctx context.Context) error
}

// Jobs hands out jobs and takes what came of them, all in one goroutine.
type Jobs[J job] interface {
	// Next makes the next job, if one may start beside those under way.
	Next(underWay int) (job J, ok bool)
	// Take enters what came of a job. When it fails no more are handed out.
	Take(ctx context.Context, job J, err error) error
	// Tell reports the progress, each second at least.
	Tell()
}

// Loop hands out jobs and takes their results until there are none, Stop is closed, or one fails.
// Every job is taken, so none is left behind. doing is what a job does, should it crash.
func Loop[J job](ctx context.Context, e *Engine, doing string, jobs Jobs[J]) error {
	type result struct {
		job J
		err error
	}
	var workers errgroup.Group
	results := make(chan result, e.Options.Concurrency) // nobody waits to hand one in
	underWay := 0
	defer func() { _ = workers.Wait() }() // also after a panic: no job goes on in a run that is closed
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	var failed error
	for {
		for underWay < e.Options.Concurrency && failed == nil && !e.Stopped() && ctx.Err() == nil {
			job, ok := jobs.Next(underWay)
			if !ok {
				break
			}
			underWay++
			workers.Go(func() error {
				err := crash.Do(doing, func() error { return job.Do(ctx) })
				results <- result{job, err}
				return nil
			})
		}
		if underWay == 0 {
			return failed
		}
		select {
		case res := <-results:
			underWay--
			if err := jobs.Take(ctx, res.job, res.err); failed == nil {
				failed = err
			}
		case <-ticker.C:
			jobs.Tell() // a pause that the API asks for is seen while it lasts
		}
	}
}

// InTurn takes steps until one fails.
func InTurn(ctx context.Context, steps ...func(context.Context) error) error {
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// Reader looks organizations up.
func (e *Engine) Reader() live.Reader {
	return live.Reader{Client: e.Client, Progressed: e.Progressed}
}

// Stopped reports whether Stop was closed.
func (e *Engine) Stopped() bool {
	select {
	case <-e.Options.Stop:
		return true
	default:
		return false
	}
}

// Delays is when the fate of an unanswered write is looked up, counted from its end: a slow server
// may still carry it out. One without time is asked once.
func (e *Engine) Delays(cause error) []time.Duration {
	delays := []time.Duration{2 * time.Second, 8 * time.Second, 50 * time.Second}
	if e.Client.Loopback() {
		delays = []time.Duration{20 * time.Millisecond, 80 * time.Millisecond, 500 * time.Millisecond}
	}
	if pigello.IsUnavailable(cause) {
		return []time.Duration{delays[0] + delays[1] + delays[2]}
	}
	return delays
}

// SettleOpen looks up what became of so many rows whose requests got no answer, the last of which
// was sent then: at once, and after each delay that is still to come. look enters what it finds and
// says how many rows are left. Its last error counts.
func (e *Engine) SettleOpen(ctx context.Context, rows int, last time.Time, look func(context.Context) (left int, err error)) error {
	var failed error
	for _, wait := range e.waits(last) {
		if err := e.pause(ctx, wait); err != nil {
			return err
		}
		left, err := look(ctx)
		failed = err
		e.Options.Progress(run.Progress{Stage: "settle", Rows: rows - left, Total: rows})
		e.Options.Logger.Debug("look up rows that a run left unknown", "rows", rows, "left", left, "error", err)
		if err == nil && left == 0 {
			return nil
		}
	}
	return failed
}

// waits gives the pauses before each look-up: one comes at once, the others at the times after the
// last sending that are still to come.
func (e *Engine) waits(last time.Time) []time.Duration {
	waits := []time.Duration{0}
	passed := max(0, e.Client.ServerNow().Sub(last))
	at := time.Duration(0)
	for _, delay := range e.Delays(nil) {
		if at += delay; at > passed {
			waits = append(waits, at-passed)
			passed = at
		}
	}
	return waits
}

// pause waits, unless the run is to stop.
func (e *Engine) pause(ctx context.Context, d time.Duration) error {
	return wait(ctx, e.Options.Stop, d)
}

// Sleep waits, even when the run is to stop: what is under way goes to its end.
func Sleep(ctx context.Context, d time.Duration) error { return wait(ctx, nil, d) }

func wait(ctx context.Context, stop <-chan struct{}, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-stop:
		return ErrStopped
	case <-timer.C:
		return nil
	}
}

// MessageOf is what a refusal says of row n, or of all.
func MessageOf(err error, n int) string {
	var e *pigello.Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	if i := slices.IndexFunc(e.Rows, func(r pigello.RowError) bool { return r.Index == n }); i >= 0 {
		return e.Rows[i].Error()
	}
	if len(e.Fields) > 0 {
		return pigello.RowError{Fields: e.Fields}.Error()
	}
	return e.Detail
}
