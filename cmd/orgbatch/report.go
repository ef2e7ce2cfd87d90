package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/prose"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/report/page"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/table"
)

// showPlan writes the plan's files and shows it.
func (i *importing) showPlan() error {
	meta := i.run.Meta()
	ends := bool(i.o.dryRun) || i.summary.Blocked && !i.o.skipInvalid
	var rejects []writer
	if ends {
		rejects = rejectsWriters
	}
	files, err := writePlanFiles(i.run, &i.summary, i.planHTML(), rejects...)
	if err != nil {
		return err
	}
	a, s := i.a, &i.summary
	live := s.LiveRows
	if ends && s.Books.Rejected+s.Books.Held > 0 {
		a.ui.Quiet = false // --quiet applies to success only
	}
	a.events.Send(i.c.Target.Event(&live))
	a.events.Send(event.OfPlan(meta.Short, s))
	a.events.Send(event.OfPlanned(meta.Short, s.Books))
	a.ui.Say("%s", strings.TrimRight(prose.Plan(a.words, s, meta.Short, madeAnew(i)), "\n"))
	if s.Blocked { // the report is what a person is to read
		setBeside(files)
	}
	showFiles(a, files)
	if err := saveMapping(a.ui, a.events, i.o.saveMapping, s.Mappings[0], i.reading); err != nil {
		return err
	}
	if ends {
		i.showNextOfPlan()
		openLeft(i.a, i.o, files, "report")
	}
	return nil
}

// namesShown is how many organizations are named that a restore makes anew.
const namesShown = 5

// madeAnew names the first organizations that a restore makes anew: a row number tells nothing of a
// snapshot.
func madeAnew(i *importing) (names []string) {
	row := -1
	for d, err := range i.run.Decisions(0) {
		if row++; err != nil || !i.summary.Restore || len(names) == min(namesShown, i.summary.Books.Created) {
			return names // the files tell it, or why they can't
		}
		if d.Action != run.ActionCreate {
			continue
		}
		r, err := i.run.Row(row)
		if err != nil {
			return names
		}
		names = append(names, ui.Clean(r.Values.Name, prose.ValueWidth))
	}
	return names
}

// showNextOfPlan says what to do with a plan that isn't applied now.
func (i *importing) showNextOfPlan() {
	s, w := &i.summary, i.a.words
	if decodable(s.Held) {
		offer(i.a, i.again.Text()+" --fix", "decode the letters that look decoded wrongly")
	}
	switch {
	case s.Blocked && i.again.Single():
		i.a.ui.Say("%s", w.Next.GiveAgain)
	case s.Blocked:
		i.a.ui.Say("%s", w.Next.PlanAgain(s.Books.Rejected, fileOf(w, s.Sources)))
		offer(i.a, i.again.Text("skip-invalid", "save-mapping"), "plan it again when the file is corrected")
		i.nextWithout(i.again.Text("dry-run", "skip-invalid", "save-mapping"))
	case s.Books.Created+s.Books.Updated == 0:
		i.a.ui.Say("%s", w.Next.NothingToWrite)
	case s.WrongCustomer:
		i.a.ui.Say("%s", w.Next.WrongCustomer)
	default:
		i.nextApply()
	}
}

// nextWithout is the command that writes a plan without the rows that have errors, where others are
// left to be written.
func (i *importing) nextWithout(line string) {
	b := i.summary.Books
	switch {
	case b.Created+b.Updated == 0 || i.summary.WrongCustomer:
	case i.o.skipInvalid: // what was left out stays out of that plan
		i.a.ui.Say("%s", i.a.words.Next.ApplyWithout(b.Rejected))
		i.nextApply()
	default:
		i.a.ui.Say("%s", i.a.words.Next.LeaveOut(b.Rejected))
		offer(i.a, line+" --skip-invalid", "write the valid rows alone")
	}
}

// nextApply is the command that writes what was planned, after that by which another person
// approves it.
func (i *importing) nextApply() {
	if signed(i.a, i.c) {
		i.a.ui.Say("%s", i.a.words.Next.AskForApproval)
		offer(i.a, cmdline.Join("approve", filepath.Join(shownPath(i.run.Dir()), "report.html")), "approve what was planned, by another person")
	}
	offer(i.a, i.applyAgain().Text(), "write what was planned")
}

// fileOf names the file that rows came from.
func fileOf(w *words.Edition, sources []run.Source) string {
	if len(sources) == 1 && sources[0].Path != "" {
		return ui.FileName(sources[0].Name)
	}
	return w.Next.TheFile
}

func signed(a *app, c *target.Connection) bool { return a.targets.MustBeSigned(c.Target.RunTarget()) }

func (i *importing) applyAgain() cmdline.Line {
	g := i.again.As(i.run.Meta().Short, "apply")
	given := []cmdline.Flag{{Name: "code", Value: i.summary.Code}}
	if signed(i.a, i.c) {
		given = append(given, cmdline.Flag{Name: "approval", Value: approvalName(shownPath(i.run.Dir()), i.summary.Code)})
	}
	g.Flags = append(given, g.Flags...)
	return targeted(i.a, i.c, g)
}

func (i *importing) resumeAgain() cmdline.Line {
	g := targeted(i.a, i.c, i.again.As(i.run.Meta().Short, "resume"))
	return g.In(i.a.targets.RunsDir(i.o.runs, i.c.Target), i.a.targets.RunsDir("", nil))
}

