package main

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/build"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/input"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/prose"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/exporter/sink"
	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/report/page"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/validate"
)

// validateOptions are the flags of validate.
type validateOptions struct {
	read   readingOptions
	inputs []intake.Input
	issues string
	page   string
	accept []string
}

func newValidate(a *app) *cobra.Command {
	var o validateOptions
	cmd := &cobra.Command{
		Use:   "validate FILE…",
		Short: "Check files offline, without Pigello",
		Long: `Read files as import does and check every row, without Pigello and without leaving a
run. Several files are one table; - is standard input, https:// is fetched. A parent
that isn't in the file is only a warning here: a dry run tells whether it is there.

It ends with 0, or with 3 when rows have errors: fit for a hook before each commit.`,
		Example: `orgbatch validate customers.csv
orgbatch validate customers.csv --map name=Kundnamn --issues issues.csv`,
		Args: some("FILE"),
	}
	f := cmd.Flags()
	f.StringVar(&o.issues, "issues", "", "write every issue to the CSV file `FILE`")
	f.StringVar(&o.page, "report", "", "write a page for a person to the HTML file `FILE`")
	bindAccept(cmd, &o.accept)
	bindReading(cmd, &o.read)
	bindSchema(cmd, &o.read.schema)
	cmd.RunE = a.work(func(ctx context.Context, args []string) (err error) {
		if o.inputs, err = inputsOf(ctx, a, args, o.read.sha256); err != nil {
			return err
		}
		return (&validating{a: a, o: &o, again: cmdline.Of(cmd, args)}).run(ctx)
	})
	return cmd
}

// validating is one check.
type validating struct {
	a     *app
	o     *validateOptions
	again cmdline.Line
	sum   validate.Summary
}

func (v *validating) run(ctx context.Context) (err error) {
	if err := v.o.read.checkFiles(len(v.o.inputs)); err != nil {
		return err
	}
	reading, err := v.o.read.reading(v.a.words)
	if err != nil {
		return err
	}
	if err := v.sparesInputs(); err != nil {
		return err
	}
	if err := mayWrite(namedFile{"--issues", v.o.issues, report.ReplacesIssues}, namedFile{"--report", v.o.page, page.ReplacesCheckPage}); err != nil {
		return err
	}
	sayLeftBehind(v.a.ui, v.a.targets, v.a.targets.RunsDir("", nil))
	accept, err := acceptances(v.o.accept)
	if err != nil {
		return err
	}
	options := validate.Options{Reading: reading, Inputs: v.o.inputs, Accept: accept, Progress: v.a.progress.Importing}
	var done func() error
	if options.SpoolDir, done, err = v.spoolDir(); err != nil {
		return err
	}
	defer func() {
		if removing := done(); err == nil {
			err = removing
		}
	}()
	left := newLeaving(v, &options)
	v.sum, err = validate.Run(ctx, options)
	v.a.progress.Stop()
	files, err := left.finish(&v.sum, unreadable(err))
	if err != nil {
		return err
	}
	v.show(files)
	if v.sum.BadRows > 0 {
		return problem.Verdict{Code: problem.ExitIncomplete}
	}
	return nil
}

// sparesInputs refuses to write over what is to be read.
func (v *validating) sparesInputs() error {
	for _, path := range []string{v.o.issues, v.o.page} {
		info, err := os.Stat(path)
		if err != nil {
			continue // there is nothing to lose
		}
		for _, in := range v.o.inputs {
			if other, err := os.Stat(in.Path); err == nil && os.SameFile(info, other) {
				return problem.Usagef("name another file", "%s is to be checked, and would be written over", path)
			}
		}
	}
	return nil
}

// spoolDir is a folder for what can be read only once, made only if it is needed, and what
// removes it.
func (v *validating) spoolDir() (string, func() error, error) {
	if slices.ContainsFunc(v.o.inputs, func(in intake.Input) bool { return in.Stream != nil }) {
		return input.Spool(v.a.targets.RunsDir("", nil), v.a.now())
	}
	return "", func() error { return nil }, nil
}

