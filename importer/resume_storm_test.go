package importer_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// TestResumeStorm cuts imports off again and again, at any request, while the
// API fails in every way and answers every open question in some way.
func TestResumeStorm(t *testing.T) {
	t.Parallel()
	faults := sandbox.FaultSwitches() // most of the time is waiting
	for seed := range 24 {
		fault := faults[seed%len(faults)].Name
		t.Run(fmt.Sprintf("%d %s", seed, fault), func(t *testing.T) {
			t.Parallel()
			resumeStorm(t, uint64(seed), fault)
		})
	}
}

func resumeStorm(t *testing.T, seed uint64, fault string) {
	o := sandbox.Options{FaultSeed: seed}
	for name, value := range drawAnswers(seed + 1000) {
		if err := o.Assume.Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := o.Faults.Set(fault, "5%"); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, o)
	w.client = w.impatientClient()
	rng := rand.New(rand.NewPCG(seed, 5))
	text, want := forest(rng, 300)
	r, _ := w.plan(text)
	books, resumes := w.cutOff(r, rng, importer.Apply), 0
	for ; books.Unknown+books.NotReached > 0; resumes++ {
		if resumes == 40 {
			t.Fatalf("after 40 resumes: %v", books)
		}
		r = w.reopened(r)
		books = w.cutOff(r, rng, push.Resume)
	}
	t.Logf("%d resumes: %v", resumes, books)
	if books.Created+books.Unchanged != books.Read {
		t.Errorf("good rows were refused: %v", books)
	}
	w.sandbox.SetFaults(sandbox.Faults{})
	w.sandbox.SetAssumptions(sandbox.Assumptions{})
	if got := w.listing(); !slices.Equal(got, want) {
		t.Errorf("not exactly the file: %s", firstDifference(got, want))
	}
}