// targeted names the only profile there is: that is enough to read, but not to
// write.
func targeted(a *app, c *target.Connection, g cmdline.Line) cmdline.Line {
	if name := c.Target.ProfileName; !g.NamesTarget() && name != "" && a.env("ORGBATCH_PROFILE") == "" {
		g.Flags = append(g.Flags, cmdline.Flag{Name: "profile", Value: name})
	}
	return g
}

// offer is next for a command that may be none.
func offer(a *app, command, why string) {
	if command == "" {
		return
	}
	next(a.ui, a.events, command, why)
}

// next names a command to go on with, and what it is for.
func next(u *ui.UI, stream *event.Stream, command, why string) {
	stream.Send(event.Next{Command: command, Why: why})
	u.Next(command)
}

// setBeside has the files in the folder of the first one shown in one line.
func setBeside(files []leftFile) {
	for n := 1; n < len(files); n++ {
		f := &files[n]
		f.beside = f.path != "" && f.note == "" &&
			filepath.Dir(f.path) == filepath.Dir(files[0].path)
	}
}

// showFiles names the files that were left, and what is worth knowing of them.
func showFiles(a *app, files []leftFile) {
	var beside []string
	for _, f := range files {
		a.events.Send(event.File{Kind: f.kind, Path: f.path, Rows: f.rows, Note: f.note})
		if f.beside {
			beside = append(beside, filepath.Base(f.path)+f.counted())
		} else {
			a.ui.Say("%s", f.line())
		}
	}
	if len(beside) > 0 {
		a.ui.Say("  %-15s  %s", a.words.File.Beside, strings.Join(beside, ", "))
	}
}

// correcting is what the command depends on that imports the corrected rejects of a run.
type correcting struct {
	again   cmdline.Line // that planned the run
	sources []run.Source
	files   []leftFile
	fix     bool // letters are to be decoded
	signed  bool // somebody else has to approve its plan
}

// line is that command, none for a run that doesn't say how it was planned.
func (c correcting) line() cmdline.Line {
	again := c.again
	if again.Command == nil {
		return again
	}
	again.Args = nil
	kind := "rejects"
	if pathOf(c.files, "to-correct") != "" {
		kind = "to-correct"
	}
	for _, f := range c.files {
		if f.kind == kind {
			again.Args = append(again.Args, f.path)
		}
	}
	without := []string{"encoding", "dry-run", "skip-invalid", "save-mapping", "sheet", "table", "format", "sha256"}
	if kind == "to-correct" {
		without = append(without, "delimiter")
	}
	again.Flags = slices.DeleteFunc(slices.Clone(again.Flags), func(f cmdline.Flag) bool {
		return slices.Contains(without, f.Name) || f.Name == "escapes" && f.Value == table.EscapesUndone
	})
	if kind == "rejects" { // a workbook says itself how it is written
		again.Flags = append(again.Flags, rareForm(c.sources)...)
	}
	mapByNumber(again.Flags, c.sources)
	if c.fix {
		again.Flags = append(again.Flags, cmdline.Flag{Name: "fix", Value: ""})
	}
	if c.signed {
		again.Flags = append(again.Flags, cmdline.Flag{Name: "dry-run", Value: ""})
	}
	return again
}

// mapByNumber gives the letters in --map as numbers where a table starts in a later
// column: among the rejects of a workbook it starts in the first one.
func mapByNumber(flags []cmdline.Flag, sources []run.Source) {
	if len(sources) != 1 || sources[0].Format.FirstColumn == 0 {
		return
	}
	for i, f := range flags {
		field, column, _ := strings.Cut(f.Value, "=")
		at := slices.Index(sources[0].Mapping, field)
		if f.Name == "map" && at >= 0 && strings.EqualFold(sources[0].Letter(at), column) && !slices.Contains(sources[0].Header, column) {
			flags[i].Value = fmt.Sprintf("%s=%d", field, at+1)
		}
	}
}

// rareForm names what a few rejected rows may not tell of themselves: an
// encoding that isn't UTF-8. Several sources of several encodings are left to
// their detection.
func rareForm(sources []run.Source) []cmdline.Flag {
	encoding := ""
	for i, s := range sources {
		if i > 0 && s.Format.Encoding != encoding {
			return nil
		}
		encoding = s.Format.Encoding
	}
	if encoding == "" || encoding == "utf-8" {
		return nil
	}
	return []cmdline.Flag{{Name: "encoding", Value: encoding}}
}

// runsAgain is the command that shows a run of the same folder.
func (i *importing) runsAgain(short string) cmdline.Line {
	g := cmdline.Line{Command: []string{"runs"}, Args: []string{short}}
	return g.In(i.a.targets.RunsDir(i.o.runs, i.c.Target), i.a.targets.RunsDir("", nil))
}

// planHTML is the writer of a plan's page.
func (i *importing) planHTML() writer {
	return writer{"report", func(r *run.Run) ([]report.File, error) {
		p := prose.Page(r.Meta(), &i.summary, i.applyAgain().OnPage().Text(), planAgain(i.again.OnPage(), r.Meta()))
		p.Signed = signed(i.a, i.c)
		if i.o.skipInvalid && p.Books.Created+p.Books.Updated > 0 {
			p.Blocked = false // rows are left out on purpose
		}
		files, err := page.WriteHTML(r, p)
		for i := range files {
			files[i].Rows = 0 // what a page shows is no count of the file's rows
		}
		return files, err
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
