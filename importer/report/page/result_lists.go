package page

import "github.com/orgbatch/orgbatch/importer/run"

// resultsFile is where every row stands.
const resultsFile = "results.csv"

// lists shows at most so many rows of each fate, those first that a person must see.
func (b *resultBuilder) lists(v *resultView, most int) {
	places := &b.page.Page.Places
	v.Met = b.met.show(most, places.Rejects)
	v.Updated = changeView{ID: "changes", Title: "Updated", Goes: "went", Comes: "came", listView: b.updated.show(most, places.Changes)}
	sheets := &sheets{sources: b.meta.Sources}
	for i, list := range [...]*rowList{&b.refused, &b.page.held, &b.page.rejected} {
		if f := b.resultFlaws()[i]; list.total > 0 {
			f.Left = places.Rejects
			v.Flaws = append(v.Flaws, sheets.flaws(f, list, most))
		}
	}
	lines := [...]*list[line]{&b.unknown, &b.notReached, &b.made, &b.unchanged}
	for i, to := range [...]*lineView{&v.Unknown, &v.NotReached, &v.Made, &v.Unchanged} {
		*to = showLines(lines[i], most, lineTitles[i], resultsFile)
	}
	v.Unknown.Command, v.NotReached.Command = b.result.Resume, b.result.Resume
	if v.Unknown.Total > 0 {
		v.NotReached.Command = "" // it stands above
	}
	for _, u := range b.removal().fates() {
		if list := &b.undone[u.status]; list.total > 0 {
			head := lineView{ID: u.id, Title: u.title, Intro: u.intro}
			if u.status == run.UndoUnknown || u.status == run.UndoNotReached {
				head.Command = b.result.Resume
			}
			v.Undone = append(v.Undone, showLines(list, most, head, "undo.csv"))
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
	for _, u := range v.Undone {
		v.Menu.add(u.Total, u.ID, u.Title)
	}
	v.Menu.add(v.Unknown.Total, v.Unknown.ID, v.Unknown.Title)
	v.Menu.add(v.Met.Total, "met", "On hold: not as the plan knew them")
	for _, f := range v.Flaws {
		v.Menu.add(f.Total, f.ID, f.Title)
	}
	v.Menu.add(v.NotReached.Total, v.NotReached.ID, v.NotReached.Title)
	v.Menu.add(v.Updated.Total, v.Updated.ID, v.Updated.Title)
	v.Menu.add(v.Made.Total, v.Made.ID, v.Made.Title)
	v.Menu.add(v.Unchanged.Total, v.Unchanged.ID, v.Unchanged.Title)
	v.Menu.section("about", "About this page")
}
