package push

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/live"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/wording"
	"github.com/orgbatch/orgbatch/pigello"
)

// maxProbes is how many rows may show that the API updates by bulk.
const maxProbes = 3

// update writes changes of existing organizations. They are read again just
// before: what somebody changed since the plan is held.
func (w *worker) update(ctx context.Context) error {
	pieces, err := w.pieces(w.rows)
	if err != nil {
		return err
	}
	if pieces, err = w.holdChanged(ctx, pieces); err != nil || len(pieces) == 0 {
		return err
	}
	var single []piece
	if w.push.total == 1 || w.bulkUpdates() == no || w.bulkUpdates() == unasked && len(pieces) > 1 {
		single = pieces
	} else {
		var bulk []piece
		for _, p := range pieces {
			whole := !p.write.CustomID.IsAbsent() && !p.write.Parent.IsAbsent() // as a bulk update needs them
			if whole && (w.bulkUpdates() == yes || p.write.Name == p.before.Name) {
				bulk = append(bulk, p)
			} else {
				single = append(single, p)
			}
		}
		if len(bulk) > 0 {
			if err := w.bulkUpdate(ctx, bulk); err != nil {
				return err
			}
			single = append(single, w.alone...)
		} else {
			w.learnBulkUpdates(unasked) // these rows couldn't show it; not all may wait for one that can
		}
	}
	for n, p := range single {
		if err := w.rejectMany(ctx, []batch{{pieces: single[n:]}}); err != nil {
			return err
		}
		if err := w.patch(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

func (w *worker) bulkUpdates() answer {
	w.push.mu.Lock()
	defer w.push.mu.Unlock()
	return w.push.learnt.bulkUpdates
}

func (w *worker) learnBulkUpdates(a answer) {
	w.push.mu.Lock()
	defer w.push.mu.Unlock()
	w.push.learnt.probes++
	if w.push.learnt.bulkUpdates != unasked {
		return
	}
	w.push.learnt.bulkUpdates = a
	if a == unasked && w.push.learnt.probes >= maxProbes {
		w.push.learnt.bulkUpdates = no
	}
}

// holdChanged reads the organizations again, holds the rows whose organization
// was changed since the plan, and gives back those that are to be written.
func (w *worker) holdChanged(ctx context.Context, pieces []piece) ([]piece, error) {
	now, err := w.push.engine.Reader().ByID(ctx, idsOf(pieces))
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
			o.Status, o.Message = run.Rejected, "the organization isn't there any more"
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
	return write, w.note(ctx, outcomes)
}

// note makes outcomes durable that no request brought about.
func (w *worker) note(ctx context.Context, outcomes []run.Outcome) error {
	if len(outcomes) == 0 {
		return nil
	}
	if err := w.push.engine.Run.Journal().Note(ctx, outcomes); err != nil {
		return err
	}
	w.outcomes = append(w.outcomes, outcomes...)
	return nil
}

// bulkUpdate writes existing organizations by bulk requests; those that they left
// as they were are to go alone. An answer counts only where it has the ids sent: an
// API that ignores them would have made new rows, were it not for their names,
// which are taken.
func (w *worker) bulkUpdate(ctx context.Context, pieces []piece) error {
	if w.bulkUpdates() == unasked {
		pieces = pieces[:1]
	}
	for todo := []batch{{pieces: pieces}}; len(todo) > 0; {
		parts := w.cut(todo[0])
		more, err := w.sendUpdates(ctx, parts[0])
		if err != nil {
			return err
		}
		todo = slices.Concat(more, parts[1:], todo[1:])
	}
	return nil
}

// sendUpdates sends one array, settles what it can of it, and gives back what is to
// be sent again.
func (w *worker) sendUpdates(ctx context.Context, b batch) ([]batch, error) {
	probing := w.bulkUpdates() == unasked
	chunk, err := w.intend(ctx, run.ChunkUpdate, b.pieces, w.push.engine.Client.ServerNow())
	if err != nil {
		return nil, err
	}
	answer, err := w.push.engine.Client.BulkWrite(ctx, b.writes())
	w.learnSize(b, err)
	switch {
	case pigello.IsTooLarge(err) && len(b.pieces) > 1:
		return w.cut(b), w.settle(ctx, chunk, all(b.pieces, run.NotReached, ""))
	case err != nil && (pigello.IsAuth(err) || pigello.FateOf(err) == pigello.NotWritten && !pigello.IsTooLarge(err)):
		return nil, errors.Join(err, w.settle(context.WithoutCancel(ctx), chunk, all(b.pieces, run.NotReached, "")))
	}
	outcomes, open, serr := w.settleUpdates(ctx, b, answer, err, probing)
	if serr != nil {
		return nil, serr
	}
	if probing {
		w.learnBulkUpdates(w.verdict(b, answer, err, len(open) == 0))
	}
	more, lost := w.nextUpdates(b, b.with(open), err)
	if lost != "" {
		return nil, w.settle(ctx, chunk, append(outcomes, all(open, run.Unknown, lost)...))
	}
	return more, w.settle(ctx, chunk, append(outcomes, all(open, run.NotReached, "")...))
}

// nextUpdates says how rows go on that are as they were although their array was
// sent: again, since that is harmless, whole after a failure that may pass, then in
// parts; or alone, as what an answer names does. When all writes come to nothing
// they are lost, for a reason.
func (w *worker) nextUpdates(b, open batch, err error) (more []batch, lost string) {
	several := len(open.pieces) > 1
	switch {
	case len(open.pieces) == 0:
		if err == nil {
			w.learnLimit(b)
		}
	case w.bulkUpdates() != yes:
	case pigello.IsBadRequest(err) && several && len(open.pieces) == len(b.pieces) && !w.mostlyBad():
		named := namedRows(err, len(b.pieces))
		if len(named) == 0 {
			return open.halved(), ""
		}
		bad, good := open.divide(named)
		if w.alone = append(w.alone, bad.pieces...); len(good.pieces) > 0 {
			more = []batch{good}
		}
		return more, ""
	case pigello.IsFailure(err) && several && open.tries == 0 && open.of == nil:
		open.tries++
		return []batch{open}, ""
	case pigello.IsFailure(err) || pigello.IsUnavailable(err):
		if more = w.onward(b, open, err); more != nil {
			return more, ""
		}
		if w.learnFailing(); w.allFail() {
			return nil, "its write " + pigello.CameTo(err)
		}
	}
	w.alone = append(w.alone, open.pieces...)
	return nil, ""
}

// verdict says what one bulk update of one unrenamed row has shown.
func (w *worker) verdict(b batch, got pigello.BulkAnswer, err error, written bool) answer {
	switch {
	case err == nil && written && len(got.Organizations) == 1 && got.Organizations[0].ID == b.pieces[0].write.ID:
		return yes
	case err == nil || pigello.IsBadRequest(err):
		return no
	}
	return unasked
}

// settleUpdates sorts the rows of a bulk update: those the answer confirms, and
// of the others, read again, those that are as meant and those that aren't yet.
func (w *worker) settleUpdates(ctx context.Context, b batch, answer pigello.BulkAnswer, err error, readAll bool) (outcomes []run.Outcome, open []piece, _ error) {
	confirmed := confirmedBy(answer)
	var doubtful []piece
	for _, p := range b.pieces {
		if org, ok := confirmed[p.write.ID]; err == nil && !readAll && ok && live.Agrees(org, p.write) {
			outcomes = append(outcomes, run.Outcome{Row: p.row, Status: run.Updated, ID: p.write.ID})
		} else {
			doubtful = append(doubtful, p)
		}
	}
	unanswered := err != nil && pigello.FateOf(err) == pigello.FateUnknown && !pigello.IsBadRequest(err)
	for n := 0; len(doubtful) > 0; n++ {
		if unanswered {
			if err := Sleep(ctx, w.push.engine.Delays(err)[n]); err != nil {
				return nil, nil, err
			}
		}
		now, lerr := w.push.engine.Reader().ByID(ctx, idsOf(doubtful))
		last := !unanswered || n == len(w.push.engine.Delays(err))-1
		if lerr != nil && last {
			return nil, nil, lerr
		}
		if lerr == nil {
			var settled []run.Outcome
			settled, doubtful = sortUpdated(doubtful, now, unanswered)
			outcomes = append(outcomes, settled...)
		}
		if last {
			break
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

// sortUpdated tells the rows that are as meant, or as nobody meant, from those
// that are still as they were. Those that are as meant although their write got
// no answer are adopted: an undo leaves them alone.
func sortUpdated(pieces []piece, now map[uuid.UUID]pigello.Organization, unanswered bool) (settled []run.Outcome, open []piece) {
	for _, p := range pieces {
		org, ok := now[p.write.ID]
		o := run.Outcome{Row: p.row, ID: p.write.ID}
		switch {
		case !ok:
			o.Status, o.Message = run.Rejected, "the organization isn't there any more"
		case live.Agrees(org, p.write):
			o.Status, o.Adopted = run.Updated, unanswered
			if unanswered {
				o.Message = foundAsMeant
			}
		case live.IsUntouched(org, p.before):
			open = append(open, p)
			continue
		default:
			o = heldFor(p, org, wording.English.Outcome.Has)
		}
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
func (w *worker) patch(ctx context.Context, p piece) error {
	p.write = changed(p)
	chunk, err := w.intend(ctx, run.ChunkPatch, []piece{p}, w.push.engine.Client.ServerNow())
	if err != nil {
		return err
	}
	org, err := w.push.engine.Client.Update(ctx, p.write.ID, p.write)
	switch {
	case err == nil && org.ID == p.write.ID && live.Agrees(org, p.write):
		return w.settle(ctx, chunk, []run.Outcome{{Row: p.row, Status: run.Updated, ID: p.write.ID}})
	case pigello.IsBadRequest(err):
		return w.settle(ctx, chunk, all([]piece{p}, run.Rejected, MessageOf(err, 0)))
	case pigello.IsNotFound(err):
		return w.settle(ctx, chunk, all([]piece{p}, run.Rejected, "the organization isn't there any more"))
	case pigello.IsTooLarge(err):
		return w.settle(ctx, chunk, all([]piece{p}, run.Rejected, wording.English.Outcome.TooLarge))
	case err != nil && pigello.FateOf(err) == pigello.NotWritten:
		return errors.Join(err, w.settle(context.WithoutCancel(ctx), chunk, all([]piece{p}, run.NotReached, "")))
	}
	outcomes, open, serr := w.settleUpdates(ctx, batch{pieces: []piece{p}}, pigello.BulkAnswer{}, err, true)
	if serr != nil {
		return serr
	}
	message := wording.English.Outcome.NotThere
	if err != nil {
		message = "its write " + pigello.CameTo(err)
	}
	return w.settle(ctx, chunk, append(outcomes, all(open, run.Unknown, message)...))
}
