package pigello

import (
	"time"
)

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

// Error is a call that failed. It holds no credential.
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
}

// RowError is what the API said about one element of an array.
type RowError struct {
	// Index counts from 0 in the array that was sent.
	Index int
	// Fields are the messages; Field is "", "detail" or "non_field_errors"
	// for one about the whole row.
	Fields []FieldError
}

// FieldError is what the API said about one field; nested ones are joined by
// a dot ("organization.id").
type FieldError struct {
	Field    string
	Messages []string
}
