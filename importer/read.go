package importer

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
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/pigello"
)

// readInputs reads, maps and checks every input, one after the other: several
// files are one table, each with its own form.
func (p *planner) readInputs(ctx context.Context, o *PlanOptions) error {
	for n, in := range o.Inputs {
		if err := crash.Do("reading "+in.Name, func() error { return p.readInput(ctx, o, n, in) }); err != nil {
			return err
		}
	}
	return p.run.FlushRows()
}

func (p *planner) readInput(ctx context.Context, o *PlanOptions, n int, in Input) (err error) {
	src, err := p.open(in)
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
	p.sources, p.mappings = append(p.sources, source), append(p.mappings, mapping)
	p.checkers = append(p.checkers, check.New(mapping, check.Options{
		ClearBlank: o.ClearBlank, MatchCustomID: o.Key == KeyCustomID, Fix: o.Fix, Sample: opened.Sample, Verbatim: o.Restore != nil, IDsAlone: o.IDsAlone,
	}))
	if err := p.readRows(ctx, o, n, t); err != nil {
		return err
	}
	if err := t.CheckLeftOut(); err != nil {
		return err
	}
	for _, issue := range check.WholeIssues(n, &p.sources[n], t, &mapping) {
		p.keep(issue)
	}
	p.sum.Seen = append(p.sum.Seen, seenOf(t))
	return nil
}

func (p *planner) open(in Input) (io.ReadSeekCloser, error) {
	if in.Stream != nil {
		return p.run.Spool(in.Name, in.Stream)
	}
	return in.Open()
}

func (p *planner) readRows(ctx context.Context, o *PlanOptions, n int, t *table.Table) error {
	source := &p.sources[n]
	check := p.checkers[n]
	for row, err := range columns.Rows(t) {
		if err != nil {
			return err
		}
		if source.Rows%1024 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			o.Progress(Progress{Stage: "read", Rows: len(p.index.rows), Bytes: t.Offset(), TotalBytes: source.Bytes})
		}
		source.Rows++
		if err := p.readRow(o, check, n, row); err != nil {
			return err
		}
	}
	return nil
}

func (p *planner) readRow(o *PlanOptions, check *check.Checker, n int, row tabular.Row) error {
	rec, issues := check.Check(row)
	if len(rec.Unique) > 0 {
		p.uniques.Add(len(p.index.rows), rec.Unique, check.Shared)
	}
	o.Restore.translate(&rec)
	carried, err := p.mended.Read(len(p.index.rows), rec.Identity, &p.sources[n], row.Cells)
	if err != nil {
		return err
	}
	rec.Identity, issues = carried.Identity, append(issues, carried.Issues...)
	bad, doubts := false, false
	parent, _ := p.mappings[n].ColumnOf(pigello.NameOrganization)
	for _, issue := range issues {
		if isDoubt(issue.Code) && p.doubtedField(n, &issue) != "" {
			doubts = true
			continue
		}
		if rec.SpelledParent != (uuid.UUID{}) && issue.Code == codes.IDSpelling && issue.Column == parent {
			continue // it may be a name or a custom_id: resolveParents tells
		}
		if strings.HasPrefix(issue.Code, codes.FixedPrefix) {
			p.sum.Fixed++
		}
		issue.Row, issue.Number, issue.Line = len(p.index.rows), row.Number, row.Line
		bad = bad || issue.Severity == run.Error
		p.keep(issue)
	}
	err = p.run.AppendRow(run.Row{
		Index: len(p.index.rows), Source: n, Number: row.Number, Line: row.Line, Raw: row.Raw, Cells: row.Cells,
		Identity: rec.Identity, Values: valuesOf(&rec),
	})
	p.index.add(&rec, n, row.Number, row.Line, bad)
	if carried.Insists {
		p.index.rows[len(p.index.rows)-1].marks |= insisted
	}
	if doubts {
		p.index.rows[len(p.index.rows)-1].marks |= doubtful
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
func (p *planner) findShared() {
	for _, twin := range p.uniques.Twins() {
		e := &p.index.rows[twin.Row]
		m := &p.mappings[e.source]
		f := m.Rules().Twins(twin.N, twin.Value, p.where(int32(twin.Other)), m.NameOf)
		issue := check.RuleIssue(m, int(e.number), int(e.line), codes.OwnCheck, f)
		if issue.Row = twin.Row; issue.Severity == run.Error {
			e.marks |= inError
		}
		p.keep(issue)
	}
}
