package importer_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/engine"
	"github.com/orgbatch/orgbatch/importer/may"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/undo"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// planUndo plans an undo; its books must close.
func (w *world) planUndo(r *run.Run) *undo.Plan {
	w.t.Helper()
	plan, err := undo.NewPlan(context.Background(), w.client, r, undo.Options{})
	if err != nil {
		w.t.Fatal(err)
	}
	if err := plan.Books.Close(); err != nil {
		w.t.Error(err)
	}
	if n := plan.Deletes + plan.PutBacks; n != plan.Books.NotReached || len(plan.Kept) != plan.Books.Kept {
		w.t.Errorf("the plan counts %d deletes, %d put back, %d kept: %v", plan.Deletes, plan.PutBacks, len(plan.Kept), plan.Books)
	}
	return plan
}

// undo undoes a run to its end; the import's own books must stay as they were.
func (w *world) undo(r *run.Run) run.UndoBooks {
	w.t.Helper()
	plan := w.planUndo(r)
	before, err := r.Books()
	if err != nil {
		w.t.Fatal(err)
	}
	books, err := undo.Apply(context.Background(), w.client, r, plan, undo.Options{})
	if err != nil {
		w.t.Fatal(err)
	}
	if err := books.Close(); err != nil {
		w.t.Error(err)
	}
	if state := r.Meta().State; books.Left() == 0 && state != run.Undone {
		w.t.Errorf("the run is %s", state)
	}
	if after, err := r.Books(); err != nil || after != before {
		w.t.Errorf("the books of the import became %v, from %v (%v)", after, before, err)
	}
	return books
}

// imported plans and applies a text.
func (w *world) imported(text string) *run.Run {
	w.t.Helper()
	r, _ := w.plan(text)
	if books, err := w.apply(r, push.Options{}); err != nil || books.Created+books.Updated+books.Unchanged != books.Read {
		w.t.Fatalf("the import ended with %v, %v", books, err)
	}
	return r
}

// why lists what an undo kept or the API refused, as "row name: reason".
func (w *world) why(r *run.Run) (lines []string) {
	w.t.Helper()
	kept, failed, unknown, err := undo.KeptRows(r)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, k := range slices.Concat(kept, failed, unknown) {
		lines = append(lines, fmt.Sprintf("%d %s: %s", k.Number, k.Name, k.Why))
	}
	return lines
}

// deleteParentAnswers are the answers to what deleting a parent does.
var deleteParentAnswers = []string{"refused", "refused-500", "null", "cascade"}

// everyDeleteParent runs a test under each answer.
func everyDeleteParent(t *testing.T, f func(t *testing.T, w *world)) {
	t.Helper()
	for _, answer := range deleteParentAnswers {
		underDeleteParent(t, answer, f)
	}
}

func underDeleteParent(t *testing.T, answer string, f func(t *testing.T, w *world)) {
	t.Helper()
	t.Run(answer, func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, sandbox.Options{})
		w.answer("delete-parent", answer)
		f(t, w)
	})
}

// someDeleteParent runs the nth of many tests under one of the answers, or with
// -undo-all under each.
func someDeleteParent(t *testing.T, n int, f func(t *testing.T, w *world)) {
	t.Helper()
	if *undoAll {
		everyDeleteParent(t, f)
		return
	}
	underDeleteParent(t, deleteParentAnswers[n%len(deleteParentAnswers)], f)
}

// TestUndoCreates: a forest that was imported is gone again, and what was there
// before isn't touched.
func TestUndoCreates(t *testing.T) {
	everyDeleteParent(t, func(t *testing.T, w *world) {
		w.load("Exempelbacken AB|K-1", "Exempelvik AB|K-2|Exempelbacken AB")
		before := w.listing()
		text, _ := forest(rand.New(rand.NewPCG(3, 3)), 300)
		r := w.imported(text + "\"Provgatan 1 AB\";;\"Exempelvik AB\"\n")
		if got, want := w.undo(r), (run.UndoBooks{Written: 301, Reversed: 301}); got != want {
			t.Errorf("the books are %v, want %v", got, want)
		}
		if got := w.listing(); !slices.Equal(got, before) {
			t.Error(firstDifference(got, before))
		}
	})
}

