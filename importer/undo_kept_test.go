package importer_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/importer/engine"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/undo"
	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// somebody changes the organization of a name.
func (w *world) somebody(name string, change func(*pigello.Write)) {
	w.t.Helper()
	org := w.there()[name]
	body := pigello.Write{Name: name}
	change(&body)
	if _, err := w.client.Update(context.Background(), org.ID, body); err != nil {
		w.t.Fatal(err)
	}
}

// marked gives an organization what no import gives it.
func (w *world) marked(name, field, value string) {
	w.t.Helper()
	org := w.there()[name]
	raw := fmt.Appendf(nil, `{"id":%q,"name":%q,"created_at":%q,%q:%s}`, org.ID, org.Name, org.CreatedAt, field, value)
	rows := iter.Seq2[[]byte, error](func(yield func([]byte, error) bool) { yield(raw, nil) })
	if _, err := w.sandbox.Load(context.Background(), rows); err != nil {
		w.t.Fatal(err)
	}
}

// TestUndoKeeps: whatever is no longer only the run's stays, with a reason, and so
// does what is above it; all else is as before.
func TestUndoKeeps(t *testing.T) {
	const file = "name,custom_id,organization\nNya Toppen AB,N-1,\nNya Mitten AB,N-2,Nya Toppen AB\nNya Bladet AB,N-3,Nya Mitten AB\nGamla AB,G-2,\n"
	custom := func(to string) func(*pigello.Write) {
		return func(body *pigello.Write) { body.CustomID = pigello.Some(to) }
	}
	for n, c := range []struct {
		name   string
		since  func(w *world)
		kept   []string // row and a part of the reason
		left   []string // beside Gamla AB
		former bool     // Gamla AB is as before
	}{
		{"nothing", func(*world) {}, nil, nil, true},
		{"another custom_id", func(w *world) { w.somebody("Nya Mitten AB", custom("X")) },
			[]string{`2 Nya Toppen AB: "Nya Mitten AB" lies below`, `3 Nya Mitten AB: somebody changed it since: its custom_id is "X", not "N-2"`},
			[]string{"Nya Mitten AB|X|Nya Toppen AB", "Nya Toppen AB|N-1|"}, true},
		{"another name", func(w *world) { w.somebody("Nya Bladet AB", func(b *pigello.Write) { b.Name = "Annat Blad AB" }) },
			[]string{"2 Nya Toppen AB: ", `3 Nya Mitten AB: "Annat Blad AB" lies below it and stays`, `4 Nya Bladet AB: somebody changed it since: its name is "Annat Blad AB"`},
			[]string{"Annat Blad AB|N-3|Nya Mitten AB", "Nya Mitten AB|N-2|Nya Toppen AB", "Nya Toppen AB|N-1|"}, true},
		{"moved away", func(w *world) {
			gamla := w.there()["Gamla AB"].ID
			w.somebody("Nya Bladet AB", func(b *pigello.Write) { b.Parent = pigello.Some(gamla) })
		}, []string{"4 Nya Bladet AB: somebody changed it since: it has another parent"}, []string{"Nya Bladet AB|N-3|Gamla AB"}, true},
		{"deleted", func(w *world) { _ = w.client.Delete(context.Background(), w.there()["Nya Bladet AB"].ID) }, nil, nil, true},
		{"a child that the run didn't make", func(w *world) { w.load("Främmande AB||Nya Bladet AB") },
			[]string{"2 Nya Toppen AB: ", "3 Nya Mitten AB: ", `4 Nya Bladet AB: "Främmande AB" lies below it and stays`},
			[]string{"Främmande AB||Nya Bladet AB", "Nya Bladet AB|N-3|Nya Mitten AB", "Nya Mitten AB|N-2|Nya Toppen AB", "Nya Toppen AB|N-1|"}, true},
		{"a child of another's, moved there", func(w *world) {
			id := w.there()["Nya Toppen AB"].ID
			w.load("Främmande AB")
			w.somebody("Främmande AB", func(b *pigello.Write) { b.Parent = pigello.Some(id) })
		}, []string{`2 Nya Toppen AB: "Främmande AB" lies below`}, []string{"Främmande AB||Nya Toppen AB", "Nya Toppen AB|N-1|"}, true},
		{"an update changed since", func(w *world) { w.somebody("Gamla AB", custom("G-3")) },
			[]string{`5 Gamla AB: somebody changed it since: its custom_id is "G-3", not "G-2"`}, nil, false},
		{"an update taken back already", func(w *world) { w.somebody("Gamla AB", custom("G-1")) }, nil, nil, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			for i, untold := range []bool{false, true} {
				someDeleteParent(t, n+i, func(t *testing.T, w *world) {
					w.load("Gamla AB|G-1")
					r := w.imported(file)
					c.since(w)
					if untold {
						w.answer("parent-answer", "empty")
					}
					books := w.undo(r)
					if books.Kept != len(c.kept) || books.Failed+books.Left() > 0 || books.Written != 4 {
						t.Errorf("the books are %v", books)
					}
					got := w.why(r)
					for n, want := range c.kept {
						if n >= len(got) || !strings.HasPrefix(got[n], want) {
							t.Errorf("kept %q, want %q", got, c.kept)
							break
						}
					}
					w.answer("parent-answer", "id")
					if got := slices.DeleteFunc(w.listing(), func(l string) bool { return strings.HasPrefix(l, "Gamla AB|") }); !slices.Equal(got, c.left) {
						t.Errorf("there is %q, want %q", got, c.left)
					}
					if custom, _ := w.there()["Gamla AB"].CustomID.Get(); (custom == "G-1") != c.former {
						t.Errorf("Gamla AB has the custom_id %s", custom)
					}
				})
			}
		})
	}
}

