package push

import (
	"context"
	"fmt"
	"hash/maphash"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/live"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/wording"
	"github.com/orgbatch/orgbatch/pigello"
)

// An answer that tells a row a false id harms nobody until somebody uses the id: a row that is to be written below it, whose worker
// proves it first (proveIDs), or an undo, or a person, who come later. For those, what is left to prove is proven at the end, at once:
// a few rows by their ids, many by one list of what was made since the run began.

// proveAtOnce is from how many rows on reading a list is shorter than asking for ids.
const proveAtOnce = 3 * live.MaxLookup

// proveCreated enters the true ids of created rows whose answers told false ones. A row that is neither there by its id nor by its name
// was deleted meanwhile: it stays as it was entered.
func (p *push) proveCreated(ctx context.Context) error {
	rows := p.unproven()
	if len(rows) == 0 || p.engine.Stopped() && p.done < p.total {
		return nil
	}
	w := &worker{push: p}
	names, err := w.hashedNames(ctx, rows)
	for part := range slices.Chunk(rows, settleAtOnce) {
		if err == nil {
			err = w.enterTrueIDs(ctx, part, names)
		}
	}
	if err != nil {
		return fmt.Errorf("check the ids that Pigello told: %w", err)
	}
	return nil
}

// unproven lists the created rows whose ids an answer told and nothing else did.
func (p *push) unproven() (rows []int32) {
	for i, status := range p.status {
		if status == run.Created && !p.proven[i] {
			rows = append(rows, int32(i))
		}
	}
	return rows
}

// nameSeed makes the hashes of names, by which they are compared: half a million whole ones would be many bytes.
var nameSeed = maphash.MakeSeed()

// hashedNames reads what name each id of the rows really has.
func (w *worker) hashedNames(ctx context.Context, rows []int32) (map[uuid.UUID]uint64, error) {
	names := make(map[uuid.UUID]uint64, len(rows))
	if len(rows) > proveAtOnce {
		for _, row := range rows {
			names[w.push.ids[row]] = 0
		}
		if err := w.readNames(ctx, names); err == nil || ctx.Err() != nil {
			return names, ctx.Err()
		}
		clear(names) // a list that can't be proven whole is no answer; asking for each id is
	}
	for part := range slices.Chunk(rows, live.MaxLookup) {
		ids := make([]uuid.UUID, len(part))
		for n, row := range part {
			ids[n] = w.push.ids[row]
		}
		found, err := w.push.engine.Reader().ByID(ctx, ids)
		if err != nil {
			return nil, err
		}
		for id, org := range found {
			names[id] = maphash.String(nameSeed, org.Name)
		}
	}
	return names, nil
}

// readNames lists what was made since the run began, by whole days: an API may take nothing finer.
func (w *worker) readNames(ctx context.Context, names map[uuid.UUID]uint64) error {
	since, err := run.FirstCreate(w.push.engine.Run)
	if err != nil {
		return err
	}
	day := since.Add(-live.DateSlack).UTC().Truncate(24 * time.Hour)
	query := pigello.Query{Filters: []pigello.Filter{pigello.FieldCreatedAt.Gte(day)}}
	for org, err := range w.push.engine.Client.ListAll(ctx, query, nil) {
		if err != nil {
			return err
		}
		w.push.engine.Progressed()
		if _, asked := names[org.ID]; asked {
			names[org.ID] = maphash.String(nameSeed, org.Name)
		}
	}
	return nil
}

// enterTrueIDs looks up by name the rows whose id has another name than theirs, or none.
func (w *worker) enterTrueIDs(ctx context.Context, rows []int32, names map[uuid.UUID]uint64) error {
	pieces, err := w.pieces(rows)
	if err != nil {
		return err
	}
	pieces = slices.DeleteFunc(pieces, func(p piece) bool { return names[w.push.ids[p.row]] == maphash.String(nameSeed, p.write.Name) })
	if len(pieces) == 0 {
		return nil
	}
	found, err := w.push.engine.Reader().ByName(ctx, namesOf(pieces))
	if err != nil {
		return err
	}
	var outcomes []run.Outcome
	for _, p := range pieces {
		if org, ok := found[p.write.Name]; ok && org.ID != w.push.ids[p.row] {
			// Adopted: who knows what happened between the two answers; an undo leaves it alone.
			outcomes = append(outcomes, run.Outcome{Row: p.row, Status: run.Created, ID: org.ID, Adopted: true, Message: wording.English.Outcome.FoundAsMeant})
		}
	}
	return w.note(ctx, outcomes)
}
