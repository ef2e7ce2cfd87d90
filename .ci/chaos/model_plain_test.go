//go:build !race

package main

// shortRuns is how many runs are part of the tests.
const shortRuns = 150
