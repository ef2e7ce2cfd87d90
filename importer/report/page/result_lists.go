package page

import "github.com/orgbatch/orgbatch/importer/run"

// resultsFile is where every row stands.
const resultsFile = "results.csv"

// lists shares the page among the rows of all fates, those that a person must see first.
func (b *resultBuilder) lists(v *resultView, bytes int) {
	flaws := []*rowList{&b.refused, &b.page.held, &b.page.rejected}
	layouts := make([]*layout, len(flaws))
	lines := []*lineList{&b.unknown, &b.notReached, &b.made, &b.unchanged}
	picks := []*picking{b.met.picking(), b.updated.picking()}
	for i, list := range flaws {
		layouts[i] = b.page.lay(list)
		picks = append(picks, &layouts[i].picking)
	}
	for _, l := range lines {
		picks = append(picks, l.picking())
	}
	for _, u := range b.removal().fates() {
		picks = append(picks, b.undone[u.status].picking())
	}
	pick(picks, bytes)

	v.Met = b.met.view(picks[0], b.page.Page.Places.Rejects)
	v.Updated = b.updated.view(changeView{ID: "changes", Title: "Updated", Goes: "went", Comes: "came"}, picks[1], b.page.Page.Places.Changes)
	for i, f := range b.resultFlaws() {
		if f.Total = flaws[i].total; f.Total == 0 {
			continue
		}
		f.Tables = layouts[i].tables(f.ID, nil)
		f.Left = remark(layouts[i].picking.first, len(layouts[i].picking.more), f.Total, b.page.Page.Places.Rejects)
		v.Flaws = append(v.Flaws, f)
	}
	at := 2 + len(flaws)
	for i, to := range []*lineView{&v.Unknown, &v.NotReached, &v.Made, &v.Unchanged} {
		*to = lines[i].view(lineTitles[i], picks[at+i], resultsFile)
	}
	v.Unknown.Command, v.NotReached.Command = b.result.Resume, b.result.Resume
	if v.Unknown.Total > 0 {
		v.NotReached.Command = "" // it stands above
	}
	at += len(lines)
	for i, u := range b.removal().fates() {
		if list := &b.undone[u.status]; list.total > 0 {
			head := lineView{ID: u.id, Title: u.title, Intro: u.intro}
			if u.status == run.UndoUnknown || u.status == run.UndoNotReached {
				head.Command = b.result.Resume
			}
			v.Undone = append(v.Undone, list.view(head, picks[at+i], "undo.csv"))
		}
	}
}

// lineTitles are the lists of plain rows.
var lineTitles = []lineView{
	{ID: "unknown", Title: "Without an answer", Intro: "Their writes got no answer, so nobody knows yet whether they were carried out. They are looked up before anything is sent again."},
	{ID: "missed", Title: "Not reached", Intro: "Nothing was tried for them, or nothing that was written."},
	{ID: "created", Title: "Created", Intro: "These organizations are new."},
	{ID: "unchanged", Title: "Unchanged", Intro: "These organizations were there already as the file wants them."},
}

// resultFlaws are the rows that weren't written, in three kinds.
func (b *resultBuilder) resultFlaws() []flawView {
	return []flawView{
		{ID: "refused", Title: "Refused", Intro: "Pigello refused them, or they fell with a row that they need."},
		{ID: "held", Title: "On hold: you decide", Intro: "They don’t stop the others; each says what it waits for."},
		{ID: "rejected", Title: "Rejected for errors in the file", Intro: "They were left out of what was written."},
	}
}

// menu leads to the sections that there are.
func (v *resultView) menu() {
	add := func(n int, link, text string) {
		if n > 0 {
			v.Menu = append(v.Menu, menuItem{"#" + link, text, number(n)})
		}
	}
	for _, u := range v.Undone {
		add(u.Total, u.ID, u.Title)
	}
	add(v.Unknown.Total, v.Unknown.ID, v.Unknown.Title)
	add(v.Met.Total, "met", "On hold: not as the plan knew them")
	for _, f := range v.Flaws {
		add(f.Total, f.ID, f.Title)
	}
	add(v.NotReached.Total, v.NotReached.ID, v.NotReached.Title)
	add(v.Updated.Total, v.Updated.ID, v.Updated.Title)
	add(v.Made.Total, v.Made.ID, v.Made.Title)
	add(v.Unchanged.Total, v.Unchanged.ID, v.Unchanged.Title)
	v.Menu = append(v.Menu, menuItem{"#about", "About this page", ""})
}
