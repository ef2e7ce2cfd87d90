package main

import (
	"slices"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/prose"
	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/report/page"
	"github.com/orgbatch/orgbatch/importer/run"
)

// planHTML is the writer of a plan's page.
func (i *importing) planHTML() writer {
	return writer{"report", func(r *run.Run) ([]report.File, error) {
		p := prose.Page(r.Meta(), &i.summary, i.applyAgain().OnPage().Text(), planAgain(i.again.OnPage(), r.Meta()))
		p.Signed = i.signed()
		if i.o.skipInvalid && p.Books.Created+p.Books.Updated > 0 {
			p.Blocked = false // rows are left out on purpose
		}
		return page.WriteHTML(r, p)
	}}
}

// planAgain is the command that plans the files of a run once more, "" where they
// can't be read again: standard input, a pipe, an address of which the run keeps no key.
func planAgain(g cmdline.Line, m run.Meta) string {
	pathless := func(s run.Source) bool { return s.Path == "" }
	if g.Command == nil || g.Command[0] == "import" && slices.ContainsFunc(m.Sources, pathless) {
		return ""
	}
	return g.Text("skip-invalid", "dry-run") + " --dry-run"
}
