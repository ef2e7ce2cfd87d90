package sandbox

import (
	"net/http"
	"strconv"
	"time"
)

// faultsBefore lets happen what comes before the work: it waits, drops the connection, or gives an
// answer instead.
func (c *call) faultsBefore() *reply {
	switch closed, wait := c.s.drawer.admit(c.started); {
	case closed:
		c.draw.hits = append(c.draw.hits, "too-many-503")
		return page(http.StatusServiceUnavailable, "Too many requests.")
	case wait > 0:
		c.draw.hits = append(c.draw.hits, "rate")
		return c.tooMany(wait)
	}
	if c.draw.hit("latency") {
		c.wait(c.draw.duration("latency"))
	}
	if c.draw.hit("drop-before") {
		c.drop()
	}
	if c.draw.hit("too-many") {
		return c.tooMany(c.draw.duration("too-many"))
	}
	return c.serverFault(before)
}

// faultsAfter lets happen what comes after the work, whose answer may get lost.
func (c *call) faultsAfter(answer *reply) *reply {
	if c.draw.hit("drop-after") {
		c.drop()
	}
	if fault := c.serverFault(after); fault != nil {
		return fault
	}
	return answer
}

// late answers a write by a gateway's 504 and waits, if it was drawn for that: whoever asked is
// answered, or gone, when it is done.
func (c *call) late() bool {
	if c.r.Method == http.MethodGet || c.r.Method == http.MethodHead || !c.draw.hit("late") {
		return false
	}
	c.w.Header().Set("Connection", "close") // the next request must not wait for this one
	c.send(page(http.StatusGatewayTimeout, "The upstream server did not answer in time."))
	c.flush()
	time.Sleep(c.draw.duration("late"))
	return true
}

// side is that of the work on which something fails.
type side uint64

const (
	before side = iota
	after
)

// side draws one.
func (d *draw) side(purpose string) side { return side(d.number(purpose) & 1) }

// failing is the side on which a failing server fails.
func (d *draw) failing(ru *rules) side {
	switch ru.ServerError {
	case "drop-before":
		return before
	case "drop-after":
		return after
	}
	return d.side("fails-after")
}

// serverFault gives the answer of a failing server or gateway, if the request was drawn for one on
// this side of the work.
func (c *call) serverFault(now side) *reply {
	if c.draw.failing(c.rules) == now && c.draw.hit("server-error") {
		status := http.StatusInternalServerError
		if c.draw.number("unavailable")&1 == 1 {
			status = http.StatusServiceUnavailable
		}
		switch c.rules.ServerError {
		case "json":
			return detail(status, "A server error occurred.")
		case "html":
			return page(status, "Sorry, something went wrong.")
		}
		c.drop()
	}
	if c.draw.side("gateway-after") == now && c.draw.hit("html-error") {
		if c.draw.number("timeout")&1 == 1 {
			return page(http.StatusGatewayTimeout, "The upstream server did not answer in time.")
		}
		return page(http.StatusBadGateway, "The upstream server gave an invalid answer.")
	}
	return nil
}

// bodiless is an answer without a body, in one of the forms that gateways give it.
func (d *draw) bodiless() *reply {
	forms := []reply{{status: http.StatusOK, kind: "text/html"}, {status: http.StatusOK, kind: "application/x-ndjson"}, {status: http.StatusOK},
		{status: http.StatusAccepted}, {status: http.StatusNoContent}, {status: http.StatusResetContent}, {status: http.StatusPartialContent}}
	return &forms[d.rand("bodiless").IntN(len(forms))]
}

func (c *call) tooMany(wait time.Duration) *reply {
	seconds := int((wait + time.Second - 1) / time.Second)
	answer := detail(http.StatusTooManyRequests, "Request was throttled. Expected available in "+strconv.Itoa(seconds)+" seconds.")
	switch c.rules.RetryAfter {
	case "seconds":
		answer.header = map[string]string{"Retry-After": strconv.Itoa(seconds)}
	case "date":
		answer.header = map[string]string{"Retry-After": c.s.now().Add(wait).UTC().Format(http.TimeFormat)}
	}
	return answer
}

// drop ends the connection without an answer.
func (c *call) drop() { panic(http.ErrAbortHandler) }

// wait sleeps, or returns early when the client is gone.
func (c *call) wait(d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-c.r.Context().Done():
	}
}

// flush sends what was written so far; not every writer of a test can.
func (c *call) flush() { _ = http.NewResponseController(c.w).Flush() }
