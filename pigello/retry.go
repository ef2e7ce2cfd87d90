package pigello

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// newBackOff is the wait between tries: doubling, each ± a half at random.
func (r Retry) newBackOff() *backoff.ExponentialBackOff {
	b := backoff.NewExponentialBackOff()
	b.InitialInterval, b.MaxInterval = r.BaseDelay, r.MaxDelay
	b.Multiplier, b.RandomizationFactor = 2, 0.5
	b.Reset()
	return b
}

// do sends a call and repeats it as long as that may be done and helps.
// earlier is the worst fate of the tries before the last one. The error is an
// *Error whose Fate covers all tries: when one try may have written, so may the call.
func (c *caller) do(ctx context.Context, k call) (a *answer, earlier Fate, err error) {
	bounded := ctx
	k.until = time.Now().Add(c.timeouts.Total)
	if !k.stream {
		var cancel context.CancelFunc
		bounded, cancel = context.WithDeadlineCause(ctx, k.until,
			&TimeoutError{Phase: "the call and its repeats had no success", After: c.timeouts.Total})
		defer cancel()
	}
	backOff := c.retry.newBackOff()
	tries, before := 0, time.Now()
	for {
		began := time.Now()
		a, e := c.try(bounded, k)
		if e == nil {
			return a, earlier, nil
		}
		if !c.tooFast(e, before) {
			tries++
		}
		before = began
		wait := backOff.NextBackOff()
		if k.once || !e.repeat || tries >= c.retry.MaxTries || time.Now().Add(wait).After(k.until) {
			return nil, earlier, e.with(max(earlier, e.Fate))
		}
		c.log.LogAttrs(ctx, slog.LevelDebug, "repeat", slog.String("method", k.method),
			slog.String("path", k.path), slog.Duration("in", wait), slog.String("because", e.Error()))
		if err := sleep(bounded, wait); err != nil {
			ended := k.err()
			ended.RetryAfter, ended.Hint = e.RetryAfter, e.Hint
			ended.Err = fmt.Errorf("%w, after: %w", err, e)
			return nil, earlier, ended.with(max(earlier, e.Fate))
		}
		earlier = max(earlier, e.Fate)
	}
}

// with is the error with another fate.
func (e *Error) with(fate Fate) *Error {
	other := *e
	other.Fate = fate
	return &other
}

// tooFast tells whether a try only came too early. Such tries are bounded by
// time, not by number: how many it takes until the rate is right depends on
// how fast it was at first. A gateway that limits the rate may say 503, as a
// service does that is down: then nobody else's request succeeds, since before
// this try.
func (c *caller) tooFast(e *Error, before time.Time) bool {
	return e.Status == http.StatusTooManyRequests ||
		e.Status == http.StatusServiceUnavailable && c.limiter.passedSince(before)
}
