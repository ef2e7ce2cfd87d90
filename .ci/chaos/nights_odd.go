package main

import (
	"slices"

	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// What nobody knows about the API, and what networks do, while it is read.

// oddAnswers are answers to open questions that a read must survive. Those that
// bring whole seconds or days exclude a cap: more rows at one moment than the cap
// are an error by design.
var oddAnswers = [][2]string{
	{"list-cap", "7"}, {"list-cap", "25"}, {"list-envelope", "results"}, {"parent-answer", "more"}, {"parent-answer", "empty"}, {"jsonl-form", "json"}, {"jsonl-form", "text"},
	{"jsonl-form", "no-final-newline"}, {"jsonl-form", "array"}, {"jsonl-paging", "honoured"}, {"unknown-parameters", "ignored"}, {"retry-after", "none"},
}

// oddFaults are what happens to some of the requests.
var oddFaults = []string{"too-many", "server-error", "html-error", "drop-before", "drop-after", "cut-line", "cut-between", "cut-clean", "empty"}

// oddWrites are answers that a write must survive.
var oddWrites = [][2]string{
	{"bulk-id", "ignored"}, {"bulk-order", "shuffled"}, {"bulk-status", "201"}, {"bulk-absent", "null"}, {"bulk-bad-row", "written-400"},
	{"bulk-created-at", "equal"}, {"bulk-limit", "10"}, {"patch-without-name", "accepted"}, {"list-envelope", "results"}, {"jsonl-form", "array"}, {"list-cap", "25"},
}

// odd makes the API odd and the network bad for what is read next, now and then;
// calm ends both. It says whether no parents are told.
func (w *world) odd() (untold bool, err error) {
	var faults sandbox.Faults
	if w.rng.IntN(4) == 0 {
		name := oddFaults[w.rng.IntN(len(oddFaults))]
		if err := faults.Set(name, "10%"); err != nil {
			return false, err
		}
		w.figures.odd[name]++
	}
	w.desk.front.faults = w.rng.IntN(4) == 0
	w.desk.front.sandbox.SetFaults(faults)
	return w.answer(oddAnswers)
}

// answer draws some of the answers to open questions.
func (w *world) answer(from [][2]string) (untold bool, err error) {
	var answers sandbox.Assumptions
	for range w.rng.IntN(3) {
		a := from[w.rng.IntN(len(from))]
		if err := answers.Set(a[0], a[1]); err != nil {
			return false, err
		}
		w.figures.odd[a[0]+"="+a[1]]++
	}
	return answers.ParentAnswer == "empty", w.desk.front.sandbox.SetAssumptions(answers)
}

// calm ends all that is odd.
func (w *world) calm() error {
	w.desk.front.faults = false
	w.desk.front.sandbox.SetFaults(sandbox.Faults{})
	return w.desk.front.sandbox.SetAssumptions(sandbox.Assumptions{})
}

// trusts says whether the newest snapshot is one by which others may be pruned.
func (w *world) trusts() bool {
	n := len(w.snaps)
	return n > 0 && w.snaps[n-1].trusted() && w.snaps[n-1].rotten == 0
}

// leftBy are the snapshots that a prune must leave: all, if the newest isn't to be
// trusted.
func (w *world) leftBy(p policy) []*snap {
	if !w.trusts() {
		return slices.Clone(w.snaps)
	}
	return p.pruned(w.snaps, w.in)
}
