package pigello

import (
	"net/http"
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
	ahead, dated := aheadOf(h, time.Now())
	switch {
	case !dated:
	case ahead.Abs() > believable:
		return c.doubted.CompareAndSwap(false, true)
	default:
		c.ahead.Store(int64(ahead))
		c.known.Store(true)
	}
	return false
}

// aheadOf is by how much the second that a Date header names is ahead of a local
// time, negative for behind.
func aheadOf(h http.Header, local time.Time) (ahead time.Duration, dated bool) {
	date, err := http.ParseTime(h.Get("Date"))
	switch {
	case err != nil:
		return 0, false
	case local.Before(date):
		return date.Sub(local), true
	case local.Before(date.Add(time.Second)):
		return 0, true
	}
	return date.Add(time.Second).Sub(local), true
}

func (c *clock) now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }
