package importer_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/audit"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// deletes makes a plan one that deletes.
func deletes(o *plan.Options) { o.Mode = plan.Delete }

// list writes the ids of organizations, and of names in capitals what they are.
func (w *world) list(names ...string) string {
	w.t.Helper()
	there := w.there()
	text := "id\n"
	for _, name := range names {
		text += there[name].ID.String() + "\n"
	}
	return text
}

// deleteStory is a tree of which a list names most: two levels, the parents first, and what has a child that stays.
func (w *world) deleteStory() (text string) {
	w.load("Rot AB|K-1", "Gren AB|K-2|Rot AB", "Blad AB||Gren AB", "Blad Två AB|K-4|Gren AB", "Kvar AB|K-5|Rot AB", "Ensam AB|K-6")
	return w.list("Gren AB", "Blad AB", "Ensam AB", "Blad Två AB")
}

var deleteLeaves = []string{"Kvar AB|K-5|Rot AB", "Rot AB|K-1|"}

// TestDelete: what a list names is gone, children first, and nothing else; its undo makes it anew with the parents that it had.
func TestDelete(t *testing.T) {
	everyDeleteParent(t, func(t *testing.T, w *world) {
		text := w.deleteStory()
		before := w.listing()
		text += w.there()["Rot AB"].ID.String() + "\n11111111-2222-4333-8444-555555555555\n"
		r, summary := w.plan(text, deletes)
		if summary.Blocked || summary.IDsMissing != 1 || r.Meta().State != run.Ready {
			t.Fatalf("the plan is %+v, %s", summary.Books, r.Meta().State)
		}
		if plan := w.planUndo(r); plan.Deletes != 4 || plan.Gone != 1 || plan.Code != summary.Code {
			t.Errorf("it deletes %d, %d are gone, code %s", plan.Deletes, plan.Gone, plan.Code)
		}
		if got, want := w.undo(r), (run.UndoBooks{Written: 6, Reversed: 5, Kept: 1}); got != want {
			t.Errorf("the books are %v, want %v", got, want)
		}
		if why := w.why(r); !slices.Equal(why, []string{`6 Rot AB: "Kvar AB" lies below it and stays`}) {
			t.Errorf("it kept %q", why)
		}
		if gone, err := run.GoneBefore(r); gone != 1 || err != nil {
			t.Errorf("%d were gone before, %v", gone, err)
		}
		if got := w.listing(); !slices.Equal(got, deleteLeaves) {
			t.Error(firstDifference(got, deleteLeaves))
		}
		audited, err := audit.Run(context.Background(), w.client, r, audit.Options{})
		if err != nil || audited.Rows != 5 || audited.Hold != 5 {
			t.Errorf("the audit says %v, %v", audited, err)
		}
		w.remade(t, r, before)
	})
}

// remade makes anew what a run deleted.
func (w *world) remade(t *testing.T, r *run.Run, before []string) {
	t.Helper()
	in, reading, count, err := plan.Deleted(r)
	if err != nil || count != 4 {
		t.Fatalf("it deleted %d, %v", count, err)
	}
	done(t, r)
	again, _ := w.plan("", func(o *plan.Options) {
		o.Inputs, o.Reading, o.Restore = []intake.Input{in}, reading, &plan.RestoreOptions{}
	})
	if books, err := w.apply(again, push.Options{}); err != nil || books.Created != 4 || books.Read != 4 {
		t.Errorf("making it anew ended with %v, %v", books, err)
	}
	if got := w.listing(); !slices.Equal(got, before) {
		t.Error(firstDifference(got, before))
	}
}

// TestDeleteUntold: a parent that no list tells is made anew with the organization all the same.
func TestDeleteUntold(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.answer("parent-answer", "empty")
	text := w.deleteStory()
	r, _ := w.plan(text, deletes)
	parents := func() (all []string) {
		for name, org := range w.there() {
			whole, err := w.client.Get(context.Background(), org.ID)
			if err != nil {
				t.Fatal(err)
			}
			if _, ok := whole.Parent.Get(); ok {
				all = append(all, name)
			}
		}
		slices.Sort(all)
		return all
	}
	before, listing := parents(), w.listing()
	w.undo(r)
	w.remade(t, r, listing)
	if got := parents(); len(before) != 4 || !slices.Equal(got, before) {
		t.Errorf("%q have a parent, not %q", got, before)
	}
}

// TestDeleteCut cuts a deletion off at its requests, and the resume too: in the end all of the list is gone, and nothing else.
func TestDeleteCut(t *testing.T) {
	whole := newWorld(t, sandbox.Options{})
	r, _ := whole.plan(whole.deleteStory(), deletes)
	whole.undoEachCut(t, r, 7, func(t *testing.T, n, at, how int) {
		w := newWorld(t, sandbox.Options{})
		w.answer("delete-parent", deleteParentAnswers[n%len(deleteParentAnswers)])
		r, _ := w.plan(w.deleteStory(), deletes)
		r = w.undoneInPieces(r, at, how, deleteLeaves, 4)
		if _, _, count, err := plan.Deleted(r); count != 4 || err != nil {
			t.Errorf("of what it deleted %d would be made anew, %v", count, err)
		}
	})
}

