package main

import (
	"reflect"
	"regexp"
	"strconv"
	"testing"
)

// TestEstate guards that what is drawn is one world: every parent is in it, no
// name is there twice, the books are those of the file, and a seed repeats it.
func TestEstate(t *testing.T) {
	for kind := range estateKinds {
		for seed := range uint64(30) {
			e := newEstate(kind, seed)
			if !reflect.DeepEqual(e, newEstate(kind, seed)) {
				t.Fatalf("%s, seed %d isn't repeated", e.kind, seed)
			}
			names := map[string]bool{}
			for _, h := range e.want {
				if names[h.name] {
					t.Errorf("%s, seed %d: %s is wanted twice", e.kind, seed, h.name)
				}
				names[h.name] = true
			}
			for _, h := range e.want {
				if h.parent != "" && !names[h.parent] {
					t.Errorf("%s, seed %d: %s is below %s, which is nowhere", e.kind, seed, h.name, h.parent)
				}
			}
			e.addUp(t)
		}
	}
}

// addUp compares the books with the rows.
func (e *estate) addUp(t *testing.T) {
	counts := map[string]int{}
	for _, m := range regexp.MustCompile(`(\d+) (created|updated|unchanged|rows)`).FindAllStringSubmatch(e.books, -1) {
		counts[m[2]], _ = strconv.Atoi(m[1])
	}
	created, written := counts["created"], counts["created"]+counts["updated"]
	if counts["rows"] != len(e.rows) || counts["rows"] != written+counts["unchanged"] || e.writes != written {
		t.Errorf("%s: %d rows, %d writes, %s", e.kind, len(e.rows), e.writes, e.books)
	}
	if len(e.want) != len(e.live)+created {
		t.Errorf("%s: %d there before, %d created, %d in the end", e.kind, len(e.live), created, len(e.want))
	}
}
