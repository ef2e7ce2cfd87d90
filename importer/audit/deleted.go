package audit

import (
	"context"
	"slices"

	"github.com/orgbatch/orgbatch/importer/live"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

// readDeleted asks for what a run deleted, or found gone: none of it may be there.
func (a *audit) readDeleted(ctx context.Context) error {
	var rows []int32
	err := run.Reversed(a.run, func(row int, _ bool) error {
		rows = append(rows, int32(row))
		return nil
	})
	if err != nil {
		return err
	}
	for batch := range slices.Chunk(rows, live.MaxLookup) {
		now, err := a.byIDs(ctx, batch)
		if err != nil {
			return err
		}
		for _, i := range batch {
			a.books.Rows++
			org, there := now[a.ids[i]]
			if !there {
				a.books.Hold++
				continue
			}
			a.books.Changed++
			row, err := a.run.Row(int(i))
			if err == nil {
				err = a.found(Difference{Finding: ThereNow, ID: org.ID, Name: org.Name, Field: pigello.NameID, Now: idValue(org.ID)}, &row)
			}
			if err != nil {
				return err
			}
		}
		a.o.Progress(run.Progress{Stage: "audit", Rows: a.books.Rows, Total: len(rows)})
	}
	return nil
}
