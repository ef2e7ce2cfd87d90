package importer_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/undo"
	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// thing is an organization as a test compares it.
type thing struct {
	name, custom, tags string
	parent             uuid.UUID
}

// state is all that is there.
type state map[uuid.UUID]thing

func (s state) ids() []uuid.UUID {
	return slices.SortedFunc(maps.Keys(s), func(a, b uuid.UUID) int { return strings.Compare(s[a].name, s[b].name) })
}

// below tells whether an organization lies somewhere below another.
func (s state) below(id, above uuid.UUID) bool {
	for n := 0; n < len(s) && id != uuid.Nil; n++ {
		if id = s[id].parent; id == above {
			return true
		}
	}
	return false
}

// drama is one story of an import, of what others did then, and of its undo.
type drama struct {
	*world
	rt      *rapid.T
	answers sandbox.Assumptions
}

// look reads all that is there, by an API whose answers tell all.
func (d *drama) look() state {
	d.assume(sandbox.Assumptions{})
	defer d.assume(d.answers)
	s := state{}
	for org, err := range d.client.ListAll(context.Background(), pigello.Query{}, nil) {
		if err != nil {
			d.rt.Fatal(err)
		}
		custom, _ := org.CustomID.Get()
		parent, _ := org.Parent.Get()
		s[org.ID] = thing{org.Name, custom, string(org.Tags), parent}
	}
	return s
}

func (d *drama) assume(a sandbox.Assumptions) {
	if err := d.sandbox.SetAssumptions(a); err != nil {
		d.rt.Fatal(err)
	}
}

func (d *drama) oneOf(s state, what string) uuid.UUID {
	if len(s) == 0 {
		return uuid.Nil
	}
	return rapid.SampledFrom(s.ids()).Draw(d.rt, what)
}

func optionalID(id uuid.UUID) pigello.Optional[uuid.UUID] {
	if id == uuid.Nil {
		return pigello.Null[uuid.UUID]()
	}
	return pigello.Some(id)
}

// base makes a tree that is there before.
func (d *drama) base() state {
	for i := range rapid.IntRange(1, 9).Draw(d.rt, "there") {
		parent := uuid.Nil
		if rapid.Bool().Draw(d.rt, "below") {
			parent = d.oneOf(d.look(), "parent")
		}
		body := pigello.Write{Name: fmt.Sprintf("Gamla %d AB", i), CustomID: pigello.Some(fmt.Sprintf("G-%d", i)), Parent: optionalID(parent)}
		if _, err := d.client.Create(context.Background(), body); err != nil {
			d.rt.Fatal(err)
		}
	}
	return d.look()
}

// file draws what is imported: new rows, changes of all fields, new rows that take
// names which others give up, in any order.
func (d *drama) file(there state) string {
	var lines, news, free []string
	parent := func() string {
		switch rapid.IntRange(0, 3).Draw(d.rt, "parent is") {
		case 0:
			return d.oneOf(there, "live parent").String()
		case 1:
			if len(news) > 0 {
				return rapid.SampledFrom(news).Draw(d.rt, "new parent")
			}
		}
		return ""
	}
	for i := range rapid.IntRange(0, 6).Draw(d.rt, "new") {
		name := fmt.Sprintf("Nya %d AB", i)
		lines = append(lines, fmt.Sprintf(",%s,N-%d,%s", name, i, parent()))
		news = append(news, name)
	}
	for i, id := range there.ids() {
		if rapid.Bool().Draw(d.rt, "left alone") {
			continue
		}
		name, custom := there[id].name, there[id].custom
		if rapid.IntRange(0, 2).Draw(d.rt, "renamed") == 0 {
			free = append(free, name)
			name = fmt.Sprintf("Omdöpta %d AB", i)
			if n := len(free); n > 1 && rapid.Bool().Draw(d.rt, "chained") {
				name = free[n-2]
				free = slices.Delete(free, n-2, n-1)
			}
		}
		if rapid.Bool().Draw(d.rt, "recoded") {
			custom = fmt.Sprintf("C-%d", i)
		}
		lines = append(lines, fmt.Sprintf("%s,%s,%s,%s", id, name, custom, parent()))
	}
	for i, name := range free {
		if rapid.Bool().Draw(d.rt, "name taken") {
			lines = append(lines, fmt.Sprintf(",%s,T-%d,%s", name, i, parent()))
		}
	}
	lines = rapid.Permutation(lines).Draw(d.rt, "order")
	return "id,name,custom_id,organization\n" + strings.Join(lines, "\n") + "\n"
}

