package importer_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// untrue are the faults that make an answer say something else than was done.
var untrue = []string{
	"shuffle", "short", "other-values", "other-ids", "more", "twice", "other-answer",
	"empty-answer", "null-answer", "error-answer", "page-answer",
}

// TestUntrueCreates: however untrue every answer is, each row is written once,
// below its own parent, and the run's books say what is there.
func TestUntrueCreates(t *testing.T) {
	for _, fault := range untrue {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, sandbox.Options{})
			text, want := forest(rand.New(rand.NewPCG(5, 5)), 60)
			r, _ := w.plan(text)
			w.fault(fault, "100%")
			books, err := w.apply(r, push.Options{ChunkSize: 25})
			w.sandbox.SetFaults(sandbox.Faults{})
			said := fault != "null-answer" && fault != "error-answer" && fault != "page-answer" // a list of rows, however untrue
			if err != nil || books.Created != 60 && said || !said && books.Unchanged != 60 {
				t.Fatalf("%v, %v", books, err)
			}
			if got := w.listing(); !slices.Equal(got, want) {
				t.Errorf("not exactly the file: %s", firstDifference(got, want))
			}
			w.idsAreTrue(r)
		})
	}
}

// idsAreTrue compares the ids that a run has entered with what is there.
func (w *world) idsAreTrue(r *run.Run) {
	w.t.Helper()
	status, ids, err := r.States()
	if err != nil {
		w.t.Fatal(err)
	}
	there := w.there()
	for i := range status {
		row, err := r.Row(i)
		if err != nil {
			w.t.Fatal(err)
		}
		if org := there[row.Values.Name]; org.ID != ids[i] {
			w.t.Errorf("row %d is entered with the id %s, it has %s", row.Number, ids[i], org.ID)
		}
	}
}

// TestUntrueUpdates is the same for changes, by bulk and one by one.
func TestUntrueUpdates(t *testing.T) {
	for _, fault := range untrue {
		for _, bulk := range []string{"update", "ignored"} {
			t.Run(fault+" bulk ids "+bulk, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, sandbox.Options{Assume: sandbox.Assumptions{BulkID: bulk}})
				var live, want []string
				for i := range 40 {
					live = append(live, fmt.Sprintf("Exempel %d AB|K-%d", i, i))
					want = append(want, fmt.Sprintf("Exempel %d AB|ny-%d|", i, i))
				}
				w.load(live...)
				r, _ := w.plan("name,custom_id\n" + numbered(40, func(i int) string { return fmt.Sprintf("Exempel %d AB,ny-%d\n", i, i) }))
				w.fault(fault, "100%")
				books, err := w.apply(r, push.Options{ChunkSize: 15})
				w.sandbox.SetFaults(sandbox.Faults{})
				if err != nil || books.Updated != 40 {
					t.Fatalf("%v, %v", books, err)
				}
				if slices.Sort(want); !slices.Equal(w.listing(), want) {
					t.Errorf("not exactly the file: %s", firstDifference(w.listing(), want))
				}
			})
		}
	}
}

// TestUntrueNow is one false answer among true ones, by chance: the ids that
// others are written with are right all the same, and so are those that nobody
// needs yet. Of few rows they are asked for, of many they are listed, and where
// no list can be proven whole, those are asked for, too.
func TestUntrueNow(t *testing.T) {
	for seed, c := range []struct {
		rows   int
		assume sandbox.Assumptions
	}{
		{60, sandbox.Assumptions{}},
		{300, sandbox.Assumptions{}},
		{900, sandbox.Assumptions{}},
		{900, sandbox.Assumptions{CreatedAtFilter: "date", ListCap: "200"}},
	} {
		t.Run(fmt.Sprintf("%d rows, cap %s", c.rows, c.assume.ListCap), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, sandbox.Options{FaultSeed: uint64(seed), Assume: c.assume})
			text, want := forest(rand.New(rand.NewPCG(uint64(seed), 6)), c.rows)
			r, _ := w.plan(text)
			w.fault("other-ids", "30%")
			books, err := w.apply(r, push.Options{ChunkSize: 25})
			w.sandbox.SetFaults(sandbox.Faults{})
			if err := w.sandbox.SetAssumptions(sandbox.Assumptions{}); err != nil {
				t.Fatal(err)
			}
			w.idsAreTrue(r)
			if err != nil || books.Created != c.rows || !slices.Equal(w.listing(), want) {
				t.Errorf("%v, %v, %s", books, err, firstDifference(w.listing(), want))
			}
		})
	}
}

func (w *world) fault(name, value string) {
	w.t.Helper()
	var f sandbox.Faults
	if err := f.Set(name, value); err != nil {
		w.t.Fatal(err)
	}
	w.sandbox.SetFaults(f)
}