// TestDeleteMeanwhile: what somebody does to an organization of the list after the plan keeps it, but for tags, which are told.
func TestDeleteMeanwhile(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.load("Namnbytet AB|K-1", "Nya Numret AB|K-2", "Flyttad AB|K-3", "Förälder AB|K-4", "Märkt AB|K-5", "Som Förut AB|K-6")
	r, _ := w.plan(w.list("Namnbytet AB", "Nya Numret AB", "Flyttad AB", "Förälder AB", "Märkt AB", "Som Förut AB"), deletes)
	there := w.there()
	w.load("Barn AB|K-7|Förälder AB")
	for name, body := range map[string]pigello.Write{
		"Namnbytet AB":  {Name: "Annat Namn AB"},
		"Nya Numret AB": {Name: "Nya Numret AB", CustomID: pigello.Some("K-9")},
		"Flyttad AB":    {Name: "Flyttad AB", Parent: pigello.Some(there["Förälder AB"].ID)},
	} {
		if _, err := w.client.Update(context.Background(), there[name].ID, body); err != nil {
			t.Fatal(err)
		}
	}
	marked := []byte(fmt.Sprintf(`{"id":%q,"name":"Märkt AB","custom_id":"K-5","organization":null,"created_at":"2026-01-02T03:04:05Z","tags":["viktig"]}`, there["Märkt AB"].ID))
	if _, err := w.sandbox.Load(context.Background(), func(yield func([]byte, error) bool) { yield(marked, nil) }); err != nil {
		t.Fatal(err)
	}
	planned := w.planUndo(r)
	if planned.Deletes != 2 || planned.Marked != 1 {
		t.Errorf("it deletes %d, %d with tags", planned.Deletes, planned.Marked)
	}
	w.undo(r)
	if _, _, count, err := plan.Deleted(r); count != 2 || err != nil {
		t.Errorf("of what it deleted %d would be made anew, %v", count, err)
	}
	want := []string{
		`2 Namnbytet AB: somebody changed it since: its name is "Annat Namn AB", not "Namnbytet AB"`,
		`3 Nya Numret AB: somebody changed it since: its custom_id is "K-9", not "K-2"`,
		`4 Flyttad AB: somebody changed it since: it has another parent`,
	}
	if got := w.why(r); len(got) != 4 || !slices.Equal(got[:3], want) || !strings.HasPrefix(got[3], "5 Förälder AB: 2 organizations lie below it and stay") {
		t.Errorf("it kept\n%s", strings.Join(got, "\n"))
	}
}

// TestDeleteLists: each row of a list names what is to be deleted, or says what is wrong with it.
func TestDeleteLists(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.load("Ett AB|K-1", "Två AB|K-2|Ett AB")
	one, two := w.there()["Ett AB"].ID.String(), w.there()["Två AB"].ID.String()
	for name, c := range map[string]struct {
		text, issues string
		deletes      int
	}{
		"ids alone":                {one + "\n" + two + "\n", "no-header", 2},
		"one id":                   {one, "no-header", 1},
		"with a header":            {"id\n" + one + "\n" + two + "\n", "", 2},
		"whatever it is called":    {"Pigello-nyckel;Kund;Ort\n" + one + ";1;Exempelstad\n" + two + ";2;Provby\n", "", 2},
		"in capitals":              {"id\n" + strings.ToUpper(one) + "\n", "id-spelling", 1},
		"names":                    {"id,name\n" + one + ",Ett AB\n" + two + ",\n", "", 2},
		"a name that isn't its":    {"id,name\n" + one + ",Två AB\n" + two + ",Två AB\n", "id-contradicts", 1},
		"other values don't count": {"id,name,custom_id,organization\n" + one + ",Ett AB,K-9,Ingenstans AB\n", "", 1},
		"a name in another form":   {"id,name\n" + two + ",Tva\u030a AB\n", "fixed-unicode-form", 1},
		"odd spaces":               {"id,name\n" + one + ",Ett\u00a0AB\n", "fixed-odd-space", 1},
		"blanks at the ends":       {"id,name\n" + one + ",Ett AB  \n", "fixed-trimmed", 1},
		"no id":                    {"id,name\n" + one + ",Ett AB\n,Två AB\n", "id-missing", 1},
		"no id and no name":        {"id,ort\n" + one + ",Exempelstad\n,Provby\n", "name-missing", 1},
		"no UUID":                  {"id\n" + one + "\nK-2\n", "bad-id", 1},
		"twice":                    {"id\n" + one + "\n" + one + "\n", "duplicate-row", 1},
	} {
		t.Run(name, func(t *testing.T) {
			r, summary := w.plan(c.text, deletes)
			issues := map[string]bool{}
			for _, g := range summary.Groups {
				issues[g.Code] = true
			}
			if want := c.issues != ""; issues[c.issues] != want || len(issues) > 1 {
				t.Errorf("its issues are %v, not %q", issues, c.issues)
			}
			if plan := w.planUndo(r); plan.Books.Written != c.deletes {
				t.Errorf("it names %d organizations, not %d", plan.Books.Written, c.deletes)
			}
			done(t, r)
		})
	}
	for _, text := range []string{"namn,nummer\nEtt AB,1\n", "Moderbolag-ID,ort\n" + one + ",Provby\n", "custom_id\n" + one + "\n"} {
		if _, _, err := plan.Make(context.Background(), w.client, plan.Options{
			Inputs: []intake.Input{input("rows.csv", text)}, RunsDir: w.runs, Target: run.Target{URL: w.url}, Mode: plan.Delete,
		}); err == nil || !strings.Contains(err.Error(), "no column holds the id") {
			t.Errorf("a list without ids, %q: %v", text, err)
		}
	}
}
