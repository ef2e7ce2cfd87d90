//go:build !race

package exporter_test

import "time"

// stall is how long a client of the tests waits for the next byte.
const stall = 300 * time.Millisecond
