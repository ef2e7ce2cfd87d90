package pigello

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// defaultConcurrency is the bound when LimiterOptions says none.
const defaultConcurrency = 4

// LimiterOptions are upper bounds: an API that asks for less gets less. The
// zero value: no rate, four at a time.
type LimiterOptions struct {
	// Rate is requests per second over all workers; 0 for none.
	Rate float64
	// Concurrency is how many requests may wait for an answer at once; 0 for 4.
	Concurrency int
	// Paused is told when a Retry-After begins, with what was answered and for how
	// long everybody waits; nil for nobody.
	Paused func(reason string, wait time.Duration)
}

// Limiter is one gate for all workers of a process, shared by as many clients
// as talk to one API. It holds a rate and a number of requests at once, within
// the bounds of its options: an API that refuses (429, 503) halves both, and
// success lets them grow back, the rate to a little below the one that was
// refused. While a Retry-After lasts everybody waits. It is safe for
// concurrent use.
type Limiter struct {
	bound int
	tell  func(string, time.Duration)
	slot  chan struct{} // held by the one who waits for the next slot

	mu      sync.Mutex
	pace    pace
	allowed float64 // how many at once; its whole part counts
	busy    int
	waiting []chan struct{} // first come, first served
	halved  time.Time       // requests begun before this don't halve again
	paused  time.Time
	passed  time.Time // when a request last succeeded
	refusal string    // what the API said last
	asked   time.Duration
}

// NewLimiter returns a limiter within the bounds of o.
func NewLimiter(o LimiterOptions) *Limiter {
	l := &Limiter{bound: o.Concurrency, tell: o.Paused, slot: make(chan struct{}, 1), pace: pace{bound: max(0, o.Rate), limit: max(0, o.Rate)}}
	if l.bound <= 0 {
		l.bound = defaultConcurrency
	}
	l.allowed = float64(l.bound)
	return l
}

// acquire waits for a place, for the end of a pause and for the rate; the
// place is given back by leave.
func (l *Limiter) acquire(ctx context.Context) error {
	if err := l.enter(ctx); err != nil {
		return err
	}
	err := l.waitTurn(ctx)
	if err != nil {
		l.leave()
	}
	return err
}

// waitTurn waits for the end of a pause and then for a slot of the rate. A
// pause that began meanwhile stops the one who waits for a slot, too.
func (l *Limiter) waitTurn(ctx context.Context) error {
	for {
		if err := l.waitPause(ctx); err != nil {
			return err
		}
		if err := l.waitSlot(ctx); err != nil {
			return err
		}
		if l.pauseLeft() <= 0 {
			return nil
		}
	}
}

// waitSlot takes the next slot and waits for it. One at a time does: slots
// taken ahead would still have the old rate when it has changed.
func (l *Limiter) waitSlot(ctx context.Context) error {
	select {
	case l.slot <- struct{}{}:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	defer func() { <-l.slot }()
	most := time.Duration(math.MaxInt64)
	if deadline, ok := ctx.Deadline(); ok {
		most = time.Until(deadline)
	}
	l.mu.Lock()
	wait, ok := l.pace.reserve(time.Now(), most)
	l.mu.Unlock()
	switch {
	case !ok:
		return fmt.Errorf("the rate allows the next request in %s: %w", wait.Round(time.Millisecond), context.DeadlineExceeded)
	case wait <= 0:
		return nil
	}
	return sleep(ctx, wait)
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
	if i := slices.Index(l.waiting, turn); i >= 0 {
		l.waiting = slices.Delete(l.waiting, i, i+1)
		return
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

// pauseLeft is how long everybody still waits.
func (l *Limiter) pauseLeft() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return time.Until(l.paused)
}

// waitPause waits until no Retry-After holds, and a little longer, so that
// not everybody comes back at the same moment.
func (l *Limiter) waitPause(ctx context.Context) error {
	for {
		wait := l.pauseLeft()
		if wait <= 0 {
			return context.Cause(ctx)
		}
		if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < wait {
			return &pauseError{wait.Round(time.Second)}
		}
		jitter := time.Duration(rand.Int64N(int64(min(wait/10, time.Second)) + 1))
		if err := sleep(ctx, wait+jitter); err != nil {
			return err
		}
	}
}

// pauseError says that the API asks to wait longer than a call may take.
type pauseError struct{ wait time.Duration }

func (e *pauseError) Error() string {
	return fmt.Sprintf("Pigello asks to wait %s, which is longer than a call may take", e.wait)
}
func (e *pauseError) Unwrap() error { return context.DeadlineExceeded }

// observe learns from an answer to a request that began at the given time.
func (l *Limiter) observe(began time.Time, status int, retryAfter time.Duration) {
	if reason := l.learn(began, status, retryAfter); reason != "" && l.tell != nil {
		l.tell(reason, retryAfter)
	}
}

// learn is observe; it gives the reason of a pause that begins.
func (l *Limiter) learn(began time.Time, status int, retryAfter time.Duration) (reason string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	running := time.Until(l.paused) > 0
	switch {
	case status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable:
		if l.slow(began, status, retryAfter); retryAfter > 0 && !running {
			return l.refusal
		}
	case status >= 200 && status < 300:
		l.passed = time.Now()
		l.pace.trouble.answers++
		l.pace.grow(l.passed)
		l.allowed = min(float64(l.bound), l.allowed+1/l.allowed)
		l.admit()
	}
	return ""
}

// passedSince tells whether a request has succeeded since a time.
func (l *Limiter) passedSince(t time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.passed.After(t)
}

// slow halves rate and places, once for all requests that were under way, and
// begins or extends a pause; the caller holds mu.
func (l *Limiter) slow(began time.Time, status int, retryAfter time.Duration) {
	now := time.Now()
	l.pace.trouble.answers++
	l.pace.trouble.refusals++
	if !began.Before(l.halved) {
		kind := limited
		if status == http.StatusServiceUnavailable && retryAfter == 0 {
			kind = uncertain
		}
		l.pace.refuse(now, kind)
		l.allowed = max(1, float64(int(l.allowed)/2))
		l.halved = now
	}
	l.refusal = fmt.Sprintf("Pigello answered %d %s", status, http.StatusText(status))
	if until := now.Add(retryAfter); retryAfter > 0 && until.After(l.paused) {
		l.paused, l.asked = until, retryAfter
		l.pace.pause(until)
	}
}

// retryAfter reads the header in both of its forms, seconds or a date, the
// latter against the answer's own Date so that clocks need not agree. 0 when
// there is none, it is unreadable, or it has passed.
func retryAfter(h http.Header, now time.Time) time.Duration {
	v := strings.TrimSpace(h.Get("Retry-After"))
	if seconds, err := strconv.ParseFloat(v, 64); err == nil {
		if seconds > 0 && seconds < 1e9 {
			return time.Duration(seconds * float64(time.Second))
		}
		return 0
	}
	at, err := http.ParseTime(v)
	if err != nil {
		return 0
	}
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date
	}
	return max(0, at.Sub(now))
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
