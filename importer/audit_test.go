package importer_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/audit"
	"github.com/orgbatch/orgbatch/importer/may"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// audit audits a run, and gives its differences as "number finding field wrote > now".
func (w *world) audit(r *run.Run) (run.Audited, []string) {
	w.t.Helper()
	var lines []string
	books, err := audit.Run(context.Background(), w.client, r, audit.Options{Found: func(d audit.Difference) error {
		lines = append(lines, strings.TrimRight(fmt.Sprintf("%d %s %s %s > %s", d.Number, d.Finding, d.Field, d.Wrote.Text, d.Now.Text), " >"))
		return nil
	}})
	if err != nil {
		w.t.Fatal(err)
	}
	return books, lines
}

func (w *world) change(id uuid.UUID, body pigello.Write) {
	w.t.Helper()
	if _, err := w.client.Update(context.Background(), id, body); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) remove(id uuid.UUID) {
	w.t.Helper()
	if err := w.client.Delete(context.Background(), id); err != nil {
		w.t.Fatal(err)
	}
}

// TestAudit changes what a run wrote in every way, and audits it.
func TestAudit(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	there := w.load("Moder AB", "Kvar AB|7|Moder AB", "Byts AB|1|Moder AB")
	r, _ := w.plan("name,custom_id,organization\n" +
		"Ny AB,n,Moder AB\n" + // 2 created
		"Byts AB,2,\n" + // 3 updated
		"Kvar AB,,Moder AB\n" + // 4 unchanged, and says nothing of the custom_id
		"Kvar AB,,Moder AB\n" + // 5 equals it
		"Barn AB,,Ny AB\n" + // 6 created below 2
		"Bort AB,,\n") // 7 created
	if _, err := w.apply(r, push.Options{}); err != nil {
		t.Fatal(err)
	}
	if books, lines := w.audit(r); books.Rows != 6 || books.Hold != 6 || len(lines) > 0 {
		t.Fatalf("untouched: %v, %q", books, lines)
	}
	now := w.there()
	mother := there["Moder AB"].ID
	w.change(now["Ny AB"].ID, pigello.Write{Name: "Nyast AB", CustomID: pigello.Null[string](), Parent: pigello.Some(mother)})
	w.change(now["Byts AB"].ID, pigello.Write{Name: "Byts AB", CustomID: pigello.Some("3"), Parent: pigello.Some(mother)})
	w.change(now["Kvar AB"].ID, pigello.Write{Name: "Kvar AB", CustomID: pigello.Some("8"), Parent: pigello.Null[uuid.UUID]()})
	w.change(now["Barn AB"].ID, pigello.Write{Name: "Barn AB", Parent: pigello.Some(mother)})
	w.remove(now["Bort AB"].ID)
	books, lines := w.audit(r)
	want := []string{
		"2 changed since name Ny AB > Nyast AB", "2 changed since custom_id n",
		"3 changed since custom_id 2 > 3",
		"4 changed since organization " + mother.String(), "5 changed since organization " + mother.String(),
		"6 changed since organization " + now["Ny AB"].ID.String() + " > " + mother.String(),
		"7 gone",
	}
	if !slices.Equal(lines, want) {
		t.Errorf("got %q, want %q", lines, want)
	}
	if books.Changed != 5 || books.Gone != 1 || books.Hold != 0 || books.Close() != nil || books.Differ() != 6 {
		t.Errorf("books: %v", books)
	}
}

