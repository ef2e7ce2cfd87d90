package page

import (
	"cmp"
	"html/template"

	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/run"
)

// changeView is updates of one kind as the page shows them.
type changeView struct {
	ID, Title, Intro string
	Now              bool   // what is there stands beside what a snapshot has
	Beside           string // or beside what has this heading
	Goes, Comes      string // what is said of what is struck out and underlined
	listView[change]
}

type fieldView struct {
	Field         string
	Before, After template.HTML
}

// Fields are those that differ, as the page shows them.
func (c change) Fields() []fieldView {
	views := make([]fieldView, len(c.fields))
	for i := range c.fields {
		views[i] = c.fields[i].view()
	}
	return views
}

func (f *fieldChange) view() fieldView {
	v := fieldView{Field: f.field}
	before, after := f.before, f.after
	if f.beforeName != "" {
		before.Text = f.beforeName
	}
	v.Before, v.After = marked(before.Text, after.Text)
	for _, side := range [...]struct {
		text run.Text
		to   *template.HTML
		tag  string
	}{{before, &v.Before, "del"}, {after, &v.After, "ins"}} {
		switch {
		case side.text.Kind == run.Null || side.text.Kind == run.Value && side.text.Text == "":
			*side.to = template.HTML("<" + side.tag + `><i class="none">empty</i></` + side.tag + ">")
		case side.text.Kind == run.Absent:
			*side.to = `<i class="none">` + template.HTML(cmp.Or(f.lacking, "not known")) + `</i>`
		}
	}
	if f.beforeName != "" {
		v.Before += idNote(f.beforeID.String())
	}
	if id := f.after.Text; id != f.afterID.String() && report.IDText(f.afterID) != "" {
		v.After += idNote(f.afterID.String())
	}
	return v
}

func idNote(id string) template.HTML {
	return template.HTML(` <details class="id"><summary>id</summary>` + template.HTMLEscapeString(id) + `</details>`)
}
