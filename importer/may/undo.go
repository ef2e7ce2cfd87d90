package may

import "github.com/orgbatch/orgbatch/importer/run"

// Undo says whether a run may be undone, for this target. Otherwise the error
// is a *RefusedError. One that is undone may be undone once more, for the rows that
// stayed.
func Undo(m run.Meta, target run.Target) error {
	switch {
	case m.State == run.Planning || m.PlanHash == "":
		return cutShort(m)
	case m.State == run.Ready || m.State == run.Blocked:
		return &RefusedError{
			Reason: "run " + m.Short + " was planned and never applied, so there is nothing to undo",
			Hint:   "see its plan with: orgbatch runs " + m.Short,
		}
	case m.State == run.Undoing:
		return undoingAlready(m)
	}
	return sameTarget(m, target)
}

func undoingAlready(m run.Meta) error {
	what := "undoing run "
	if m.Deletes {
		what = "the deletion in run "
	}
	return &RefusedError{
		Reason: what + m.Short + " was begun before and interrupted",
		Hint:   "go on with it: orgbatch resume " + m.Short,
	}
}
