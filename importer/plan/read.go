package plan

import (
	"context"
	"io"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/check"
	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/history"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/pigello"
)

// reading keeps the rows of the inputs, and what their checks found.
type reading struct {
	index   *index
	run     *run.Run
	in      *intake.Files
	issues  *ledger
	restore *RestoreOptions
	mended  *history.Mended // rows that carry an identity
}

// readInputs reads, maps and checks every input.
func (r *reading) readInputs(ctx context.Context, o *Options) error {
	err := r.in.Read(ctx, o.Inputs, &intake.Options{
		Reading: &o.Reading, Fingerprint: true, Open: r.open, Opened: func() {}, Row: r.readRow, Issue: r.issues.keep, Progress: o.Progress,
		Check: check.Options{
			MatchCustomID: o.Key == KeyCustomID, Verbatim: o.Restore != nil, IDsAlone: o.IDsAlone,
		},
	})
	if err != nil {
		return err
	}
	return r.run.FlushRows()
}

func (r *reading) open(in intake.Input) (io.ReadSeekCloser, error) {
	if in.Stream != nil {
		return r.run.Spool(in.Name, in.Stream)
	}
	return in.Open()
}

func (r *reading) readRow(n int, row tabular.Row, rec *check.Record, issues []run.Issue) error {
	r.restore.translate(rec)
	i, m := len(r.index.rows), &r.in.Mappings[n]
	carried, err := r.mended.Read(i, rec.Identity, &r.in.Sources[n], row.Cells)
	if err != nil {
		return err
	}
	rec.Identity = carried.Identity
	bad, doubts := false, false
	parent, _ := m.ColumnOf(pigello.NameOrganization)
	for _, issue := range append(issues, carried.Issues...) {
		if isDoubt(issue.Code) && doubtedField(m, &issue) != "" {
			doubts = true
			continue
		}
		if rec.SpelledParent != (uuid.UUID{}) && issue.Code == codes.IDSpelling && issue.Column == parent {
			continue // it may be a name or a custom_id: resolveParents tells
		}
		issue.Row, issue.Number, issue.Line = i, row.Number, row.Line
		bad = bad || issue.Severity == run.Error
		r.issues.keep(issue)
	}
	err = r.run.AppendRow(run.Row{
		Index: i, Source: n, Number: row.Number, Line: row.Line, Raw: row.Raw, Cells: row.Cells,
		Identity: rec.Identity, Values: valuesOf(rec),
	})
	r.index.add(rec, n, row.Number, row.Line, bad)
	if carried.Insists {
		r.index.rows[i].marks |= insisted
	}
	if doubts {
		r.index.rows[i].marks |= doubtful
	}
	return err
}

func valuesOf(rec *check.Record) run.Values {
	v := run.Values{
		Name: rec.Name, CustomID: rec.CustomID, Parent: rec.Parent, ParentKind: rec.ParentKind.String(),
	}
	if rec.HasID {
		v.ID = rec.ID.String()
	}
	return v
}
