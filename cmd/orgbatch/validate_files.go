package main

import (
	"slices"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/build"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/prose"
	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/report/page"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/validate"
)

// leaving writes what a check leaves while it goes on, so that nothing is kept
// of the issues: events, issues.csv and the page.
type leaving struct {
	v       *validating
	sources []run.Source
	issues  *report.IssueWriter // nil without --issues
	page    *page.Builder       // nil without --report
}

func newLeaving(v *validating, o *validate.Options) *leaving {
	l := &leaving{v: v}
	if v.o.page != "" {
		l.page = page.NewBuilder(page.Page{Created: v.a.now().Local(), Version: build.Version()})
		o.Fingerprint = true
		o.Row = func(source int, row tabular.Row, issues []run.Issue) error {
			l.page.AddRow(page.Row{Source: source, Number: row.Number, Fate: fateOf(issues...), Cells: row.Cells, Issues: issues})
			return nil
		}
	}
	o.Opened = l.opened
	o.Issue = l.issue
	return l
}

// opened learns how the sources are read, before the first issue of each.
func (l *leaving) opened(sources []run.Source) {
	l.sources = sources
	if l.v.o.issues != "" && l.issues == nil {
		l.issues = report.NewIssueWriter(l.v.o.issues, sources)
	}
}

func (l *leaving) issue(i run.Issue, together bool) error {
	l.v.a.events.Send(event.OfIssue(i, l.sources))
	if l.page != nil {
		l.addAlone(i, together)
	}
	if l.issues == nil {
		return nil
	}
	return l.issues.Add(i, l.sources)
}

// addAlone gives the page an issue that comes without its row's cells: one of a
// whole file, or of rows that have to do with each other.
func (l *leaving) addAlone(i run.Issue, together bool) {
	switch {
	case i.Row < 0:
		l.page.AddIssue(i)
	case together:
		l.page.AddLate(page.Row{Source: i.Source, Number: i.Number, Fate: fateOf(i), Issues: []run.Issue{i}})
	}
}

func fateOf(issues ...run.Issue) page.Fate {
	if slices.ContainsFunc(issues, func(i run.Issue) bool { return i.Severity == run.Error }) {
		return page.Rejected
	}
	return page.Warned
}

// finish names the files; after an error there are none.
func (l *leaving) finish(s *validate.Summary, failed error) ([]leftFile, error) {
	var left []leftFile
	if l.issues != nil {
		files, err := l.issues.Finish(failed)
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			left = append(left, leftFile{kind: "issues", path: shownPath(f.Path), rows: f.Rows})
		}
	}
	if failed != nil || l.page == nil {
		return left, failed
	}
	p := &l.page.Page
	p.Sources, p.Groups, p.Fixed, p.Again = s.Sources, s.Groups, s.Fixed, l.v.again.OnPage().Text()
	p.Checked = page.Checked{Read: s.Rows, Sound: s.Rows - s.BadRows - s.WarnedRows, Warned: s.WarnedRows, Bad: s.BadRows}
	p.Places.Issues = l.v.o.issues
	p.Readings = prose.Readings(event.SummaryOf(s))
	path := l.v.o.page
	if err := report.WriteWhole(path, page.ReplacesCheckPage, l.page.WriteTo); err != nil {
		return left, err
	}
	return append(left, leftFile{kind: "report", path: shownPath(path)}), nil
}
