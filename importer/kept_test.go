package importer_test

import (
	"context"
	"reflect"
	"testing"

	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// TestKeptPlan: a plan that is opened later tells and does the same, without its
// file.
func TestKeptPlan(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.load("Exempelbacken Ett AB|1")
	o := plan.Options{
		Inputs:  []intake.Input{input("rows.csv", "Namn,Kundnr,Moderbolag\nExempelbacken Ett AB,2,\nExempelbacken Två AB,,Exempelbacken Ett AB\nExempelbacken Tre AB,,Exempelbaken\n")},
		RunsDir: w.runs, Target: run.Target{Name: "sandbox", URL: w.url}, ChunkSize: 7, Command: []string{"import", "rows.csv"},
	}
	r, planned, err := plan.Make(context.Background(), w.client, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	r, err = run.Open(r.Dir())
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}()
	kept, err := plan.SummaryOf(r.Meta())
	if err != nil || !reflect.DeepEqual(kept, planned) {
		t.Errorf("kept is\n%+v\nplanned\n%+v\n%v", kept, planned, err)
	}
	if got := r.Meta().Command; !reflect.DeepEqual(got, o.Command) {
		t.Errorf("the command is %q", got)
	}
	books, err := importer.Apply(context.Background(), w.client, r, push.Options{SkipInvalid: true})
	if want := (run.Books{Read: 3, Created: 1, Updated: 1, Rejected: 1}); err != nil || books != want {
		t.Errorf("%v, %v", books, err)
	}
}

// TestNoSummary: a run whose planning was cut short says so.
func TestNoSummary(t *testing.T) {
	if _, err := plan.SummaryOf(run.Meta{Short: "k7f3"}); err == nil {
		t.Error("no error")
	}
}
