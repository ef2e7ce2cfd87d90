package plan

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/exporter/crash"
	"github.com/orgbatch/orgbatch/importer/check"
	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/history"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/rules"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/pigello"
)

// reading reads the inputs, maps their columns and checks each row.
type reading struct {
	index   *index
	run     *run.Run
	in      *inputs
	issues  *ledger
	sum     *Summary
	restore *RestoreOptions
	mended  *history.Mended // rows that carry an identity
	uniques rules.Uniques   // what a person's checks want unique
}

// readInputs reads, maps and checks every input, one after the other: several
// files are one table, each with its own form.
func (r *reading) readInputs(ctx context.Context, o *Options) error {
	for n, in := range o.Inputs {
		if err := crash.Do("reading "+in.Name, func() error { return r.readInput(ctx, o, n, in) }); err != nil {
			return err
		}
	}
	return r.run.FlushRows()
}

func (r *reading) readInput(ctx context.Context, o *Options, n int, in intake.Input) (err error) {
	src, err := r.open(in)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := src.Close(); err == nil && cerr != nil {
			err = fmt.Errorf("read %s: %w", in.Name, cerr)
		}
	}()
	source := run.Source{Name: in.Name, Path: in.Path}
	if source.SHA256, source.Bytes, err = run.Fingerprint(src); err != nil {
		return fmt.Errorf("read %s: %w", in.Name, err)
	}
	opened, err := o.Reading.Open(src, in.Name)
	if err != nil {
		return err
	}
	t, mapping := opened.Table, opened.Mapping
	source.Format, source.Header, source.Mapping = t.Format(), t.Header(), mapping.FieldsOf(len(t.Header()))
	r.in.sources, r.in.mappings = append(r.in.sources, source), append(r.in.mappings, mapping)
	r.in.checkers = append(r.in.checkers, check.New(mapping, check.Options{
		ClearBlank: o.ClearBlank, MatchCustomID: o.Key == KeyCustomID, Fix: o.Fix, Sample: opened.Sample, Verbatim: o.Restore != nil, IDsAlone: o.IDsAlone,
	}))
	if err := r.readRows(ctx, o, n, t); err != nil {
		return err
	}
	if err := t.CheckLeftOut(); err != nil {
		return err
	}
	for _, issue := range check.WholeIssues(n, &r.in.sources[n], t, &mapping) {
		r.issues.keep(issue)
	}
	r.sum.Seen = append(r.sum.Seen, intake.SeenOf(t))
	return nil
}

func (r *reading) open(in intake.Input) (io.ReadSeekCloser, error) {
	if in.Stream != nil {
		return r.run.Spool(in.Name, in.Stream)
	}
	return in.Open()
}

func (r *reading) readRows(ctx context.Context, o *Options, n int, t *table.Table) error {
	source := &r.in.sources[n]
	check := r.in.checkers[n]
	for row, err := range columns.Rows(t) {
		if err != nil {
			return err
		}
		if source.Rows%1024 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			o.Progress(Progress{Stage: "read", Rows: len(r.index.rows), Bytes: t.Offset(), TotalBytes: source.Bytes})
		}
		source.Rows++
		if err := r.readRow(o, check, n, row); err != nil {
			return err
		}
	}
	return nil
}

func (r *reading) readRow(o *Options, check *check.Checker, n int, row tabular.Row) error {
	rec, issues := check.Check(row)
	if len(rec.Unique) > 0 {
		r.uniques.Add(len(r.index.rows), rec.Unique, check.Shared)
	}
	o.Restore.translate(&rec)
	carried, err := r.mended.Read(len(r.index.rows), rec.Identity, &r.in.sources[n], row.Cells)
	if err != nil {
		return err
	}
	rec.Identity, issues = carried.Identity, append(issues, carried.Issues...)
	bad, doubts := false, false
	parent, _ := r.in.mappings[n].ColumnOf(pigello.NameOrganization)
	for _, issue := range issues {
		if isDoubt(issue.Code) && r.in.doubtedField(n, &issue) != "" {
			doubts = true
			continue
		}
		if rec.SpelledParent != (uuid.UUID{}) && issue.Code == codes.IDSpelling && issue.Column == parent {
			continue // it may be a name or a custom_id: resolveParents tells
		}
		if strings.HasPrefix(issue.Code, codes.FixedPrefix) {
			r.sum.Fixed++
		}
		issue.Row, issue.Number, issue.Line = len(r.index.rows), row.Number, row.Line
		bad = bad || issue.Severity == run.Error
		r.issues.keep(issue)
	}
	err = r.run.AppendRow(run.Row{
		Index: len(r.index.rows), Source: n, Number: row.Number, Line: row.Line, Raw: row.Raw, Cells: row.Cells,
		Identity: rec.Identity, Values: valuesOf(&rec),
	})
	r.index.add(&rec, n, row.Number, row.Line, bad)
	if carried.Insists {
		r.index.rows[len(r.index.rows)-1].marks |= insisted
	}
	if doubts {
		r.index.rows[len(r.index.rows)-1].marks |= doubtful
	}
	return err
}

func valuesOf(rec *check.Record) run.Values {
	v := run.Values{Name: rec.Name, CustomID: rec.CustomID, Parent: rec.Parent, ParentKind: rec.ParentKind.String()}
	if rec.HasID {
		v.ID = rec.ID.String()
	}
	return v
}

// findShared refuses, or warns of, the rows that share what a check wants unique.
func (r *reading) findShared() {
	for _, twin := range r.uniques.Twins() {
		e := &r.index.rows[twin.Row]
		m := &r.in.mappings[e.source]
		f := m.Rules().Twins(twin.N, twin.Value, r.issues.where(int32(twin.Other)), m.NameOf)
		issue := check.RuleIssue(m, int(e.number), int(e.line), codes.OwnCheck, f)
		if issue.Row = twin.Row; issue.Severity == run.Error {
			e.marks |= inError
		}
		r.issues.keep(issue)
	}
}
