//go:build race

package main

// The race detector looks for what goroutines share, so that a part of the runs is enough.
const (
	shortRuns = 10
	heldRuns  = 3
	undoRuns  = 8
)
