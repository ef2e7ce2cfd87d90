package importer_test

import (
	"context"
	"slices"
	"testing"

	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// keptStory is cutStory after an undo that had to leave a part of it, which is free by now.
func (w *world) keptStory() (before []string, r *run.Run) {
	before, r = w.cutStory()
	stranger := w.load("Främmande AB||Nya Tre AB")["Främmande AB"].ID
	custom := func(to string) func(*pigello.Write) {
		return func(body *pigello.Write) { body.CustomID = pigello.Some(to) }
	}
	w.somebody("Tre AB", custom("K-60"))
	if books := w.undo(r); books.Kept != 4 || books.Reversed != 4 {
		w.t.Fatalf("the first undo ended with %v: %q", books, w.why(r))
	}
	if err := w.client.Delete(context.Background(), stranger); err != nil {
		w.t.Fatal(err)
	}
	w.somebody("Tre AB", custom("K-6"))
	return before, r
}

// TestUndoAgain: what an undo left is looked at anew, and what it took back before is as it was.
func TestUndoAgain(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	before, r := w.keptStory()
	plan := w.planUndo(r)
	if plan.Deletes != 3 || plan.PutBacks != 1 || plan.Gone != 0 || plan.Books != (run.UndoBooks{Written: 8, Reversed: 4, NotReached: 4}) || len(plan.Outcomes) != 8 {
		t.Errorf("the plan is %+v", plan)
	}
	if state := r.Meta().State; state != run.Undone {
		t.Errorf("a plan makes it %s", state)
	}
	if books := w.undo(r); books != (run.UndoBooks{Written: 8, Reversed: 8}) {
		t.Errorf("%v: %q", books, w.why(r))
	}
	if got := w.listing(); !slices.Equal(got, before) {
		t.Error(firstDifference(got, before))
	}
	if again := w.planUndo(r); again.Deletes+again.PutBacks+again.Books.Kept > 0 || again.Books.Reversed != 8 {
		t.Errorf("of nothing that stayed the plan is %+v", again)
	}
}

// TestUndoAgainStays: the reason of what stays is the one that holds now, and nothing that was taken back is touched.
func TestUndoAgainStays(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	r := w.imported("name,custom_id\nNya Ett AB,N-1\nNya Två AB,N-2\n")
	custom := func(to string) func(*pigello.Write) {
		return func(body *pigello.Write) { body.CustomID = pigello.Some(to) }
	}
	w.somebody("Nya Ett AB", custom("X"))
	w.undo(r)
	w.somebody("Nya Ett AB", custom("Y"))
	w.load("Nya Två AB|N-2") // somebody else's, of the name and number that were taken back
	if books := w.undo(r); books.Kept != 1 || books.Reversed != 1 {
		t.Errorf("the books are %v", books)
	}
	if got, want := w.why(r), []string{`2 Nya Ett AB: somebody changed it since: its custom_id is "Y", not "N-1"`}; !slices.Equal(got, want) {
		t.Errorf("it says %q", got)
	}
	if got, want := w.listing(), []string{"Nya Ett AB|Y|", "Nya Två AB|N-2|"}; !slices.Equal(got, want) {
		t.Errorf("there is %q", got)
	}
}

// TestUndoAgainCut cuts the second undo off at its requests, in every way, and the resume too.
func TestUndoAgainCut(t *testing.T) {
	whole := newWorld(t, sandbox.Options{})
	_, r := whole.keptStory()
	whole.undoEachCut(t, r, 2, func(t *testing.T, _, at, how int) {
		w := newWorld(t, sandbox.Options{})
		before, r := w.keptStory()
		w.undoneInPieces(r, at, how, before, 8)
	})
}
