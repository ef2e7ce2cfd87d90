package backup

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/orgbatch/orgbatch/importer"
	earlier "github.com/orgbatch/orgbatch/importer/history"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// org is an organization as a restore is judged by.
type org struct {
	name, custom string
	parent       uuid.UUID
}

// estateOf reads what is there.
func estateOf(t *rapid.T, c *pigello.Client) map[uuid.UUID]org {
	there := map[uuid.UUID]org{}
	for o, err := range c.ListAll(context.Background(), pigello.Query{}, nil) {
		if err != nil {
			t.Fatal(err)
		}
		custom, _ := o.CustomID.Get()
		parent, _ := o.Parent.Get()
		there[o.ID] = org{o.Name, custom, parent}
	}
	return there
}

// drawEstate makes a random tree through the API.
func drawEstate(t *rapid.T, c *pigello.Client) {
	var ids []uuid.UUID
	for i := range rapid.IntRange(1, 14).Draw(t, "rows") {
		w := pigello.Write{Name: fmt.Sprintf("%s %d AB", rapid.SampledFrom([]string{"Åkerö", "#N/A", "'Påhitt", "=1+1", "Ã¥"}).Draw(t, "name"), i)}
		if rapid.Bool().Draw(t, "coded") {
			w.CustomID = pigello.Some(fmt.Sprintf("00%d", i))
		}
		if len(ids) > 0 && rapid.Bool().Draw(t, "below") {
			w.Parent = pigello.Some(rapid.SampledFrom(ids).Draw(t, "parent"))
		}
		o, err := c.Create(context.Background(), w)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, o.ID)
	}
}

// drawLife does what people do between a snapshot and a restore, and gives the
// ids of what they made.
func drawLife(t *rapid.T, c *pigello.Client) (made map[uuid.UUID]bool) {
	made = map[uuid.UUID]bool{}
	for i := range rapid.IntRange(0, 10).Draw(t, "acts") {
		there := estateOf(t, c)
		ids := slices.SortedFunc(maps.Keys(there), func(a, b uuid.UUID) int { return strings.Compare(there[a].name, there[b].name) })
		if len(ids) == 0 {
			return made
		}
		id := rapid.SampledFrom(ids).Draw(t, "who")
		o := there[id]
		body := pigello.Write{Name: o.name, CustomID: pigello.Null[string](), Parent: pigello.Null[uuid.UUID]()}
		if o.custom != "" {
			body.CustomID = pigello.Some(o.custom)
		}
		if o.parent != uuid.Nil {
			body.Parent = pigello.Some(o.parent)
		}
		var err error
		switch rapid.SampledFrom([]string{"delete", "delete", "delete", "rename", "code", "orphan", "create"}).Draw(t, "act") {
		case "delete":
			if err = c.Delete(context.Background(), id); pigello.IsBadRequest(err) || pigello.IsFailure(err) { // it has children
				err = nil
			}
		case "rename":
			body.Name = fmt.Sprintf("Omdöpt %d AB", i)
			_, err = c.Update(context.Background(), id, body)
		case "code":
			body.CustomID = pigello.Some(fmt.Sprintf("ny-%d", i))
			_, err = c.Update(context.Background(), id, body)
		case "orphan":
			body.Parent = pigello.Null[uuid.UUID]()
			_, err = c.Update(context.Background(), id, body)
		case "create":
			var o pigello.Organization
			o, err = c.Create(context.Background(), pigello.Write{Name: fmt.Sprintf("Sedan dess %d HB", i), Parent: pigello.Some(id)})
			made[o.ID] = true
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return made
}

// Whatever happened since: all that the snapshot has is there again, below what
// it was below; what is there and differs stays, or is put back; what was made
// since is as it was; and a second restore finds nothing to do.
func TestRestoreBringsBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		var assume sandbox.Assumptions
		for _, s := range sandbox.Switches() {
			if slices.Contains([]string{"bulk-id", "bulk-bad-row", "bulk-errors", "bulk-order", "bulk-status", "delete-parent", "list-state", "created-at-precision", "bulk-absent"}, s.Name) {
				if err := assume.Set(s.Name, rapid.SampledFrom(s.Values).Draw(rt, s.Name)); err != nil {
					rt.Fatal(err)
				}
			}
		}
		sub := &subtest{T: t}
		defer sub.end()
		_, c := serveSandbox(sub, sandbox.Options{Assume: assume})
		drawEstate(rt, c)
		was := estateOf(rt, c)
		dir := filepath.Join(t.TempDir(), fmt.Sprint(sub.id()))
		snap, err := Store{Dir: filepath.Join(dir, "nordhus")}.Create(context.Background(), c, CreateOptions{})
		if err != nil {
			rt.Fatal(err)
		}
		made := drawLife(rt, c)
		before := estateOf(rt, c)
		revert := rapid.Bool().Draw(rt, "revert")
		ids := restoreNow(rt, snap, c, filepath.Join(dir, "runs"), revert)
		after := estateOf(rt, c)
		judgeRestore(rt, was, before, after, made, ids, revert)
		if again := restoreNow(rt, snap, c, filepath.Join(dir, "runs"), revert); len(again) > 0 {
			rt.Fatalf("a second restore made %v", again)
		}
		if twice := estateOf(rt, c); !maps.Equal(twice, after) {
			rt.Fatalf("a second restore made %v of %v", twice, after)
		}
	})
}

