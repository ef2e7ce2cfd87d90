package backup

import (
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"

	"filippo.io/age"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/exporter/sink"
	"github.com/orgbatch/orgbatch/pigello"
)

// FuzzyFile is the file of the rows that weren't the same all the time while the
// snapshot was made. It is there only if there are any.
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

// fuzzyFile is written when the first such row appears.
type fuzzyFile struct {
	creation *creation
	out      *sink.File
}

func (f *fuzzyFile) add(id uuid.UUID, why string, now *pigello.Organization) error {
	if f.out == nil {
		var err error
		if f.out, err = f.creation.folder.create(FuzzyFile, f.creation.recipients); err != nil {
			return err
		}
	}
	f.creation.m.Check.Fuzzy++
	row := Fuzzy{ID: id, Why: why}
	if now != nil {
		row.Now = now.Raw
	}
	line, err := json.Marshal(row)
	if err != nil {
		return fmt.Errorf("keep organization %s: %w", id, err)
	}
	_, err = f.out.Write(append(line, '\n'))
	return err
}

// end brings the file to disk and into the manifest.
func (f *fuzzyFile) end() error {
	if f.out == nil {
		return nil
	}
	file, err := f.creation.file(FuzzyFile, f.out)
	f.creation.m.Files = append(f.creation.m.Files, file)
	return err
}

func (f *fuzzyFile) abort() error {
	if f.out == nil {
		return nil
	}
	return f.out.Abort()
}

// Fuzzy reads the rows that were not the same all the time while the snapshot
// was made, as far as its check could see; a row may be there twice. Errors are
// those of [Snapshot.Rows].
func (s *Snapshot) Fuzzy(identities ...age.Identity) iter.Seq2[Fuzzy, error] {
	at := slices.IndexFunc(s.Manifest.Files, func(f File) bool { return strings.HasPrefix(f.Name, FuzzyFile) })
	if s.Err == nil && at < 0 {
		return func(func(Fuzzy, error) bool) {} // none was made: nothing changed
	}
	return readRows(s, at, identities, func(_ int, line []byte) (row Fuzzy, err error) {
		err = json.Unmarshal(line, &row)
		return row, err
	})
}
