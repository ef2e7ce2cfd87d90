package pigello

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// defaultConcurrency is the bound when LimiterOptions says none.
const defaultConcurrency = 4

// LimiterOptions are upper bounds. The zero value: no rate, four at a time.
type LimiterOptions struct {
	// Rate is requests per second over all workers; 0 for none.
	Rate float64
	// Concurrency is how many requests may wait for an answer at once; 0 for 4.
	Concurrency int
}

// LimiterState is what the limiter allows now, for a progress line.
type LimiterState struct {
	// Rate is requests per second; 0 for no limit.
	Rate float64
	// Concurrency is how many requests it allows at once now, Bound at most.
	Concurrency int
	Bound       int
	// PausedUntil is when the API's Retry-After ends; zero when not paused.
	PausedUntil time.Time
	// Reason says in words why it is below its bounds; empty when it isn't.
	Reason string
}

// Limiter is one gate for all workers of a process, shared by as many clients
// as talk to one API: a rate, a number of requests at once that an overloaded
// API (429, 503) halves and success lets grow back slowly, and a pause of
// everybody while a Retry-After lasts. It is safe for concurrent use.
type Limiter struct {
	rate  *rate.Limiter
	bound int

	mu      sync.Mutex
	allowed float64 // how many at once; its whole part counts
	busy    int
	waiting []chan struct{} // first come, first served
	halved  time.Time       // requests begun before this don't halve again
	paused  time.Time
	reason  string
}

// NewLimiter returns a limiter within the bounds of o.
func NewLimiter(o LimiterOptions) *Limiter {
	l := &Limiter{bound: o.Concurrency}
	if l.bound <= 0 {
		l.bound = defaultConcurrency
	}
	l.allowed = float64(l.bound)
	if o.Rate > 0 {
		l.rate = rate.NewLimiter(rate.Limit(o.Rate), max(1, int(o.Rate/20)))
	}
	return l
}

// State returns what is allowed now.
func (l *Limiter) State() LimiterState {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := LimiterState{Concurrency: int(l.allowed), Bound: l.bound}
	if l.rate != nil {
		s.Rate = float64(l.rate.Limit())
	}
	if time.Now().Before(l.paused) {
		s.PausedUntil, s.Reason = l.paused, l.reason
	} else if s.Concurrency < s.Bound {
		s.Reason = l.reason
	}
	return s
}

// acquire waits for a place, for the end of a pause and for the rate; the
// place is given back by release.
func (l *Limiter) acquire(ctx context.Context) error {
	if err := l.enter(ctx); err != nil {
		return err
	}
	err := l.waitPause(ctx)
	if err == nil && l.rate != nil {
		if err = l.rate.Wait(ctx); err != nil && ctx.Err() == nil {
			err = context.DeadlineExceeded // it foresees that the wait is longer than the deadline
		}
	}
	if err != nil {
		l.leave()
	}
	return err
}

// enter waits for one of the places.
func (l *Limiter) enter(ctx context.Context) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	l.mu.Lock()
	if l.busy < int(l.allowed) && len(l.waiting) == 0 {
		l.busy++
		l.mu.Unlock()
		return nil
	}
	turn := make(chan struct{}, 1)
	l.waiting = append(l.waiting, turn)
	l.mu.Unlock()
	select {
	case <-turn:
		return nil
	case <-ctx.Done():
		l.giveUp(turn)
		return context.Cause(ctx)
	}
}

// giveUp takes a waiter out of the queue; a place it got meanwhile goes on.
func (l *Limiter) giveUp(turn chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, w := range l.waiting {
		if w == turn {
			l.waiting = append(l.waiting[:i], l.waiting[i+1:]...)
			return
		}
	}
	l.busy--
	l.admit()
}

// leave gives a place back.
func (l *Limiter) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.busy--
	l.admit()
}

// admit lets in as many waiters as there are places; the caller holds mu.
func (l *Limiter) admit() {
	for len(l.waiting) > 0 && l.busy < int(l.allowed) {
		l.waiting[0] <- struct{}{} // buffered: nobody else sends
		l.waiting = l.waiting[1:]
		l.busy++
	}
}

// waitPause waits until no Retry-After holds, and a little longer, so that
// not everybody comes back at the same moment.
func (l *Limiter) waitPause(ctx context.Context) error {
	for {
		l.mu.Lock()
		until := l.paused
		l.mu.Unlock()
		wait := time.Until(until)
		if wait <= 0 {
			return context.Cause(ctx)
		}
		if deadline, ok := ctx.Deadline(); ok && deadline.Before(until) {
			return fmt.Errorf("the API asks to wait %s: %w", wait.Round(time.Second), context.DeadlineExceeded)
		}
		jitter := time.Duration(rand.Int64N(int64(min(wait/10, time.Second)) + 1))
		if err := sleep(ctx, wait+jitter); err != nil {
			return err
		}
	}
}

// observe learns from an answer to a request that began at the given time.
func (l *Limiter) observe(began time.Time, status int, retryAfter time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable:
		l.slow(began, status, retryAfter)
	case status >= 200 && status < 300:
		l.allowed = min(float64(l.bound), l.allowed+1/l.allowed)
		l.admit()
	}
}

// slow halves the places, once for all requests that were under way, and
// begins or extends a pause; the caller holds mu.
func (l *Limiter) slow(began time.Time, status int, retryAfter time.Duration) {
	now := time.Now()
	if !began.Before(l.halved) {
		l.allowed = max(1, float64(int(l.allowed)/2))
		l.halved = now
	}
	l.reason = fmt.Sprintf("the API answered %d %s: %d requests at once instead of %d", status, http.StatusText(status), int(l.allowed), l.bound)
	if until := now.Add(retryAfter); retryAfter > 0 && until.After(l.paused) {
		l.paused = until
		l.reason = fmt.Sprintf("the API answered %d and asks to wait %s", status, retryAfter.Round(time.Millisecond))
	}
}

// sleep waits, or returns the cause for which ctx ended.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