// TestUndoOrders: former values are put back in the order that frees names and
// never makes an organization its own ancestor.
func TestUndoOrders(t *testing.T) {
	for n, c := range []struct{ name, live, file string }{
		{"a name that a new row took", "Exempelbacken AB|K-1", "custom_id,name\nK-1,Exempelbacken Drift AB\nK-2,Exempelbacken AB\n"},
		{"children given to the new holder of the name", "Rot AB|K-0;Exempelbacken AB|K-1;Barn AB|K-3|Exempelbacken AB",
			"custom_id,name,organization_custom_id\nK-1,Exempelbacken Drift AB,K-0\nK-2,Exempelbacken AB,\nK-3,Barn AB,K-2\n"},
		{"a chain of names", "Ett AB|K-1;Två AB|K-2;Tre AB|K-3", "custom_id,name\nK-1,Två AB\nK-2,Tre AB\nK-3,Fyra AB\n"},
		{"a family turned upside down", "Ett AB|K-1;Två AB|K-2|Ett AB;Tre AB|K-3|Två AB", "name,organization\nTre AB,CLEAR\nTvå AB,Tre AB\nEtt AB,Två AB\n"},
		{"upside down around one that stays", "Ett AB|K-1;Mitt AB|K-9|Ett AB;Två AB|K-2|Mitt AB", "name,organization\nTvå AB,CLEAR\nEtt AB,Två AB\n"},
		{"below a new parent, with children", "Ett AB|K-1;Två AB|K-2|Ett AB", "name,organization\nEtt AB,Nya Toppen AB\nNya Toppen AB,\nNya Bladet AB,Två AB\n"},
		{"custom_ids", "Ett AB|K-1;Två AB|K-2;Tre AB", "name,custom_id\nEtt AB,K-9\nTvå AB,K-1\nTre AB,K-2\n"},
		{"a parent taken away", "Ett AB|K-1;Två AB|K-2|Ett AB", "name,organization\nTvå AB,CLEAR\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			someDeleteParent(t, n, func(t *testing.T, w *world) {
				w.load(strings.Split(c.live, ";")...)
				before := w.listing()
				r, _ := w.plan(strings.ReplaceAll(c.file, "CLEAR", ""), func(o *plan.Options) {
					o.AllowTwins = true
					if strings.HasPrefix(c.file, "custom_id,") {
						o.Key = plan.KeyCustomID
					}
					if strings.Contains(c.file, "CLEAR") {
						o.ClearBlank = []string{"organization"}
					}
				})
				if books, err := w.apply(r, push.Options{Concurrency: 1}); err != nil || books.Created+books.Updated != books.Read {
					t.Fatalf("the import ended with %v, %v: %q", books, err, codes(t, r))
				}
				if books := w.undo(r); books.Reversed != books.Written || books.Written == 0 {
					t.Errorf("the books are %v: %q", books, w.why(r))
				}
				if got := w.listing(); !slices.Equal(got, before) {
					t.Error(firstDifference(got, before))
				}
			})
		})
	}
}

// TestUndoStopped: an undo that was stopped is gone on with by a resume, which
// applies nothing.
func TestUndoStopped(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	text, _ := forest(rand.New(rand.NewPCG(4, 4)), 200)
	r := w.imported(text)
	plan := w.planUndo(r)
	stop := make(chan struct{})
	books, err := undo.Apply(context.Background(), w.client, r, plan, undo.Options{Concurrency: 2, Stop: stop, Progress: func(p run.Progress) {
		if p.Rows > 40 {
			select {
			case <-stop:
			default:
				close(stop)
			}
		}
	}})
	if !errors.Is(err, engine.ErrStopped) || books.NotReached == 0 || books.Reversed == 0 || r.Meta().State != run.Undoing {
		t.Fatalf("the undo ended with %v, %v, %s", books, err, r.Meta().State)
	}
	if !may.LeftBehind(r.Meta()) {
		t.Error("it isn't left behind")
	}
	r = w.reopened(r)
	if _, err := push.Resume(context.Background(), w.client, r, push.Options{}); err == nil {
		t.Error("an undoing run is applied")
	}
	books, err = undo.Resume(context.Background(), w.client, r, undo.Options{})
	if err != nil || books.Reversed != 200 || r.Meta().State != run.Undone {
		t.Errorf("the resume ended with %v, %v, %s", books, err, r.Meta().State)
	}
	if got := w.listing(); len(got) != 0 {
		t.Errorf("%d organizations are left", len(got))
	}
}
