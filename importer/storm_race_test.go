//go:build race

package importer_test

import "time"

const (
	stormSeeds = 12
	stormRows  = 500
	stormStall = 2 * time.Second
)

// What goroutines share shows in a few rows.
const (
	chainRowsAt = 75
	halvedRows  = 300
	agreeFiles  = 2
)
