package importer_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/history"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/wording"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// TestLateWrites: a write that is done long after its 504 doubles nothing, whatever
// has been sent again by then.
func TestLateWrites(t *testing.T) {
	for _, by := range []string{"50ms", "800ms", "2s"} {
		t.Run(by, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, sandbox.Options{FaultSeed: 3})
			file := "name,custom_id\n" + numbered(300, func(i int) string { return fmt.Sprintf("Exempel %d AB,K-%d\n", i, i) })
			r, _ := w.plan(file)
			w.fault("late", "30%:"+by)
			books, err := w.apply(r, push.Options{ChunkSize: 40})
			for err == nil && books.Unknown > 0 {
				r = w.reopened(r)
				books = w.resume(r, push.Options{ChunkSize: 40})
			}
			w.sandbox.SetFaults(sandbox.Faults{})
			time.Sleep(3 * time.Second) // what is late comes now
			if err != nil || books.Created+books.Unchanged != 300 || len(w.listing()) != 300 {
				t.Errorf("%v, %v, %d there", books, err, len(w.listing()))
			}
			for _, m := range messages(t, r, run.Unchanged) {
				if m != wording.English.Outcome.FoundThere {
					t.Errorf("%q", m)
				}
			}
		})
	}
}

// TestRacesAreFoundThere: of two runs of one file at the same time, where a race ends
// in a 500, no row is created by both.
func TestRacesAreFoundThere(t *testing.T) {
	w := newWorld(t, sandbox.Options{Assume: sandbox.Assumptions{UniqueRace: "500"}})
	file := "name\n" + numbered(600, func(i int) string { return fmt.Sprintf("Exempel %d AB\n", i) })
	var both sync.WaitGroup
	var mu sync.Mutex
	created, read := 0, 0
	for range 2 {
		other := *w
		other.client, other.runs = w.newClient(4), t.TempDir()
		r, _ := other.plan(file)
		both.Go(func() {
			books, err := importer.Apply(context.Background(), other.client, r, push.Options{ChunkSize: 50})
			var stop *push.StopError
			if err != nil && !errors.As(err, &stop) {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			created, read = created+books.Created, read+books.Created+books.Unchanged
		})
	}
	both.Wait()
	if created > 600 || read != 1200 || len(w.listing()) != 600 {
		t.Errorf("%d were created, %d there or found, %d there", created, read, len(w.listing()))
	}
}

// TestFoundThereIsRestored: a row of a restore that was found there has the new id
// that a later one looks for.
func TestFoundThereIsRestored(t *testing.T) {
	w, g := behindGateway(t, sandbox.Options{})
	w.load("Exempelbacken AB|K-1")
	old := w.there()["Exempelbacken AB"].ID
	snapshot := w.snapshot()
	w.lose("Exempelbacken AB")
	r, _ := w.planRestore(snapshot, plan.RestoreOptions{})
	g.method = "POST" // is done, and answered by 504
	books, err := w.apply(r, push.Options{})
	if want := (run.Books{Read: 1, Unchanged: 1}); err != nil || books != want {
		t.Fatalf("%v, %v", books, err)
	}
	done(t, r)
	ids, err := history.Restored(w.runs, r.Meta().Target)
	if now := w.there()["Exempelbacken AB"].ID; err != nil || ids[old] != now {
		t.Errorf("%v is %v now, %v: %v", old, now, err, ids)
	}
}
