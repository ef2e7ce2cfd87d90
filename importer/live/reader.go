// Package live reads organizations as they are there now, by their ids and by their names, and says
// whether they are as a write meant them to be.
package live

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/pigello"
)

const (
	// MaxLookup is how many ids, or names, one request asks for.
	MaxLookup = 80
	// maxLookupLine bounds the names of one request in bytes, with room for the rest of its line.
	maxLookupLine = 3000
	// DateSlack covers the server's Date, which has whole seconds, and a created_at without a
	// fraction.
	DateSlack = time.Second
)

// Reader looks organizations up.
type Reader struct {
	Client *pigello.Client
	// Progressed is told of each answer, nil for nobody.
	Progressed func()
}

// ByName reads the organizations that have these names, which are unique. A name with a comma can't
// share a request: the comma is what separates the others.
func (r Reader) ByName(ctx context.Context, names []string) (map[string]pigello.Organization, error) {
	found := map[string]pigello.Organization{}
	find := func(filter pigello.Filter) error {
		return r.find(ctx, filter, func(org pigello.Organization) { found[org.Name] = org })
	}
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
		return find(filter)
	}
	for _, name := range names {
		if strings.Contains(name, ",") {
			if err := find(pigello.FieldName.Is(name)); err != nil {
				return nil, err
			}
			continue
		}
		escaped := len(url.QueryEscape(name)) + 3
		if length+escaped > maxLookupLine || len(together) == MaxLookup {
			if err := flush(); err != nil {
				return nil, err
			}
		}
		together, length = append(together, name), length+escaped
	}
	return found, flush()
}

// ByID reads the organizations that have these ids.
func (r Reader) ByID(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]pigello.Organization, error) {
	found := make(map[uuid.UUID]pigello.Organization, len(ids))
	for start := 0; start < len(ids); start += MaxLookup {
		if err := r.some(ctx, ids[start:min(start+MaxLookup, len(ids))], found); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// some reads organizations by one plain request. That all of them are there proves it whole; else
// the list loop asks until that is certain.
func (r Reader) some(ctx context.Context, ids []uuid.UUID, found map[uuid.UUID]pigello.Organization) error {
	filter := pigello.FieldID.In(ids...)
	before := len(found)
	for org, err := range r.Client.List(ctx, pigello.Query{Filters: []pigello.Filter{filter}}) {
		if err != nil {
			break
		}
		found[org.ID] = org
	}
	if len(found)-before == len(ids) {
		return nil
	}
	return r.find(ctx, filter, func(org pigello.Organization) { found[org.ID] = org })
}

func (r Reader) find(ctx context.Context, filter pigello.Filter, found func(pigello.Organization)) error {
	for org, err := range r.Client.ListAll(ctx, pigello.Query{Filters: []pigello.Filter{filter}}, nil) {
		if err != nil {
			return fmt.Errorf("look up organizations: %w", err)
		}
		found(org)
	}
	r.progressed()
	return nil
}

func (r Reader) progressed() {
	if r.Progressed != nil {
		r.Progressed()
	}
}
