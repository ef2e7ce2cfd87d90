package pigello

import "time"

// LimiterOptions are upper bounds. The zero value: no rate, four at a time.
type LimiterOptions struct {
	// Rate is requests per second over all workers; 0 for none.
	Rate float64
	// Concurrency is how many requests may wait for an answer at once; 0 for 4.
	Concurrency int
}

// LimiterState is what the limiter allows now, for a progress line.
type LimiterState struct {
	Rate float64
	// Concurrency is how many requests it allows at once now, Bound at most.
	Concurrency int
	Bound       int
	// PausedUntil is when the API's Retry-After ends; zero or past when not paused.
	PausedUntil time.Time
	// Reason says in words why it is below its bounds; empty when it isn't.
	Reason string
}
