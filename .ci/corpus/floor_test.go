//go:build !race

package main

import "testing"

// thin is how many times fewer files are looked at than could be.
const thin = 1

func TestFloor(t *testing.T) {
	results, err := run(first(), first().units(), everything, "")
	if err != nil {
		t.Fatal(err)
	}
	if len(results) < 5000 {
		t.Errorf("the corpus has %d files", len(results))
	}
	clear, _ := summed(results)
	right := 100 * float64(clear.perfect) / float64(clear.files)
	if f1 := 100 * clear.f1(); f1 < floorF1 || right < floorRight {
		t.Errorf("F1 is %.3f %%, at least %v was reached; %.2f %% of the files are right, were %v", f1, floorF1, right, floorRight)
	}
}
