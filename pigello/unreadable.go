package pigello

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/uuid"
)

// UnreadableError is a row that came whole and can't be taken all the same: a name
// stands in it twice, a text is no Unicode, it is too deep. The lists of a Client give
// it in the place of the row, once, and range on: who leaves the loop treats it as an
// error like any other, who stays in it gets the rest without that row.
type UnreadableError struct {
	// Row counts from 1 in the answer that held it.
	Row int
	// ID is the organization's; zero when that can't be read either.
	ID uuid.UUID
	// Problem says what is wrong with it.
	Problem string
	// Raw is the row as it came.
	Raw []byte
	// Err is the decoder's own error.
	Err error
}

// Error names the row and what is wrong with it.
func (e *UnreadableError) Error() string {
	which := fmt.Sprintf("row %d", e.Row)
	if e.ID != uuid.Nil {
		which += ", organization " + e.ID.String() + ","
	}
	return fmt.Sprintf("list organizations: %s can't be read: %s", which, e.Problem)
}

// Unwrap returns the decoder's error.
func (e *UnreadableError) Unwrap() error { return e.Err }

// Hint is the next step.
func (e *UnreadableError) Hint() string {
	return "ask whoever runs Pigello to correct that organization; orgbatch export FILE --skip-unreadable goes on without it and keeps it in a file of its own"
}

func isUnreadable(err error) bool {
	_, ok := err.(*UnreadableError)
	return ok
}

// unreadableRow is what is known of a row that can't be taken: its id, or else one made
// of its bytes, and its created_at, so that the reading of a list can go on behind it.
func unreadableRow(row int, data []byte, err error) (Organization, error) {
	e := &UnreadableError{Row: row, Problem: whatIsWrong(err), Raw: bytes.Clone(data), Err: err}
	o := Organization{ID: uuid.NewSHA1(uuid.Nil, data), Raw: e.Raw}
	if id, err := idOf(NameID, rawField(data, NameID)); err == nil {
		e.ID, o.ID = id, id
	}
	created, _ := textOf(NameCreatedAt, rawField(data, NameCreatedAt))
	o.CreatedAt, _ = created.Get()
	return o, e
}

// whatIsWrong says what the library found in words for people.
func whatIsWrong(err error) string {
	syntax, ok := errors.AsType[*jsontext.SyntacticError](err)
	if !ok {
		return err.Error()
	}
	where, text := quoteShort(syntax.JSONPointer.LastToken()), syntax.Err.Error()
	switch {
	case errors.Is(err, jsontext.ErrDuplicateName):
		return "the name " + where + " stands in it twice"
	case strings.Contains(text, "surrogate"), strings.Contains(text, "UTF-8"):
		return "the text of " + where + " is no Unicode: " + shorten(text, maxQuoted)
	case strings.Contains(text, "depth"):
		return "it is nested too deep"
	default:
		return "the value of " + where + " is no JSON: " + shorten(text, maxQuoted)
	}
}

// rawField finds the first field of that name in an object, whatever is wrong with the
// rest of it; nil when there is none.
func rawField(object []byte, name string) jsontext.Value {
	r := fastRecord{b: object}
	for separator := byte('{'); r.eatAfterSpace(separator); separator = ',' {
		r.space()
		from := r.i
		r.i = valueEnd(r.b, r.i)
		key := r.b[from:r.i]
		if !r.eatAfterSpace(':') {
			return nil
		}
		r.space()
		from = r.i
		if r.i = valueEnd(r.b, r.i); string(key) == `"`+name+`"` {
			return jsontext.Value(r.b[from:r.i])
		}
	}
	return nil
}
