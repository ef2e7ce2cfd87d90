package may

import (
	"fmt"

	"github.com/orgbatch/orgbatch/importer/run"
)

// Audit says whether a run has books that can be proved against this target. Otherwise the error is a *RefusedError.
func Audit(m run.Meta, target run.Target) error {
	switch {
	case m.State == run.Planning || m.PlanHash == "":
		return cutShort(m)
	case m.State == run.Ready || m.State == run.Blocked:
		return &RefusedError{
			Reason: "run " + m.Short + " was planned and never applied, so it has no books that could hold",
			Hint:   "apply it with: orgbatch apply " + m.Short,
		}
	case m.Deletes && m.State == run.Undoing:
		return undoingAlready(m)
	case !m.Deletes && (m.State == run.Undoing || m.State == run.Undone):
		return &RefusedError{
			Reason: fmt.Sprintf("run %s is %s: what it wrote is not meant to be there any more", m.Short, m.State),
			Hint:   "see what came of it with: orgbatch runs " + m.Short,
		}
	}
	return sameTarget(m, target)
}
