package pigello

import (
	"fmt"
	"strconv"
	"time"
)

// LimiterState is what the limiter allows now. Its String is for a progress line.
type LimiterState struct {
	// Rate is requests per second, as the bound says or the API's refusals have
	// shown; 0 for no limit.
	Rate float64
	// Used is how many requests per second left lately.
	Used float64
	// Paced says that Rate is what slows requests down.
	Paced bool
	// Concurrency is how many requests it allows at once now, Bound at most.
	Concurrency int
	Bound       int
	// PausedUntil is when the API's Retry-After ends; zero when not paused.
	PausedUntil time.Time
	// Reason says in words why the rate is what it is; empty before the first request.
	Reason string
}

// State returns what is allowed now.
func (l *Limiter) State() LimiterState {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	s := LimiterState{Rate: l.pace.limit, Used: l.pace.began.rate(now), Paced: l.pace.isTight(now), Concurrency: int(l.allowed), Bound: l.bound}
	if now.Before(l.paused) {
		s.PausedUntil = l.paused
	}
	s.Reason = l.reason(now, s)
	return s
}

// reason is the sentence of a state; the caller holds mu.
func (l *Limiter) reason(now time.Time, s LimiterState) string {
	p := &l.pace
	switch {
	case now.Before(l.paused):
		return fmt.Sprintf("%s and asks to wait %s", l.refusal, l.asked.Round(time.Millisecond))
	case s.Paced && p.refused > 0:
		return fmt.Sprintf("%s at %s a second", l.refusal, shortNumber(p.refused))
	case s.Paced:
		return "the most that is allowed"
	case s.Concurrency < s.Bound:
		return fmt.Sprintf("%s: %d at once instead of %d", l.refusal, s.Concurrency, s.Bound)
	case p.began.first.IsZero():
		return ""
	}
	return fmt.Sprintf("%d at once, as fast as they are answered", s.Concurrency)
}

// String tells the current rate and why it is what it is: "8.4 requests/s: the
// API answered 429 Too Many Requests at 9 a second".
func (s LimiterState) String() string {
	if s.Reason == "" {
		return ""
	}
	if !s.PausedUntil.IsZero() {
		return "paused: " + s.Reason
	}
	rate := s.Used
	if s.Paced {
		rate = s.Rate
	}
	return shortNumber(rate) + " requests/s: " + s.Reason
}

// shortNumber writes a rate with two or three digits that count.
func shortNumber(v float64) string {
	if v >= 9.95 {
		return strconv.FormatFloat(v, 'f', 0, 64)
	}
	return strconv.FormatFloat(v, 'f', 1, 64)
}
