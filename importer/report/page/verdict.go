package page

import (
	"cmp"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/wording"
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
	b, said := &p.Books, wording.English.PlanPage
	writes := b.Created + b.Updated
	switch {
	case p.WrongCustomer:
		return verdict{statusBlocked, said.Stopped, said.WrongCustomer(p.IDsMissing, p.IDsGiven, p.Target.Name)}
	case p.Blocked:
		return verdict{statusBlocked, said.Blocked, said.HasErrors(b.Rejected, b.Read)}
	case b.Read == 0:
		return verdict{statusNothing, said.NothingToDo, said.NoRows}
	case writes == 0 && b.Held > 0:
		return verdict{statusLook, said.Waiting, said.AllWait(b.Held)}
	case writes == 0 && p.Kept > 0:
		return verdict{statusLook, said.NothingToWrite, said.Differ(p.Kept)}
	case p.Kept > 0 && b.Held == 0:
		return verdict{statusLook, said.LookClosely, said.WouldAndDiffer(b.Created, b.Updated, p.Kept)}
	case writes == 0:
		return verdict{statusNothing, said.NothingToDo, said.AllThere}
	case b.Rejected+b.Held > 0:
		return verdict{statusLook, said.ReadyInPart, said.WouldInPart(b.Created, b.Updated, b.Rejected, b.Held)}
	}
	if p.LiveRows > 0 && b.Updated*100 > muchChanged*p.LiveRows {
		changed := said.WouldChangeMuch(b.Created, b.Updated, b.Updated*100/p.LiveRows, p.LiveRows)
		return verdict{statusLook, said.LookClosely, changed}
	}
	return verdict{statusReady, said.Ready, said.WouldAll(b.Created, b.Updated)}
}

// muchChanged is the share of what is there, in percent, beyond which a person should look before
// it is changed.
const muchChanged = 10

func (p *Page) verdictOfCheck() verdict {
	c, said := &p.Checked, wording.English.PlanPage
	switch {
	case c.Bad > 0:
		return verdict{statusBlocked, said.Errors, said.WouldStop(c.Bad, c.Read)}
	case c.Read == 0:
		return verdict{statusNothing, said.NoneChecked, said.NoneToCheck}
	case c.Warned > 0:
		return verdict{statusLook, said.WorthALook, said.HasWarnings(c.Warned, c.Read)}
	}
	return verdict{statusReady, said.Sound, said.NothingWrong(c.Read)}
}

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

// say adds what is so of one or many; of none nothing.
func (s *sentences) say(n int, said func(n int) string) {
	if n > 0 {
		*s = append(*s, said(n))
	}
}

// looksShown is how many sentences a person reads before they become a list.
const looksShown = 8

// lookFirst says what deserves a look, what is riskiest first.
func (b *Builder) lookFirst() []string {
	p := &b.Page
	var look sentences
	said := wording.English.Look
	if p.IDsMissing > 0 {
		look = append(look, said.IDsMissing(p.IDsMissing, p.IDsGiven, p.place()))
	}
	if p.Restore {
		look = append(look, said.IDsAnew)
	}
	for _, a := range p.Accepted {
		look = append(look, said.AcceptedUnseen(a.Rows, a.Code))
	}
	look.say(b.parents.total, said.NewParent)
	look.say(b.renumbered, said.NewCustomID)
	look.say(b.renamed, said.NewName)
	look.say(p.Kept, said.Differs)
	look.say(p.Twins, said.Twins)
	look.say(len(p.MissingParents), func(n int) string { return said.MissingParents(n, p.place()) })
	look.say(p.Fixed, said.Fixed)
	if names := p.unsent(); len(names) > 0 {
		look = append(look, said.NotSent(len(names), listed(names, 5)))
	}
	look.say(p.BlankKept, said.BlankKept)
	look.say(p.UntoldParents, said.ParentNotTold)
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
