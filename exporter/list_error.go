package exporter

import "fmt"

// ListError says that the list of organizations couldn't be read to its end.
type ListError struct {
	Rows int // that were read before it broke off
	Err  error
}

// Error says how far the reading came, and the cause.
func (e *ListError) Error() string {
	return fmt.Sprintf("read the list, after %d rows: %s", e.Rows, e.Err)
}

// Unwrap returns the cause.
func (e *ListError) Unwrap() error { return e.Err }
