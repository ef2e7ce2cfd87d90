package audit

import (
	"cmp"
	"context"
	"fmt"
	"hash/maphash"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"

	"github.com/orgbatch/orgbatch/importer/letters"
	"github.com/orgbatch/orgbatch/importer/live"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

// nameIndex finds rows by their folded names. It keeps 8 bytes a row.
type nameIndex []namedRow

type namedRow struct {
	hash uint32
	row  int32
}

// with gives the rows that may have a name: those of its hash.
func (x nameIndex) with(hash uint32) nameIndex {
	from, _ := slices.BinarySearchFunc(x, hash, func(r namedRow, hash uint32) int { return cmp.Compare(r.hash, hash) })
	to := from
	for to < len(x) && x[to].hash == hash {
		to++
	}
	return x[from:to]
}

// foldUnique brings names to one text that an API may take for the same when it sees to it that names are unique: case, Unicode form and
// the number of spaces don't count. What a person takes for nearly the same is another matter: see package letters.
func foldUnique(s string) string {
	return strings.Map(letters.FoldRune, strings.Join(strings.Fields(norm.NFKC.String(s)), " "))
}

// readNames looks for what the ids can't show: organizations that were made twice for one row, and names of rows that the run did not
// write and that are there all the same.
func (a *audit) readNames(ctx context.Context) error {
	first, err := run.FirstCreate(a.run)
	if err != nil {
		return err
	}
	if a.absent > 0 && !a.streams() {
		if err := a.lookForAbsent(ctx); err != nil {
			return err
		}
		a.absent = 0 // the list need not be looked through for them
	}
	if first.IsZero() && a.absent == 0 {
		return nil
	}
	return a.readNameList(ctx, first)
}

// readNameList reads the list, from the first send on where nothing older matters. The bound is a whole date, which is what the API is
// documented to take.
func (a *audit) readNameList(ctx context.Context, first time.Time) error {
	x, err := a.indexNames()
	if err != nil || len(x) == 0 {
		return err
	}
	var q pigello.Query
	if a.absent == 0 {
		q.Filters = []pigello.Filter{pigello.FieldCreatedAt.Gte(first.Add(-live.DateSlack).UTC().Truncate(24 * time.Hour))}
	}
	count := 0
	for org, err := range a.client.ListAll(ctx, q, nil) {
		if err != nil {
			return fmt.Errorf("read the organizations that were made since: %w", err)
		}
		for _, r := range x.with(a.nameHash(org.Name)) {
			if err := a.meet(r.row, org, first); err != nil {
				return err
			}
		}
		if count++; count%1024 == 0 {
			a.o.Progress(run.Progress{Stage: "audit", Rows: count})
		}
	}
	return a.settleDoubled(ctx)
}

// settleDoubled tells the rows that are there twice from those whose own organization is gone: of these, the other one is a detail.
func (a *audit) settleDoubled(ctx context.Context) error {
	for rows := range slices.Chunk(slices.Sorted(maps.Keys(a.another)), live.MaxLookup) {
		own, err := a.byIDs(ctx, rows)
		if err != nil {
			return err
		}
		for _, i := range rows {
			if _, ok := own[a.ids[i]]; !ok {
				continue
			}
			a.marks[i] |= isDoubled
			row, err := a.run.Row(int(i))
			if err != nil {
				return err
			}
			for _, id := range a.another[i] {
				if err := a.found(Difference{Finding: Doubled, ID: a.ids[i], Field: pigello.NameID, Wrote: idValue(a.ids[i]), Now: idValue(id)}, &row); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// indexNames indexes the rows that made an organization, and those that didn't while the list is read for them.
func (a *audit) indexNames() (nameIndex, error) {
	x := make(nameIndex, 0, a.created+a.absent)
	i := -1
	for d, err := range a.run.Decisions(0) {
		if err != nil {
			return nil, err
		}
		i++
		made := a.status[i].IsWritten()
		if d.Action != run.ActionCreate || !made && (a.absent == 0 || !isAbsent(a.status[i])) {
			continue
		}
		row, err := a.run.Row(i)
		if err != nil {
			return nil, err
		}
		x = append(x, namedRow{a.nameHash(row.Values.Name), int32(i)})
	}
	slices.SortFunc(x, func(a, b namedRow) int { return cmp.Compare(a.hash, b.hash) })
	return x, nil
}

func isAbsent(s run.Status) bool { return s == run.Rejected || s == run.Held || s == run.NotReached }

func (a *audit) nameHash(name string) uint32 { return uint32(maphash.String(a.seed, foldUnique(name))) }

// meet compares an organization with a row whose name it may have.
func (a *audit) meet(i int32, org pigello.Organization, first time.Time) error {
	if a.ids[i] == org.ID && a.status[i].IsWritten() {
		return nil
	}
	row, err := a.run.Row(int(i))
	if err != nil {
		return err
	}
	if !a.status[i].IsWritten() {
		if row.Values.Name != org.Name {
			return nil
		}
		return a.thereNow(&row, org)
	}
	made, err := org.CreatedTime()
	if foldUnique(org.Name) != foldUnique(row.Values.Name) || err == nil && made.Before(first.Truncate(time.Second).Add(-live.DateSlack)) || len(a.rowsWith(org.ID)) > 0 {
		return nil // another name, an older organization, or that of another row
	}
	if a.another == nil {
		a.another = map[int32][]uuid.UUID{}
	}
	a.another[i] = append(a.another[i], org.ID)
	return nil
}

func (a *audit) thereNow(row *run.Row, org pigello.Organization) error {
	a.books.ThereNow++
	return a.found(Difference{Finding: ThereNow, ID: org.ID, Field: pigello.NameName, Now: run.Text{Kind: run.Value, Text: org.Name}}, row)
}

// lookForAbsent asks for the names of creates that were not written.
func (a *audit) lookForAbsent(ctx context.Context) error {
	var batch []run.Row
	ask := func() error {
		var names []string
		for _, row := range batch {
			names = append(names, row.Values.Name)
		}
		found, err := a.reader.ByName(ctx, names)
		if err != nil {
			return err
		}
		for n := range batch {
			if org, ok := found[batch[n].Values.Name]; ok {
				if err := a.thereNow(&batch[n], org); err != nil {
					return err
				}
			}
		}
		batch = batch[:0]
		return nil
	}
	i := -1
	for d, err := range a.run.Decisions(0) {
		if err != nil {
			return err
		}
		if i++; d.Action != run.ActionCreate || !isAbsent(a.status[i]) {
			continue
		}
		row, err := a.run.Row(i)
		if err != nil {
			return err
		}
		if batch = append(batch, row); len(batch) == live.MaxLookup {
			if err := ask(); err != nil {
				return err
			}
		}
	}
	return ask()
}