// restoreNow restores all, and gives the new ids of what was made anew.
func restoreNow(t *rapid.T, snap *Snapshot, c *pigello.Client, runs string, revert bool) map[uuid.UUID]uuid.UUID {
	target := run.Target{Name: "sandbox", URL: c.BaseURL()}
	known, err := earlier.Restored(runs, target)
	if err != nil {
		t.Fatal(err)
	}
	r, err := snap.Restore(context.Background(), c, RestoreOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	planned, _, err := plan.Make(context.Background(), c, plan.Options{
		Reading: r.Reading(), Inputs: []intake.Input{r.Input()}, RunsDir: runs, Target: target,
		Restore: &plan.RestoreOptions{Revert: revert, IDs: known},
	})
	if err != nil {
		t.Fatal(err)
	}
	books, err := importer.Apply(context.Background(), c, planned, push.Options{})
	if err != nil || books.Rejected+books.Held+books.Unknown+books.NotReached > 0 {
		t.Fatalf("%v, %v", books, err)
	}
	if err := planned.Close(); err != nil {
		t.Fatal(err)
	}
	now, err := earlier.Restored(runs, target)
	if err != nil {
		t.Fatal(err)
	}
	maps.DeleteFunc(now, func(old, _ uuid.UUID) bool { _, before := known[old]; return before })
	return now
}

// judgeRestore knows nothing of how it is done.
func judgeRestore(t *rapid.T, was, before, after map[uuid.UUID]org, made map[uuid.UUID]bool, ids map[uuid.UUID]uuid.UUID, revert bool) {
	now := func(id uuid.UUID) uuid.UUID {
		if is, anew := ids[id]; anew {
			return is
		}
		return id
	}
	want := maps.Clone(before)
	for id, o := range was {
		_, still := before[id]
		if still && !revert {
			continue
		}
		if _, anew := ids[id]; anew == still {
			t.Fatalf("%v was there: %v, made anew: %v", o, still, anew)
		}
		o.parent = now(o.parent)
		want[now(id)] = o
	}
	if !maps.Equal(after, want) {
		t.Fatalf("there is\n%v\nwant\n%v\nwas\n%v\nbefore\n%v\nmade since %v", after, want, was, before, made)
	}
}

// subtest runs cleanups at the end of one draw, not of all.
type subtest struct {
	*testing.T
	cleanups []func()
}

func (s *subtest) Cleanup(f func()) { s.cleanups = append(s.cleanups, f) }

func (s *subtest) id() string { return uuid.NewString() }

func (s *subtest) end() {
	for _, f := range slices.Backward(s.cleanups) {
		f()
	}
}