// unreadable makes a file that can't be read a mistake of the command line:
// there is no run that stopped.
func unreadable(err error) error {
	if input, ok := errors.AsType[*tabular.InputError](err); ok {
		return &problem.Problem{Msg: err.Error(), Hint: input.Hint, Code: problem.ExitUsage, Err: err}
	}
	return err
}

func (v *validating) show(files []leftFile) {
	a, s := v.a, &v.sum
	a.events.Send(event.OfValidation(s))
	b := &prose.PlanText{W: a.words, S: event.SummaryOf(s)}
	b.Issues(a.words.Issues.IssuesFlag)
	for i := range s.Sources {
		b.Source(i)
	}
	b.Line("")
	sound := s.Rows - s.BadRows - s.WarnedRows
	b.Line("checked: %s = %s sound + %s with warnings + %s with errors", words.Counted(s.Rows, "row"), words.Number(sound), words.Number(s.WarnedRows), words.Number(s.BadRows))
	if s.Fixed > 0 {
		b.Counted(s.Fixed, a.words.Plan.Repairs(s.Fixed))
	}
	prose.Held(b, s.Held, "would be ")
	a.ui.Say("%s", strings.Trim(b.String(), "\n"))
	for _, f := range files {
		a.events.Send(event.File{Kind: f.kind, Path: f.path, Rows: f.rows})
		a.ui.Say("%s", f.line())
	}
	v.showNext()
}

// showNext says what to do now.
func (v *validating) showNext() {
	if decodable(v.sum.Held) {
		next(v.a.ui, v.a.events, v.again.Text()+" --fix", "decode the letters that look decoded wrongly")
	}
	switch {
	case v.sum.BadRows > 0 && v.o.issues == "":
		next(v.a.ui, v.a.events, v.again.Text()+" --issues issues.csv", "see every issue")
	case v.sum.BadRows > 0:
		v.a.ui.Say("correct the file and check it again:")
		next(v.a.ui, v.a.events, v.again.Text(), "check the corrected file")
	default:
		g := v.again
		g.Command = []string{"import"}
		next(v.a.ui, v.a.events, g.Text("issues", "report")+" --sandbox --dry-run", "see what importing it would do, on a copy of Pigello on this machine")
	}
}

// leaving writes what a check leaves while it goes on, so that nothing is kept
// of the issues: events, issues.csv and the page.
type leaving struct {
	v       *validating
	sources []run.Source
	issues  *report.IssueWriter // nil without --issues
	page    *page.Builder       // nil without --report
}

func newLeaving(v *validating, o *importer.ValidateOptions) *leaving {
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
	switch { // what comes without its row's cells: of a whole file, or of rows together
	case l.page == nil:
	case i.Row < 0:
		l.page.AddIssue(i)
	case together:
		l.page.AddLate(page.Row{
			Source: i.Source, Number: i.Number, Fate: fateOf(i), Issues: []run.Issue{i},
		})
	}
	if l.issues == nil {
		return nil
	}
	return l.issues.Add(i, l.sources)
}

func fateOf(issues ...run.Issue) page.Fate {
	if slices.ContainsFunc(issues, func(i run.Issue) bool { return i.Severity == run.Error }) {
		return page.Rejected
	}
	return page.Warned
}

// finish names the files; after an error there are none.
func (l *leaving) finish(s *importer.ValidateSummary, failed error) ([]leftFile, error) {
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
	p.Mappings, p.Seen, p.Doubts = s.Mappings, s.Seen, prose.Doubts(s.Seen)
	p.Checked = page.Checked{Read: s.Rows, Sound: s.Rows - s.BadRows - s.WarnedRows, Warned: s.WarnedRows, Bad: s.BadRows}
	p.Places.Issues = l.v.o.issues
	file, err := l.writePage(l.v.o.page)
	return append(left, file), err
}

func (l *leaving) writePage(path string) (leftFile, error) {
	file, err := sink.Create(path, sink.Options{CheckReplace: page.ReplacesCheckPage})
	if err != nil {
		return leftFile{}, err
	}
	if _, err := l.page.WriteTo(file); err != nil {
		return leftFile{}, errors.Join(err, file.Abort())
	}
	if _, err := file.Commit(); err != nil {
		return leftFile{}, errors.Join(err, file.Abort())
	}
	return leftFile{kind: "report", path: shownPath(path)}, nil
}