// others changes what is there as somebody might who knows nothing of the run.
func (d *drama) others(how int) {
	there := d.look()
	for i := range how {
		if len(there) == 0 {
			return
		}
		id := d.oneOf(there, "victim")
		t := there[id]
		body := pigello.Write{Name: t.name, CustomID: pigello.Some(t.custom), Parent: optionalID(t.parent)}
		switch rapid.IntRange(0, 5).Draw(d.rt, "somebody") {
		case 0:
			body.Name = fmt.Sprintf("Annans %d AB", i)
		case 1:
			body.CustomID = pigello.Some(fmt.Sprintf("X-%d", i))
		case 2:
			body.Parent = optionalID(d.oneOf(there, "other parent"))
		case 3:
			_, _ = d.client.Create(context.Background(), pigello.Write{Name: fmt.Sprintf("Främmande %d AB", i), Parent: pigello.Some(id)})
		case 4:
			_ = d.client.Delete(context.Background(), id) // or refused
		case 5:
			d.tag(id, t)
		}
		_, _ = d.client.Update(context.Background(), id, body) // a ring, or gone
		there = d.look()
	}
}

func (d *drama) tag(id uuid.UUID, t thing) {
	parent := "null"
	if t.parent != uuid.Nil {
		parent = fmt.Sprintf(`{"id":%q}`, t.parent)
	}
	raw := fmt.Appendf(nil, `{"id":%q,"name":%q,"custom_id":%q,"organization":%s,"created_at":"2026-01-01T00:00:00Z","tags":["viktig"]}`, id, t.name, t.custom, parent)
	if _, err := d.sandbox.Load(context.Background(), iter.Seq2[[]byte, error](func(yield func([]byte, error) bool) { yield(raw, nil) })); err != nil {
		d.rt.Fatal(err)
	}
}

// play imports, lets others change things, undoes, and gives all four states.
func (d *drama) play(changes int) (before, after, changed, undone state, books run.UndoBooks, r *run.Run) {
	ctx := context.Background()
	before = d.base()
	text := d.file(before)
	if !strings.Contains(text, "AB,") {
		d.rt.Skip("nothing to import")
	}
	d.assume(d.answers)
	r, _ = d.plan(text, func(o *plan.Options) { o.AllowTwins = true })
	o := push.Options{SkipInvalid: true, MaxRejects: push.MaxRejects{Percent: 100}, ChunkSize: 3}
	if _, err := importer.Apply(ctx, d.client, r, o); err != nil {
		d.rt.Logf("the import was stopped: %v", err)
	}
	after = d.look()
	d.others(changes)
	changed = d.look()
	plan, err := undo.NewPlan(ctx, d.client, r, undo.Options{})
	if err != nil {
		d.rt.Fatal(err)
	}
	books, err = undo.Apply(ctx, d.client, r, plan, undo.Options{})
	if err != nil || books.Close() != nil || books.Left() > 0 {
		d.rt.Fatalf("the undo ended with %v, %v: %q", books, err, d.why(r))
	}
	undone = d.look()
	if gone := len(changed) - len(undone); gone > plan.Deletes {
		d.rt.Errorf("%d organizations went, and %d were to be deleted", gone, plan.Deletes)
	}
	return before, after, changed, undone, books, r
}

