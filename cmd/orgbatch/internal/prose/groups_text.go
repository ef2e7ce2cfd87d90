package prose

import (
	"cmp"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/orgnumber"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/run"
)

// How much of the issues is shown, whatever the file: a plan with errors is to be read
// without scrolling far. The files hold all of them.
const (
	groupsShown  = 7
	groupLines   = 16 // of all groups, on a terminal of groupWidth cells
	groupWidth   = 80
	rangesShown  = 10 // cells of a group's row numbers
	messageWidth = 58 // of what is wrong, where there is too much to be said: one line
	parentsShown = 5
	ValueWidth   = 40
)

// groupsText says the issues of an import or a validation by code and column, errors
// first, each with its title: on which rows, then what is wrong, once for all values
// of which the same is wrong.
type groupsText struct {
	w       *words.Edition
	sources []run.Source
	parents []plan.MissingParent // take the place of the examples of their issues
	all     string               // the file that has all issues
}

// describe writes the groups, "" where there is none. Titles come first; what room is
// left goes to what is wrong, the first thing of each group before the second of any.
func (t *groupsText) describe(groups []run.Group) string {
	ordered := slices.SortedStableFunc(slices.Values(groups), func(a, b run.Group) int { return cmp.Compare(b.Severity, a.Severity) })
	var titles []string
	left := groupLines
	for _, g := range ordered[:min(len(ordered), groupsShown)] {
		title := t.title(g)
		lines := linesOf(title)
		if lines > left {
			break
		}
		titles, left = append(titles, title), left-lines
	}
	shown := ordered[:len(titles)]
	errors := 0
	for errors < len(shown) && shown[errors].Severity == run.Error {
		errors++
	}
	left = t.detail(titles[:errors], shown[:errors], left)
	t.detail(titles[errors:], shown[errors:], left)
	if more := len(ordered) - len(shown); more > 0 {
		titles = append(titles, t.w.Issues.MoreKinds(more, t.all)+"\n")
	}
	return strings.Join(titles, "")
}

// detail puts below the titles what is wrong, as far as there are lines left for it: it is
// cut where not each group could have its first one, the most important one, otherwise.
func (t *groupsText) detail(titles []string, groups []run.Group, left int) int {
	texts, rest, whole := t.fill(titles, groups, 0, left)
	if !whole {
		texts, rest, _ = t.fill(titles, groups, messageWidth, left)
	}
	copy(titles, texts)
	return rest
}

func (t *groupsText) fill(titles []string, groups []run.Group, width, left int) (texts []string, rest int, whole bool) {
	texts, whole = slices.Clone(titles), true
	details, shown := make([][]string, len(groups)), make([][]string, len(groups))
	for i, g := range groups {
		details[i] = t.details(g, width)
	}
	for round := range parentsShown {
		for i := range details {
			if round >= len(details[i]) {
				continue
			}
			if lines := linesOf(details[i][round]); lines <= left {
				shown[i] = append(shown[i], details[i][round])
				left -= lines
			} else {
				whole = whole && round > 0
			}
		}
	}
	for i, g := range groups {
		if t.namesParents(g) {
			shown[i], left = t.countRest(shown[i], left)
		}
		texts[i] += strings.Join(shown[i], "")
	}
	return texts, left, whole
}

// countRest says how many parents aren't shown: below those that are, behind the last one, or in
// its place. Where one alone has room, and no more, the title's number has to do.
func (t *groupsText) countRest(shown []string, left int) ([]string, int) {
	n, last := len(t.parents)-len(shown), len(shown)-1
	if n == 0 || last < 0 {
		return shown, left
	}
	behind := strings.TrimSuffix(shown[last], "\n") + " " + t.w.More(n) + "\n"
	switch {
	case left > 0:
		return append(shown, "    "+t.w.More(n)+"\n"), left - 1
	case linesOf(behind) == linesOf(shown[last]):
		shown[last] = behind
	case last > 0:
		left = linesOf(shown[last]) - 1
		shown[last] = "    " + t.w.More(n+1) + "\n"
	}
	return shown, left
}

// namesParents says whether the parents that are missing take the place of a group's examples.
func (t *groupsText) namesParents(g run.Group) bool {
	return codes.IsMissingParent(g.Code) && len(t.parents) > 0
}

// linesOf is how many lines a text takes on a terminal.
func linesOf(text string) int { return strings.Count(ui.Look{Width: groupWidth}.Show(text), "\n") }

// title names a group: what is wrong, in which column, on which rows, and its code.
func (t *groupsText) title(g run.Group) string {
	colour, label := ui.Yellow, t.w.Issues.Warning
	if g.Severity == run.Error {
		colour, label = ui.Red, t.w.Issues.Error
	}
	text := ui.Paint(colour, label+" "+report.Title(g.Code))
	if g.ColumnName != "" {
		text = t.w.Issues.In(text, Quoted(g.ColumnName))
	}
	say := t.w.Issues.Times
	if g.RowCount == g.Count {
		say = t.w.Issues.Rows
	}
	return text + " · " + say(g.Count, someRanges(ui.Clean(g.Rows, 0)), g.Code) + "\n"
}

