package page

import (
	"cmp"
	"fmt"
	"html/template"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/run"
)

// view is all that the template is filled with.
type view struct {
	frame
	planView
	changesView
	issuesView
	readingsView
	Check               bool
	Heading, Time, Read string
	Live, Since         string
	Approve             approval
	Parents             []parentView
	ParentsLeft         string
	Forecast            []fact
	Places              Places
	// IssuesFirst says that issues stop the plan and are what a person must see first.
	IssuesFirst bool
}

// planView is which plan it is.
type planView struct {
	Target    run.Target
	Run, Code string
	Plan      string // what the page says of it to programs
	By        string // who planned
	Uncovered string // what the code says nothing of
	Version   string
}

// changesView is what would be written.
type changesView struct {
	Updates string // how many
	Changes []changeView
	Created createdView
}

// issuesView is what was found.
type issuesView struct {
	Errors, Warnings string
	OfFiles          string // warnings that aren't among them
	Groups           []groupView
	GroupsLeft       string
	FileErrors       []issueView
	Flaws            []flawView
	HasIssues        bool
}

// readingsView is how the files were read, and the warnings on them as a whole.
type readingsView struct {
	Readings               []readingView
	File                   []issueView
	ReadingsLeft, FileLeft string
}

// foot is what stands on each sheet of paper.
func foot(run, code string, at time.Time) string {
	text := at.Format("2 January 2006")
	if code != "" {
		text = "code " + code + " · " + text
	}
	if run != "" {
		text = "run " + run + " · " + text
	}
	return text
}

// parentView is a missing parent as the page shows it.
type parentView struct {
	Name, Nearest template.HTML
	Count, Rows   string
}

// createdView is the sample of creations.
type createdView struct {
	Total int
	Note  string
	Tree  []branchView
	Rows  []created
}

// approval says what to do with the plan.
type approval struct {
	Title, Text, Mail, Command, Then, ThenCommand string
	Code                                          string    // to be copied
	Planned                                       time.Time // zero where nothing is approved
}

// view makes everything ready for the template, with at most so many rows of each list.
func (b *Builder) view(most int) *view {
	p := &b.Page
	p.Places.setDefaults()
	p.Sources = withoutFolders(p.Sources)
	v := &view{
		frame: newFrame(foot(p.Run, p.Code, p.Created)),
		planView: planView{
			Target: p.Target, Run: p.Run, Code: p.Code, Plan: p.plan, By: p.plannedBy.String(),
			Uncovered: p.uncovered, Version: p.Version,
		},
		changesView: b.changes(most), issuesView: b.issues(most), readingsView: b.readings(most),
		Check: p.check(), Time: p.Created.Format("2 January 2006, 15:04 MST"),
		Read: counted(p.Books.Read, "row"), Live: counted(p.LiveRows, "organization"),
		Heading: p.heading(p.Created.Location()),
		Since:   p.SinceText, Approve: p.approval(), Forecast: p.forecast(), Places: p.Places,
		IssuesFirst: p.Blocked || p.check(),
	}
	v.Title, v.Verdict, v.Boxes, v.Look = "Plan: "+v.Heading, p.verdict(), p.boxes(), b.lookFirst()
	if v.Check {
		v.Read = counted(p.Checked.Read, "row")
		v.Heading = "Check of " + p.subject()
		v.Title = v.Heading
	}
	b.ofFiles(v, most)
	v.parents(p, most)
	v.HasIssues = len(v.Groups)+len(v.FileErrors)+len(v.Flaws) > 0
	v.menu()
	return v
}

// ofFiles shows the issues of files as a whole: errors among the issues, warnings beside how they
// were read.
func (b *Builder) ofFiles(v *view, most int) {
	some := b.file.rows[:min(len(b.file.rows), most, rowsShown)]
	for _, issue := range some {
		i := viewOf(issue, sourceOf(b.Page.Sources, issue.Source).Letter(issue.Column))
		i.Where = strings.TrimSpace(b.rowOf(issue) + i.Where)
		if i.Error {
			v.FileErrors = append(v.FileErrors, i)
		} else {
			v.File = append(v.File, i)
		}
	}
	if left := b.file.total - len(some); left > 0 {
		v.FileLeft = fmt.Sprintf("%s more are in %s.", number(left), b.Page.Places.Issues)
	}
}

