package live

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/pigello"
)

// Below reads what lies directly below organizations. One plain request is
// enough where nothing does, since no list is cut to nothing. Where a list doesn't
// tell the parents, own says where organizations that are known lie; what is left is
// found by asking for ever fewer parents.
func (r Reader) Below(ctx context.Context, ids []uuid.UUID, own map[uuid.UUID]uuid.UUID) (map[uuid.UUID][]pigello.Organization, error) {
	below := map[uuid.UUID][]pigello.Organization{}
	orgs, err := r.listBelow(ctx, ids)
	if err != nil || len(orgs) == 0 {
		return below, err
	}
	for _, org := range orgs {
		parent, told := org.Parent.Get()
		if !told && org.Parent.IsAbsent() {
			if len(ids) == 1 {
				parent, told = ids[0], true
			} else if parent, told = own[org.ID]; !told || !slices.Contains(ids, parent) {
				return r.belowByHalves(ctx, ids, own)
			}
		}
		if told && slices.Contains(ids, parent) && org.ID != parent {
			below[parent] = append(below[parent], org)
		}
	}
	return below, nil
}

func (r Reader) belowByHalves(ctx context.Context, ids []uuid.UUID, own map[uuid.UUID]uuid.UUID) (map[uuid.UUID][]pigello.Organization, error) {
	half := len(ids) / 2
	below, err := r.Below(ctx, ids[:half], own)
	if err != nil {
		return nil, err
	}
	others, err := r.Below(ctx, ids[half:], own)
	maps.Copy(below, others)
	return below, err
}

// listBelow reads all that lies below organizations. No list is cut to nothing:
// where the API says [], nothing does.
func (r Reader) listBelow(ctx context.Context, ids []uuid.UUID) (orgs []pigello.Organization, err error) {
	filter := pigello.FieldOrganization.In(ids...)
	for _, err := range r.Client.List(ctx, pigello.Query{Filters: []pigello.Filter{filter}}) {
		if err != nil {
			return nil, fmt.Errorf("look for what lies below: %w", err)
		}
		err = r.find(ctx, filter, func(org pigello.Organization) { orgs = append(orgs, org) })
		return orgs, err
	}
	r.progressed()
	return nil, nil
}
