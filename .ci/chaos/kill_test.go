//go:build !race

// What a killed process leaves is no matter of its goroutines, and every command is another process.

package main

import "testing"

// TestKill kills a few real processes; go run ./.ci/chaos kill does so a
// thousand times.
func TestKill(t *testing.T) {
	points := 8
	if testing.Short() {
		points = 6
	}
	failed, err := killAll(killOptions{points: points, point: -1, parallel: 4, seed: 1, out: t.Output()})
	if err != nil || failed {
		t.Fatalf("failed: %v, %v", failed, err)
	}
}