// withoutFolders are the sources without the folders of whoever sends the page.
func withoutFolders(sources []run.Source) []run.Source {
	sources = slices.Clone(sources)
	for i := range sources {
		sources[i].Name = path.Base(strings.ReplaceAll(sources[i].Name, `\`, "/"))
	}
	return sources
}

// subject names the files.
func (p *Page) subject() string {
	names := make([]string, len(p.Sources))
	for i, s := range p.Sources {
		names[i] = shorten(s.Name, cellLength)
	}
	if len(names) > 3 {
		return counted(len(names), "file")
	}
	return strings.Join(names, ", ")
}

// changes shows at most so many of each kind.
func (b *Builder) changes(most int) changesView {
	v := changesView{Created: b.createdView(most)}
	if n := b.parents.total + b.names.total + b.customs.total; n > 0 {
		v.Updates = number(n)
	}
	for _, c := range [...]struct {
		list             *list[change]
		id, title, intro string
	}{
		{&b.parents, "parent", "Another parent", "These organizations would move in the hierarchy. " +
			"Other fields of theirs that change stand beside it."},
		{&b.names, "name", "Another name", "The parent stays. Where the custom_id changes, too, " +
			"it stands beside the name."},
		{&b.customs, "custom", "Another custom_id", "Nothing else changes."},
		{&b.kept, "kept", "Different, and left alone", "They aren’t as the snapshot has them and " +
			"stay as they are now: this plan doesn’t change them."},
	} {
		if c.list.total > 0 {
			v.Changes = append(v.Changes, changeView{
				ID: c.id, Title: c.title, Intro: c.intro, Now: c.list == &b.kept,
				listView: c.list.show(most, b.Page.Places.Changes),
			})
		}
	}
	return v
}

// flawTitles are the kinds of rows with issues; Left is where all of them are.
func (b *Builder) flawTitles() []flawView {
	places := &b.Page.Places
	rejected := flawView{ID: "rejected", Title: "Rejected rows", Intro: "They have errors and are not written.", Left: places.Rejects}
	warned := flawView{ID: "warned", Title: "Rows with warnings only", Intro: "These rows are imported anyway.", Left: places.Issues}
	if b.Page.check() {
		rejected.Title, rejected.Intro = "Rows with errors", "An import would stop at them."
	}
	held := flawView{ID: "held", Title: "On hold: you decide", Intro: "They wait for a person’s decision and don’t stop the others.", Left: places.Rejects}
	for _, r := range b.Page.Held {
		held.Reasons = append(held.Reasons, number(r.Rows)+" "+r.Text())
	}
	return []flawView{rejected, held, warned}
}

func (b *Builder) createdView(most int) createdView {
	v := createdView{Total: b.creates, Tree: b.branches, Rows: even(b.created, most)}
	if len(v.Rows) < v.Total {
		v.Note = fmt.Sprintf("%s of %s are shown, spread evenly over the file. When they are written, results.csv has every one with its id.",
			number(len(v.Rows)), number(v.Total))
	}
	return v
}

func (v *view) parents(p *Page, most int) {
	for _, m := range p.MissingParents[:min(len(p.MissingParents), rowsShown, most)] {
		v.Parents = append(v.Parents, parentView{
			Name: visible(shorten(m.Name, 2*cellLength)), Nearest: nearestTo(&m), Count: number(m.Count), Rows: report.RowNumbers(&m),
		})
	}
	if left := len(p.MissingParents) - len(v.Parents); left > 0 {
		v.ParentsLeft = fmt.Sprintf("%s more are in missing-parents.csv.", number(left))
	}
}

// nearestTo is what a missing parent may be.
func nearestTo(p *run.MissingParent) template.HTML {
	switch {
	case p.Perhaps != "":
		return visible("perhaps " + shorten(p.Perhaps, 2*cellLength))
	case len(p.AsNear) > 0:
		return visible("as near: ") + visible(shorten(strings.Join(p.AsNear, ", "), 2*cellLength))
	}
	return visible(shorten(p.Nearest, 2*cellLength))
}

func (p *Page) forecast() []fact {
	if p.Forecast.Requests == 0 {
		return nil
	}
	duration := "as fast as Pigello takes them"
	if p.Forecast.Duration > 0 {
		duration = "about " + span(p.Forecast.Duration)
	}
	return []fact{
		{Name: "Requests", Text: number(p.Forecast.Requests)},
		{Name: "Data", Text: weight(p.Forecast.Bytes)},
		{Name: "Duration", Text: duration},
	}
}

func (v *view) menu() {
	changes := func() {
		if v.Updates != "" {
			v.Menu = append(v.Menu, menuItem{"#changes", "Changes", v.Updates})
		} else if len(v.Changes) > 0 {
			v.Menu.section("changes", "Differences")
		}
		v.Menu.add(v.Created.Total, "created", "New organizations")
	}
	if !v.IssuesFirst {
		changes()
	}
	if v.HasIssues {
		v.Menu.section("issues", "Issues")
	}
	for _, f := range v.Flaws {
		v.Menu.add(f.Total, f.ID, f.Title)
	}
	if v.IssuesFirst {
		changes()
	}
	v.Menu.add(len(v.Parents), "missing", "Missing parents")
	if len(v.Readings)+len(v.File) > 0 {
		v.Menu.section("reading", "How the file was read")
	}
	v.Menu.section("about", "About this page")
}

// approval says how to approve a plan, and what to do with one that is blocked.
func (p *Page) approval() approval {
	apply := cmp.Or(p.Apply, "orgbatch apply "+p.Run+" --code "+p.Code)
	partly := apply
	if !strings.Contains(apply, " --skip-invalid") {
		partly += " --skip-invalid"
	}
	switch {
	case p.check():
		return approval{}
	case p.WrongCustomer:
		return approval{Title: "What to do", Text: "Ask where the file comes from. Plan it again for that customer, or without the id column if the rows are to be new here."}
	case p.Blocked:
		return approval{
			Title: "What to do", Text: "Correct the rows below in the file and plan it again:", Command: p.Again,
			Then: "Or leave the rejected rows out on purpose, and write the valid ones of exactly this plan, code " + p.Code + ":", ThenCommand: partly,
		}
	case p.Books.Created+p.Books.Updated == 0 && p.Books.Held > 0:
		return approval{Title: "What to do", Text: "Decide on the rows on hold below: each says how. Then plan the file again.", Command: p.Again}
	case p.Books.Created+p.Books.Updated == 0:
		return approval{}
	}
	if p.Signed {
		return approval{
			Planned: p.Created, Title: "To approve", Text: "Sign it with your SSH key, and send the file that this makes to whoever sent you this page. It stands for exactly what is shown here:",
			Command: "orgbatch approve report.html", Then: "That person writes it with:", ThenCommand: apply,
		}
	}
	return approval{
		Planned: p.Created, Title: "To approve", Text: "Send its plan code, " + p.Code + ", to whoever sent you this page. It stands for exactly what is shown here.", Code: p.Code,
		Mail: approvalMail("plan "+p.Code+" of run "+p.Run, p.heading(p.Created.Location()), p.Target, p.verdict()),
		Then: "That person writes it with:", ThenCommand: apply,
	}
}

// rowOf says where an issue of a file as a whole stands: the file where there are several, and the
// row.
func (b *Builder) rowOf(i run.Issue) string {
	where := ""
	if len(b.Page.Sources) > 1 {
		where = shorten(sourceOf(b.Page.Sources, i.Source).Name, headerLength) + ", "
	}
	if i.Number > 0 {
		where += "row " + strconv.Itoa(i.Number) + ": "
	}
	return where
}