// TestUndoGivesBack: an undo gives back the former state of all that nobody
// touched since, and changes nothing else, whatever the API answers.
func TestUndoGivesBack(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	reversed := 0
	rapid.Check(t, func(rt *rapid.T) {
		d := &drama{world: w, rt: rt}
		if err := w.sandbox.Reset(context.Background()); err != nil {
			rt.Fatal(err)
		}
		for name, value := range drawAnswers(rapid.Uint64Range(0, 1<<20).Draw(rt, "answers")) {
			if err := d.answers.Set(name, value); err != nil {
				rt.Fatal(err)
			}
		}
		d.answers.DeleteParent = rapid.SampledFrom(deleteParentAnswers).Draw(rt, "delete-parent")
		d.answers.ListCap = "0"
		changes := rapid.SampledFrom([]int{0, 1, 3, 6}).Draw(rt, "changes")
		before, after, changed, undone, books, r := d.play(changes)
		defer func() { _ = errors.Join(r.Close(), os.RemoveAll(r.Dir())) }() // there are many
		reversed += books.Reversed
		adopted := d.adopted(r)
		if changes == 0 && len(adopted) == 0 {
			if books.Reversed != books.Written {
				rt.Errorf("nobody changed anything, and yet: %v: %q", books, w.why(r))
			}
			if !maps.Equal(before, undone) {
				rt.Errorf("not as before:\n%v\n%v", before, undone)
			}
		}
		if d.answers.ParentAnswer == "empty" {
			// No import knows such parents, so that it neither changes nor compares them.
			for id, now := range changed {
				if t, old := before[id]; old {
					t.parent = now.parent
					before[id] = t
					t = after[id]
					t.parent = now.parent
					after[id] = t
				}
			}
		}
		for id := range adopted {
			before[id], after[id] = changed[id], thing{} // as if somebody had touched it since
		}
		judgeUndo(rt, before, after, changed, undone)
		if rt.Failed() {
			rt.Logf("%v: %q", books, w.why(r))
		}
	})
	if reversed < 10 {
		t.Errorf("only %d rows were reversed in all", reversed)
	}
}

// adopted are the rows that an undo kept since they may be somebody else's: those
// of an array that was refused although some of it was written.
func (d *drama) adopted(r *run.Run) map[uuid.UUID]bool {
	kept, _, _, err := undo.KeptRows(r)
	if err != nil {
		d.rt.Fatal(err)
	}
	ids := map[uuid.UUID]bool{}
	for _, k := range kept {
		if strings.HasPrefix(k.Why, "it was found there") {
			ids[k.ID] = true
		}
	}
	return ids
}

// judgeUndo compares what is there after an undo with what must be.
func judgeUndo(rt *rapid.T, before, after, changed, undone state) {
	for id, now := range changed {
		was, mine := before[id], false
		if _, old := before[id]; !old {
			_, mine = after[id]
		}
		then, there := undone[id]
		touched := now != after[id]
		if !mine { // tags were never the run's: they neither keep a change nor go with it
			then.tags, was.tags = now.tags, now.tags
			touched = now != thing{after[id].name, after[id].custom, now.tags, after[id].parent}
		}
		switch {
		case mine && !touched && !there:
		case mine && !there:
			rt.Errorf("%v was touched since and is gone", now)
		case mine && then != now:
			rt.Errorf("%v became %v", now, then)
		case mine && !touched && !staysAbove(undone, id):
			rt.Errorf("%v was created by the run, nobody touched it, and it is there", now)
		case mine:
		case !there:
			rt.Errorf("%v isn't the run's and is gone", now)
		case touched && then != now:
			rt.Errorf("%v was touched since and became %v", now, then)
		case !touched && then != was && !excused(before, undone, id):
			rt.Errorf("%v became %v; before the run it was %v", now, then, was)
		}
	}
	for id, t := range undone {
		if _, there := changed[id]; !there {
			rt.Errorf("%v is new", t)
		}
	}
}

// staysAbove says that something lies below an organization.
func staysAbove(s state, id uuid.UUID) bool {
	for _, t := range s {
		if t.parent == id {
			return true
		}
	}
	return false
}

// excused says that what somebody else did keeps a row from its former values:
// its name is taken, its parent is gone, or lies below it.
func excused(before, undone state, id uuid.UUID) bool {
	was := before[id]
	for other, t := range undone {
		if other != id && t.name == was.name {
			return true
		}
	}
	if was.parent == uuid.Nil {
		return false
	}
	_, there := undone[was.parent]
	return !there || undone.below(was.parent, id) || was.parent == id
}
