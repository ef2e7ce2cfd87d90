package importer_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/undo"
	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// undoAll makes the tests of this file long: a cut at each request, large forests.
var undoAll = flag.Bool("undo-all", false, "cut undos off at every request, not at some, and undo larger imports")

// cutter ends a context at one of its requests: before it is sent, after it was
// carried out but before its answer is read, or with the answer.
type cutter struct {
	at, how int64
	seen    atomic.Int64
	cancel  context.CancelFunc
}

const cutWays = 3

func (c *cutter) RoundTrip(r *http.Request) (*http.Response, error) {
	if c.seen.Add(1) != c.at {
		return http.DefaultTransport.RoundTrip(r)
	}
	defer c.cancel()
	if c.how == 0 {
		return nil, errors.New("cut off")
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err == nil && c.how == 1 {
		_ = resp.Body.Close()
		return nil, errors.New("cut off")
	}
	return resp, err
}

// cutAt gives a client that is cut off at a request, and the context that ends
// then; at 0 none is.
func (w *world) cutAt(at, how int) (context.Context, *pigello.Client, *cutter) {
	w.t.Helper()
	c := &cutter{at: int64(at), how: int64(how)}
	ctx, cancel := context.WithCancel(context.Background())
	c.cancel = cancel
	client, err := pigello.New(pigello.Options{
		BaseURL: w.url, Credentials: pigello.CredentialsFrom(sandbox.DefaultCredentials()), HTTPClient: &http.Client{Transport: c},
		Limiter: pigello.NewLimiter(pigello.LimiterOptions{Concurrency: 2}),
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return ctx, client, c
}

// cutStory is an import of which an undo has everything to do: names that free
// each other, parents, new rows in levels.
func (w *world) cutStory() (before []string, r *run.Run) {
	w.load("Rot AB|K-0", "Exempelbacken AB|K-1", "Barn AB|K-3|Exempelbacken AB", "Kvar AB|K-4|Barn AB", "Ett AB|K-5", "Två AB|K-6")
	before = w.listing()
	r, _ = w.plan("custom_id,name,organization_custom_id\nK-1,Exempelbacken Drift AB,K-0\nK-2,Exempelbacken AB,\nK-3,Barn AB,K-2\n"+
		"K-5,Två AB,K-2\nK-6,Tre AB,\nK-7,Nya Ett AB,K-4\nK-8,Nya Två AB,K-7\nK-9,Nya Tre AB,K-8\n",
		func(o *plan.Options) { o.Key, o.AllowTwins = plan.KeyCustomID, true })
	if books, err := w.apply(r, push.Options{Concurrency: 1}); err != nil || books.Created+books.Updated != books.Read {
		w.t.Fatalf("the import ended with %v, %v: %q", books, err, codes(w.t, r))
	}
	return before, r
}

// undoEachCut undoes a run to count its requests, and runs a test for each of them and each
// way to cut it off: every so many of these, unless all are wanted.
func (w *world) undoEachCut(t *testing.T, r *run.Run, step int, one func(t *testing.T, n, at, how int)) {
	t.Helper()
	ctx, client, count := w.cutAt(0, 0)
	if _, err := undo.Apply(ctx, client, r, w.planUndo(r), undo.Options{Concurrency: 2}); err != nil {
		t.Fatal(err)
	}
	if *undoAll {
		step = 1
	}
	requests := int(count.seen.Load())
	for n := 0; n < requests*cutWays; n += step {
		at, how := 1+n/cutWays, n%cutWays
		t.Run(fmt.Sprintf("%d.%d", at, how), func(t *testing.T) {
			t.Parallel()
			one(t, n, at, how)
		})
	}
}

// TestUndoCut cuts an undo off at its requests, in every way, and the resume
// too: in the end all is as before, and the books close every time.
func TestUndoCut(t *testing.T) {
	whole := newWorld(t, sandbox.Options{})
	_, r := whole.cutStory()
	whole.undoEachCut(t, r, 5, func(t *testing.T, n, at, how int) {
		undoCut(t, at, how, deleteParentAnswers[n%len(deleteParentAnswers)])
	})
}

func undoCut(t *testing.T, at, how int, answer string) {
	w := newWorld(t, sandbox.Options{})
	w.answer("delete-parent", answer)
	before, r := w.cutStory()
	w.undoneInPieces(r, at, how, before, 8)
}

// undoneInPieces undoes a run of so many rows, cut off at a request in one way, and then some more; it gives the run, opened anew.
func (w *world) undoneInPieces(r *run.Run, at, how int, before []string, written int) *run.Run {
	t := w.t
	t.Helper()
	plan := w.planUndo(r)
	ctx, client, _ := w.cutAt(at, how)
	books, err := undo.Apply(ctx, client, r, plan, undo.Options{Concurrency: 2})
	for resumes := 0; books.Left() > 0; resumes++ {
		if resumes == 10 || err == nil || books.Close() != nil || r.Meta().State != run.Undoing {
			t.Fatalf("after %d resumes: %v, %v, %s", resumes, books, err, r.Meta().State)
		}
		r = w.reopened(r)
		again := 0
		if resumes < 2 {
			again = 1 + (at+resumes)%9
		}
		ctx, client, _ := w.cutAt(again, (how+resumes)%cutWays)
		books, err = undo.Resume(ctx, client, r, undo.Options{Concurrency: 2})
	}
	if books.Reversed != books.Written || books.Written != written || r.Meta().State != run.Undone {
		t.Errorf("%v, %s: %q", books, r.Meta().State, w.why(r))
	}
	if got := w.listing(); !slices.Equal(got, before) {
		t.Error(firstDifference(got, before))
	}
	return r
}

// TestUndoStorm undoes a forest while the API fails in every way: however often it
// is cut off by that, in the end all that the run wrote is gone.
func TestUndoStorm(t *testing.T) {
	t.Parallel()
	rows := 60
	if *undoAll {
		rows = 400
	}
	for seed, fault := range sandbox.FaultSwitches() {
		t.Run(fault.Name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, sandbox.Options{FaultSeed: uint64(seed)})
			w.load("Kvar AB|K-1", "Ändrad AB|K-2|Kvar AB")
			before := w.listing()
			for name, value := range drawAnswers(uint64(seed) + 77) {
				w.answer(name, value)
			}
			text, _ := forest(rand.New(rand.NewPCG(uint64(seed), 9)), rows)
			w.answer("bulk-bad-row", "refused") // so that nothing is adopted
			r := w.imported(text + "\"Ändrad AB\";\"K-3\";\n")
			plan := w.planUndo(r)
			var faults sandbox.Faults
			if err := faults.Set(fault.Name, "8%"); err != nil {
				t.Fatal(err)
			}
			w.sandbox.SetFaults(faults)
			books, err := undo.Apply(context.Background(), w.impatientClient(), r, plan, undo.Options{})
			for resumes := 0; books.Left() > 0; resumes++ {
				if t.Logf("%v, %v", books, err); resumes == 20 || books.Close() != nil {
					t.Fatalf("after %d resumes", resumes)
				}
				r = w.reopened(r)
				books, err = undo.Resume(context.Background(), w.impatientClient(), r, undo.Options{})
			}
			if books.Reversed != rows+1 || books.Written != rows+1 {
				t.Errorf("%v: %q", books, w.why(r))
			}
			w.sandbox.SetFaults(sandbox.Faults{})
			if err := w.sandbox.SetAssumptions(sandbox.Assumptions{}); err != nil {
				t.Fatal(err)
			}
			if got := w.listing(); !slices.Equal(got, before) {
				t.Error(firstDifference(got, before))
			}
		})
	}
}
