package main

import (
	"context"
	"errors"
	"os"
	"os/user"
	"path/filepath"
	"strings"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/prose"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/importer/history"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/report/page"
	"github.com/orgbatch/orgbatch/importer/run"
)

// showResult closes the books in front of the person, writes the files of the
// end and says what to do next.
func (i *importing) showResult(ctx context.Context, books run.Books, ended error) error {
	a := i.a
	files, err := writeResultFiles(i.run)
	if err == nil && !i.again.Single() {
		files = besideSource(a.log, i.run, files)
	}
	next := i.nextOfResult(books, files)
	if err == nil {
		var page []leftFile
		page, err = writeAll(i.run, i.resultHTML(next, books.Unknown+books.NotReached, endOf(ctx, ended, a.words.Result.CutShort)))
		files = append(page, files...)
	}
	if err == nil {
		err = i.run.SetMeta(func(m *run.Meta) { m.Unreported, m.ToCorrect = false, absolute(pathOf(files, "to-correct")) })
	}
	if err != nil {
		ended = errors.Join(ended, err)
	}
	if books.Close() != nil || books.Read != books.Created+books.Updated+books.Unchanged {
		a.ui.Quiet = false // --quiet applies to success only
	}
	a.ui.Say("")
	a.ui.Say("%s", a.words.Run(ui.Clean(i.summary.Target.Name, 0), i.run.Meta().Short))
	i.sayBooks(books, "")
	sayHeld(i.a, i.run, books)
	showFiles(i.a, files)
	sayEnd(ctx, i.a, ended, a.words.Result.CutShort)
	showNext(i, next)
	openLeft(i.a, i.o, files, "to-correct", "rejects-xlsx", "result")
	return err
}

// sayBooks says the books, and what is told beside them.
func (i *importing) sayBooks(books run.Books, before string) {
	beside, err := run.BesideOf(i.run, books)
	if err != nil {
		i.a.log.Debug("read why rows ended where they are", "error", err) // the books stand without it
	}
	same := 0
	if i.summary.Same > 0 {
		if same, err = plan.SameRows(i.run); err != nil {
			i.a.log.Debug("read which rows say the same", "error", err)
		}
	}
	i.a.events.Send(event.OfBooks(i.run.Meta().Short, books, beside))
	i.a.ui.Say("%s%s", before, prose.Books(i.a.words, books, same))
	for _, line := range prose.Beside(i.a.words, beside) {
		i.a.ui.Say("    %s", line)
	}
}

// sayEnd says what ended the writing before all rows were sent, or undone; cut says
// that a signal did.
func sayEnd(ctx context.Context, a *app, ended error, cut func(signal string) string) {
	stop, stopped := errors.AsType[*push.StopError](ended)
	switch {
	case ended == nil:
	case problem.Signalled(ctx) != nil:
		a.ui.Warn("%s", cut(problem.Signalled(ctx).Name))
	case stopped:
		a.ui.Fail(&problem.Problem{Msg: stop.Error()})
	default:
		if p := problem.Explain(ctx, ended); p != nil {
			a.ui.Fail(p)
			a.events.Send(event.Error{Message: p.Msg, Hint: p.Hint})
		}
	}
}

// endOf is what ended the writing before all rows were sent, or undone, as it is
// said; "" for nothing.
func endOf(ctx context.Context, ended error, cut func(signal string) string) string {
	if ended == nil {
		return ""
	}
	if s := problem.Signalled(ctx); s != nil {
		return cut(s.Name)
	}
	if stop, ok := errors.AsType[*push.StopError](ended); ok {
		return stop.Reason
	}
	if p := problem.Explain(ctx, ended); p != nil {
		return p.Msg
	}
	return ""
}

// nextStep is what to do next: a sentence for people, "" where the command
// speaks for itself, the command, and what it is for.
type nextStep struct {
	text  string
	again cmdline.Line
	why   string
}

