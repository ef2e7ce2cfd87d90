package page

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/run"
)

// What a verdict comes down to. They are also the names of its looks in the style sheet.
const (
	statusReady   = "ready"
	statusBlocked = "blocked"
	statusNothing = "nothing"
	statusLook    = "look"
)

// verdict is the page in one sentence.
type verdict struct {
	Status, Word, Sentence string
}

func (p *Page) verdict() verdict {
	if p.check() {
		return p.verdictOfCheck()
	}
	b := &p.Books
	writes := b.Created + b.Updated
	switch {
	case p.WrongCustomer:
		return verdict{statusBlocked, "Stopped", fmt.Sprintf("This may be the wrong customer: %s of the file’s %s don’t exist in %s.",
			number(p.IDsMissing), counted(p.IDsGiven, "id"), p.Target.Name)}
	case p.Blocked:
		return verdict{statusBlocked, "Blocked", fmt.Sprintf("%s of %s %s errors, so nothing is written until they are corrected or left out on purpose.",
			number(b.Rejected), counted(b.Read, "row"), agree(b.Rejected, "has", "have"))}
	case b.Read == 0:
		return verdict{statusNothing, "Nothing to do", "There are no rows in the file."}
	case writes == 0 && b.Held > 0:
		return verdict{statusLook, "Waiting", fmt.Sprintf("Nothing can be written yet: %s for a person’s decision.", waits(b.Held))}
	case writes == 0 && p.Kept > 0:
		return verdict{statusLook, "Nothing to write", p.differ() + "."}
	case p.Kept > 0 && b.Held == 0:
		return verdict{statusLook, "Look closely", p.wouldWrite() + "; " + p.differ() + "."}
	case writes == 0:
		return verdict{statusNothing, "Nothing to do", "Everything in the file is there already, so there is nothing to write."}
	case b.Rejected+b.Held > 0:
		return verdict{statusLook, "Ready in part", p.wouldWrite() + notWritten(b)}
	}
	if p.LiveRows > 0 && b.Updated*100 > muchChanged*p.LiveRows {
		return verdict{statusLook, "Look closely", fmt.Sprintf("%s; the updates change %d%% of the %s there.", p.wouldWrite(), b.Updated*100/p.LiveRows, counted(p.LiveRows, "organization"))}
	}
	return verdict{statusReady, "Ready", p.wouldWrite() + ", and no row has an error."}
}

// notWritten ends a sentence with the rows that are left out, and why.
func notWritten(b *run.Books) string {
	text := ""
	if b.Rejected > 0 {
		text = "; " + counted(b.Rejected, "row") + agree(b.Rejected, " has errors and is left out", " have errors and are left out")
	}
	if b.Held > 0 {
		text += "; " + waits(b.Held) + " for a person’s decision"
	}
	return text + "."
}

// differ counts what isn't as the snapshot has it.
func (p *Page) differ() string {
	return counted(p.Kept, "organization") + agree(p.Kept, " differs from the snapshot and stays as it is", " differ from the snapshot and stay as they are")
}

// muchChanged is the share of what is there, in percent, beyond which a person should look before
// it is changed.
const muchChanged = 10

// wouldWrite counts what would be written.
func (p *Page) wouldWrite() string {
	var parts []string
	if n := p.Books.Created; n > 0 {
		parts = append(parts, counted(n, "organization")+" would be created")
	}
	if n := p.Books.Updated; n > 0 {
		parts = append(parts, counted(n, "organization")+" would be updated")
	}
	return strings.Join(parts, " and ")
}

func (p *Page) verdictOfCheck() verdict {
	c := &p.Checked
	switch {
	case c.Bad > 0:
		return verdict{statusBlocked, "Errors", fmt.Sprintf("%s of %s %s errors that would stop an import.", number(c.Bad), counted(c.Read, "row"), agree(c.Bad, "has", "have"))}
	case c.Read == 0:
		return verdict{statusNothing, "No rows", "There are no rows to check."}
	case c.Warned > 0:
		return verdict{statusLook, "Worth a look", fmt.Sprintf("No row has an error; %s of %s %s warnings.", number(c.Warned), counted(c.Read, "row"), agree(c.Warned, "has", "have"))}
	}
	return verdict{statusReady, "Sound", fmt.Sprintf("Nothing is wrong with the %s of this file.", counted(c.Read, "row"))}
}

func waits(n int) string { return counted(n, "row") + " " + agree(n, "waits", "wait") }

// box is one of the counts that add up to the rows read.
type box struct {
	Look, Label, Note, Count string
	Zero                     bool
	Link                     string
}

