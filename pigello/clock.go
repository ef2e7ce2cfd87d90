package pigello

import (
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// clock is the server's time as its newest Date header tells it.
type clock struct {
	ahead   atomic.Int64 // nanoseconds to add to the local clock
	known   atomic.Bool  // an answer has told it
	doubted atomic.Bool  // one has told what isn't believed
}

// believable is how far a Date may be off: a day, and what an answer takes.
const believable = 24*time.Hour + time.Minute

// observe reads the Date header of an answer that arrived now. A local clock
// within the second that the header names is left as it is, and a Date that is
// days off is passed over. doubt is true for the first of these.
func (c *clock) observe(h http.Header) (doubt bool) {
	date, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return false
	}
	now := time.Now()
	if date.Sub(now).Abs() > believable {
		return c.doubted.CompareAndSwap(false, true)
	}
	defer c.known.Store(true)
	switch {
	case now.Before(date):
		c.ahead.Store(int64(date.Sub(now)))
	case now.Before(date.Add(time.Second)):
		c.ahead.Store(0)
	default:
		c.ahead.Store(int64(date.Add(time.Second - 1).Sub(now)))
	}
	return false
}

func (c *clock) now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

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
