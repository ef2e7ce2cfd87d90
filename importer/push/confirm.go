package push

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/live"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/wording"
	"github.com/orgbatch/orgbatch/pigello"
)

// confirm enters a good answer. Nothing in it is believed by its place: rows are
// found by name, and what the answer doesn't confirm is read again.
func (c creates) confirm(ctx context.Context, chunk int64, b batch, answer pigello.BulkAnswer, sent time.Time) ([]batch, error) {
	outcomes, doubtful := c.match(b, answer)
	first := len(b.pieces) == 1 && c.worker.push.tally.nothingTaken() && !c.worker.push.begun
	settle := c.worker.settle
	if first {
		settle = c.settleFirst
	}
	if first && len(outcomes) == 1 {
		if err := c.readBack(ctx, b.pieces[0], &outcomes[0]); err != nil {
			return nil, err
		}
	} else if err := c.proveIDs(ctx, b, &outcomes, &doubtful); err != nil {
		return nil, err
	}
	c.worker.push.learnt.named(b, 0)
	if len(doubtful.pieces) == 0 {
		if b.looked && b.tries == 0 { // they are all good: the larger array that they were part of was refused whole
			c.worker.push.learnt.refusal(0, 1)
		}
		c.worker.push.learnt.limit(b)
		return nil, settle(ctx, chunk, outcomes)
	}
	doubtful.said = len(answer.Refused) == 0
	found, err := c.worker.push.engine.Reader().ByName(ctx, namesOf(doubtful.pieces))
	if err != nil {
		return nil, err
	}
	adopted, open, _, _ := adoptFound(doubtful, found, nil, sent)
	outcomes = append(outcomes, adopted...)
	more, last := c.again(b, open, answer)
	outcomes = append(outcomes, last...)
	return more, settle(ctx, chunk, outcomes)
}

// match finds the rows that an answer confirms wholly. A name or an id that it
// has twice confirms nothing.
func (c creates) match(b batch, answer pigello.BulkAnswer) (outcomes []run.Outcome, doubtful batch) {
	names, ids := map[string]int{}, map[uuid.UUID]int{}
	byName := make(map[string]int, len(answer.Organizations))
	for n, org := range answer.Organizations {
		names[org.Name]++
		ids[org.ID]++
		byName[org.Name] = n
	}
	doubtful = b.with(nil)
	last, inOrder := -1, true
	for _, p := range b.pieces {
		n, ok := byName[p.write.Name]
		if !ok || names[p.write.Name] > 1 || !live.Agrees(answer.Organizations[n], p.write) || ids[answer.Organizations[n].ID] > 1 || answer.Organizations[n].ID == uuid.Nil {
			doubtful.pieces = append(doubtful.pieces, p)
			continue
		}
		inOrder, last = inOrder && n > last, n
		outcomes = append(outcomes, run.Outcome{Row: p.row, Status: run.Created, ID: answer.Organizations[n].ID})
	}
	if !inOrder {
		c.worker.push.learnt.shuffles.Store(true)
	}
	return outcomes, doubtful
}

// proveIDs reads created rows again by their ids where more hangs on them than
// a line in the results: others are to be written with them as their parent,
// they are of the first array of the run, or an id was false before. Those that
// aren't there so become doubtful.
func (c creates) proveIDs(ctx context.Context, b batch, outcomes *[]run.Outcome, doubtful *batch) error {
	every := c.worker.push.learnt.idsLie.Load() || b.first
	pieces := map[int32]piece{}
	for _, p := range b.pieces {
		pieces[p.row] = p
	}
	var asked []piece
	for _, o := range *outcomes {
		if every || c.worker.push.waiting.Awaited(o.Row) {
			p := pieces[o.Row]
			p.write.ID = o.ID
			asked = append(asked, p)
		}
	}
	if len(asked) == 0 {
		return nil
	}
	now, err := c.worker.push.engine.Reader().ByID(ctx, idsOf(asked))
	if err != nil {
		return err
	}
	lies := map[int32]bool{}
	for _, p := range asked {
		if org, ok := now[p.write.ID]; ok && live.Agrees(org, pieces[p.row].write) {
			c.worker.proven = append(c.worker.proven, p.row)
		} else {
			lies[p.row] = true
		}
	}
	if len(lies) == 0 {
		return nil
	}
	c.worker.push.learnt.idsLie.Store(true)
	*outcomes = slices.DeleteFunc(*outcomes, func(o run.Outcome) bool {
		if lies[o.Row] {
			doubtful.pieces = append(doubtful.pieces, pieces[o.Row])
		}
		return lies[o.Row]
	})
	return nil
}

// again says what happens to rows that an answer left out and that are not
// there: rejected where the answer says why, else sent again, or, when that was
// done often enough, left unknown.
func (c creates) again(b, open batch, answer pigello.BulkAnswer) ([]batch, []run.Outcome) {
	if len(open.pieces) == 0 {
		return nil, nil
	}
	if reasons := c.reasons(b, open, answer.Refused); reasons != nil {
		outcomes := make([]run.Outcome, len(open.pieces))
		for n, p := range open.pieces {
			outcomes[n] = run.Outcome{Row: p.row, Status: run.Rejected, Message: reasons[n]}
		}
		return nil, outcomes
	}
	if open.tries++; open.tries >= maxTries {
		return nil, all(open.pieces, run.Unknown, wording.English.Outcome.NotAnswered)
	}
	outcomes := unsent(open.pieces)
	switch {
	case len(answer.Refused) == 0 || len(open.pieces) == 1:
		return []batch{open}, outcomes
	case len(answer.Refused) >= len(open.pieces):
		open.tries = 0 // each has its own answer next
		return open.singles(), outcomes
	}
	open.tries = 0 // halving comes to an end by itself
	return open.halves(), outcomes
}

// reasons gives each open row the answer's reason, if it is certain which is
// whose: there are as many as rows, and they are all the same, or stand where
// the rows stood in an answer of an API that keeps the order.
func (c creates) reasons(b, open batch, refused []pigello.RowError) []string {
	if len(refused) != len(open.pieces) {
		return nil
	}
	place, same := map[int32]int{}, true
	for n, p := range b.pieces {
		place[p.row] = n
	}
	inPlace := !c.worker.push.learnt.shuffles.Load()
	reasons := make([]string, len(refused))
	for n, r := range refused {
		reasons[n] = r.Error()
		same = same && reasons[n] == reasons[0]
		inPlace = inPlace && r.Index == place[open.pieces[n].row]
	}
	if !same && !inPlace {
		return nil
	}
	return reasons
}
