package backup

import (
	"context"

	"filippo.io/age"
)

// ProveSnapshot is what package verify says of a snapshot: the rows that it found good, and
// what is wrong. A test inside this package can't import that one, so one outside sets it.
var ProveSnapshot func(context.Context, *Snapshot, ...age.Identity) (rows int, problems []error, err error)