// answer changes one answer of the sandbox, and leaves the others.
func (w *world) answer(name, value string) {
	w.t.Helper()
	if w.answers == nil {
		w.answers = map[string]string{}
	}
	w.answers[name] = value
	var a sandbox.Assumptions
	for name, value := range w.answers {
		if err := a.Set(name, value); err != nil {
			w.t.Fatal(err)
		}
	}
	if err := w.sandbox.SetAssumptions(a); err != nil {
		w.t.Fatal(err)
	}
}

// TestUndoMarked: tags and customer columns that hold something keep a row; empty
// ones don't.
func TestUndoMarked(t *testing.T) {
	for value, kept := range map[string]int{`["viktig"]`: 1, `{"a":1}`: 1, `null`: 0, `[]`: 0, `{ }`: 0, `""`: 0, `0`: 1} {
		for _, field := range []string{"tags", "customer_columns"} {
			t.Run(field+value, func(t *testing.T) {
				w := newWorld(t, sandbox.Options{})
				r := w.imported("name\nExempelbacken AB\n")
				w.marked("Exempelbacken AB", field, value)
				if books := w.undo(r); books.Kept != kept || books.Reversed != 1-kept {
					t.Errorf("%v: %q", books, w.why(r))
				}
			})
		}
	}
}

// TestUndoAdopted: what was only found there after its write had got no answer is
// kept, whatever the import made of it, and so is what the import held.
func TestUndoAdopted(t *testing.T) {
	for _, c := range []struct {
		name, before, file, since string
		kind                      run.ChunkKind
		sent                      time.Duration // before now
		status                    run.Status
	}{
		{"a create, written", "", "name,custom_id\nExempelbacken AB,K-1\n", "Exempelbacken AB|K-1", run.ChunkCreate, time.Hour, run.Unchanged},
		{"a create, somebody else's", "", "name,custom_id\nExempelbacken AB,K-1\n", "Exempelbacken AB|K-1", run.ChunkCreate, -time.Hour, run.Unchanged},
		{"a create, different", "", "name,custom_id\nExempelbacken AB,K-1\n", "Exempelbacken AB|K-2", run.ChunkCreate, time.Hour, run.Held},
		{"an update", "Exempelbacken AB|K-0", "name,custom_id\nExempelbacken AB,K-1\n", "", run.ChunkPatch, time.Hour, run.Updated},
		{"an update, different", "Exempelbacken AB|K-0", "name,custom_id\nExempelbacken AB,K-1\n", "K-7", run.ChunkPatch, time.Hour, run.Held},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, sandbox.Options{})
			if c.before != "" {
				w.load(c.before)
			}
			r, _ := w.plan(c.file)
			w.crashed(r, c.kind, time.Now().Add(-c.sent), 0)
			switch {
			case c.before == "":
				w.load(c.since)
			default:
				w.somebody("Exempelbacken AB", func(b *pigello.Write) { b.CustomID = pigello.Some(max(c.since, "K-1")) })
			}
			want := w.listing()
			r = w.reopened(r)
			plan := w.planUndo(r) // looks up the unknown row first, as a resume does
			if status, _, err := r.States(); err != nil || status[0] != c.status {
				t.Errorf("the import left it %v (%v), want %v", status, err, c.status)
			}
			if plan.Deletes+plan.PutBacks > 0 || len(plan.Kept) != 1 || plan.Kept[0].Why == "" || plan.Kept[0].ID == [16]byte{} {
				t.Errorf("the plan is %+v", plan)
			}
			if books := w.undo(r); books != (run.UndoBooks{Written: 1, Kept: 1}) || r.Meta().State != run.Undone {
				t.Errorf("the books are %v, the run is %s", books, r.Meta().State)
			}
			if got := w.listing(); !slices.Equal(got, want) {
				t.Errorf("there is %q, want %q", got, want)
			}
		})
	}
}

