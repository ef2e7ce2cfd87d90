package pigello

import (
	"errors"
	"fmt"
)

// Why ListAll could not prove that it saw every row; ask with errors.Is.
var (
	// ErrCapped: more rows stand at one created_at (or on one day) than the API lists at once.
	//lint:ignore ST1005 Pigello is a name
	ErrCapped = errors.New("Pigello lists fewer rows at once than there are of one time")
	// ErrOutOfOrder: rows didn't come in the order that was asked for.
	ErrOutOfOrder = errors.New("the rows are not in the order that was asked for")
	// ErrNoCreatedAt: a row has no created_at, or one that is no time.
	ErrNoCreatedAt = errors.New("a row has no readable created_at")
	// ErrChanging: a list in another order lacked rows that are there, each time.
	ErrChanging = errors.New("the list lacks rows that are there")
)

// IncompleteError ends ListAll when a list cannot be proven whole. Rows may
// have been handed out before it; they are no whole list.
type IncompleteError struct {
	// Reason is one of ErrCapped, ErrOutOfOrder, ErrNoCreatedAt and ErrChanging.
	Reason error
	// Detail names the row or the time.
	Detail string
	// Hint says what to do instead; may be empty.
	Hint string
}

// Error joins reason and detail.
func (e *IncompleteError) Error() string {
	return fmt.Sprintf("list organizations: %v (%s)", e.Reason, e.Detail)
}

// Unwrap returns the reason.
func (e *IncompleteError) Unwrap() error { return e.Reason }

// RestartError comes from ListAll in the middle of a list with an order of
// its own: the list proved not to be whole and begins anew. Discard the rows
// got so far and range on; leaving the loop treats it as an error like any other.
type RestartError struct {
	// Reason says what was wrong with the rows so far.
	Reason string
}

// Error says that the list begins anew and why.
func (e *RestartError) Error() string {
	return "list organizations: the list begins anew: " + e.Reason
}
