package importer

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/run"
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
	for org, err := range w.client.List(ctx, pigello.Query{Filters: []pigello.Filter{filter}}) {
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
	for org, err := range w.client.ListAll(ctx, pigello.Query{Filters: []pigello.Filter{filter}}, nil) {
		if err != nil {
			return fmt.Errorf("look up organizations: %w", err)
		}
		found(org)
	}
	w.watch.progressed()
	return nil
}

// dateSlack covers the server's Date, which has whole seconds, and a created_at
// without a fraction.
const dateSlack = time.Second

// adoptFound settles the rows whose name was found: written by this run if the
// answer didn't refuse it and it isn't older than the request, else somebody
// else's. It gives back the rest, with the reasons renumbered.
func adoptFound(b batch, found map[string]pigello.Organization, reasons map[int]string, sent time.Time) ([]run.Outcome, batch, map[int]string) {
	var outcomes []run.Outcome
	open, left := batch{tries: b.tries}, map[int]string{}
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
		outcomes = append(outcomes, adopt(p, org, p.since(sent), refused && b.tries == 0 && p.sent.IsZero()))
	}
	return outcomes, open, left
}

// adopt enters an organization that was found for a row as what is true.
func adopt(p piece, org pigello.Organization, sent time.Time, refused bool) run.Outcome {
	o := run.Outcome{Row: p.row, ID: org.ID, Adopted: true, Status: run.Unchanged}
	if !agrees(org, p.write) {
		o = heldFor(p, org, fmt.Sprintf("an organization of this name is there now with other values (%s); look at it, and import the row again with its id", org.ID))
		o.Adopted = true
		return o
	}
	created, err := org.CreatedTime()
	if !refused && err == nil && !created.Before(sent.Truncate(time.Second).Add(-dateSlack)) {
		o.Status = run.Created
	}
	return o
}
