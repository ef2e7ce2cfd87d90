package importer

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/wording"
	"github.com/orgbatch/orgbatch/pigello"
)

// maxLookup is how many ids one request asks for; maxLookupLine bounds the
// names of one, with room for the rest of the request line.
const (
	maxLookup     = 80
	maxLookupLine = 3000
)

// lookUpNames reads the organizations that have the pieces' names. Names with a
// comma can't share a request: the comma is what separates the others.
func (w *worker) lookUpNames(ctx context.Context, pieces []piece) (map[string]pigello.Organization, error) {
	found := map[string]pigello.Organization{}
	var together []string
	length := 0
	flush := func() error {
		if len(together) == 0 {
			return nil
		}
		filter, err := pigello.FieldName.In(together...)
		if err != nil {
			return err
		}
		together, length = nil, 0
		return w.lookUp(ctx, filter, func(org pigello.Organization) { found[org.Name] = org })
	}
	for _, p := range pieces {
		name := p.write.Name
		if strings.Contains(name, ",") {
			if err := w.lookUp(ctx, pigello.FieldName.Is(name), func(org pigello.Organization) { found[org.Name] = org }); err != nil {
				return nil, err
			}
			continue
		}
		escaped := len(url.QueryEscape(name)) + 3
		if length+escaped > maxLookupLine || len(together) == maxLookup {
			if err := flush(); err != nil {
				return nil, err
			}
		}
		together, length = append(together, name), length+escaped
	}
	return found, flush()
}

// lookUpIDs reads the organizations of the pieces' ids.
func (w *worker) lookUpIDs(ctx context.Context, pieces []piece) (map[uuid.UUID]pigello.Organization, error) {
	found := map[uuid.UUID]pigello.Organization{}
	for start := 0; start < len(pieces); start += maxLookup {
		var ids []uuid.UUID
		for _, p := range pieces[start:min(start+maxLookup, len(pieces))] {
			ids = append(ids, p.write.ID)
		}
		if err := w.lookUpAll(ctx, ids, found); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// lookUpAll reads organizations by one plain request. That all of them are
// there proves it whole; else the list loop asks until that is certain.
func (w *worker) lookUpAll(ctx context.Context, ids []uuid.UUID, found map[uuid.UUID]pigello.Organization) error {
	filter := pigello.FieldID.In(ids...)
	before := len(found)
	for org, err := range w.push.client.List(ctx, pigello.Query{Filters: []pigello.Filter{filter}}) {
		if err != nil {
			break
		}
		found[org.ID] = org
	}
	if len(found)-before == len(ids) {
		return nil
	}
	return w.lookUp(ctx, filter, func(org pigello.Organization) { found[org.ID] = org })
}

func (w *worker) lookUp(ctx context.Context, filter pigello.Filter, found func(pigello.Organization)) error {
	for org, err := range w.push.client.ListAll(ctx, pigello.Query{Filters: []pigello.Filter{filter}}, nil) {
		if err != nil {
			return fmt.Errorf("look up organizations: %w", err)
		}
		found(org)
	}
	w.push.watch.progressed()
	return nil
}

// dateSlack covers the server's Date, which has whole seconds, and a created_at
// without a fraction.
const dateSlack = time.Second

// adoptFound settles the rows whose name was found, as adopt does. It gives back
// the rest, with the reasons renumbered, and how many rows this very request has
// made: it didn't refuse them, they aren't older, and none before it sent them.
func adoptFound(b batch, found map[string]pigello.Organization, reasons map[int]string, sent time.Time, said bool) (outcomes []run.Outcome, open batch, left map[int]string, made int) {
	open, left = batch{tries: b.tries, busy: b.busy}, map[int]string{}
	for n, p := range b.pieces {
		reason, refused := reasons[n]
		org, ok := found[p.write.Name]
		if !ok {
			if refused {
				left[len(open.pieces)] = reason
			}
			open.pieces = append(open.pieces, p)
			continue
		}
		at, err := org.CreatedTime()
		own := !refused && p.sent.IsZero() && err == nil && !at.Before(sent.Truncate(time.Second).Add(-dateSlack))
		if own {
			made++
		}
		outcomes = append(outcomes, adopt(p, org, own && said))
	}
	return outcomes, open, left, made
}

// FoundThere is what the run says of a row that is there as it was to be, and of
// which no answer said that it was created.
const FoundThere = "it was found there as it was to be; no answer said that it was created"

// foundAsMeant is what the run says of a row that it wrote, as far as can be told, and that an undo leaves alone nevertheless.
const foundAsMeant = "it was found as it was to be after its write had got no answer"

// adopt enters an organization that was found for a row as what is true: created
// if an answer said so, else found there.
func adopt(p piece, org pigello.Organization, said bool) run.Outcome {
	switch {
	case !agrees(org, p.write):
		o := heldFor(p, org, func(values string) string {
			return wording.English.Outcome.OtherThere(org.ID.String(), values)
		})
		o.Adopted = true
		return o
	case said:
		return run.Outcome{Row: p.row, ID: org.ID, Adopted: true, Status: run.Created, Message: foundAsMeant}
	}
	return run.Outcome{Row: p.row, ID: org.ID, Adopted: true, Status: run.Unchanged, Message: FoundThere}
}
