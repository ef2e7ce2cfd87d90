package page

import (
	"cmp"
	"fmt"
	"io"

	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/run"
)

// WriteHTML writes report.html: the plan of a run for a person, in one file that needs no network,
// no script and no terminal. What the journal doesn't say stands in p; its zero fields are taken
// from the run where that knows them.
//
// It reads decisions and issues once, and of the rows those that are shown. What it keeps grows by
// five bytes a row, and by twelve for a moment.
func WriteHTML(r *run.Run, p Page) ([]report.File, error) {
	p.fill(r.Meta())
	b := NewBuilder(p)
	if err := b.addRun(r); err != nil {
		return nil, fmt.Errorf("read the plan for its report: %w", err)
	}
	return writeRunPage(r, "report", nil, b.view)
}

// writeRunPage writes a page into the run's folder; it is called as its template is.
func writeRunPage[V any](r *run.Run, name string, replaces func(string) error, view func(most int) V) ([]report.File, error) {
	path := report.PathOf(r, name, "html", 0)
	err := report.WriteWhole(path, replaces, func(w io.Writer) (int64, error) {
		return writePage(w, name+".html", view)
	})
	if err != nil {
		return nil, err
	}
	return []report.File{{Path: path}}, nil
}

// fill takes from the run what the caller left out.
func (p *Page) fill(m run.Meta) {
	p.Run = m.Short
	p.Created, p.Target, p.Version = cmp.Or(p.Created, m.Created), cmp.Or(p.Target, m.Target).Shown(), cmp.Or(p.Version, m.Version)
	if p.Sources == nil {
		p.Sources = m.Sources
	}
	p.uncovered, p.plannedBy = m.Uncovered(), m.PlannedBy
	if m.PlanHash != "" && p.uncovered == "" {
		p.plan = planOf(m, p.Books)
	}
}
