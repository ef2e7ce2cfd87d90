package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/exporter/crash"
)

// lastGrace is how long what a second signal stopped may take to put in order
// what it leaves.
const lastGrace = 5 * time.Second

// watchSignals returns two contexts: the first signal ends soft, which stops
// taking up new work; the second ends hard, which stops at once: what doesn't
// within lastGrace, because the system doesn't come back, is told by late. A
// third meets the system's own handling. stop ends the watching.
func watchSignals(parent context.Context, u *ui.UI) (soft, hard context.Context, late <-chan struct{}, stop func()) {
	hard, cancelHard := context.WithCancelCause(parent)
	soft, cancelSoft := context.WithCancelCause(hard)
	signals := make(chan os.Signal, 2)
	done := make(chan struct{})
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	watched, overdue := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(watched)
		for n := 1; ; n++ {
			select {
			case <-done:
				return
			case s := <-signals:
				cause := problem.Interrupted
				if s == syscall.SIGTERM {
					cause = problem.Terminated
				}
				cancelSoft(cause)
				if n == 2 {
					cancelHard(cause)
					signal.Stop(signals)
					select {
					case <-done:
					case <-time.After(lastGrace):
						close(overdue)
					}
					return
				}
				// Saying it may fail, ending must not: a panic here goes no further.
				_ = crash.Do("saying that a signal came", func() error {
					u.Warn("%s: finishing what is under way; once more stops at once", cause.Name)
					return nil
				})
			}
		}
	}()
	return soft, hard, overdue, func() {
		signal.Stop(signals)
		close(done)
		<-watched
		cancelSoft(nil)
		cancelHard(nil)
	}
}
