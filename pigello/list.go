package pigello

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strings"
)

// List reads one list: GET …/list/?_jsonl=true, one request, its rows handed
// out as they arrive, in constant memory. (When no row comes, it is asked for once
// more without _jsonl: only [] says that there is none.) The request is repeated until its
// answer begins, and never after: a stream that is cut or stalls, wherever,
// ends in an error, so a loop that ends without one saw the whole answer.
// (The answer may still be less than what is there: see ListAll.) A page, too, is read
// as the documented array, for whether paging counts with _jsonl isn't documented.
//
// The last pair has the error, if any, with an empty Organization; before it, a row
// that can't be taken is an *UnreadableError. Leaving the loop early ends the request.
func (c *Client) List(ctx context.Context, q Query) iter.Seq2[Organization, error] {
	return func(yield rowFunc) {
		if err := q.Validate(); err != nil {
			yield(Organization{}, err)
			return
		}
		send := func(k call) (*answer, error) {
			a, _, err := c.caller.do(ctx, k)
			return a, err
		}
		l := listing{params: q.params(), array: q.Array, send: send}
		err := c.caller.readList(l, (&ListReport{}).counting(yield))
		if err != nil && !errors.Is(err, errStopped) {
			yield(Organization{}, err)
		}
	}
}

// rowFunc takes a row, or what is known of one and its *UnreadableError, and says
// whether it wants more.
type rowFunc = func(Organization, error) bool

// listing is a list before it is asked for.
type listing struct {
	params []param
	array  bool // not as lines
	// proven says that the list is proven whole by other requests: then a body passes
	// whose end only the connection's end tells.
	proven bool
	send   func(call) (*answer, error)
}

// readList asks for a list and hands out its rows. A list of no lines has no body,
// which a gateway's answer hasn't either: it is asked for again as an array, and
// nil without a row means that it is []. Errors are those of drain.
func (c *caller) readList(l listing, yield rowFunc) error {
	for {
		k := l.call()
		a, err := l.send(k)
		if err != nil {
			return err
		}
		if err = c.drain(k, a.stream, yield); err != errEmpty {
			return err
		}
		l.array = true
	}
}

// call is the request of a list: as lines unless an array is wanted or a page, which is one.
func (l listing) call() call {
	k := call{op: "list organizations", method: http.MethodGet, path: pathList, stream: true, proven: l.proven}
	k.query = encodeParams(l.params)
	if k.array = l.array || k.paged(); !k.array {
		k.query = encodeParams(append(slices.Clone(l.params), param{"_jsonl", "true"}))
	}
	return k
}

// hintPart is the next step where a list that should be whole comes in pages.
const hintPart = "Pigello documents that a list without paging comes whole; tell whoever runs it. " +
	"orgbatch list --page N --page-size M reads one page."

// paged says that one page of a list is asked for.
func (k call) paged() bool {
	return strings.HasPrefix(k.query, "_page=") || strings.Contains(k.query, "&_page=")
}

// drain hands out the rows of an opened list and closes it. The error is
// errStopped when yield had enough, errEmpty when the lines that were asked for are
// none, else an *Error.
func (c *caller) drain(k call, s *stream, yield rowFunc) error {
	defer s.close()
	err := readRows(s, yield)
	switch {
	case errors.Is(err, errStopped):
		return errStopped
	case (err == nil || err == errEmpty) && !s.framed() && !k.proven:
		err = fmt.Errorf("%w: the answer doesn't tell where it ends", errCut)
	case err == errEmpty && !k.array && mayBeLines(s.resp.Header.Get("Content-Type")):
		return errEmpty
	case err == errEmpty:
		return c.notTheAPI(k, s.resp.StatusCode, nil)
	case err == nil:
		return nil
	}
	if _, part := errors.AsType[*errPart](err); part {
		if k.paged() {
			return nil
		}
		e := k.failure(err, sent)
		e.Status, e.repeat, e.Hint = s.resp.StatusCode, false, hintPart
		return e
	}
	if foreign, ok := errors.AsType[*errForeign](err); ok {
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
	e := k.failure(scrubbed{err, c.scrub}, sent)
	e.Status = s.resp.StatusCode
	e.repeat = e.repeat && errors.Is(err, errCut)
	return e
}

// scrubbed is an error whose text may quote what a server sent.
type scrubbed struct {
	err   error
	scrub scrubber
}

func (e scrubbed) Error() string { return string(e.scrub([]byte(e.err.Error()))) }
func (e scrubbed) Unwrap() error { return e.err }
