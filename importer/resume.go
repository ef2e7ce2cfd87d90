package importer

import (
	"context"

	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

// Resume goes on with a run whose [Apply] was cut off: by a crash, a signal, an
// outage or a rule of the tool. It first finds out what became of the writes
// that got no answer, and then sends what wasn't reached; what is settled is
// not sent again. See [MayResume] for the runs that it takes. The plan was
// approved when it was first applied, so o.SkipInvalid isn't asked for again.
//
// What it returns is what Apply returns, and it may be called again.
func Resume(ctx context.Context, c *pigello.Client, r *run.Run, o ApplyOptions) (run.Books, error) {
	p := newPush(c, r, &o)
	if err := r.SetMeta(func(m *run.Meta) { m.State = run.Applying }); err != nil {
		return run.Books{}, err
	}
	loadAgain := func(context.Context) error { return p.load() }
	return p.finish(p.watched(ctx, func(ctx context.Context) error {
		return p.inTurn(ctx, p.readClock, p.settleUnknown, loadAgain, p.passOn, p.loop, p.proveCreated)
	}))
}

// passOn gives rows that were refused before to those that wait for them: the
// process may have ended between the two.
func (p *push) passOn(ctx context.Context) error {
	var last []run.Outcome
	for i, status := range p.status {
		switch status {
		case run.Rejected, run.Held:
			last = append(last, run.Outcome{Row: int32(i), Status: status, ID: p.ids[i]})
		case run.Created, run.Updated:
			p.begun = true
		}
	}
	return p.spread(ctx, last)
}

// MayResume says whether a run may be gone on with, for this target. Otherwise
// the error is a *RefusedError. A run with nothing left, see [Finished], may. One
// that is being undone goes on with that, by [ResumeUndo].
func MayResume(m run.Meta, target run.Target) error {
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
