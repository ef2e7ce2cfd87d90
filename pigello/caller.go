package pigello

import (
	"cmp"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
)

// caller sends calls: one try after another, each with its headers, within the
// limiter's bounds, watched while it lasts.
type caller struct {
	http      *http.Client
	base      *url.URL
	sign      func(http.Header) // sets the credentials
	scrub     scrubber
	log       *slog.Logger
	limiter   *Limiter
	timeouts  Timeouts
	retry     Retry
	userAgent string
	clock     clock
}

// newCaller makes one of options that were checked.
func newCaller(o Options, base *url.URL) *caller {
	c := &caller{
		http: &http.Client{}, base: base,
		sign: o.Credentials.apply(), scrub: newScrubber(o.Credentials.ClientSecret),
		log: o.Logger, limiter: o.Limiter, timeouts: o.Timeouts.withDefaults(), retry: o.Retry,
		userAgent: cmp.Or(o.UserAgent, "orgbatch"),
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	if c.limiter == nil {
		c.limiter = NewLimiter(LimiterOptions{})
	}
	if o.HTTPClient != nil {
		*c.http = *o.HTTPClient
	} else {
		c.http.Transport = newTransport(o, c.timeouts)
	}
	c.http.CheckRedirect = redirectPolicy
	return c
}

// url is the address of a call.
func (c *caller) url(k call) string {
	u := c.base.String() + k.path
	if k.query != "" {
		u += "?" + k.query
	}
	return u
}

// checkLine refuses a request line that servers would cut off.
func (c *caller) checkLine(k call) *Error {
	uri := strings.TrimPrefix(c.url(k), c.base.Scheme+"://"+c.base.Host)
	n := len(k.method) + 1 + len(uri) + len(" HTTP/1.1")
	if n <= MaxRequestLine {
		return nil
	}
	return k.usage(fmt.Sprintf("the request line would have %d bytes, and %d is the most", n, MaxRequestLine),
		fmt.Sprintf("Split the longest list of values over several queries (of ids at most %d each); without an order of its own, a whole list is split by itself.", MaxIDsPerFilter))
}
