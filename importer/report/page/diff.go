package page

import (
	"io"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/exporter/backup/diff"
	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/run"
)

// DiffPage is what the page of a comparison says beside the organizations.
type DiffPage struct {
	// Compared is when; it is shown in its own zone.
	Compared time.Time
	Version  string
	A, B     DiffSide
	diff.Summary
	// Restore is the command that shows what would bring back what was removed, "" for none.
	// RestoreOne is that of one organization, whose change is removed or changed; nil for none.
	Restore    string
	RestoreOne func(id string, kind diff.ChangeKind) string
	// All is the file in which every difference stands, "" for none.
	All string
}

// DiffSide is one of the two that were compared.
type DiffSide struct {
	// Name is short, About what else is to be known of it.
	Name, About string
	// Of is whose organizations they are, "" for not known, and At when they were; zero is now.
	Of string
	At time.Time
	// Skipped are the columns of a file that weren't compared.
	Skipped []string
}

// DiffBuilder makes the page of a comparison: bounded in bytes whatever differs, what it leaves out
// said. One goroutine uses it.
type DiffBuilder struct {
	page    DiffPage
	added   list[change]
	removed list[change]
	changed list[change]
	fields  map[string]int // of changed organizations
	others  int            // fields that are too many for it
}

// The most fields that are told of one organization, and of all.
const (
	fieldsShown = 20
	fieldsKnown = 100
)

// NewDiffBuilder starts a page.
func NewDiffBuilder(p DiffPage) *DiffBuilder {
	return &DiffBuilder{page: p, fields: map[string]int{}}
}

// Add takes in one organization.
func (b *DiffBuilder) Add(d *diff.Change) {
	list := &b.changed
	switch d.Kind {
	case diff.Added:
		list = &b.added
	case diff.Removed:
		list = &b.removed
	default:
		b.countFields(d.Fields)
	}
	list.add(func() change {
		c := changeOfDiffering(d)
		if d.Kind != diff.Added && d.ID != uuid.Nil && b.page.RestoreOne != nil {
			c.Back = b.page.RestoreOne(c.ID, d.Kind)
		}
		return c
	})
}

func (b *DiffBuilder) countFields(fields []diff.FieldChange) {
	for _, f := range fields {
		name := shorten(f.Field, headerLength)
		if _, known := b.fields[name]; !known && len(b.fields) == fieldsKnown {
			b.others++
			continue
		}
		b.fields[name]++
	}
}

// changeOfDiffering cuts an organization down to what the page shows.
func changeOfDiffering(d *diff.Change) change {
	c := change{Name: shorten(d.Name, messageLength), ID: report.IDText(d.ID)}
	for _, f := range d.Fields[:min(len(d.Fields), fieldsShown)] {
		before, after := textOfJSON(f.Before, f.BeforeText()), textOfJSON(f.After, f.AfterText())
		v := fieldOf(shorten(f.Field, headerLength), before, after)
		v.beforeName, v.lacking = shorten(f.BeforeName, messageLength), "no such field"
		if f.BeforeName != "" {
			v.beforeID, _ = uuid.Parse(before.Text)
		}
		if f.AfterName != "" {
			v.afterID, _ = uuid.Parse(after.Text)
			v.after.Text = shorten(f.AfterName, messageLength)
		}
		c.fields = append(c.fields, v)
	}
	if more := len(d.Fields) - fieldsShown; more > 0 {
		c.fields = append(c.fields, fieldChange{field: "and " + number(more) + " more", before: run.Text{Kind: run.Null}, after: run.Text{Kind: run.Null}})
	}
	return c
}

// textOfJSON tells what isn't there and null from a text.
func textOfJSON(v jsontext.Value, text string) run.Text {
	switch {
	case v == nil:
		return run.Text{}
	case v.Kind() == jsontext.KindNull:
		return run.Text{Kind: run.Null}
	}
	return run.Text{Kind: run.Value, Text: text}
}

// WriteTo writes the page. Nothing may be added afterwards.
func (b *DiffBuilder) WriteTo(w io.Writer) (int64, error) {
	return writePage(w, "diff.html", b.view)
}

// WriteFile writes the page to a file, whole or not at all; it replaces only such a page.
func (b *DiffBuilder) WriteFile(path string) error {
	return report.WriteWhole(path, ReplacesComparison, b.WriteTo)
}
