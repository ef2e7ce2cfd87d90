package pigello

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// kind is what a call does to the data.
type kind uint8

const (
	kindRead  kind = iota
	kindWrite      // of one organization
	kindBulk
)

// call is one request before it is sent.
type call struct {
	op, method, path, query string
	body                    []byte
	header                  http.Header // set over the client's own
	kind                    kind
	stream                  bool      // the body is handed out unread
	array                   bool      // a list that is not asked for as lines: no rows are []
	proven                  bool      // a list that is proven whole by other requests
	once                    bool      // never repeated, whatever is answered
	until                   time.Time // ends its waits and repeats; zero is Timeouts.Total from now
}

// err begins the error of a call.
func (k call) err() *Error { return &Error{Op: k.op, Method: k.method, Path: k.path} }

// usage is the error of a call that cannot be sent as it is.
func (k call) usage(problem, hint string) *Error {
	e := k.err()
	e.Err = &UsageError{Problem: problem, Hint: hint}
	e.Hint = hint
	if k.kind != kindRead {
		e.Fate = NotWritten
	}
	return e
}

// verdict is what a status means.
type verdict struct {
	fate   Fate // of a write
	repeat bool // whether the same call may be sent again by itself
	hint   string
}

// Hints on the usual causes.
const (
	hintAuth = "Usually one of three: the service was upgraded and its version id changed; the secret was replaced; " +
		"this computer's address is not among those allowed."
	hintProxy    = "A proxy between here and Pigello probably answered this, not Pigello: ask whoever runs it, or set the proxy's address anew."
	hintRedirect = "Pigello was moved, or the address is not that of Pigello: credentials and writes don't follow to other hosts."
	hintTooLarge = "Send fewer rows at once."
	hintNoBody   = "A gateway, a proxy or a sign-in page in between probably gave this answer, not Pigello, whose list of nothing is []. Try again later, or ask whoever runs it."
)

// done reports whether a status is that of a success. Of a read that is one whose
// body is what was asked for: not later (202), none (204, 205) or a part of it (206).
func (k call) done(status int) bool {
	if k.kind == kindRead {
		return status == http.StatusOK || status == http.StatusNonAuthoritativeInfo
	}
	return status >= 200 && status <= 299
}

// judge is the one place where a status becomes a meaning.
func (k call) judge(status int) verdict {
	idempotent := k.method != http.MethodPost
	v := verdict{fate: FateUnknown}
	switch {
	case status == http.StatusProxyAuthRequired:
		v = verdict{fate: NotWritten, hint: hintProxy}
	case authRefused(status):
		v = verdict{fate: NotWritten, hint: hintAuth}
	case status == http.StatusBadRequest && (k.kind != kindBulk || wholeArrayRefused):
		v = verdict{fate: NotWritten}
	case status == http.StatusNotFound:
		v = verdict{fate: NotWritten}
	case status == http.StatusRequestEntityTooLarge:
		v = verdict{fate: NotWritten, hint: hintTooLarge}
	case status == http.StatusTooManyRequests:
		v = verdict{fate: NotWritten, repeat: true}
	case status >= 300 && status < 400:
		v.hint = hintRedirect
	case status == http.StatusInternalServerError && k.method == http.MethodDelete:
		// What a service doesn't let go, as a parent, it doesn't the next time.
	case status == http.StatusRequestTimeout || status >= 500:
		v.repeat = idempotent
	}
	if k.kind == kindRead {
		v.fate = FateNone
	}
	return v
}

// refusal turns an answer that is no success into its error.
func (c *caller) refusal(k call, resp *http.Response, body []byte) *Error {
	e := k.err()
	e.Status = resp.StatusCode
	b := c.scrub.errorBody(body)
	e.Detail, e.Fields, e.Rows = b.Detail, b.Fields, b.Rows
	if target := resp.Header.Get("Location"); e.Status >= 300 && e.Status < 400 && target != "" {
		e.Detail = "a redirect to " + oneLine(string(c.scrub([]byte(target)))) + ", which is not followed"
	}
	e.RetryAfter = retryAfter(resp.Header, c.clock.now())
	v := k.judge(e.Status)
	if fromProxy(e.Status, resp.Header) && v.hint != hintProxy {
		v.hint = strings.TrimSpace(hintProxy + " " + v.hint)
	}
	e.Fate, e.Hint, e.repeat = v.fate, v.hint, v.repeat
	return e
}

// unreadable is a success whose body is none: of a write it is not known what became of it.
func (c *caller) unreadable(k call, status int, body []byte, cause error) *Error {
	e := k.err()
	e.Status, e.Err = status, cause
	b := c.scrub.errorBody(body)
	e.Detail, e.Fields, e.Rows = b.Detail, b.Fields, b.Rows
	switch {
	case len(body) == 0:
		e.Detail = "the answer has no body"
	case cause == nil && e.Detail == "" && len(e.Fields) == 0 && len(e.Rows) == 0:
		e.Detail = "the answer is not what was asked for"
	}
	if k.kind != kindRead {
		e.Fate = FateUnknown
	}
	return e
}

// notTheAPI is the error of a list or a look-up whose answer says neither what is
// there nor that nothing is. It may pass. Rows in it are a customer's and don't stand in the error.
func (c *caller) notTheAPI(k call, status int, body []byte) *Error {
	if bytes.HasPrefix(bytes.TrimSpace(body), []byte("[")) || rawField(body, NameID) != nil || bytes.Contains(body, []byte("}\n{")) {
		body = []byte("{}")
	}
	e := c.unreadable(k, status, body, nil)
	e.Hint, e.repeat = hintNoBody, true
	return e
}

// departure is what is known of a request that wasn't answered.
type departure uint8

const (
	sent   departure = iota // or it isn't known
	unsent                  // not a byte of it left
)

// failure is the error of a call without a whole answer.
func (k call) failure(cause error, d departure) *Error {
	e := k.err()
	e.Err = cause
	proxy, byProxy := errors.AsType[*ProxyError](cause)
	if byProxy {
		e.Hint = hintProxy
	}
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](cause)
	// Where waiting doesn't help.
	final := untrusted || errors.Is(cause, context.Canceled) || errors.Is(cause, http.ErrSchemeMismatch)
	switch {
	case k.kind == kindRead:
		e.repeat = !final
	case d == unsent:
		e.Fate, e.repeat = NotWritten, !final
	default:
		e.Fate, e.repeat = FateUnknown, !final && k.method != http.MethodPost
	}
	if byProxy && proxy.Status < 500 {
		e.repeat = false // 403, 407: waiting doesn't help
	}
	return e
}

// TimeoutError says which phase of a call took too long. It reports true from
// Timeout, as net.Error does.
type TimeoutError struct {
	// Phase is what was waited for.
	Phase string
	// After is how long.
	After time.Duration
}

// Error names the phase and the limit.
func (e *TimeoutError) Error() string { return fmt.Sprintf("%s within %s", e.Phase, e.After) }

// Timeout reports true.
func (e *TimeoutError) Timeout() bool { return true }

// maxAnswer bounds a body that is read whole, and maxErrorBody one of a refusal.
const (
	maxAnswer    = 256 << 20
	maxErrorBody = 4 << 20
)

// readBody reads a body to its end, so that its connection is used again.
func readBody(r io.Reader, limit int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(b)) > limit {
		return b[:limit], fmt.Errorf("read the answer: it is longer than %d bytes", limit)
	}
	return b, err
}
