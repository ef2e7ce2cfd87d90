package exporter

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/pigello"
)

// parents knows the names and custom ids of all visible organizations, so that
// a row can tell its parent's. They are read in a pass of their own, before the
// rows, because a parent may come after its children, or not be among the rows
// at all.
type parents struct {
	byID    map[uuid.UUID]identity
	skips   bool // rows that can't be taken, which are an error else
	unknown int  // rows whose parent isn't visible
}

type identity struct{ name, customID string }

// read fills the table: one read of the whole list, filters set aside.
func (p *parents) read(ctx context.Context, client *pigello.Client, tell func(int)) error {
	p.byID = map[uuid.UUID]identity{}
	for org, err := range client.ListAll(ctx, pigello.Query{}, nil) {
		if _, unreadable := errors.AsType[*pigello.UnreadableError](err); p.skips && unreadable {
			continue
		}
		if err != nil {
			return fmt.Errorf("read the names of parents: %w", err)
		}
		customID, _ := org.CustomID.Get()
		p.byID[org.ID] = identity{name: org.Name, customID: customID}
		if len(p.byID)%progressEvery == 0 {
			tell(len(p.byID))
		}
	}
	tell(len(p.byID))
	return nil
}

// of returns the name and custom id of the parent; empty without one or where nobody
// asked for them (nil), and for one that isn't visible, which is counted.
func (p *parents) of(org *pigello.Organization) (name, customID string) {
	id, ok := org.Parent.Get()
	if !ok || p == nil {
		return "", ""
	}
	found, ok := p.byID[id]
	if !ok {
		p.unknown++
	}
	return found.name, found.customID
}
