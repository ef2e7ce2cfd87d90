//go:build race

package importer_test

const (
	stormSeeds = 12
	stormRows  = 500
)
