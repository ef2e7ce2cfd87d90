package history

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/run"
)

// Restored are the ids that organizations of a target have since restores whose runs lie in a folder
// made them anew, by the ids that they had before. Runs that are undone don't count, and those that
// are in use or can't be read tell nothing: what they made is found by its name, and held.
//
// Memory is some 50 bytes for each row that was made anew.
func Restored(runsDir string, target run.Target) (map[uuid.UUID]uuid.UUID, error) {
	infos, err := run.List(runsDir)
	if err != nil {
		return nil, err
	}
	ids := map[uuid.UUID]uuid.UUID{}
	for _, info := range slices.Backward(infos) { // the oldest first
		m := &info.Meta
		unread := info.InUse || info.Err != nil
		if unread || m.State == run.Undone || !m.Target.Same(target) || !isRestore(m) {
			continue
		}
		if err := reading(info.Path, func(r *run.Run) error { return collectIDs(r, ids) }); err != nil {
			return nil, fmt.Errorf("read what run %s restored: %w", info.Meta.Short, err)
		}
	}
	for old := range ids { // what was made anew may have been lost and made anew again
		for next, again := ids[ids[old]]; again; next, again = ids[next] {
			ids[old] = next
		}
	}
	return ids, nil
}

// isRestore says whether a run was planned as a restore.
func isRestore(m *run.Meta) bool {
	var options struct {
		Restore *struct{} `json:"restore"`
	}
	return json.Unmarshal(m.Options, &options) == nil && options.Restore != nil
}

func collectIDs(r *run.Run, ids map[uuid.UUID]uuid.UUID) error {
	states, made, err := r.States()
	if err != nil {
		return err
	}
	for row, err := range r.Rows(0) {
		if err != nil {
			return err
		}
		if !states[row.Index].IsWritten() {
			continue
		}
		old, err := uuid.Parse(row.Values.ID)
		if err == nil && old != made[row.Index] { // made anew, or found there so
			ids[old] = made[row.Index]
		}
	}
	return nil
}
