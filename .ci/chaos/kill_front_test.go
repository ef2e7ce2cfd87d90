package main

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestDraw guards that requests fail as often as is said.
func TestDraw(t *testing.T) {
	const n = 20000
	got := map[string]int{}
	f := &fate{rng: rand.New(rand.NewPCG(1, 2))}
	for range n {
		got[f.draw(true)]++
		if single := f.draw(false); single != "" && single != "fail-before" && single != "fail-after" {
			t.Fatalf("a single answer is %s", single)
		}
	}
	for fault, want := range map[string]float64{"fail-before": 0.05, "fail-after": 0.05, "shuffle": 0.025, "short": 0.025, "": 0.85} {
		if part := float64(got[fault]) / n; part < want*0.8 || part > want*1.2 {
			t.Errorf("%q befalls %.3f of all, want %.3f", fault, part, want)
		}
	}
}

// TestSpoil guards that an answer is changed only as it is said to be.
func TestSpoil(t *testing.T) {
	const answer = `[1,2,3,4,5,6,7,8]`
	for _, fault := range []string{"", "shuffle", "short"} {
		f := &fate{fault: fault, rng: rand.New(rand.NewPCG(3, 4))}
		var got []int
		if err := json.Unmarshal(spoil([]byte(answer), f), &got); err != nil {
			t.Fatal(err)
		}
		whole, sorted := len(got) == 8, slices.IsSorted(got)
		if whole != (fault != "short") || sorted != (fault != "shuffle") {
			t.Errorf("%q makes %v", fault, got)
		}
		if same := string(spoil([]byte(`{"id":"1"}`), f)); same != `{"id":"1"}` {
			t.Errorf("%q makes a single answer %s", fault, same)
		}
	}
}
