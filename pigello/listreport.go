package pigello

import "time"

// ListReport is what ListAll says about its reading. It is filled while the
// list is read and may be looked at when the iteration has ended; it must not
// be shared by two lists that run at once.
type ListReport struct {
	// Requests counts those sent, failed ones included.
	Requests int
	// Rows counts those handed out (after a restart, from zero again).
	Rows int
	// UntoldParents counts rows whose answer doesn't tell the parent.
	UntoldParents int
	// Started and Finished are by the server's clock.
	Started, Finished time.Time
	// Resumes counts cuts and failures after which the reading went on.
	Resumes int
	// Fallbacks counts requests that asked by day because a date-time was refused.
	Fallbacks int
	// Restarts counts how often an ordered list began anew.
	Restarts int
}
