package page

import (
	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/run"
)

// line is a row of which the page says what it is called and what became of it.
type line struct {
	Number                   int
	Source                   string // the file, where there are several
	Name, ID, Custom, Reason string
	Parent                   string // of one that is to be deleted, by its name where that is known
	Adopted                  bool
}

// short cuts its texts to what a page has of them.
func (v line) short() line {
	v.Name, v.Custom = shorten(v.Name, 2*cellLength), shorten(v.Custom, cellLength)
	v.Reason, v.Source, v.Parent = shorten(v.Reason, messageLength), shorten(v.Source, headerLength), shorten(v.Parent, 2*cellLength)
	return v
}

// lineView is a list of rows as the page shows it.
type lineView struct {
	ID, Title, Intro          string
	Command                   string // what to do about them
	Why                       string // the heading of reasons on the page of a plan, "" for what became of the rows
	Reasons, Customs, Parents bool   // which columns have anything in them
	listView[line]
}

// showLines makes such a list ready.
func showLines(l *list[line], most int, v lineView, place string) lineView {
	v.listView = l.show(most, place)
	for _, some := range [...][]line{v.Rows, v.More} {
		for i := range some {
			v.Reasons = v.Reasons || some[i].Reason != ""
			v.Customs = v.Customs || some[i].Custom != ""
			v.Parents = v.Parents || some[i].Parent != ""
		}
	}
	return v
}

// lineOf is a row as its list has it.
func (b *resultBuilder) lineOf(e *report.Entry, reason string) line {
	v := line{Number: e.Number, Name: e.Name(), ID: report.IDText(e.ID), Reason: reason, Adopted: b.adopted[e.Index]}
	if len(b.meta.Sources) > 1 {
		v.Source = sourceOf(b.meta.Sources, e.Source).Name
	}
	if e.Values.CustomID.Kind == run.Value {
		v.Custom = e.Values.CustomID.Text
	}
	return v
}