// TestUndoLate: what is changed or put below a row between the plan and its undo
// is found just before, and stays.
func TestUndoLate(t *testing.T) {
	everyDeleteParent(t, func(t *testing.T, w *world) {
		w.load("Gamla AB|G-1", "Andra AB|A-1")
		r := w.imported("name,custom_id\nNya Ett AB,N-1\nNya Två AB,N-2\nNya Tre AB,N-3\nGamla AB,G-2\nAndra AB,A-2\n")
		plan := w.planUndo(r)
		if plan.Deletes != 3 || plan.PutBacks != 2 {
			t.Errorf("the plan is %+v", plan)
		}
		w.load("Främmande AB||Nya Ett AB")
		w.somebody("Nya Två AB", func(b *pigello.Write) { b.CustomID = pigello.Some("X") })
		w.somebody("Gamla AB", func(b *pigello.Write) { b.CustomID = pigello.Some("X") })
		books, err := undo.Apply(context.Background(), w.client, r, plan, undo.Options{})
		if want := (run.UndoBooks{Written: 5, Reversed: 2, Kept: 3}); err != nil || books != want {
			t.Errorf("the books are %v, want %v (%v)", books, want, err)
		}
		want := []string{"Andra AB|A-1|", "Främmande AB||Nya Ett AB", "Gamla AB|X|", "Nya Ett AB|N-1|", "Nya Två AB|X|"}
		if got := w.listing(); !slices.Equal(got, want) {
			t.Errorf("there is %q, want %q", got, want)
		}
	})
}

// TestUndoTakenName: a former name that somebody took meanwhile isn't fought for:
// the row fails, with that reason, and what else hung on it goes on.
func TestUndoTakenName(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.load("Ett AB|K-1", "Två AB|K-2")
	r, _ := w.plan("custom_id,name\nK-1,Ett Nytt AB\nK-2,Två Nytt AB\n", func(o *plan.Options) { o.Key, o.AllowTwins = plan.KeyCustomID, true })
	if books, err := w.apply(r, push.Options{}); err != nil || books.Updated != 2 {
		t.Fatal(books, err)
	}
	w.load("Ett AB|K-9")
	if books, want := w.undo(r), (run.UndoBooks{Written: 2, Reversed: 1, Failed: 1}); books != want {
		t.Errorf("the books are %v, want %v", books, want)
	}
	if got := w.why(r); len(got) != 1 || !strings.Contains(got[0], `its former name "Ett AB" is another organization's now (`) {
		t.Errorf("failed: %q", got)
	}
}

// TestUndoOfFalseIDs undoes an import that was stopped before it could prove the
// ids that the API told: no row that is there passes for one that is gone.
func TestUndoOfFalseIDs(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	r, _ := w.plan("name\n" + numbered(80, func(i int) string { return fmt.Sprintf("Exempel %d AB\n", i) }))
	stop := make(chan struct{})
	var once sync.Once
	_, err := w.apply(r, push.Options{ChunkSize: 20, Concurrency: 1, Stop: stop, Progress: func(p run.Progress) {
		switch {
		case p.Stage != "push":
		case p.Rows >= 50:
			once.Do(func() { close(stop) })
		case p.Rows >= 11:
			w.fault("other-ids", "100%")
		}
	}})
	if !errors.Is(err, engine.ErrStopped) {
		t.Fatal(err)
	}
	w.sandbox.SetFaults(sandbox.Faults{})
	written := len(w.there())
	books := w.undo(w.reopened(r))
	if books.Kept == 0 || books.Reversed == 0 || len(w.there()) != books.Kept || books.Reversed+books.Kept != written {
		t.Errorf("%d were written, %d are there: %v", written, len(w.there()), books)
	}
}

// TestUndoInOneStep: a row whose former name another one has now waits for it, and
// gets all its values back at once when nobody waits for its parent. Sent apart,
// the first request carries its present name, which a slow server may write last.
func TestUndoInOneStep(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.load("Moder AB", "Annan AB")
	w.load("Ett AB|K-1|Moder AB", "Två AB|K-2")
	before := w.listing()
	r, _ := w.plan("custom_id,name,organization\nK-1,Ett Nytt AB,Annan AB\nK-2,Ett AB,\n",
		func(o *plan.Options) { o.Key, o.AllowTwins = plan.KeyCustomID, true })
	if books, err := w.apply(r, push.Options{}); err != nil || books.Updated != 2 {
		t.Fatal(books, err)
	}
	sent := w.writes("PATCH")
	if books, want := w.undo(r), (run.UndoBooks{Written: 2, Reversed: 2}); books != want {
		t.Errorf("the books are %v, want %v", books, want)
	}
	if n := w.writes("PATCH") - sent; n != 2 {
		t.Errorf("undone by %d requests, want one for each row", n)
	}
	if got := w.listing(); !slices.Equal(got, before) {
		t.Errorf("there are %q, want %q", got, before)
	}
}
