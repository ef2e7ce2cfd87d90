package report

import (
	"strconv"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/run"
)

// Audit is one difference between what a run says and what is there now, as audit.csv has it.
type Audit struct {
	Source, Number int
	ID             uuid.UUID
	Name           string
	Status         run.Status
	Finding        string
	// Field, Wrote and Now say what differs; they are empty of an organization that isn't there any
	// more.
	Field      string
	Wrote, Now run.Text
}

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
func (w *AuditWriter) Add(a Audit) error {
	file := ""
	if a.Source < len(w.sources) {
		file = w.sources[a.Source].Name
	}
	return w.to.add(auditRow{
		Row: strconv.Itoa(a.Number), ID: IDText(a.ID), Name: a.Name, Status: a.Status.String(), Finding: a.Finding,
		Field: a.Field, Wrote: a.Wrote.Text, Now: a.Now.Text, File: file,
	})
}

// Finish gives the file its name. Without a difference there is none, and no old one either; after
// an error nothing has changed.
func (w *AuditWriter) Finish(failed error) ([]File, error) { return w.to.Finish(failed) }
