package undo

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"github.com/orgbatch/orgbatch/exporter/crash"
	"github.com/orgbatch/orgbatch/importer/engine"
	"github.com/orgbatch/orgbatch/importer/live"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/wording"
	"github.com/orgbatch/orgbatch/pigello"
)

// surveyed is a row as a look at the API found it.
type surveyed struct {
	row     int32
	id      uuid.UUID
	creates bool
	name    string    // there now
	parent  uuid.UUID // there now, zero for none
	verdict verdict

	// Of updates: what is to be put back.
	renames, moves bool
	formerName     string
	formerParent   uuid.UUID
}

// survey reads rows of the run as they are now, and judges them one by one.
func (u *undo) survey(ctx context.Context, rows []int32) ([]surveyed, error) {
	all := make([]surveyed, len(rows))
	done := 0
	var group errgroup.Group
	group.SetLimit(u.engine.Options.Concurrency)
	for start := 0; start < len(rows); start += live.MaxLookup {
		part := rows[start:min(start+live.MaxLookup, len(rows))]
		group.Go(func() error {
			return crash.Do("looking at what is there", func() error {
				if err := u.surveySome(ctx, part, all[start:]); err != nil {
					return err
				}
				u.mu.Lock()
				defer u.mu.Unlock()
				done += len(part)
				u.engine.Options.Progress(run.Progress{Stage: "look", Rows: done, Total: len(rows)})
				return nil
			})
		})
	}
	return all, group.Wait()
}

func (u *undo) surveySome(ctx context.Context, rows []int32, into []surveyed) error {
	if u.engine.Stopped() {
		return engine.ErrStopped
	}
	pasts, err := u.pasts(rows)
	if err != nil {
		return err
	}
	now, err := u.readWhole(ctx, pasts)
	if err != nil {
		return err
	}
	for n := range pasts {
		p := &pasts[n]
		org, there := now[p.id]
		f := surveyed{
			row: p.row, id: p.id, creates: p.creates(), name: org.Name,
			verdict: p.judge(found{org: org, there: there, touched: u.isTouched(p.row)}),
		}
		f.parent, _ = org.Parent.Get()
		if !f.creates {
			f.renames, f.moves = p.decision.SetName, p.decision.SetParent
			f.formerName = p.decision.Before.Name
			f.formerParent, _ = live.Parent(p.decision.Before).Get()
		}
		into[n] = f
	}
	return nil
}

// read reads the organizations of rows, as far as they are there.
func (u *undo) read(ctx context.Context, pasts []past) (map[uuid.UUID]pigello.Organization, error) {
	ids := make([]uuid.UUID, len(pasts))
	for n := range pasts {
		ids[n] = pasts[n].id
	}
	return u.engine.Reader().ByID(ctx, ids)
}

// readWhole is read, with the parents too where a list doesn't tell them.
func (u *undo) readWhole(ctx context.Context, pasts []past) (map[uuid.UUID]pigello.Organization, error) {
	now, err := u.read(ctx, pasts)
	if err != nil {
		return nil, err
	}
	for id, org := range now {
		if !org.Parent.IsAbsent() {
			continue
		}
		whole, err := u.engine.Client.Get(ctx, id)
		u.engine.Progressed()
		switch {
		case pigello.IsNotFound(err):
			delete(now, id)
		case err != nil:
			return nil, err
		default:
			now[id] = whole
		}
	}
	return now, nil
}

// strays keeps the rows below which organizations lie that stay: those that the
// run didn't make, and its own that are kept. So that is told at once, and the
// number of rows to delete is right.
func (u *undo) strays(ctx context.Context, all []surveyed) error {
	at := make(map[uuid.UUID]int, len(all))
	for n := range all {
		at[all[n].id] = n
	}
	stays := func(c pigello.Organization) bool {
		n, ok := at[c.ID]
		return !ok || all[n].verdict.status != run.UndoNotReached || !all[n].creates && !all[n].moves
	}
	below, err := u.allChildren(ctx, all)
	if err != nil {
		return err
	}
	var kept []int
	for n := range all {
		if f := &all[n]; f.deletes() {
			var staying []pigello.Organization
			for _, c := range below[f.id] {
				if stays(c) {
					staying = append(staying, c)
				}
			}
			if len(staying) > 0 {
				f.verdict = keepFor(staying)
				kept = append(kept, n)
			}
		}
	}
	for n := 0; n < len(kept); n++ { // grows while it is walked
		f := &all[kept[n]]
		if above, ok := at[f.parent]; ok && all[above].deletes() {
			all[above].verdict = keep(wording.English.Undo.Below(f.name))
			kept = append(kept, above)
		}
	}
	return nil
}

// deletes tells whether the row's organization is to be deleted.
func (f *surveyed) deletes() bool { return f.creates && f.verdict.status == run.UndoNotReached }

// keepFor keeps a row because of what lies below it.
func keepFor(children []pigello.Organization) verdict {
	if len(children) == 1 {
		return keep(wording.English.Undo.Below(children[0].Name))
	}
	return keep(wording.English.Undo.ManyBelow(len(children), children[0].Name))
}

// allChildren reads what lies below the rows that the run created.
func (u *undo) allChildren(ctx context.Context, all []surveyed) (map[uuid.UUID][]pigello.Organization, error) {
	var ids []uuid.UUID
	for n := range all {
		if all[n].deletes() {
			ids = append(ids, all[n].id)
		}
	}
	own := make(map[uuid.UUID]uuid.UUID, len(all))
	for n := range all {
		own[all[n].id] = all[n].parent
	}
	below := map[uuid.UUID][]pigello.Organization{}
	var group errgroup.Group
	group.SetLimit(u.engine.Options.Concurrency)
	for part := range slices.Chunk(ids, live.MaxLookup) {
		group.Go(func() error {
			return crash.Do("looking at what is there", func() error {
				children, err := u.engine.Reader().Below(ctx, part, own)
				u.mu.Lock()
				defer u.mu.Unlock()
				for id, orgs := range children {
					below[id] = orgs
				}
				return err
			})
		})
	}
	return below, group.Wait()
}
