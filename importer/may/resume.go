package may

import "github.com/orgbatch/orgbatch/importer/run"

// Resume says whether a run may be gone on with, for this target. Otherwise
// the error is a *RefusedError. A run with nothing left, see [Finished], may. One
// that is being undone is resumed with its undo.
func Resume(m run.Meta, target run.Target) error {
	switch {
	case m.State == run.Planning || m.PlanHash == "":
		return cutShort(m)
	case m.State == run.Ready || m.State == run.Blocked:
		return &RefusedError{
			Reason: "run " + m.Short + " was planned and never applied, so there is nothing to go on with",
			Hint:   "apply it with: orgbatch apply " + m.Short,
		}
	case m.State == run.Undone && !m.Unreported:
		return over(m)
	}
	return sameTarget(m, target)
}

// Finished says that nothing is left of a run to go on with.
func Finished(m run.Meta, b run.Books) bool {
	return m.State == run.Undone || m.State == run.Done && b.Unknown+b.NotReached == 0
}

// LeftBehind says that a run was begun and not finished, or that its process
// ended before it had written down what came of it.
func LeftBehind(m run.Meta) bool {
	return m.State == run.Applying || m.State == run.Undoing || (m.State == run.Done || m.State == run.Undone) && m.Unreported || m.State == run.Interrupted && m.PlanHash != ""
}

func cutShort(m run.Meta) error {
	again := "import the file again"
	if m.Deletes {
		again = "give the list again"
	}
	return &RefusedError{Reason: "the planning of run " + m.Short + " was cut short", Hint: again + ": nothing was written"}
}
