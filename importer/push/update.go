package push

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/engine"
	"github.com/orgbatch/orgbatch/importer/live"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/wording"
	"github.com/orgbatch/orgbatch/pigello"
)

// maxProbes is how many rows may show that the API updates by bulk.
const maxProbes = 3

// updates is a worker that changes organizations.
type updates struct{ worker *worker }

// do writes changes of existing organizations. They are read again just
// before: what somebody changed since the plan is held.
func (u updates) do(ctx context.Context) error {
	pieces, err := u.worker.pieces(u.worker.rows)
	if err != nil {
		return err
	}
	if pieces, err = u.holdChanged(ctx, pieces); err != nil || len(pieces) == 0 {
		return err
	}
	var single []piece
	if u.worker.push.total == 1 || read(&u.worker.push.learnt, &u.worker.push.learnt.bulkUpdates) == no || read(&u.worker.push.learnt, &u.worker.push.learnt.bulkUpdates) == unasked && len(pieces) > 1 {
		single = pieces
	} else {
		var bulk []piece
		for _, p := range pieces {
			whole := !p.write.CustomID.IsAbsent() && !p.write.Parent.IsAbsent() // as a bulk update needs them
			if whole && (read(&u.worker.push.learnt, &u.worker.push.learnt.bulkUpdates) == yes || p.write.Name == p.before.Name) {
				bulk = append(bulk, p)
			} else {
				single = append(single, p)
			}
		}
		if len(bulk) > 0 {
			if err := u.bulk(ctx, bulk); err != nil {
				return err
			}
			single = append(single, u.worker.alone...)
		} else {
			u.worker.push.learnt.bulkUpdate(unasked) // these rows couldn't show it; not all may wait for one that can
		}
	}
	for n, p := range single {
		if err := u.worker.rejectMany(ctx, []batch{{pieces: single[n:]}}); err != nil {
			return err
		}
		if err := u.patch(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// holdChanged reads the organizations again, holds the rows whose organization
// was changed since the plan, and gives back those that are to be written.
func (u updates) holdChanged(ctx context.Context, pieces []piece) ([]piece, error) {
	now, err := u.worker.push.engine.Reader().ByID(ctx, idsOf(pieces))
	if err != nil {
		return nil, err
	}
	var outcomes []run.Outcome
	var write []piece
	for _, p := range pieces {
		org, ok := now[p.write.ID]
		o := run.Outcome{Row: p.row, ID: p.write.ID}
		switch {
		case !ok:
			o.Status, o.Message = run.Rejected, wording.English.Outcome.Gone
		case live.IsUntouched(org, p.before):
			write = append(write, p)
			continue
		case live.Agrees(org, p.write):
			o.Status = run.Unchanged
		default:
			o = heldFor(p, org, wording.English.Outcome.ChangedSince)
		}
		outcomes = append(outcomes, o)
	}
	return write, u.worker.note(ctx, outcomes)
}

// bulk writes existing organizations by bulk requests; those that they left
// as they were are to go alone. An answer counts only where it has the ids sent: an
// API that ignores them would have made new rows, were it not for their names,
// which are taken.
func (u updates) bulk(ctx context.Context, pieces []piece) error {
	if read(&u.worker.push.learnt, &u.worker.push.learnt.bulkUpdates) == unasked {
		pieces = pieces[:1]
	}
	for todo := []batch{{pieces: pieces}}; len(todo) > 0; {
		parts := u.worker.cut(todo[0])
		more, err := u.send(ctx, parts[0])
		if err != nil {
			return err
		}
		todo = slices.Concat(more, parts[1:], todo[1:])
	}
	return nil
}

// send sends one array, settles what it can of it, and gives back what is to
// be sent again.
func (u updates) send(ctx context.Context, b batch) ([]batch, error) {
	probing := read(&u.worker.push.learnt, &u.worker.push.learnt.bulkUpdates) == unasked
	chunk, err := u.worker.intend(ctx, run.ChunkUpdate, b.pieces, u.worker.push.engine.Client.ServerNow())
	if err != nil {
		return nil, err
	}
	answer, err := u.worker.push.engine.Client.BulkWrite(ctx, b.writes())
	u.worker.push.learnt.size(b, err)
	switch {
	case pigello.IsTooLarge(err) && len(b.pieces) > 1:
		return u.worker.cut(b), u.worker.settle(ctx, chunk, all(b.pieces, run.NotReached, ""))
	case err != nil && (pigello.IsAuth(err) || pigello.FateOf(err) == pigello.NotWritten && !pigello.IsTooLarge(err)):
		return nil, errors.Join(err, u.worker.settle(context.WithoutCancel(ctx), chunk, all(b.pieces, run.NotReached, "")))
	}
	confirmed := answer
	if probing { // which is shown by what is there, not by what an answer says
		confirmed = pigello.BulkAnswer{}
	}
	outcomes, open, serr := u.settleUpdates(ctx, b, confirmed, err)
	if serr != nil {
		return nil, serr
	}
	if probing {
		u.worker.push.learnt.bulkUpdate(u.verdict(b, answer, err, open))
	}
	more, lost := u.next(b, b.with(open), err)
	if lost != "" {
		return nil, u.worker.settle(ctx, chunk, append(outcomes, all(open, run.Unknown, lost)...))
	}
	return more, u.worker.settle(ctx, chunk, append(outcomes, all(open, run.NotReached, "")...))
}

// next says how rows go on that are as they were although their array was
// sent: again, since that is harmless, whole after a failure that may pass, then in
// parts; or alone, as what an answer names does. When all writes come to nothing
// they are lost, for a reason.
func (u updates) next(b, open batch, err error) (more []batch, lost string) {
	several := len(open.pieces) > 1
	switch {
	case len(open.pieces) == 0:
		if err == nil {
			u.worker.push.learnt.limit(b)
		}
	case read(&u.worker.push.learnt, &u.worker.push.learnt.bulkUpdates) != yes:
	case pigello.IsBadRequest(err) && several && len(open.pieces) == len(b.pieces) && !u.worker.mostlyBad():
		named := namedRows(err, len(b.pieces))
		if len(named) == 0 {
			return open.halved(), ""
		}
		bad, good := open.divide(named)
		if u.worker.alone = append(u.worker.alone, bad.pieces...); len(good.pieces) > 0 {
			more = []batch{good}
		}
		return more, ""
	case pigello.IsFailure(err) && several && open.tries == 0 && open.of == nil:
		open.tries++
		return []batch{open}, ""
	case pigello.IsFailure(err) || pigello.IsUnavailable(err):
		if more = u.worker.onward(b, open, err); more != nil {
			return more, ""
		}
		if u.worker.push.learnt.failed(); u.worker.push.learnt.allFail() {
			return nil, wording.English.Outcome.CameTo(pigello.CameTo(err))
		}
	}
	u.worker.alone = append(u.worker.alone, open.pieces...)
	return nil, ""
}

// verdict says what one bulk update of one unrenamed row has shown.
func (u updates) verdict(b batch, got pigello.BulkAnswer, err error, open []piece) answer {
	switch {
	case err == nil && len(open) == 0 && len(got.Organizations) == 1 && got.Organizations[0].ID == b.pieces[0].write.ID:
		return yes
	case err == nil || pigello.IsBadRequest(err):
		return no
	}
	return unasked
}

// settleUpdates sorts the rows of a bulk update: those the answer confirms, and
// of the others, read again, those that are as meant and those that aren't yet.
func (u updates) settleUpdates(ctx context.Context, b batch, answer pigello.BulkAnswer, err error) (outcomes []run.Outcome, open []piece, _ error) {
	confirmed := confirmedBy(answer)
	var doubtful []piece
	for _, p := range b.pieces {
		if org, ok := confirmed[p.write.ID]; err == nil && ok && live.Agrees(org, p.write) {
			outcomes = append(outcomes, run.Outcome{Row: p.row, Status: run.Updated, ID: p.write.ID})
		} else {
			doubtful = append(doubtful, p)
		}
	}
	delays, updated := []time.Duration{0}, run.Outcome{Status: run.Updated}
	if err != nil && pigello.FateOf(err) == pigello.FateUnknown && !pigello.IsBadRequest(err) {
		delays, updated = u.worker.push.engine.Delays(err), foundUpdated()
	}
	for n := 0; n < len(delays) && len(doubtful) > 0; n++ {
		if err := engine.Sleep(ctx, delays[n]); err != nil {
			return nil, nil, err
		}
		now, lerr := u.worker.push.engine.Reader().ByID(ctx, idsOf(doubtful))
		switch {
		case lerr == nil:
			var settled []run.Outcome
			settled, doubtful = sortUpdated(doubtful, now, updated)
			outcomes = append(outcomes, settled...)
		case n == len(delays)-1:
			return nil, nil, lerr
		}
	}
	return outcomes, doubtful, nil
}

// confirmedBy gives what an answer says of each id. What it says twice counts
// for nothing.
func confirmedBy(answer pigello.BulkAnswer) map[uuid.UUID]pigello.Organization {
	confirmed, twice := map[uuid.UUID]pigello.Organization{}, []uuid.UUID{}
	for _, org := range answer.Organizations {
		if _, ok := confirmed[org.ID]; ok {
			twice = append(twice, org.ID)
		}
		confirmed[org.ID] = org
	}
	for _, id := range twice {
		delete(confirmed, id)
	}
	return confirmed
}

// foundUpdated is a row that is as meant although its write got no answer: it is
// adopted, so that an undo leaves it alone.
func foundUpdated() run.Outcome {
	return run.Outcome{
		Status: run.Updated, Adopted: true, Message: wording.English.Outcome.FoundAsMeant,
	}
}

// sortUpdated tells the rows that are as meant, or as nobody meant, from those
// that are still as they were. Those that are as meant become updated.
func sortUpdated(pieces []piece, now map[uuid.UUID]pigello.Organization, updated run.Outcome) (settled []run.Outcome, open []piece) {
	for _, p := range pieces {
		org, ok := now[p.write.ID]
		o := updated
		switch {
		case !ok:
			o = run.Outcome{Status: run.Rejected, Message: wording.English.Outcome.Gone}
		case live.Agrees(org, p.write):
		case live.IsUntouched(org, p.before):
			open = append(open, p)
			continue
		default:
			o = heldFor(p, org, wording.English.Outcome.Has)
		}
		o.Row, o.ID = p.row, p.write.ID
		settled = append(settled, o)
	}
	return settled, open
}

// changed leaves out of an update what is there already: the API's call for one leaves a field alone that it isn't told, and
// somebody else may be changing it.
func changed(p piece) pigello.Write {
	if p.write.CustomID == live.CustomID(p.before) {
		p.write.CustomID = pigello.Optional[string]{}
	}
	if p.write.Parent == live.Parent(p.before) {
		p.write.Parent = pigello.Optional[uuid.UUID]{}
	}
	return p.write
}

// patch writes one organization by itself: its name, which the API wants, and what differs.
func (u updates) patch(ctx context.Context, p piece) error {
	p.write = changed(p)
	chunk, err := u.worker.intend(ctx, run.ChunkPatch, []piece{p}, u.worker.push.engine.Client.ServerNow())
	if err != nil {
		return err
	}
	org, err := u.worker.push.engine.Client.Update(ctx, p.write.ID, p.write)
	switch {
	case err == nil && org.ID == p.write.ID && live.Agrees(org, p.write):
		return u.worker.settle(ctx, chunk, []run.Outcome{{Row: p.row, Status: run.Updated, ID: p.write.ID}})
	case pigello.IsBadRequest(err):
		return u.worker.settle(ctx, chunk, all([]piece{p}, run.Rejected, engine.MessageOf(err, 0)))
	case pigello.IsNotFound(err):
		return u.worker.settle(ctx, chunk, all([]piece{p}, run.Rejected, wording.English.Outcome.Gone))
	case pigello.IsTooLarge(err):
		return u.worker.settle(ctx, chunk, all([]piece{p}, run.Rejected, wording.English.Outcome.TooLarge))
	case err != nil && pigello.FateOf(err) == pigello.NotWritten:
		return errors.Join(err, u.worker.settle(context.WithoutCancel(ctx), chunk, all([]piece{p}, run.NotReached, "")))
	}
	outcomes, open, serr := u.settleUpdates(ctx, batch{pieces: []piece{p}}, pigello.BulkAnswer{}, err)
	if serr != nil {
		return serr
	}
	message := wording.English.Outcome.NotThere
	if err != nil {
		message = wording.English.Outcome.CameTo(pigello.CameTo(err))
	}
	return u.worker.settle(ctx, chunk, append(outcomes, all(open, run.Unknown, message)...))
}
