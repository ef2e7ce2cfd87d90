//go:build !race

package importer_test

// The storm's size; the race detector is some ten times slower.
const (
	stormSeeds = 200
	stormRows  = 2000
)
