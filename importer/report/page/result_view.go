package page

import (
	"fmt"
	"time"

	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// resultView is all that the template of a result is filled with.
type resultView struct {
	frame
	Undo                    bool
	Kind, Done              string // of the page, and of its rows
	Heading, Sum            string
	Target                  run.Target
	Run, Code, Version      string
	Uncovered               string
	Planned, When, Requests string
	By, Approved, Who       string   // who planned, who approved that, and who wrote last
	Writers                 []string // who wrote, and when
	Books                   string   // those of the import, on the page of an undo
	Next                    []Next
	Unknown, NotReached     lineView
	Made, Unchanged         lineView
	Undone                  []lineView
	Met                     listView[metRow]
	Flaws                   []flawView
	Updated                 changeView
	Sources                 []sourceView
}

// sourceView names a file.
type sourceView struct{ Name, Size, SHA256 string }

const timeForm = "2 January 2006, 15:04:05 MST"

// view makes everything ready for the template, with at most so many rows of each list.
func (b *resultBuilder) view(most int) *resultView {
	m, say, zone := &b.meta, b.removal(), b.result.Written.Location()
	v := &resultView{
		frame: newFrame(foot(m.Short, b.code, b.result.Written)), Undo: b.isUndo(),
		Target: m.Target, Run: m.Short, Code: b.code, Uncovered: m.Uncovered(), Version: m.Version,
		Planned: m.Created.In(zone).Format(timeForm), When: b.when(zone), Requests: number(b.requests),
		Next: b.result.Next, Kind: "result", Done: "Written",
		Heading: b.page.Page.heading(zone),
		Sum:     counted(b.books.Read, "row") + " read, of which",
	}
	v.Verdict, v.Boxes, v.Look, v.Title = b.verdict(), b.boxes(), b.look(), "Result: "+v.Heading
	switch {
	case v.Undo && m.Deletes:
		v.Heading = b.deletion() + " in " + b.page.Page.place()
		v.Sum = counted(b.undo.Written, say.row) + " in the list, of which"
	case v.Undo:
		v.Heading, v.Books = "Undo: "+v.Heading, b.books.String()
		v.Sum = counted(b.undo.Written, "row") + " written, of which"
	}
	if v.Undo {
		v.Kind, v.Done, v.Title = say.kind, say.done, v.Heading
	}
	v.people(m, zone)
	for _, s := range m.Sources[:min(len(m.Sources), most)] {
		v.Sources = append(v.Sources, sourceView{shorten(s.Name, messageLength), weight(s.Bytes), s.SHA256})
	}
	b.lists(v, most)
	v.menu()
	return v
}

// writersShown is how many times that somebody wrote are named: the last ones.
const writersShown = 10

// people says who planned, who approved that and who wrote.
func (v *resultView) people(m *run.Meta, zone *time.Location) {
	v.By = shorten(m.PlannedBy.String(), messageLength)
	if m.Approved != nil {
		v.Approved = m.Approved.At.In(zone).Format(timeForm) + " by " + shorten(m.Approved.String(), messageLength)
	}
	for _, w := range m.Writes[max(0, len(m.Writes)-writersShown):] {
		v.Who = w.By.String()
		v.Writers = append(v.Writers, w.At.In(zone).Format(timeForm)+" by "+shorten(v.Who, messageLength)+" ("+w.Command+")")
	}
}

// when says in which time was written, "" when nothing was sent.
func (b *resultBuilder) when(zone *time.Location) string {
	if b.first.IsZero() {
		return ""
	}
	first, last := b.first.In(zone), b.last.In(zone)
	text := first.Format(timeForm)
	switch {
	case last.Format(time.DateOnly) != first.Format(time.DateOnly):
		text += " to " + last.Format(timeForm)
	case last.Sub(first) >= time.Second:
		text = first.Format("2 January 2006, 15:04:05") + " to " + last.Format("15:04:05 MST")
	}
	return text
}

func (b *resultBuilder) verdict() verdict {
	if b.isUndo() {
		return b.verdictOfUndo()
	}
	k := &b.books
	good, bad := k.Created+k.Updated+k.Unchanged, k.Rejected+k.Held
	done := fmt.Sprintf("%s of %s %s as the file says; ", number(good), counted(k.Read, "row"), agree(good, "is", "are"))
	switch {
	case k.Close() != nil:
		return verdict{statusBlocked, "Books don’t close", "Not every row that was read stands in one place: take nothing here for proven."}
	case k.Read == 0:
		return verdict{statusNothing, "Nothing to do", "There are no rows in the file."}
	case k.Unknown > 0:
		return verdict{statusBlocked, "Not settled", "The write of " + counted(k.Unknown, "row") +
			" got no answer, so nobody knows yet whether it was carried out; resume finds out."}
	case good == k.Read && good == 1:
		return verdict{statusReady, "Done", "The row is as the file says."}
	case good == k.Read:
		return verdict{statusReady, "Done", "All " + counted(k.Read, "row") + " are as the file says."}
	case k.NotReached > 0 && bad > 0:
		return verdict{statusBlocked, "Not finished", done + wereNot(k.NotReached) + " not reached, and " + wereNot(bad) + " not written."}
	case k.NotReached > 0:
		return verdict{statusBlocked, "Not finished", done + wereNot(k.NotReached) + " not reached."}
	case good == 0:
		return verdict{statusBlocked, "Not done", noneOf(k.Read, "row", "written")}
	}
	return verdict{statusLook, "Done in part", done + wereNot(bad) + " not written."}
}

// noneOf says that of all rows nothing is so.
func noneOf(n int, row, what string) string {
	if n == 1 {
		return "The " + row + " was not " + what + "; why stands below."
	}
	return "None of the " + counted(n, row) + " was " + what + "; why stands below."
}

// wereNot is the beginning of a sentence on rows of which something isn't so.
func wereNot(n int) string { return number(n) + " " + agree(n, "was", "were") }

func (b *resultBuilder) verdictOfUndo() verdict {
	k := &b.undo
	say := b.removal()
	did := say.did
	done := fmt.Sprintf("%s of %s %s %s", number(k.Reversed), counted(k.Written, say.row), agree(k.Reversed, "was", "were"), did)
	switch {
	case k.Unknown > 0:
		return verdict{statusBlocked, "Not settled", fmt.Sprintf("%s; the %s of %s got no answer.", done, say.act, counted(k.Unknown, say.row))}
	case k.NotReached > 0:
		return verdict{statusBlocked, "Not finished", fmt.Sprintf("%s; %s not reached.", done, wereNot(k.NotReached))}
	case k.Reversed == k.Written:
		return verdict{statusReady, b.removal().done, b.asBefore(k.Written)}
	}
	if k.Reversed == 0 {
		return verdict{statusBlocked, "Not " + did, noneOf(k.Written, say.row, did)}
	}
	return verdict{statusLook, b.removal().done + " in part", fmt.Sprintf("%s; %s left as %s, for the reasons below.", done, wereNot(k.Kept+k.Failed), agree(k.Kept+k.Failed, "it is", "they are"))}
}

// asBefore says what has been proven, and what can't be seen.
func (b *resultBuilder) asBefore(n int) string {
	what, is := b.removal().row, "as before"
	if b.meta.Deletes {
		is = "gone"
	}
	return agree(n, "The "+what+" is ", "All "+counted(n, what)+" are ") + is + "; linked contracts can’t be seen from here."
}

// deletion is the heading of what deletes.
func (b *resultBuilder) deletion() string {
	return "Delete the organizations of " + b.page.Page.subject()
}

func (b *resultBuilder) boxes() boxes {
	var all boxes
	add := all.add
	if b.isUndo() {
		add("created", b.removal().reversed, b.removal().box, "#undo-reversed", b.undo.Reversed)
		add("held", "Kept", "left as they are", "#undo-kept", b.undo.Kept)
		add("rejected", "Failed", "Pigello refused", "#undo-failed", b.undo.Failed)
		add("unknown", "Unknown", "got no answer", "#undo-unknown", b.undo.Unknown)
		add("missed", "Not reached", "nothing was tried", "#undo-missed", b.undo.NotReached)
		return all
	}
	k := &b.books
	add("created", "Created", "new organizations", "#created", k.Created)
	add("updated", "Updated", "fields changed", "#changes", k.Updated)
	add("unchanged", "Unchanged", "as they are there", "#unchanged", k.Unchanged)
	add("rejected", "Rejected", "not written", b.firstOf("#refused", b.refused.total, "#rejected"), k.Rejected)
	add("held", "On hold", "you decide", b.firstOf("#met", b.met.total, "#held"), k.Held)
	add("unknown", "Unknown", "got no answer", "#unknown", k.Unknown)
	add("missed", "Not reached", "nothing was tried", "#missed", k.NotReached)
	return all
}

// firstOf is where a box leads: the first of two sections, if there is one.
func (b *resultBuilder) firstOf(first string, n int, second string) string {
	if n > 0 {
		return first
	}
	return second
}

// look says what a person should look at first.
func (b *resultBuilder) look() []string {
	var look sentences
	said := wording.English.Look
	if why := shorten(b.result.Stopped, messageLength); why != "" {
		look = append(look, said.Stopped(why))
	}
	if b.isUndo() {
		return look
	}
	look.say(b.met.total, said.Met)
	look.say(b.refused.total, said.Refused)
	look.say(b.page.rejected.total, said.LeftOut)
	look.say(b.page.held.total, said.Waits)
	look.say(b.found, said.Found)
	return look
}
