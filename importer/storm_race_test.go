//go:build race

package importer_test

import "time"

const (
	stormSeeds = 12
	stormRows  = 500
	stormStall = 2 * time.Second
)
