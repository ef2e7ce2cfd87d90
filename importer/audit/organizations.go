package audit

import (
	"bytes"
	"context"
	"fmt"
	"hash/maphash"
	"slices"
	"sort"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/live"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

// order lines up the rows with an organization by its id.
func (a *audit) order() {
	if a.byID != nil {
		return
	}
	a.byID = make([]int32, 0, a.books.Rows)
	for i, m := range a.marks {
		if m&inBooks != 0 && a.ids[i] != (uuid.UUID{}) {
			a.byID = append(a.byID, int32(i))
		}
	}
	slices.SortFunc(a.byID, func(x, y int32) int { return bytes.Compare(a.ids[x][:], a.ids[y][:]) })
}

// rowsWith gives the rows of an organization: mostly one, more where rows equal each other.
func (a *audit) rowsWith(id uuid.UUID) []int32 {
	a.order()
	from := sort.Search(len(a.byID), func(n int) bool { return bytes.Compare(a.ids[a.byID[n]][:], id[:]) >= 0 })
	to := from
	for to < len(a.byID) && a.ids[a.byID[to]] == id {
		to++
	}
	return a.byID[from:to]
}

// readOrganizations compares what the run says with what is there now. Where the list is read, only what doesn't look as it should is
// asked for again by its id, so that a difference is told as it is and rests on two answers.
func (a *audit) readOrganizations(ctx context.Context) error {
	if a.streams() {
		if err := a.readList(ctx); err != nil {
			return err
		}
	}
	var batch []int32
	for i := range a.marks {
		if a.marks[i]&inBooks == 0 {
			continue
		}
		holds, err := a.looksRight(int32(i))
		if err != nil {
			return err
		}
		if holds {
			continue
		}
		if batch = append(batch, int32(i)); len(batch) == live.MaxLookup {
			if err := a.settleBatch(ctx, batch); err != nil {
				return err
			}
			batch = batch[:0]
			a.o.Progress(run.Progress{Stage: "audit", Rows: i + 1, Total: len(a.marks)})
		}
	}
	return a.settleBatch(ctx, batch)
}

// readList reads the whole list once, and keeps of each row's organization a digest of the fields of which the run says anything.
func (a *audit) readList(ctx context.Context) error {
	if err := a.markWanted(); err != nil {
		return err
	}
	a.order()
	a.digests = make([]uint64, len(a.marks))
	count := 0
	for org, err := range a.client.ListAll(ctx, pigello.Query{}, nil) {
		if err != nil {
			return fmt.Errorf("read the organizations that are there now: %w", err)
		}
		for _, i := range a.rowsWith(org.ID) {
			now := live.Snapshot(org)
			a.marks[i] |= seen | tells(now, toldCustom, toldParent)
			a.digests[i] = digest(a.seed, now, a.marks[i])
		}
		if count++; count%1024 == 0 {
			a.o.Progress(run.Progress{Stage: "audit", Rows: count})
		}
	}
	return nil
}

// markWanted notes of which fields the run says anything.
func (a *audit) markWanted() error {
	for i := range a.marks {
		if a.marks[i]&inBooks == 0 {
			continue
		}
		c, err := a.claimOf(int32(i))
		if err != nil {
			return err
		}
		if c.want.Name != "" {
			a.marks[i] |= wantsName
		}
		a.marks[i] |= tells(c.want, wantsCustom, wantsParent)
	}
	return nil
}

func tells(s run.Snapshot, custom, parent auditMark) (m auditMark) {
	if s.CustomID.Kind != run.Absent {
		m |= custom
	}
	if s.Parent.Kind != run.Absent {
		m |= parent
	}
	return m
}

// digest stands for the fields that the run says and the API tells: 64 bits of a keyed hash.
func digest(seed maphash.Seed, s run.Snapshot, m auditMark) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	add := func(t run.Text) {
		_ = h.WriteByte(byte(t.Kind)) // a hash takes everything
		_, _ = h.WriteString(t.Text)
		_ = h.WriteByte(0)
	}
	if m&wantsName != 0 {
		add(run.Text{Text: s.Name})
	}
	if m&wantsCustom != 0 && m&toldCustom != 0 {
		add(s.CustomID)
	}
	if m&wantsParent != 0 && m&toldParent != 0 {
		add(s.Parent)
	}
	return h.Sum64()
}

// looksRight says whether the list has shown that a row is as the run says, and counts it then.
func (a *audit) looksRight(i int32) (bool, error) {
	m := a.marks[i]
	if a.digests == nil || m&seen == 0 {
		return false, nil
	}
	c, err := a.claimOf(i)
	if err != nil || digest(a.seed, c.want, m) != a.digests[i] {
		return false, err
	}
	a.count(i, compared{
		inPart: m&wantsCustom != 0 && m&toldCustom == 0 || m&wantsParent != 0 && m&toldParent == 0,
	})
	return true, nil
}

// count puts a row into the books: once, by what is worst.
func (a *audit) count(i int32, found compared) {
	switch {
	case a.marks[i]&isDoubled != 0:
		a.books.Doubled++
	case len(found.differ) > 0 && found.differ[0].Finding == Gone:
		a.books.Gone++
	case len(found.differ) > 0:
		a.books.Changed++
	case found.inPart:
		a.books.InPart++
	default:
		a.books.Hold++
	}
}

// settleBatch reads the organizations of rows by their ids, and says of each row how it is.
func (a *audit) settleBatch(ctx context.Context, rows []int32) error {
	if len(rows) == 0 {
		return nil
	}
	now, err := a.byIDs(ctx, rows)
	if err != nil {
		return err
	}
	for _, i := range rows {
		c, err := a.claimOf(i)
		if err != nil {
			return err
		}
		org, ok := now[a.ids[i]]
		found := compared{differ: []Difference{{Finding: Gone, ID: a.ids[i], Name: c.want.Name}}}
		if others := a.another[i]; len(others) > 0 {
			d := &found.differ[0]
			d.Field, d.Wrote, d.Now = pigello.NameID, idValue(a.ids[i]), idValue(others[0])
		}
		if ok {
			found = c.compare(org)
		}
		a.count(i, found)
		for _, d := range found.differ {
			if err := a.found(d, &c.row); err != nil {
				return err
			}
		}
	}
	return nil
}

func (a *audit) byIDs(ctx context.Context, rows []int32) (map[uuid.UUID]pigello.Organization, error) {
	var ids []uuid.UUID
	for _, i := range rows {
		if id := a.ids[i]; id != (uuid.UUID{}) && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return a.reader.ByID(ctx, ids)
}
