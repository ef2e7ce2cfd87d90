package sandbox

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/ncruces/go-sqlite3"
)

// base is the path of the resource.
const base = "/sales/organization/"

// call is one request on its way.
type call struct {
	s     *Sandbox
	w     http.ResponseWriter
	r     *http.Request
	rules *rules
	draw  *draw
	body  []byte

	started time.Time
	status  int // of the answer; 0: none was given
	rows    int // read or written

	seen int64 // of a write: the newest row that was there before its turn came
}

// ServeHTTP answers one request. A dropped connection is a panic with [http.ErrAbortHandler], as
// net/http wants it.
func (s *Sandbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := &call{s: s, w: w, r: r, rules: s.rules.Load(), draw: &draw{}, started: s.now()}
	if s.ownClock {
		w.Header().Set("Date", c.started.UTC().Format(http.TimeFormat))
	}
	defer s.requests.add(c)
	if early := c.read(); early != nil {
		c.send(early)
		return
	}
	c.draw = s.drawer.draw(c)
	if early := c.faultsBefore(); early != nil {
		c.send(early)
		return
	}
	late := c.late()
	if answer, streamed := c.route(); !streamed && !late {
		c.send(c.faultsAfter(answer))
	}
}

// read takes in the request: its line, its slash, its body.
func (c *call) read() *reply {
	uri := c.r.RequestURI
	if uri == "" {
		uri = c.r.URL.RequestURI()
	}
	if line := len(c.r.Method + " " + uri + " HTTP/1.1"); line > c.rules.requestLine {
		return page(http.StatusBadRequest, fmt.Sprintf("Request Line is too large (%d &gt; %d)", line, c.rules.requestLine))
	}
	if path := c.r.URL.Path; !strings.HasSuffix(path, "/") && resource(path+"/") != "" {
		before, after, asked := strings.Cut(uri, "?")
		if before += "/"; asked {
			before += "?" + after
		}
		return &reply{status: http.StatusMovedPermanently, kind: "text/html; charset=utf-8", header: map[string]string{"Location": before}}
	}
	limit := int64(c.rules.bodyLimit)
	if c.r.Body == nil {
		return nil
	}
	var body bytes.Buffer
	if n := c.r.ContentLength; n > 0 && n <= limit {
		body.Grow(int(n) + bytes.MinRead)
	}
	_, err := body.ReadFrom(io.LimitReader(c.r.Body, limit+1))
	c.body = body.Bytes()
	switch {
	case int64(len(c.body)) > limit:
		c.w.Header().Set("Connection", "close") // the rest is not read
		return page(http.StatusRequestEntityTooLarge, "The body is larger than the server accepts.")
	case err != nil:
		return detail(http.StatusBadRequest, "The body could not be read.")
	}
	return nil
}

// resource tells what a path names: "create", "list", an id, or nothing.
func resource(path string) string {
	rest, ok := strings.CutPrefix(path, base)
	if !ok {
		return ""
	}
	rest, ok = strings.CutSuffix(rest, "/")
	switch {
	case !ok && rest == "":
		return "create"
	case ok && rest == "list":
		return "list"
	case ok:
		// As Django's uuid converter: lower case only.
		if _, isID := parseID(rest); isID && rest == strings.ToLower(rest) {
			return rest
		}
	}
	return ""
}

// route checks the credentials and calls the operation. streamed says that the answer was sent
// already.
func (c *call) route() (answer *reply, streamed bool) {
	what := resource(c.r.URL.Path)
	if what == "" {
		return notFound(), false
	}
	if refusal := c.s.lock.open(c.r.Header); refusal != "" {
		if c.rules.AuthStatus == "401" {
			answer = detail(http.StatusUnauthorized, refusal)
			answer.header = map[string]string{"WWW-Authenticate": "Pigello"}
			return answer, false
		}
		return detail(http.StatusForbidden, refusal), false
	}
	method := c.r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	switch {
	case what == "create" && method == http.MethodPost:
		answer = c.create()
	case what == "create":
		answer = notAllowed(c.r, "POST")
	case what == "list" && method == http.MethodGet:
		return c.list()
	case what == "list" && method == http.MethodPost:
		answer = c.bulk()
	case what == "list":
		answer = notAllowed(c.r, "GET, POST, HEAD")
	default:
		answer = c.single(what, method)
	}
	return answer, false
}

// single calls an operation on one organization.
func (c *call) single(what, method string) *reply {
	id, _ := parseID(what)
	switch method {
	case http.MethodGet:
		return c.get(id)
	case http.MethodPatch:
		return c.update(id)
	case http.MethodDelete:
		return c.delete(id)
	}
	return notAllowed(c.r, "GET, PATCH, DELETE, HEAD")
}

func notAllowed(r *http.Request, allowed string) *reply {
	answer := detail(http.StatusMethodNotAllowed, fmt.Sprintf("Method %q not allowed.", r.Method))
	answer.header = map[string]string{"Allow": allowed}
	return answer
}

// failed is the answer to an error of the database.
func (c *call) failed(err error) *reply {
	switch {
	case errors.Is(err, errNoRow):
		return notFound()
	case errors.Is(err, errRaced):
		return page(http.StatusInternalServerError, "Sorry, something went wrong.")
	case c.r.Context().Err() != nil:
		panic(http.ErrAbortHandler) // nobody listens
	case errors.Is(err, sqlite3.BUSY):
		return detail(http.StatusServiceUnavailable, "The sandbox database is being written by another process.")
	}
	c.s.log.ErrorContext(c.r.Context(), "sandbox request failed", "method", c.r.Method, "path", c.r.URL.Path, "error", err)
	return detail(http.StatusInternalServerError, "The sandbox failed: "+err.Error())
}
