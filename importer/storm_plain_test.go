//go:build !race

package importer_test

import "time"

// The storm's size, and how long its clients wait for a server that may only be slow; the race detector is some ten times slower.
const (
	stormSeeds = 200
	stormRows  = 2000
	stormStall = 500 * time.Millisecond
)

const (
	chainRowsAt = 300
	halvedRows  = 1500
	agreeFiles  = 10 // for each draw
)