// TestAuditNames: what was made twice is named, and what is there although the run didn't write it; what is older or of another row isn't.
func TestAuditNames(t *testing.T) {
	var late atomic.Int64 // seconds by which the server's clock is late
	w := newWorld(t, sandbox.Options{Now: func() time.Time { return time.Now().Add(-time.Duration(late.Load()) * time.Second) }})
	late.Store(10)
	w.load("PROVGATAN AB")
	late.Store(0)
	r, _ := w.plan("name\nProvgatan AB\nTorget AB\nTORGET AB\nGränden AB\nVägen AB\n", func(o *plan.Options) { o.AllowTwins = true })
	if _, err := w.client.Create(context.Background(), pigello.Write{Name: "Vägen AB", CustomID: pigello.Some("x")}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.apply(r, push.Options{}); err != nil {
		t.Fatal(err)
	}
	if books, lines := w.audit(r); books.Hold != 4 || books.ThereNow != 1 || !slices.Equal(lines, []string{"6 there now name  > Vägen AB"}) {
		t.Fatalf("books %v, %q", books, lines)
	}
	for _, name := range []string{"GRÄNDEN  ab", "Gra\u0308nden AB"} {
		if _, err := w.client.Create(context.Background(), pigello.Write{Name: name}); err != nil {
			t.Fatal(err)
		}
	}
	now := w.there()
	books, lines := w.audit(r)
	own := now["Gränden AB"].ID.String()
	want := []string{
		"5 doubled id " + own + " > " + now["GRÄNDEN  ab"].ID.String(), "5 doubled id " + own + " > " + now["Gra\u0308nden AB"].ID.String(),
		"6 there now name  > Vägen AB",
	}
	slices.Sort(lines)
	slices.Sort(want)
	if !slices.Equal(lines, want) || books.Doubled != 1 || books.Hold != 3 || books.Close() != nil {
		t.Errorf("books %v, got %q, want %q", books, lines, want)
	}
}

// TestAuditUntold: a parent that the API doesn't tell is neither equal nor different.
func TestAuditUntold(t *testing.T) {
	for _, n := range []int{3, 400} { // by ids, and by the list
		w := newWorld(t, sandbox.Options{})
		r, _ := w.plan("name,custom_id\n" + numbered(n, func(i int) string { return fmt.Sprintf("Torget %d AB,%d\n", i, i) }))
		if _, err := w.apply(r, push.Options{}); err != nil {
			t.Fatal(err)
		}
		var assume sandbox.Assumptions
		if err := assume.Set("parent-answer", "empty"); err != nil {
			t.Fatal(err)
		}
		now := w.there()
		w.sandbox.SetAssumptions(assume)
		w.change(now["Torget 1 AB"].ID, pigello.Write{Name: "Torget 1 AB", CustomID: pigello.Some("nytt")})
		books, lines := w.audit(r)
		if books.InPart != n-1 || books.Changed != 1 || len(lines) != 1 || books.Close() != nil {
			t.Errorf("%d rows: %v, %q", n, books, lines)
		}
	}
}

// TestAuditUnknown: rows without an answer are counted apart, and the others are audited all the same.
func TestAuditUnknown(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	r, _ := w.plan("name\nTorget AB\nGränden AB\n")
	w.crashed(r, run.ChunkCreate, time.Now(), 0)
	books, lines := w.audit(r)
	if books.Unknown != 1 || books.Rows != 0 || len(lines) != 0 {
		t.Errorf("books %v, %q", books, lines)
	}
}

// TestMayAudit: only a run that was applied, and only against the target that it was applied to.
func TestMayAudit(t *testing.T) {
	target := run.Target{Name: "sandbox", URL: "https://there"}
	for state, ok := range map[run.State]bool{
		run.Planning: false, run.Ready: false, run.Blocked: false, run.Applying: true, run.Done: true, run.Interrupted: true, run.Undoing: false, run.Undone: false,
	} {
		err := may.Audit(run.Meta{Short: "k7f3", State: state, PlanHash: "9c41d2aa", Target: target}, target)
		var refused *may.RefusedError
		if (err == nil) != ok || err != nil && (!errors.As(err, &refused) || refused.Hint == "") {
			t.Errorf("%s: %v", state, err)
		}
	}
	if may.Audit(run.Meta{State: run.Done, PlanHash: "9c41d2aa", Target: target}, run.Target{URL: "https://elsewhere"}) == nil {
		t.Error("another target was taken")
	}
}

// TestAuditFindsExactly changes random organizations after an apply: the audit names those, each field of theirs, and no other. Small files
// are asked for by id, large ones by the list.
func TestAuditFindsExactly(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(seed, 5))
			w := newWorld(t, sandbox.Options{})
			text, _ := forest(rng, 20+int(seed)*90)
			r, _ := w.plan(text)
			if _, err := w.apply(r, push.Options{}); err != nil {
				t.Fatal(err)
			}
			want := w.meddle(rng, r)
			books, lines := w.audit(r)
			slices.Sort(lines)
			slices.Sort(want)
			if !slices.Equal(lines, want) {
				t.Errorf("%d differences, not %d: %s", len(lines), len(want), firstDifference(lines, want))
			}
			if books.Close() != nil || books.Rows != r.RowCount() {
				t.Errorf("books: %v", books)
			}
		})
	}
}

// meddle changes some organizations of a run at random and says what an audit must name.
func (w *world) meddle(rng *rand.Rand, r *run.Run) (want []string) {
	there := w.there()
	children, names := map[uuid.UUID]int{}, []string{}
	for name, org := range there {
		names = append(names, name)
		if parent, ok := org.Parent.Get(); ok {
			children[parent]++
		}
	}
	slices.Sort(names)
	for row, err := range r.Rows(0) {
		if err != nil {
			w.t.Fatal(err)
		}
		if rng.IntN(5) > 0 {
			continue
		}
		org := there[row.Values.Name]
		body := pigello.Write{Name: org.Name, CustomID: org.CustomID, Parent: org.Parent}
		differs := func(field, wrote, now string) {
			want = append(want, strings.TrimRight(fmt.Sprintf("%d changed since %s %s > %s", row.Number, field, wrote, now), " >"))
		}
		custom, _ := org.CustomID.Get()
		switch pick := rng.IntN(4); {
		case pick == 0 && children[org.ID] == 0:
			w.remove(org.ID)
			want = append(want, fmt.Sprintf("%d gone", row.Number))
			if parent, ok := org.Parent.Get(); ok {
				children[parent]--
			}
			continue
		case pick == 1:
			body.CustomID = pigello.Some("annat")
			differs("custom_id", custom, "annat")
		case pick == 2:
			body.Name += " i likvidation"
			differs("name", org.Name, body.Name)
			fallthrough
		default:
			was := ""
			if id, ok := org.Parent.Get(); ok {
				was = id.String()
			}
			if was != "" {
				body.Parent = pigello.Null[uuid.UUID]()
				differs("organization", was, "")
				parent, _ := org.Parent.Get()
				children[parent]--
			}
		}
		w.change(org.ID, body)
	}
	return want
}
