package main

import (
	"context"
	"errors"
	"os"
	"os/user"
	"path/filepath"
	"strings"

	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/run"
)

// showResult closes the books in front of the person, writes the files of the
// end and says what to do next.
func (i *importing) showResult(ctx context.Context, books run.Books, ended error) error {
	a, short := i.a, i.run.Meta().Short
	files, err := writeResultFiles(i.run)
	next := i.nextOfResult(books, files)
	if err == nil {
		var page []leftFile
		page, err = writeAll(i.run, i.resultHTML(next, books.Unknown+books.NotReached > 0, endOf(ctx, ended, "sent")))
		files = append(page, files...)
	}
	if err == nil {
		err = i.run.SetMeta(func(m *run.Meta) { m.Unreported = false })
	}
	if err != nil {
		ended = errors.Join(ended, err)
	}
	if books.Close() != nil || books.Read != books.Created+books.Updated+books.Unchanged {
		a.ui.quiet = false // whoever asked for silence on success has none here
	}
	a.ui.say("")
	a.ui.say("%s · run %s", clean(i.summary.Target.Name, 0), short)
	i.sayBooks(books, "")
	i.sayHeld(books)
	i.a.showFiles(files)
	i.sayEnd(ctx, ended, "sent")
	i.showNext(next)
	return err
}

// sayBooks says the books, and what is told beside them.
func (i *importing) sayBooks(books run.Books, before string) {
	beside, err := i.run.Beside(books)
	if err != nil {
		i.a.log.Debug("read why rows ended where they are", "error", err) // the books stand without it
	}
	i.a.emit(booksEvent(i.run.Meta().Short, books, beside, false))
	i.a.ui.say("%s%s", before, books)
	for _, line := range describeBeside(beside) {
		i.a.ui.say("    %s", line)
	}
}

// reasonsShown is how many reasons are named on the terminal; results.csv has all.
const reasonsShown = 5

// describeBeside says why rows are unknown, and of which of the others no answer said
// that they were written.
func describeBeside(b run.Beside) (lines []string) {
	if b.FoundThere > 0 {
		lines = append(lines, number(b.FoundThere)+" of the unchanged, found there: no answer said that this run created what is there, so an undo leaves it alone")
	}
	for _, found := range [...]struct {
		rows int
		fate string
	}{{b.FoundCreated, "created"}, {b.FoundUpdated, "updated"}} {
		if found.rows > 0 {
			lines = append(lines, number(found.rows)+" of the "+found.fate+", found as they were to be: their write got no answer, so an undo leaves them alone")
		}
	}
	for n, r := range b.Unknown {
		if n == reasonsShown {
			return append(lines, "… and "+counted(len(b.Unknown)-n, "more reason")+", in results.csv")
		}
		text := r.Message
		if r.Rows > 1 {
			text = strings.NewReplacer("its write was ", "their writes were ", "its write got ", "their writes got ").Replace(text)
		}
		lines = append(lines, number(r.Rows)+" unknown: "+clean(text, 300))
	}
	return lines
}

// sayEnd says what ended the writing before all rows were sent, or undone.
func (i *importing) sayEnd(ctx context.Context, ended error, what string) {
	var stop *importer.StopError
	switch {
	case ended == nil:
	case signalled(ctx) != nil:
		i.a.ui.warn("%s before all rows were %s", signalled(ctx).name, what)
	case errors.As(ended, &stop):
		i.a.ui.fail(&problem{msg: stop.Error()})
	default:
		if p := explain(ctx, ended); p != nil {
			i.a.ui.fail(p)
			i.a.emit(eventError{Message: p.msg, Hint: p.hint})
		}
	}
}

// endOf is what ended the writing before all rows were sent, or undone, as it is
// said; "" for nothing.
func endOf(ctx context.Context, ended error, what string) string {
	if ended == nil {
		return ""
	}
	if s := signalled(ctx); s != nil {
		return s.name + " before all rows were " + what
	}
	var stop *importer.StopError
	if errors.As(ended, &stop) {
		return stop.Reason
	}
	if p := explain(ctx, ended); p != nil {
		return p.msg
	}
	return ""
}

// nextStep is what to do next: a sentence for people, "" where the command
// speaks for itself, the command, and what it is for.
type nextStep struct {
	text  string
	again again
	why   string
}

// command is the command as it can be typed here, "" for none.
func (s nextStep) command() string {
	if s.again.command == nil {
		return ""
	}
	return s.again.line()
}

func (i *importing) nextOfResult(books run.Books, files []leftFile) nextStep {
	switch {
	case books.Unknown+books.NotReached > 0:
		return nextStep{again: i.resumeAgain(), why: "go on with the rows that are left"}
	case books.Rejected+books.Held > 0 && i.again.single():
		return nextStep{text: mendSingle}
	case books.Rejected+books.Held > 0:
		return nextStep{
			text:  "correct the rows in rejects.xlsx, or in rejects.csv as a text, and import that file:",
			again: i.mendedAgain(files), why: "import the corrected rows",
		}
	}
	if origin := i.origin(); origin != "" {
		return nextStep{again: i.runsAgain(origin), why: "see what is left of the rejects of run " + origin}
	}
	return nextStep{again: i.runsAgain(i.run.Meta().Short), why: "show this run again"}
}

// origin is the one run of this folder whose rejects were imported, "" for none or several.
func (i *importing) origin() string {
	shorts, err := importer.Origins(i.run)
	if err != nil || len(shorts) != 1 {
		return ""
	}
	if _, err := run.Resolve(filepath.Dir(i.run.Dir()), shorts[0]); err != nil {
		return ""
	}
	return shorts[0]
}

func (i *importing) showNext(s nextStep) {
	if s.text != "" {
		i.a.ui.say("%s", s.text)
	}
	i.next(s.command(), s.why)
}

// resultHTML is the writer of the page that says what a run did. Where rows are
// left it names the command that goes on with them; stopped is what ended it
// before all were tried.
func (i *importing) resultHTML(next nextStep, left bool, stopped string) writer {
	p := report.Result{Written: i.a.now(), Stopped: stopped, Restore: i.summary.Restore}
	if left {
		p.Resume = i.resumeAgain().onPage().line()
	}
	text := next.text
	if text == "" {
		text = next.why + ":"
	}
	if next.again.command != nil {
		p.Next = []report.Next{{Text: strings.ToUpper(text[:1]) + text[1:], Command: next.again.onPage().line()}}
	}
	return writer{"result", func(r *run.Run) ([]report.File, error) { return report.WriteResult(r, p) }}
}

// whoIsThis is the account that the program runs under and the machine that it runs on, as far as anybody knows.
func whoIsThis() run.Person {
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
func (i *importing) sayHeld(books run.Books) {
	if books.Held == 0 {
		return
	}
	shown, rows := 0, 0
	for o, err := range i.run.Messages() {
		if err != nil {
			return // the files tell it, or why they can't
		}
		if o.Status != run.Held {
			continue
		}
		if rows++; shown == heldShown {
			continue
		}
		row, err := i.run.Row(int(o.Row))
		if err != nil {
			return
		}
		if shown++; shown == 1 {
			i.a.ui.say("held while writing:")
		}
		i.a.ui.say("    row %d, %s: %s", row.Number, quoted(row.Values.Name), clean(o.Message, 300))
	}
	if rows > shown {
		i.a.ui.say("    … and %s more, in result.html", number(rows-shown))
	}
}
