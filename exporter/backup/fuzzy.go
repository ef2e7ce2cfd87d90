package backup

import (
	"encoding/json"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/pigello"
)

// FuzzyFile is the file of the rows that weren't the same all the time while the snapshot was made.
// It is there only if there are any.
const FuzzyFile = "fuzzy.jsonl.zst"

// Why a row is fuzzy.
const (
	whyCreated = "created" // in the snapshot, but not since the beginning
	whyChanged = "changed" // in the snapshot as it was first; Now is as it was then
	whyDeleted = "deleted" // perhaps in the snapshot, and not there in the end
)

// Fuzzy is a row that wasn't the same all the time while the snapshot was made.
type Fuzzy struct {
	ID  uuid.UUID      `json:"id"`
	Why string         `json:"why"`           // created, changed or deleted
	Now jsontext.Value `json:"now,omitempty"` // the object as it was in the end
}

// addFuzzy writes such a row; the first one makes the file.
func (c *creation) addFuzzy(id uuid.UUID, why string, now *pigello.Organization) (err error) {
	if c.fuzzy == nil {
		if c.fuzzy, err = c.folder.create(FuzzyFile); err != nil {
			return err
		}
	}
	c.m.Check.Fuzzy++
	row := Fuzzy{ID: id, Why: why}
	if now != nil {
		row.Now = now.Raw
	}
	line, err := json.Marshal(row)
	if err != nil {
		return fmt.Errorf("keep organization %s: %w", id, err)
	}
	_, err = c.fuzzy.Write(append(line, '\n'))
	return err
}
