package page

import (
	"html/template"
	"strconv"

	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/run"
)

// line is a row of which the page says what it is called and what became of it.
type line struct {
	number                   int
	source                   string // the file, where there are several
	name, id, custom, reason string
	parent                   string // of one that is to be deleted, by its name where that is known
	adopted                  bool
}

// short cuts its texts to what a page has of them.
func (v line) short() line {
	v.name, v.custom = shorten(v.name, 2*cellLength), shorten(v.custom, cellLength)
	v.reason, v.source, v.parent = shorten(v.reason, messageLength), shorten(v.source, headerLength), shorten(v.parent, 2*cellLength)
	return v
}

// lineView is a list of rows as the page shows it.
type lineView struct {
	ID, Title, Intro          string
	Command                   string // what to do about them
	Why                       string // the heading of reasons on the page of a plan, "" for what became of the rows
	Reasons, Customs, Parents bool   // which columns have anything in them
	listView[lineRowView]
}

type lineRowView struct {
	Number, Source               string
	Name, Custom, Parent, Reason template.HTML
	ID                           string
	Adopted                      bool
}

// showLines makes such a list ready.
func showLines(l *list[line], most int, v lineView, place string) lineView {
	v.listView = show(l, most, place, func(at *line) lineRowView {
		v.Reasons, v.Customs, v.Parents = v.Reasons || at.reason != "", v.Customs || at.custom != "", v.Parents || at.parent != ""
		return lineRowView{
			Number: strconv.Itoa(at.number), Source: at.source, Name: visible(at.name), Custom: visible(at.custom), Reason: visible(at.reason),
			Parent: visible(at.parent), ID: at.id, Adopted: at.adopted,
		}
	})
	return v
}

// lineOf is a row as its list has it.
func (b *resultBuilder) lineOf(e *report.Entry, reason string) line {
	v := line{number: e.Number, name: e.Name(), id: report.IDText(e.ID), reason: reason, adopted: b.adopted[e.Index]}
	if len(b.page.Page.Sources) > 1 && e.Source < len(b.page.Page.Sources) {
		v.source = b.page.Page.Sources[e.Source].Name
	}
	if e.Values.CustomID.Kind == run.Value {
		v.custom = e.Values.CustomID.Text
	}
	return v
}
