package page

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/orgbatch/orgbatch/importer/wording"
)

// diffView is all that the template of a comparison is filled with.
type diffView struct {
	frame
	When, Sum, All string
	Do             string // what brings back what was removed
	Fields         []diffFieldView
	FieldsLeft     string
	Changed        listView[change]
	Added, Removed aloneView
	Facts          []fact
}

type diffFieldView struct {
	N            int
	Field, Count string
}

// aloneView is organizations that are on one side alone.
type aloneView struct {
	ID, Title, Intro string
	listView[change]
}

// view makes everything ready for the template, with at most so many rows of each list.
func (b *DiffBuilder) view(most int) *diffView {
	p := &b.page
	a, to := shorten(p.A.Name, 2*cellLength), shorten(p.B.Name, 2*cellLength)
	v := &diffView{
		frame: newFrame(foot("", "", p.Compared)), Do: p.Restore, When: p.Compared.Format(timeForm),
		Sum: counted(p.RowsA, "organization") + " in the first, " + number(p.RowsB) + " in the second",
		All: shorten(p.All, messageLength), Facts: p.facts(),
	}
	v.Title, v.Verdict, v.Boxes, v.Look = p.title(), p.verdict(), p.boxes(), p.look()
	b.fieldViews(v)
	for _, l := range [...]*list[change]{&b.removed, &b.changed, &b.added} {
		slices.SortStableFunc(l.rows, func(a, b change) int { return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID)) })
	}
	place := cmp.Or(v.All, "what --csv FILE writes")
	again := ""
	if n := p.SameName; n > 0 {
		again = " Of these, " + number(n) + " " + agree(n, "is", "are") + " in both by name, under another id."
	}
	v.Removed = aloneView{ID: "removed", Title: "Removed", Intro: "These organizations are only in " + a + "." + again, listView: b.removed.show(most, place)}
	v.Changed = b.changed.show(most, place)
	v.Added = aloneView{ID: "added", Title: "Added", Intro: "These organizations are only in " + to + "." + again, listView: b.added.show(most, place)}
	v.Menu.add(v.Removed.Total, "removed", "Removed")
	v.Menu.add(v.Changed.Total, "changed", "Changed")
	v.Menu.add(v.Added.Total, "added", "Added")
	v.Menu.section("about", "About this page")
	return v
}

// ofOne says that the two are of one place, at two times.
func (p *DiffPage) ofOne() bool { return p.A.Of != "" && p.A.Of == p.B.Of }

// title says what the comparison is of.
func (p *DiffPage) title() string {
	const form = "2 January 2006, 15:04"
	a, b, zone := &p.A, &p.B, p.Compared.Location()
	switch {
	case !p.ofOne():
		return "From " + shorten(a.Name, 2*cellLength) + " to " + shorten(b.Name, 2*cellLength)
	case b.At.IsZero():
		return "What changed in " + a.Of + " since " + a.At.In(zone).Format(form)
	}
	return "What changed in " + a.Of + " from " + a.At.In(zone).Format(form) + " to " + b.At.In(zone).Format(form)
}

func (p *DiffPage) verdict() verdict {
	if p.Added+p.Removed+p.Changed == 0 {
		return verdict{statusReady, "The same", fmt.Sprintf("Nothing differs: %s.", counted(p.Same, "organization"))}
	}
	var parts []string
	for _, part := range [...]struct {
		n    int
		word string
	}{{p.Removed - p.SameName, "removed"}, {p.Changed, "changed"}, {p.Added - p.SameName, "added"}, {p.SameName, "under " + agree(p.SameName, "a new id", "new ids")}} {
		if part.n > 0 {
			parts = append(parts, number(part.n)+" "+part.word)
		}
	}
	return verdict{statusLook, "Different", strings.Join(parts, ", ") + "; " + number(p.Same) + " " + agree(p.Same, "is", "are") + " the same."}
}

func (p *DiffPage) boxes() boxes {
	var all boxes
	removed, added := "only in the first", "only in the second"
	if p.ofOne() {
		removed, added = "not there any more", "new since then"
	}
	all.add("rejected", "Removed", removed, "#removed", p.Removed-p.SameName)
	all.add("held", "Changed", "other values", "#changed", p.Changed)
	all.add("created", "Added", added, "#added", p.Added-p.SameName)
	if p.SameName > 0 {
		all.add("unchanged", "New ids", "the name of a removed one", "#added", p.SameName)
	}
	all.add("unchanged", "The same", "in both", "", p.Same)
	return all
}

// look gives what deserves a look, what is riskiest first.
func (p *DiffPage) look() []string {
	var look sentences
	said := wording.English.Look
	look.say(p.SameName, said.NewID)
	look.say(p.Moved, said.OtherParent)
	look.say(p.Renamed, said.OtherName)
	look.say(p.UntoldParents, said.ParentNotToldByBoth)
	for _, s := range [...]*DiffSide{&p.A, &p.B} {
		if n := len(s.Skipped); n > 0 {
			look = append(look, said.NotCompared(n, shorten(s.Name, cellLength), listed(s.Skipped, 5)))
		}
	}
	return look
}

func (p *DiffPage) facts() []fact {
	facts := []fact{
		{Name: "From", Text: joined("\u2003", p.A.Name, p.A.About), Wide: true},
		{Name: "To", Text: joined("\u2003", p.B.Name, p.B.About), Wide: true},
		{Name: "Compared", Text: p.Compared.Format(timeForm)},
	}
	if p.Version != "" {
		facts = append(facts, fact{Name: "By", Text: "orgbatch " + p.Version})
	}
	return facts
}

// fieldViews lists the fields by how often they changed, and tells each organization the numbers of
// its own.
func (b *DiffBuilder) fieldViews(v *diffView) {
	numbers := map[string]string{}
	names := slices.SortedFunc(maps.Keys(b.fields), func(x, y string) int {
		return cmp.Or(cmp.Compare(b.fields[y], b.fields[x]), cmp.Compare(x, y))
	})
	for i, name := range names {
		numbers[name] = strconv.Itoa(i)
		v.Fields = append(v.Fields, diffFieldView{i, name, number(b.fields[name])})
	}
	for i := range b.changed.rows {
		c := &b.changed.rows[i]
		var groups []string
		for _, f := range c.fields {
			if number, known := numbers[f.field]; known {
				groups = append(groups, number)
			}
		}
		c.Groups = strings.Join(groups, " ")
	}
	if b.others > 0 {
		v.FieldsLeft = counted(b.others, "change") + " of other fields " + agree(b.others, "is", "are") + " not listed here."
	}
}

// known is what an organization is known by.
type known struct{ CustomID, Parent, Created string }

// Alone is what an organization that is on one side alone is known by.
func (c change) Alone() (k known) {
	for _, f := range c.fields {
		text := cmp.Or(f.beforeName, f.before.Text, f.after.Text)
		switch f.field {
		case "custom_id":
			k.CustomID = text
		case "organization":
			k.Parent = text
		case "created_at":
			k.Created, _, _ = strings.Cut(cmp.Or(f.before.Text, f.after.Text), "T")
		}
	}
	return k
}
