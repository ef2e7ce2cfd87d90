package main

import (
	"errors"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/prose"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/importer/run"
)

// TestWhyStays: what has something open is never pruned, whatever its state says, and what has nothing open isn't kept.
func TestWhyStays(t *testing.T) {
	left := run.Books{Read: 3, Created: 1, NotReached: 2}
	unknown := run.Books{Read: 3, Created: 2, Unknown: 1}
	done := run.Books{Read: 3, Created: 3}
	meta := func(s run.State) run.Meta {
		return run.Meta{Short: "k7f3", State: s, PlanHash: "9c41d2aa", Command: []string{"import", "rows.csv", "--sandbox", "--yes"}}
	}
	unreported := meta(run.Done)
	unreported.Unreported = true
	const onward = "; remove orgbatch-runs/k7f3 yourself, or go on with it: orgbatch resume k7f3 --sandbox"
	for name, test := range map[string]struct {
		info run.Info
		want string
	}{
		"in use":                       {run.Info{InUse: true}, "it is in use"},
		"damaged":                      {run.Info{Err: errors.New("it is damaged")}, "it is damaged"},
		"planned only":                 {run.Info{Meta: meta(run.Ready), Books: left}, ""},
		"blocked":                      {run.Info{Meta: meta(run.Blocked), Books: left}, ""},
		"cut off while it was planned": {run.Info{Meta: run.Meta{State: run.Planning}, Books: left}, ""},
		"done":                         {run.Info{Meta: meta(run.Done), Books: done}, ""},
		"unknown":                      {run.Info{Meta: meta(run.Done), Books: unknown}, "the fate of 1 row is unknown" + onward},
		"done with rows left":          {run.Info{Meta: meta(run.Done), Books: left}, "2 rows were not reached" + onward},
		"interrupted":                  {run.Info{Meta: meta(run.Interrupted), Books: left}, "2 rows were not reached" + onward},
		"stopped with all rows tried":  {run.Info{Meta: meta(run.Interrupted), Books: run.Books{Read: 3, Rejected: 3}}, ""},
		"killed":                       {run.Info{Meta: meta(run.Applying), Books: left}, "2 rows were not reached" + onward},
		"killed at its end":            {run.Info{Meta: meta(run.Applying), Books: done}, "it was cut off" + onward},
		"without its files":            {run.Info{Meta: unreported, Books: done}, "it was cut off" + onward},
		"undo begun":                   {run.Info{Meta: meta(run.Undoing), Books: done, Undo: run.UndoBooks{Written: 3, Reversed: 2, NotReached: 1}}, "1 row of its undo are left" + onward},
		"undo cut off at its end":      {run.Info{Meta: meta(run.Undoing), Books: done, Undo: run.UndoBooks{Written: 3, Reversed: 3}}, "it was cut off" + onward},
		"undone":                       {run.Info{Meta: meta(run.Undone), Books: done, Undo: run.UndoBooks{Written: 3, Reversed: 3}}, ""},
		"undone, before all was sent":  {run.Info{Meta: meta(run.Undone), Books: left, Undo: run.UndoBooks{Written: 1, Reversed: 1}}, ""},
	} {
		a := bare()
		test.info.Path = "orgbatch-runs/k7f3"
		if got := whyStays(a.targets, test.info, config.DefaultRuns); got != test.want {
			t.Errorf("%s: it stays because %q, not %q", name, got, test.want)
		}
	}
}

// TestUncovered: of a plan whose code was summed over less it is said what the code doesn't cover.
func TestUncovered(t *testing.T) {
	for form, want := range []bool{true, false} {
		info := run.Info{Meta: run.Meta{Short: "k7f3", State: run.Ready, PlanHash: "9c41d2aa", PlanForm: form}}
		if got := strings.Contains(prose.Run(&words.English, info, ""), "covers neither the values of new organizations"); got != want {
			t.Errorf("form %d: said %v\n%s", form, got, prose.Run(&words.English, info, ""))
		}
	}
}
