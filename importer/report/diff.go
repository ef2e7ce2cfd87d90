package report

import (
	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/run"
)

// Differing is an organization that isn't the same in the two that were compared.
type Differing struct {
	// Change is added, removed or changed.
	Change string
	ID     uuid.UUID // uuid.Nil for none
	Name   string
	// Fields are those that differ, the most important first; all of an added or a removed
	// organization.
	Fields []DifferingField
}

// DifferingField is a field before and after: absent where there was no such field. Of parents the
// values are ids.
type DifferingField struct {
	Field                 string
	Before, After         run.Text
	BeforeName, AfterName string // of parents, "" for not known
}

// DiffWriter writes a comparison as CSV, a line for each field, with the columns change, id, name,
// field, before and after: those that differ, and of an added or removed organization those in
// which something stands. One goroutine uses it.
type DiffWriter struct{ to *marshaller[diffRow] }

// NewDiffWriter makes one; the file appears with Finish, and replaces only such a file.
func NewDiffWriter(path string) *DiffWriter {
	to := tableAt[diffRow](path, nil)
	to.to.replaces = ReplacesDiff
	return &DiffWriter{to}
}

// Add writes one organization.
func (w *DiffWriter) Add(d Differing) error {
	for _, f := range d.Fields {
		if f.Before.Text == "" && f.After.Text == "" && d.Change != "changed" {
			continue
		}
		row := diffRow{Change: d.Change, ID: IDText(d.ID), Name: d.Name, Field: f.Field, Before: f.Before.Text, After: f.After.Text}
		if err := w.to.add(row); err != nil {
			return err
		}
	}
	return nil
}

// Finish gives the file its name, also without a difference; after an error nothing has changed.
func (w *DiffWriter) Finish(failed error) ([]File, error) { return w.to.Finish(failed) }
