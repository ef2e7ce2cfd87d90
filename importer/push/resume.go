package push

import (
	"context"

	"github.com/orgbatch/orgbatch/importer/engine"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

// Resume goes on with a run whose [Apply] was cut off: by a crash, a signal, an
// outage or a rule of the tool. It first finds out what became of the writes
// that got no answer, and then sends what wasn't reached; what is settled is
// not sent again. Package may says which runs may be resumed. The plan was
// approved when it was first applied, so o.SkipInvalid isn't asked for again.
//
// What it returns is what Apply returns, and it may be called again.
func Resume(ctx context.Context, c *pigello.Client, r *run.Run, o Options) (run.Books, error) {
	p := newPush(engine.New(c, r, o.engine()), o)
	if err := r.SetMeta(func(m *run.Meta) { m.State = run.Applying }); err != nil {
		return run.Books{}, err
	}
	loadAgain := func(context.Context) error { return p.load() }
	return p.finish(p.engine.Watched(ctx, func(ctx context.Context) error {
		return engine.InTurn(ctx, p.readClock, p.settleUnknown, loadAgain, p.passOn, p.loop, p.proveCreated)
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