// boxes are those of a page, in their order.
type boxes []box

// Some are those that count anything.
func (b boxes) Some() []box {
	return slices.DeleteFunc(slices.Clone(b), func(x box) bool { return x.Zero })
}

// Zeros names the others in one line, "" for none.
func (b boxes) Zeros() string {
	var none []string
	for _, x := range b {
		if x.Zero {
			none = append(none, "0\u00a0"+strings.ToLower(x.Label))
		}
	}
	return strings.Join(none, ", ")
}

func (b *boxes) add(look, label, note, link string, n int) {
	*b = append(*b, box{Look: look, Label: label, Note: note, Count: number(n), Zero: n == 0, Link: link})
}

func (p *Page) boxes() boxes {
	var all boxes
	add := all.add
	if p.check() {
		add("unchanged", "Sound", "nothing was found", "", p.Checked.Sound)
		add("held", "Warnings", "worth a look", "#warned", p.Checked.Warned)
		add("rejected", "Errors", "must be corrected", "#rejected", p.Checked.Bad)
		return all
	}
	add("created", "Created", "new organizations", "#created", p.Books.Created)
	add("updated", "Updated", "fields would change", "#changes", p.Books.Updated)
	add("unchanged", "Unchanged", "left alone", "", p.Books.Unchanged)
	add("rejected", "Rejected", "rows with errors", "#rejected", p.Books.Rejected)
	add("held", "On hold", "you decide", "#held", p.Books.Held)
	return all
}

// sentences are what a person should look at first.
type sentences []string

// say adds what is so of one, or of many after their number; of none nothing.
func (s *sentences) say(n int, one, many string) {
	switch {
	case n == 1:
		*s = append(*s, one)
	case n > 1:
		*s = append(*s, number(n)+" "+many)
	}
}

// looksShown is how many sentences a person reads before they become a list.
const looksShown = 8

// lookFirst says what deserves a look, what is riskiest first.
func (b *Builder) lookFirst() []string {
	p := &b.Page
	var look sentences
	say := look.say
	if p.IDsMissing > 0 {
		look = append(look, fmt.Sprintf("%s of the file’s %s %s in %s: is it the right customer?", number(p.IDsMissing), counted(p.IDsGiven, "id"), agree(p.IDsMissing, "doesn’t exist", "don’t exist"), p.place()))
	}
	if p.Restore {
		look = append(look, "Ids and created_at can’t be brought back: Pigello gives them anew. It takes no tags and no customer_columns.")
	}
	for _, a := range p.Accepted {
		look = append(look, fmt.Sprintf("%s that would be on hold %s accepted unseen: %s.", counted(a.Rows, "row"), agree(a.Rows, "was", "were"), a.Code))
	}
	say(b.parents.total, "1 organization moves to another parent.", "organizations move to another parent.")
	say(b.renumbered, "1 organization gets another custom_id.", "organizations get another custom_id.")
	say(b.renamed, "1 organization gets another name.", "organizations get another name.")
	say(p.Kept, "1 organization isn’t as the snapshot has it, and stays as it is.", "organizations aren’t as the snapshot has them, and stay as they are.")
	say(p.Twins, "1 row is a possible duplicate of an organization that is there, and on hold.", "rows are possible duplicates of organizations that are there, and on hold.")
	say(len(p.MissingParents), "1 parent is not in the file and not in "+p.place()+".", "parents are not in the file and not in "+p.place()+".")
	say(p.Fixed, "1 cell was corrected while reading; it is listed among the issues.", "cells were corrected while reading; they are listed among the issues.")
	if names := p.unsent(); len(names) > 0 {
		look = append(look, fmt.Sprintf("%s %s not sent: %s.", counted(len(names), "column"), agree(len(names), "is", "are"), listed(names, 5)))
	}
	say(p.BlankKept, "1 blank cell keeps what is there: it doesn’t empty the field.", "blank cells keep what is there: they don’t empty the fields.")
	say(p.UntoldParents, "Of 1 organization there the parent is not told, so it isn’t compared.", "organizations there don’t tell their parent, so it isn’t compared.")
	return look[:min(len(look), looksShown)]
}

// place is what the target is called in a sentence.
func (p *Page) place() string {
	return cmp.Or(p.Target.Name, "the target")
}

// unsent names the columns that aren't sent and that a person should know of.
func (p *Page) unsent() []string {
	var names []string
	for i, m := range p.Mappings {
		for _, column := range m.Unmapped {
			if i < len(p.Sources) && column < len(p.Sources[i].Header) {
				names = append(names, p.Sources[i].Header[column])
			}
		}
	}
	return names
}
