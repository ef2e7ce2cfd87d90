package sandbox

import (
	"slices"
	"strings"
	"sync"
	"time"
)

// Request is one line of the request log.
type Request struct {
	Method string
	Path   string
	Query  string        // as sent, without the question mark
	Body   int64         // bytes read
	Rows   int           // rows answered by a list, sent in a bulk write, else 1 when it was done
	Status int           // of the answer; 0: the connection was dropped without one
	Fault  string        // the faults that befell it, comma-joined
	Time   time.Time     // of its arrival
	Took   time.Duration // until it was answered
}

// keptRequests bounds the log.
const keptRequests = 1 << 14

// requestLog keeps the newest requests. It is safe for concurrent use.
type requestLog struct {
	mu    sync.Mutex
	ring  []Request
	total int
}

// add notes a request when its handler ends, also by a panic.
func (l *requestLog) add(c *call) {
	one := Request{
		Method: c.r.Method, Path: c.r.URL.Path, Query: c.r.URL.RawQuery, Body: int64(len(c.body)), Rows: c.rows,
		Status: c.status, Fault: strings.Join(c.draw.hits, ","), Time: c.started, Took: c.s.now().Sub(c.started),
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.ring) < keptRequests {
		l.ring = append(l.ring, one)
	} else {
		l.ring[l.total%keptRequests] = one
	}
	l.total++
}

// list gives the requests in the order in which they ended.
func (l *requestLog) list() []Request {
	l.mu.Lock()
	defer l.mu.Unlock()
	oldest := 0
	if l.total > len(l.ring) {
		oldest = l.total % keptRequests
	}
	return append(slices.Clone(l.ring[oldest:]), l.ring[:oldest]...)
}
