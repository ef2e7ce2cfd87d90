package report

import (
	"strconv"

	"github.com/orgbatch/orgbatch/importer/audit"
	"github.com/orgbatch/orgbatch/importer/run"
)

// AuditWriter writes audit.csv: every difference that an audit found, with the columns row, id,
// name, status, finding, field, wrote and now, and file when there are several. One goroutine uses
// it.
type AuditWriter struct {
	to      *marshaller[auditRow]
	sources []run.Source
}

// NewAuditWriter makes one; the file appears with Finish.
func NewAuditWriter(r *run.Run) *AuditWriter {
	return &AuditWriter{tableOf[auditRow](r, "audit"), r.Meta().Sources}
}

// Add writes one difference.
func (w *AuditWriter) Add(d audit.Difference) error {
	file := ""
	if d.Source < len(w.sources) {
		file = w.sources[d.Source].Name
	}
	return w.to.add(auditRow{
		Row: strconv.Itoa(d.Number), ID: IDText(d.ID), Name: d.Name, Status: d.Status.String(), Finding: d.Finding.String(),
		Field: d.Field, Wrote: d.Wrote.Text, Now: d.Now.Text, File: file,
	})
}

// Finish gives the file its name. Without a difference there is none, and no old one either; after
// an error nothing has changed.
func (w *AuditWriter) Finish(failed error) ([]File, error) { return w.to.Finish(failed) }
