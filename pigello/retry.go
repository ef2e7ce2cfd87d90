package pigello

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// newBackOff is the wait between tries: doubling, each ± a half at random.
func (r Retry) newBackOff() *backoff.ExponentialBackOff {
	b := backoff.NewExponentialBackOff()
	b.InitialInterval, b.MaxInterval, b.Multiplier, b.RandomizationFactor = r.BaseDelay, r.MaxDelay, 2, 0.5
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
		bounded, cancel = context.WithTimeoutCause(ctx, c.timeouts.Total, &TimeoutError{Phase: "the call and its repeats had no success", After: c.timeouts.Total})
		defer cancel()
	}
	var last *Error
	tries, before := 0, time.Now()
	a, err = backoff.Retry(bounded, func() (*answer, error) {
		if last != nil {
			earlier = max(earlier, last.Fate)
		}
		began := time.Now()
		var got *answer
		if got, last = c.try(bounded, k); last == nil {
			return got, nil
		}
		if !c.tooFast(last, before) {
			tries++
		}
		before = began
		if k.once || !last.repeat || tries >= c.retry.MaxTries {
			return nil, backoff.Permanent(last)
		}
		return nil, last
	}, backoff.WithBackOff(c.retry.newBackOff()), backoff.WithMaxElapsedTime(c.timeouts.Total), backoff.WithNotify(c.notify(ctx, k)))
	if err == nil {
		return a, earlier, nil
	}
	return nil, earlier, conclude(k, last, earlier, err)
}

// tooFast tells whether a try only came too early. Such tries are bounded by
// time, not by number: how many it takes until the rate is right depends on
// how fast it was at first. A gateway that limits the rate may say 503, as a
// service does that is down: then nobody else's request succeeds, since before
// this try.
func (c *caller) tooFast(e *Error, before time.Time) bool {
	return e.Status == http.StatusTooManyRequests || e.Status == http.StatusServiceUnavailable && c.limiter.passedSince(before)
}

// conclude makes the error of a call out of the last try's and of what ended
// the repeats.
func conclude(k call, last *Error, earlier Fate, err error) *Error {
	var e *Error
	if !errors.As(err, &e) { // the context ended between two tries
		e = k.err()
		e.Fate, e.RetryAfter, e.Hint = last.Fate, last.RetryAfter, last.Hint
		e.Err = fmt.Errorf("%w, after: %w", err, last)
	}
	if earlier > e.Fate {
		worse := *e
		worse.Fate = earlier
		e = &worse
	}
	return e
}

// notify logs that a call will be repeated.
func (c *caller) notify(ctx context.Context, k call) backoff.Notify {
	return func(err error, wait time.Duration) {
		c.log.LogAttrs(ctx, slog.LevelDebug, "repeat", slog.String("method", k.method), slog.String("path", k.path),
			slog.Duration("in", wait), slog.String("because", err.Error()))
	}
}