// someRanges are the first of a group's row numbers.
func someRanges(rows string) string {
	if len(rows) <= rangesShown {
		return rows
	}
	at := strings.LastIndex(rows[:rangesShown], ", ")
	if at < 0 {
		return rows
	}
	return rows[:at] + " …"
}

// details are the lines below a title, the most important one first. Examples of which
// the same is wrong share one; width cuts what is wrong, 0 doesn't.
func (t *groupsText) details(g run.Group, width int) (lines []string) {
	if t.namesParents(g) {
		return t.missing()
	}
	var said []run.Issue // the first example of each line
	for i, e := range g.Examples {
		more := 0
		if i < len(g.Counts) {
			more = g.Counts[i] - 1
		}
		same := slices.IndexFunc(said, func(s run.Issue) bool { return report.SaysAs(&e, &s) })
		switch {
		case same >= 0 && e.Value != "":
			lines[same] = strings.TrimSuffix(lines[same], "\n") + t.w.Issues.Also(t.row(e)+t.andMore(more), Quoted(e.Value), t.suggested(e, "")) + "\n"
		case same < 0:
			said, lines = append(said, e), append(lines, "    "+t.sentence(e, more, width)+"\n")
		}
	}
	return lines
}

// missing are the parents that weren't found, as many as are shown: those first that somebody may
// be meant by, and that most rows need. Their issues have them one a row.
func (t *groupsText) missing() (lines []string) {
	known := func(p plan.MissingParent) int { return min(1, len(p.Perhaps)+len(p.AsNear)+len(p.Nearest)) }
	parents := slices.SortedStableFunc(slices.Values(t.parents), func(a, b plan.MissingParent) int {
		return cmp.Or(cmp.Compare(known(b), known(a)), cmp.Compare(b.Count, a.Count))
	})
	for _, p := range parents[:min(len(parents), parentsShown)] {
		text := t.w.Plan.Parent(ui.Clean(orgnumber.Mask(p.Name), ValueWidth), p.Count)
		switch {
		case p.Perhaps != "":
			text += "; " + t.w.Plan.PerhapsIs(ui.Clean(p.Perhaps, 0))
		case len(p.AsNear) > 0:
			text += "; " + t.w.Plan.AsNear(quotedList(p.AsNear))
		case p.Nearest != "":
			text += "; " + t.w.Plan.Nearest(ui.Clean(orgnumber.Mask(p.Nearest), ValueWidth))
		}
		lines = append(lines, "    "+text+"\n")
	}
	return lines
}

// sentence is one issue: its row, what is wrong, what stands there, what might be
// meant. more is how many others say the same.
func (t *groupsText) sentence(e run.Issue, more, width int) string {
	text := ui.Clean(e.Message, width)
	if !codes.NamesItself(e.Code) {
		at := t.cell(e)
		if width > 0 { // the title has the column
			at = t.row(e)
		}
		text = at + t.andMore(more) + ": " + text
	}
	if value := Quoted(e.Value); e.Value != "" && !strings.Contains(text, value) {
		text += " (" + value + ")"
	}
	return strings.ReplaceAll(text+t.suggested(e, text), "\n", " ")
}

// suggested is what might be meant, "" where the sentence has said it.
func (t *groupsText) suggested(e run.Issue, said string) string {
	switch {
	case e.Suggestion == "", strings.Contains(said, "nearest name is "+Quoted(e.Suggestion)):
		return ""
	case codes.Advises(e.Code):
		return "; " + ui.Clean(e.Suggestion, 0)
	}
	return "; " + t.w.Issues.Perhaps(Quoted(e.Suggestion))
}

// cell names an issue's cell as the spreadsheet shows it: row, column letter and
// header. JSON has no letters, and an issue of a whole row no column.
func (t *groupsText) cell(e run.Issue) string {
	text := t.row(e)
	var named []string
	if at := run.SourceOf(t.sources, e); e.Column >= 0 && at < len(t.sources) {
		if letter := t.sources[at].Letter(e.Column); letter != "" {
			named = append(named, letter)
		}
	}
	if e.Column >= 0 && e.ColumnName != "" {
		named = append(named, Quoted(e.ColumnName))
	}
	if len(named) > 0 {
		text += t.w.Issues.Column(strings.Join(named, " "))
	}
	return text
}

// row names an issue's row, and its file where there are several.
func (t *groupsText) row(e run.Issue) string {
	text := t.w.Next.TheFile
	if e.Number > 0 {
		text = t.w.Issues.Row(e.Number)
	}
	if at := run.SourceOf(t.sources, e); len(t.sources) > 1 && at < len(t.sources) {
		text = ui.Clean(t.sources[at].Name, ValueWidth) + ", " + text
	}
	return text
}

// andMore counts the rows beside one that say the same.
func (t *groupsText) andMore(rows int) string {
	if rows == 0 {
		return ""
	}
	return t.w.Issues.AndMore(rows)
}

// quotedList shows several values in quotes.
func quotedList(values []string) string {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = Quoted(v)
	}
	return strings.Join(all, ", ")
}

// Quoted shows a value in quotes; a check that escaped what can't be seen in it
// has quoted it already.
func Quoted(s string) string {
	if s = ui.Clean(s, ValueWidth); len(s) > 1 && s[0] == '"' {
		return s
	}
	return `"` + strings.ReplaceAll(s, `"`, `\"`) + `"`
}
