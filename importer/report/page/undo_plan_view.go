package page

import (
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// undoPlanView is all that the template of an undo's plan is filled with.
type undoPlanView struct {
	frame
	When, Sum, Kind    string
	Target, Run, Code  string
	Approve            approval
	Stay, Delete, Gone lineView
	PutBack            changeView
	Facts              []fact
}

// view makes everything ready for the template, with at most so many rows of each list.
func (b *undoPlanBuilder) view(most int) *undoPlanView {
	m, say, looked := &b.rows.meta, b.rows.removal(), b.rows.result.Written
	v := &undoPlanView{
		frame: newFrame(foot(m.Short, b.plan.Code, looked)), Kind: say.kind, When: looked.Format(timeForm),
		Target: b.rows.page.Page.place(), Run: m.Short, Code: b.plan.Code,
		Sum:     counted(len(b.plan.Outcomes), say.row) + " " + say.of + ", of which",
		Approve: b.approval(), Facts: b.facts(),
	}
	v.Title, v.Verdict, v.Look = b.title(), b.verdict(), b.look()
	stay, deletes, gone := &b.rows.undone[run.UndoKept], &b.rows.undone[run.UndoNotReached], &b.rows.undone[run.UndoReversed]
	v.Stay = showLines(stay, most, lineView{ID: "stay", Title: "Stay as they are", Intro: "These organizations are left alone.", Why: "Why"}, resultsFile)
	v.Delete = showLines(deletes, most, lineView{ID: "delete", Title: "To be deleted", Intro: say.doomed + " Children are deleted before their parents.", Why: "Why"}, resultsFile)
	v.Gone = showLines(gone, most, lineView{ID: "gone", Title: say.gone, Intro: "Nothing is to be done about them.", Why: "Why"}, resultsFile)
	v.PutBack = changeView{
		ID: "put-back", Title: "To be put back", Beside: "Before the run", Intro: "The run changed these organizations.", Goes: "goes", Comes: "comes back",
		listView: b.rows.updated.show(most, b.rows.page.Page.Places.Changes),
	}
	v.Boxes.add("rejected", "To delete", say.source, "#delete", v.Delete.Total)
	if !m.Deletes {
		v.Boxes.add("updated", "To put back", "get former values", "#put-back", v.PutBack.Total)
	}
	v.Boxes.add("held", "Stay", "left as they are", "#stay", v.Stay.Total)
	v.Boxes.add("unchanged", say.gone, "nothing to do", "#gone", v.Gone.Total)
	v.Menu.add(v.Delete.Total, v.Delete.ID, v.Delete.Title)
	v.Menu.add(v.PutBack.Total, v.PutBack.ID, v.PutBack.Title)
	v.Menu.add(v.Stay.Total, v.Stay.ID, v.Stay.Title)
	v.Menu.add(v.Gone.Total, v.Gone.ID, v.Gone.Title)
	v.Menu.section("about", "About this page")
	return v
}

func (b *undoPlanBuilder) title() string {
	if b.rows.meta.Deletes {
		return b.rows.deletion()
	}
	planned := b.rows.meta.Created.In(b.rows.result.Written.Location())
	return "Undo the import of " + b.rows.page.Page.subject() + ", " + planned.Format("2 January 2006, 15:04")
}

// counts are how many are to be deleted, put back and left as they are.
func (b *undoPlanBuilder) counts() (deletes, putBacks, stay int) {
	return b.rows.undone[run.UndoNotReached].total, b.rows.updated.total, b.rows.undone[run.UndoKept].total
}

func (b *undoPlanBuilder) verdict() verdict {
	deletes, putBacks, stay := b.counts()
	var parts []string
	if deletes > 0 {
		parts = append(parts, counted(deletes, "organization")+" would be deleted")
	}
	if putBacks > 0 {
		parts = append(parts, counted(putBacks, "organization")+" would get "+agree(putBacks, "its", "their")+" former values back")
	}
	would := strings.Join(parts, " and ")
	stays := counted(stay, "organization") + agree(stay, " stays as it is", " stay as they are")
	switch {
	case would == "" && stay > 0:
		return verdict{statusLook, b.rows.removal().nothing, stays + ", for the reasons below."}
	case would == "":
		return verdict{statusNothing, b.rows.removal().nothing, b.rows.removal().none}
	case stay > 0:
		return verdict{statusLook, "Look closely", would + "; " + stays + "."}
	case deletes > 0:
		return verdict{statusLook, "Look closely", would + "."}
	}
	return verdict{statusReady, "Ready", would + ", and nothing is deleted."}
}

// look says what a person should look at first, what is riskiest first.
func (b *undoPlanBuilder) look() []string {
	var look sentences
	said := wording.English.Look
	deletes, _, stay := b.counts()
	if deletes > 0 {
		look = append(look, said.Linked, said.IDsOnce)
	}
	look.say(b.marked, said.Marked)
	look.say(b.moved, said.MovesBack)
	look.say(stay, said.Stays)
	return look
}

// approval says how to approve the undo, and nothing of one that would do nothing.
func (b *undoPlanBuilder) approval() approval {
	deletes, putBacks, _ := b.counts()
	if deletes+putBacks == 0 {
		return approval{}
	}
	a := approval{
		Title: "To approve", Text: "Send its code, " + b.plan.Code + ", to whoever sent you this page. " + b.rows.removal().code,
		Mail: approvalMail(b.rows.removal().kind+" "+b.plan.Code+" of run "+b.rows.meta.Short, b.title()+" in "+b.rows.page.Page.place(), b.rows.page.Page.Target, b.verdict()), Code: b.plan.Code, Then: "That person does it with:", ThenCommand: b.plan.Undo,
	}
	if deletes > 0 {
		a.Then = "That person does it with this, which asks for the number of organizations to delete, " + number(deletes) + ":"
	}
	return a
}

func (b *undoPlanBuilder) facts() []fact {
	m, looked := &b.rows.meta, b.rows.result.Written
	url := m.Target.URL
	if strings.HasPrefix(url, "sandbox:") { // the name has the file
		url = ""
	}
	planned := m.Created.In(looked.Location()).Format(timeForm)
	facts := []fact{
		{Name: "Target", Text: joined(", ", m.Target.Name, url, m.Target.Customer, m.Target.Activation)},
		{Name: "Run", Text: m.Short}, {Name: "Code", Text: b.plan.Code},
		{Name: "Looked at", Text: looked.Format(timeForm)},
		{Name: "Planned", Text: joined(" by ", planned, m.PlannedBy.String())},
		{Name: "File", Text: b.rows.page.Page.subject(), Wide: true},
	}
	if m.Version != "" {
		facts = append(facts, fact{Name: "By", Text: "orgbatch " + m.Version})
	}
	return facts
}

// joined joins the texts that aren't empty.
func joined(between string, texts ...string) string {
	return shorten(strings.Join(slices.DeleteFunc(texts, func(s string) bool { return s == "" }), between), messageLength)
}
