package pigello

import (
	"context"
	"net/http"
	"strings"
)

// Request is a request as it stands, for asking what an API does with something that no other
// call would send.
type Request struct {
	Op                  string      // what is tried, for errors: "read organizations"
	Method, Path, Query string      // Path is below BaseURL and begins with a slash; Query is escaped
	Body                []byte      // JSON; nil for none
	Header              http.Header // set over the client's own, credentials too; nil for none
}

// Response is an answer as it came, whatever its status; the secret is taken out of its body.
type Response struct {
	Status int
	Header http.Header
	Body   []byte

	asError func() *Error
}

// AsError is the error that the answer is where it isn't what was asked for, even if its
// status is one of success: what the status means, and what the body says. It is never nil.
func (r Response) AsError() *Error {
	if r.asError == nil {
		return &Error{}
	}
	return r.asError()
}

// Do sends a request once, when the limiter lets it go, and reads its answer. Whatever the
// status, an answer is no error: an *Error says that there was none, and whether something
// may have been written all the same. A POST to the list is taken for a bulk write.
func (c *Client) Do(ctx context.Context, r Request) (Response, error) {
	k := call{op: r.Op, method: r.Method, path: r.Path, query: r.Query, body: r.Body, header: r.Header, kind: kindWrite}
	switch {
	case r.Method == http.MethodGet || r.Method == http.MethodHead:
		k.kind = kindRead
	case r.Path == pathList:
		k.kind = kindBulk
	}
	if !strings.HasPrefix(r.Path, "/") { // it could name another host
		return Response{}, k.usage("a path begins with a slash", "")
	}
	if failed := c.caller.enter(ctx, k); failed != nil {
		return Response{}, failed
	}
	defer c.caller.limiter.leave()
	s, failed := c.caller.exchange(ctx, k)
	if failed != nil {
		return Response{}, failed
	}
	defer s.close()
	body, err := readBody(s, maxAnswer)
	if err != nil {
		return Response{}, k.failure(err, sent)
	}
	body = c.caller.scrub(body)
	return Response{s.resp.StatusCode, s.resp.Header, body, func() *Error { return c.caller.refusal(k, s.resp, body) }}, nil
}
