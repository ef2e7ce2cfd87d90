package pigello

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Error is a call that failed. It holds no credential. Its fields may be
// read by many goroutines; nobody changes them once it was returned.
type Error struct {
	// Op is what was tried: "create an organization".
	Op string
	// Method and Path are those of the request, without its query.
	Method, Path string
	// Status is that of the answer; 0 when there was none.
	Status int
	// Detail is the API's own sentence, or one about the body when that was no JSON.
	Detail string
	// Fields are messages about fields of the one object that was sent.
	Fields []FieldError
	// Rows are messages about elements of the array that was sent.
	Rows []RowError
	// Fate says whether something may have been written.
	Fate Fate
	// RetryAfter is how long the API asked to wait; 0 when it didn't.
	RetryAfter time.Duration
	// Hint says what usually causes this and what to do; may be empty.
	Hint string
	// Err is the cause beneath: of the transport, the context or the decoder; may be nil.
	Err error

	repeat bool // what the table of statuses says about sending it again
}

// Error says what was tried, what was answered and, of many rows, the first three.
func (e *Error) Error() string {
	var parts []string
	if e.Status != 0 {
		parts = append(parts, strings.TrimSpace(fmt.Sprintf("Pigello answered %d %s", e.Status, http.StatusText(e.Status))))
		if e.RetryAfter > 0 {
			parts[0] += fmt.Sprintf(" and asks to wait %s", e.RetryAfter.Round(time.Second))
		}
	}
	parts = append(parts, nonEmpty(e.Detail)...)
	for _, f := range e.Fields {
		parts = append(parts, f.Error())
	}
	for i, r := range e.Rows {
		if i == 3 {
			parts = append(parts, fmt.Sprintf("and %d more rows", len(e.Rows)-3))
			break
		}
		parts = append(parts, fmt.Sprintf("element %d: %s", r.Index, r.Error()))
	}
	if e.Err != nil {
		parts = append(parts, e.Err.Error())
	}
	return e.Op + ": " + strings.Join(parts, ": ")
}

// Unwrap returns the cause beneath.
func (e *Error) Unwrap() error { return e.Err }

// Fate says what is known about a write that failed.
type Fate int

// The fates of a call.
const (
	// FateNone: the call wrote nothing by its nature (a read), or didn't fail.
	FateNone Fate = iota
	// NotWritten: it is known that nothing was written.
	NotWritten
	// FateUnknown: the write may or may not have been done; look it up.
	FateUnknown
)

// String names the fate in words.
func (f Fate) String() string {
	switch f {
	case NotWritten:
		return "not written"
	case FateUnknown:
		return "unknown"
	default:
		return "none"
	}
}

// RowError is what the API said about one element of an array.
type RowError struct {
	// Index counts from 0 in the array that was sent.
	Index int
	// Fields are the messages; Field is "", "detail" or "non_field_errors"
	// for one about the whole row.
	Fields []FieldError
}

// Error joins the messages: "name: This field must be unique."
func (r RowError) Error() string {
	texts := make([]string, len(r.Fields))
	for i, f := range r.Fields {
		texts[i] = f.Error()
	}
	return strings.Join(texts, "; ")
}

// FieldError is what the API said about one field; nested ones are joined by
// a dot ("organization.id").
type FieldError struct {
	Field    string
	Messages []string
}

// Error is the field and its messages; a message about the whole row stands alone.
func (f FieldError) Error() string {
	text := strings.Join(f.Messages, " ")
	switch f.Field {
	case "", "detail", "non_field_errors":
		return text
	}
	return f.Field + ": " + text
}

// CameTo says what came of a request that failed, as what follows its subject: "was
// answered by 502 Bad Gateway: …" or "got no answer: …". It is the same for all
// requests that came to the same.
func CameTo(err error) string {
	e, ok := errors.AsType[*Error](err)
	switch {
	case !ok:
		return "failed: " + err.Error()
	case e.Status != 0:
		answer := strings.TrimSpace(fmt.Sprintf("was answered by %d %s", e.Status, http.StatusText(e.Status)))
		return strings.Join(append([]string{answer}, nonEmpty(e.Detail)...), ": ")
	}
	if timeout, ok := errors.AsType[*TimeoutError](err); ok {
		return "got no answer: " + timeout.Error()
	}
	return "got no answer: the connection was dropped"
}

// statusOf returns the status of the answer that err is about, 0 for none.
func statusOf(err error) int {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Status
	}
	return 0
}

// IsNotFound reports whether the API answered 404.
func IsNotFound(err error) bool { return statusOf(err) == http.StatusNotFound }

// IsAuth reports whether the API refused the credentials or the permission: 401 or 403.
func IsAuth(err error) bool { return authRefused(statusOf(err)) }

// IsTooLarge reports whether the array was too large (413): halve it.
func IsTooLarge(err error) bool { return statusOf(err) == http.StatusRequestEntityTooLarge }

// IsFailure reports whether a write that left came to nothing that speaks of it:
// its connection was dropped, no answer came in time, or the API or a gateway
// before it failed (408, 5xx but 503). Fewer rows may do.
func IsFailure(err error) bool {
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Fate != FateUnknown {
		return false
	}
	return e.Status == 0 || e.Status == http.StatusRequestTimeout || e.Status >= 500 && e.Status != http.StatusServiceUnavailable
}

// IsUnavailable reports whether the API, or a gateway before it, had no time for
// the request: 503. The same request may do a little later.
func IsUnavailable(err error) bool { return statusOf(err) == http.StatusServiceUnavailable }

// IsServerError reports whether the API failed over the request itself: 500.
func IsServerError(err error) bool { return statusOf(err) == http.StatusInternalServerError }

// IsBadRequest reports whether the API refused the content: 400.
func IsBadRequest(err error) bool { return statusOf(err) == http.StatusBadRequest }

// FateOf returns the fate of the write that err is about; FateNone for nil,
// for reads, and for an error that is none of this package's calls.
func FateOf(err error) Fate {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Fate
	}
	return FateNone
}

// CanRepeat reports whether the same call may simply be made again later:
// reads and idempotent writes after outages, other writes only when it is
// known that nothing was written and the cause may pass (no connection, 429).
func CanRepeat(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.repeat
}
