package report

import (
	"github.com/orgbatch/orgbatch/exporter/backup/diff"
)

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
func (w *DiffWriter) Add(c *diff.Change) error {
	for _, f := range c.Fields {
		before, after := f.BeforeText(), f.AfterText()
		if before == "" && after == "" && c.Kind != diff.Changed {
			continue
		}
		row := diffRow{Change: string(c.Kind), ID: IDText(c.ID), Name: c.Name, Field: f.Field, Before: before, After: after}
		if err := w.to.add(row); err != nil {
			return err
		}
	}
	return nil
}

// Finish gives the file its name, also without a difference; after an error nothing has changed.
func (w *DiffWriter) Finish(failed error) ([]File, error) { return w.to.Finish(failed) }