// command is the command as it can be typed here, "" for none.
func (s nextStep) command() string {
	if s.again.Command == nil {
		return ""
	}
	return s.again.Text()
}

func (i *importing) nextOfResult(books run.Books, files []leftFile) nextStep {
	switch {
	case books.Unknown+books.NotReached > 0:
		return nextStep{again: i.resumeAgain(), why: "go on with the rows that are left"}
	case books.Rejected+books.Held > 0 && i.again.Single():
		return nextStep{text: i.a.words.Next.GiveAgain}
	case books.Rejected+books.Held > 0:
		name := "rejects.xlsx"
		if path := pathOf(files, "to-correct"); path != "" {
			name = ui.FileName(path)
		}
		return nextStep{
			text: i.a.words.Next.ImportCorrected(name),
			again: correcting{
				again: i.again, sources: i.run.Meta().Sources, files: files,
				fix: decodable(i.summary.Held), signed: signed(i.a, i.c),
			}.line(),
			why: "import the corrected rows",
		}
	}
	if origin := origin(i.run); origin != "" {
		return nextStep{again: i.runsAgain(origin), why: "see what is left to correct of run " + origin}
	}
	return nextStep{again: i.runsAgain(i.run.Meta().Short), why: "show this run again"}
}

// origin is the one run of this folder whose rejects were imported, "" for none or several.
func origin(r *run.Run) string {
	shorts, err := history.Origins(r)
	if err != nil || len(shorts) != 1 {
		return ""
	}
	if _, err := run.Resolve(filepath.Dir(r.Dir()), shorts[0]); err != nil {
		return ""
	}
	return shorts[0]
}

func showNext(i *importing, s nextStep) {
	if s.text != "" {
		i.a.ui.Say("%s", s.text)
	}
	offer(i.a, s.command(), s.why)
}

// resultHTML is the writer of the page that says what a run did. Where rows are
// left it names the command that goes on with them; stopped is what ended it
// before all were tried.
func (i *importing) resultHTML(next nextStep, left int, stopped string) writer {
	p := page.Result{Written: i.a.now(), Stopped: stopped, Restore: i.summary.Restore}
	if left > 0 {
		p.Resume = i.resumeAgain().OnPage().Text()
	}
	text := ui.Plainly(next.text)
	if text == "" {
		text = next.why + ":"
	}
	if next.again.Command != nil {
		p.Next = []page.Next{{Text: strings.ToUpper(text[:1]) + text[1:], Command: next.again.OnPage().Text()}}
	}
	return writer{"result", func(r *run.Run) ([]report.File, error) { return page.WriteResult(r, p) }}
}

// whoIsThis is the account that the program runs under and the machine that it runs on, as far as
// anybody knows. Tests say who, so that their screens are as wide everywhere.
var whoIsThis = func() run.Person {
	var who run.Person
	if u, err := user.Current(); err == nil {
		who.Account = u.Username
	}
	who.Machine, _ = os.Hostname()
	return who
}

// heldShown is how many held rows are named on the terminal; the page has all.
const heldShown = 5

// sayHeld names the first rows that were held while writing, each with what it
// was, is and was to be.
func sayHeld(a *app, r *run.Run, books run.Books) {
	if books.Held == 0 {
		return
	}
	shown, rows := 0, 0
	for o, err := range run.Messages(r) {
		if err != nil {
			return // the files tell it, or why they can't
		}
		if o.Status != run.Held {
			continue
		}
		if rows++; shown == heldShown {
			continue
		}
		row, err := r.Row(int(o.Row))
		if err != nil {
			return
		}
		if shown++; shown == 1 {
			a.ui.Say("%s", a.words.Result.OnHold)
		}
		a.ui.Say("    %s", a.words.Row(row.Number, prose.Quoted(row.Values.Name), ui.Clean(o.Message, 300)))
	}
	if rows > shown {
		a.ui.Say("    %s", a.words.Result.MoreOnPage(rows-shown))
	}
}
