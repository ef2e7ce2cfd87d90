//go:build !race

// What is restored is restored by other processes.

package main

import (
	"testing"

	"github.com/google/uuid"
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
	ids := map[uuid.UUID]uuid.UUID{}
	for id := range before {
		ids[id] = uuid.New()
	}
	restored := func(change func(*item)) map[uuid.UUID]item {
		after := map[uuid.UUID]item{}
		for id, it := range before {
			it.id = ids[id]
			if it.parent != uuid.Nil {
				it.parent = ids[it.parent]
			}
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
	for name, change := range map[string]func(*item){
		"name": func(it *item) { it.name += "x" }, "custom_id": func(it *item) { it.custom += "0" },
		"parent": func(it *item) { it.parent = uuid.New() }, "id": func(it *item) { it.id = uuid.New() },
	} {
		if sameTree(before, restored(change), ids) == nil {
			t.Errorf("another %s isn't seen", name)
		}
	}
}
