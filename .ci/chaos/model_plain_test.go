//go:build !race

package main

// How many runs are part of the tests: of all kinds, of plain updates, and, for each answer to a deletion, of those that are taken back.
const (
	shortRuns = 150
	heldRuns  = 15
	undoRuns  = 10
)
