package verify

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strconv"

	"filippo.io/age"
	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/exporter/backup"
	"github.com/orgbatch/orgbatch/pigello"
)

// compare reads what is there now, and takes from want's records what came back. It gives the first
// of those that came back otherwise, by their names.
func (r *Rehearsal) compare(
	ctx context.Context, c *pigello.Client, want *estate,
) (odd map[digest]pigello.Organization, err error) {
	got := &estate{names: map[uuid.UUID]digest{}, records: map[digest]digest{}}
	for org, err := range c.ListAll(ctx, pigello.Query{}, nil) {
		if err != nil {
			return nil, fmt.Errorf("read what was restored: %w", err)
		}
		got.names[org.ID] = digestOf(org.Name)
	}
	odd = map[digest]pigello.Organization{}
	for org, err := range c.ListAll(ctx, pigello.Query{}, nil) {
		if err != nil {
			return nil, fmt.Errorf("read what was restored: %w", err)
		}
		name := digestOf(org.Name)
		was, known := want.records[name]
		switch {
		case !known:
			r.differ("%q is not in the snapshot", org.Name)
		case was != got.record(&org) && len(odd) < maxDifferences:
			odd[name] = org
		case was != got.record(&org):
			r.More++
		}
		delete(want.records, name)
		r.Rows++
	}
	return odd, nil
}

// nameDifferences reads the snapshot again to name the rows that came back otherwise or not at all:
// until then little more than their digests was held.
func (r *Rehearsal) nameDifferences(
	s *backup.Snapshot, odd map[digest]pigello.Organization, lost map[digest]digest,
	identities []age.Identity,
) error {
	if len(odd)+len(lost) == 0 {
		return nil
	}
	for row, err := range s.Rows(identities...) {
		if err != nil {
			return err
		}
		name := digestOf(row.Name)
		now, changed := odd[name]
		_, missing := lost[name]
		switch {
		case changed && quoted(row.CustomID) != quoted(now.CustomID):
			r.differ("row %d, %q, has another custom_id: %s, and the snapshot says %s", row.Number,
				row.Name, quoted(now.CustomID), quoted(row.CustomID))
		case changed:
			r.differ("row %d, %q, has another parent than in the snapshot", row.Number, row.Name)
		case missing:
			r.differ("row %d, %q, did not come back", row.Number, row.Name)
		}
	}
	return nil
}

// quoted is a custom_id for a person.
func quoted(v pigello.Optional[string]) string {
	if text, ok := v.Get(); ok {
		return strconv.Quote(text)
	}
	return "null"
}

func (r *Rehearsal) differ(format string, args ...any) {
	if len(r.Differences) == maxDifferences {
		r.More++
		return
	}
	r.Differences = append(r.Differences, fmt.Sprintf(format, args...))
}

// digest stands for a text, or for what is compared of a record.
type digest [16]byte

func digestOf(text string) digest {
	sum := sha256.Sum256([]byte(text))
	return digest(sum[:])
}

// estate is all records, by their names: ids are others after a restore.
type estate struct {
	names   map[uuid.UUID]digest // of each organization
	records map[digest]digest
}

// record is what is compared: custom_id and parent. A parent that isn't told is restored as none.
func (e *estate) record(o *pigello.Organization) digest {
	text := "null"
	if custom, ok := o.CustomID.Get(); ok {
		text = "=" + custom
	}
	if parent, ok := o.Parent.Get(); ok {
		name := e.names[parent]
		text += "\x00" + string(name[:])
	}
	return digestOf(text)
}
