package prose

import (
	"fmt"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/table"
)

// Page gives the plan's page for a person what the journal doesn't know.
// again is the command that plans the same file once more, "" for none.
func Page(m run.Meta, s *importer.Summary, apply, again string, signed bool) report.Page {
	p := report.Page{
		Created: m.Created.Local(), LiveRows: s.LiveRows, Books: s.Books, Groups: s.Groups, MissingParents: s.MissingParents,
		Forecast: s.Forecast, Code: s.Code, Apply: apply, Signed: signed, Again: again, Blocked: s.Blocked, WrongCustomer: s.WrongCustomer,
		IDsGiven: s.IDsGiven, IDsMissing: s.IDsMissing, Twins: s.Twins, BlankKept: s.BlankKept, Fixed: s.Fixed, UntoldParents: s.UntoldParents,
		Restore: s.Restore, Kept: s.Kept,
	}
	for _, h := range s.Held {
		p.Held = append(p.Held, report.Reason{Rows: h.Rows, Text: h.Text()})
	}
	for _, a := range s.Accepted {
		p.Accepted = append(p.Accepted, report.Reason{Rows: a.Rows, Text: a.Code})
	}
	p.Readings, p.Since = Readings(s), sinceOnPage(s.Since)
	return p
}

// Readings says of each file how it was read.
func Readings(s *importer.Summary) []report.Reading {
	var readings []report.Reading
	for i := range s.Sources {
		var reading report.Reading
		if i < len(s.Mappings) {
			reading = readingOf(&s.Mappings[i])
		}
		if i < len(s.Seen) {
			reading.Parts, reading.MoreParts = s.Seen[i].Parts, s.Seen[i].PartCount-len(s.Seen[i].Parts)
			reading.Doubt = doubtOf(&s.Seen[i].Detection)
		}
		readings = append(readings, reading)
	}
	return readings
}

// readingOf says how the columns of a file were found.
func readingOf(m *columns.Mapping) report.Reading {
	r := report.Reading{Unsent: m.Unmapped}
	for _, c := range m.Columns {
		r.Columns = append(r.Columns, report.MappedColumn{Column: c.Column, Field: c.Field, How: c.Told()})
	}
	for _, s := range m.Suggestions {
		r.Perhaps = append(r.Perhaps, fmt.Sprintf("“%s” looks like %s: %s says so.", ui.Clean(s.Header, ValueWidth), s.Field, s.Flag))
	}
	return r
}

// doubtOf says what another reading of a file would be, "" when there is no
// doubt.
func doubtOf(d *table.Detection) string {
	switch {
	case d.NearTie && d.RunnerUp != nil:
		return "Read as " + describeFormat(&words.English, &run.Source{Format: *d.RunnerUp}) + ", it would make nearly as good a table. Look whether the columns are right."
	case d.Rare:
		return "Few files are written like this. Look whether the columns are right."
	}
	return ""
}
