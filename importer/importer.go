package importer

import (
	"context"

	"github.com/orgbatch/orgbatch/importer/history"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

// Apply does what the plan in r says. It returns the books of the run, whatever ended it: they count
// every row of the file, and [push.Resume] goes on with what was not reached. Cancelling ctx cuts the
// requests under way, whose rows are unknown then; closing Stop doesn't.
//
// Rows of which another run has written the identity since the plan was made are held first.
func Apply(ctx context.Context, c *pigello.Client, r *run.Run, o push.Options) (run.Books, error) {
	if !r.Meta().Blocked || o.SkipInvalid {
		if err := history.HoldWritten(ctx, r); err != nil {
			return run.Books{}, err
		}
	}
	return push.Apply(ctx, c, r, o)
}
