//go:build !race

// What a killed process leaves is no matter of its goroutines, and every command is another process.

package main

import "testing"

// TestKill kills a few real processes and plays all scenes; go run ./.ci/chaos
// kill does so a thousand times.
func TestKill(t *testing.T) {
	// The stride makes each point one of another kind of file, killed by another kind of trigger.
	failed, err := killAll(killOptions{points: 8, stride: len(estateKinds) + 1, short: true, point: -1, parallel: 4, seed: 1, out: t.Output()})
	if err != nil || failed {
		t.Fatalf("failed: %v, %v", failed, err)
	}
}
