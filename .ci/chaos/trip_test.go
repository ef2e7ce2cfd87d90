//go:build !race

// What is restored is restored by other processes.

package main

import (
	"testing"
)

// A small estate, 12 levels deep, is lost and comes back.
func TestTrip(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p, err := buildProgram(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := trip(p, dir, tripOptions{rows: 400, depth: 12, seed: 3, out: t.Output()}); err != nil {
		t.Fatal(err)
	}
}

// What came back otherwise is seen.
func TestSameTree(t *testing.T) {
	before := drawTree(tripOptions{rows: 20, depth: 4, seed: 1})
	ids := map[string]string{}
	for id := range before {
		ids[id] = "new-" + id
	}
	restored := func(change func(*firm)) map[string]firm {
		after := map[string]firm{}
		for id, it := range before {
			it.id = ids[id]
			it.parent = ids[it.parent]
			if change != nil {
				change(&it)
			}
			after[it.id] = it
		}
		return after
	}
	if err := sameTree(before, restored(nil), ids); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*firm){
		"name": func(it *firm) { it.name += "x" }, "custom_id": func(it *firm) { it.custom += "0" },
		"parent": func(it *firm) { it.parent = "another" }, "id": func(it *firm) { it.id = "another" },
	} {
		if sameTree(before, restored(change), ids) == nil {
			t.Errorf("another %s isn't seen", name)
		}
	}
}
