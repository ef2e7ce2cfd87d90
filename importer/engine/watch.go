package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/orgbatch/orgbatch/exporter/crash"
)

const (
	// DefaultStalled is how long nothing may move in a run before it is ended.
	// One call with all its repeats may take ten minutes, and what it left
	// unknown is looked up for one more.
	DefaultStalled = 20 * time.Minute
	// stalledGrace is how long requests that are cut off may take to end.
	stalledGrace = 10 * time.Second
)

// StalledError ends a run, or its undo, in which nothing moved for a long time: no
// request left, none was answered, no outcome was entered. Resume of package push, or
// that of package undo, goes on with it.
type StalledError struct{ After time.Duration }

// Error says for how long nothing moved.
func (e *StalledError) Error() string {
	return fmt.Sprintf("gave up: nothing has moved for %s, neither an answer nor a request", e.After.Round(time.Second))
}

// Progressed tells the watchdog that something moved.
func (e *Engine) Progressed() { e.moved.Store(int64(time.Since(e.start))) }

// Watched does the work of a run under a watchdog: when nothing moves for too
// long the requests under way are cut off, and when even that doesn't end the
// work it is left behind. Rows without an answer are unknown then.
func (e *Engine) Watched(ctx context.Context, work func(context.Context) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	e.Progressed()
	done := make(chan error, 1)
	go func() { done <- crash.Do("carrying out a run", func() error { return work(ctx) }) }()
	ticker := time.NewTicker(min(time.Second, e.Options.Stalled/4))
	defer ticker.Stop()
	for {
		select {
		case err := <-done:
			return err
		case <-ticker.C:
		}
		if idle := time.Since(e.start) - time.Duration(e.moved.Load()); idle >= e.Options.Stalled {
			stalled := &StalledError{After: idle}
			cancel(stalled)
			return errors.Join(stalled, e.endedBy(done))
		}
	}
}

// endedBy waits a little for work that was cut off.
func (e *Engine) endedBy(done <-chan error) error {
	timer := time.NewTimer(min(stalledGrace, e.Options.Stalled))
	defer timer.Stop()
	select {
	case err := <-done:
		if errors.Is(err, context.Canceled) {
			return nil // that is how it was ended
		}
		return err
	case <-timer.C:
		return errors.New("not even requests that are cut off end")
	}
}
