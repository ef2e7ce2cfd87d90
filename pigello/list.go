package pigello

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
)

// List reads one list: GET …/list/?_jsonl=true, one request, its rows handed
// out as they arrive, in constant memory. The request is repeated until its
// answer begins, and never after: a stream that is cut or stalls, wherever,
// ends in an error, so a loop that ends without one saw the whole answer.
// (The answer may still be less than what is there: see ListAll.)
//
// The last pair has the error, if any, with an empty Organization. Leaving
// the loop early ends the request.
func (c *Client) List(ctx context.Context, q Query) iter.Seq2[Organization, error] {
	return func(yield func(Organization, error) bool) {
		if err := q.Validate(); err != nil {
			yield(Organization{}, err)
			return
		}
		k := listCall(q.params())
		a, _, err := c.do(ctx, k)
		if err != nil {
			yield(Organization{}, err)
			return
		}
		err = c.drain(k, a.stream, false, func(o Organization) bool { return yield(o, nil) })
		if err != nil && !errors.Is(err, errStopped) {
			yield(Organization{}, err)
		}
	}
}

// listCall is the request of a list.
func listCall(ps []param) call {
	return call{op: "list organizations", method: http.MethodGet, path: pathList, stream: true,
		query: encodeParams(append(ps, param{"_jsonl", "true"}))}
}

// drain hands out the rows of an opened list and closes it. provenElsewhere
// lets a body pass whose end only the connection's end tells. The error is
// errStopped when yield had enough, else an *Error.
func (c *Client) drain(k call, s *stream, provenElsewhere bool, yield func(Organization) bool) error {
	defer s.close()
	err := readRows(s, yield)
	switch {
	case errors.Is(err, errStopped):
		return errStopped
	case err == nil && !s.framed() && !provenElsewhere:
		err = fmt.Errorf("%w: the answer doesn't tell where it ends", errCut)
	case err == nil:
		return nil
	}
	var foreign *errForeign
	if errors.As(err, &foreign) {
		e := c.unreadable(k, s.resp.StatusCode, foreign.body, nil)
		if e.Detail == "" {
			e.Err = err
		}
		_, atOnce := err.(*errForeign)
		e.repeat = !atOnce // a message in the middle of rows may pass, one instead of them won't
		if fromProxy(s.resp.StatusCode, s.resp.Header) {
			e.Hint = hintProxy
		}
		return e
	}
	e := k.failure(scrubbed{err, c.scrub}, true)
	e.Status = s.resp.StatusCode
	e.repeat = e.repeat && errors.Is(err, errCut)
	return e
}

// scrubbed is an error whose text may quote what a server sent.
type scrubbed struct {
	err   error
	scrub func([]byte) []byte
}

func (e scrubbed) Error() string { return string(e.scrub([]byte(e.err.Error()))) }
func (e scrubbed) Unwrap() error { return e.err }
