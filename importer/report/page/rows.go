package page

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"github.com/orgbatch/orgbatch/importer/orgnumber"
	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// columnsShown is how many columns of the file a row is shown with: those with issues and those
// that are sent go first.
const columnsShown = 12

// columnsNarrow is how many of them fit on a screen.
const columnsNarrow = 6

// flawView is the rows of one fate as the page shows them: a table for each file.
type flawView struct {
	ID, Title, Intro, Left string
	Reasons                []string
	Total                  int
	Tables                 []*rowTable
}

// rowTable is rows of one file as its spreadsheet shows them.
type rowTable struct {
	ID, Source string
	Letters    bool // the file has column letters
	Wide       bool // more columns than a screen takes
	Columns    []columnView
	Folded     string // what is said of columns that are shown if asked for
	Without    string // what is said of columns that are left out
	Rows, More []rowView
}

type columnView struct {
	Letter, Header, Field string
	Unsent                bool // neither sent nor with issues
	index                 int
}

type rowView struct {
	Number string
	Groups string
	Cells  []cellView
	Issues []issueView
	Reason string
	Mark   string
	Hidden int // issues that aren't shown
	Span   int
	Bare   bool // nothing is known of its cells
}

type cellView struct {
	Label      string // its column, on a phone
	Text       template.HTML
	Error, Bad bool
	Unsent     bool
	Suggestion template.HTML
}

type issueView struct {
	Error        bool
	Code, Where  string
	Title, Group string // Group leads to the kind of issue, which says the same
	Message      template.HTML
	Suggestion   template.HTML // "" where the message has it, or the cell
}

// sheets shows rows of files as their spreadsheets do.
type sheets struct {
	sources []run.Source
	groups  []run.Group
	numbers map[groupKey]int // of the groups that are shown
}

// flaws fills in the rows of one fate, at most so many; Left is where all of them are.
func (b *sheets) flaws(v flawView, list *rowList, most int) flawView {
	columns := b.columns(list)
	rows := list.show(most, v.Left)
	v.Total, v.Left = rows.Total, rows.Left
	tables := map[int]*rowTable{}
	tableOf := func(row *keptRow) *rowTable {
		t := tables[row.Source]
		if t == nil {
			t = b.newTable(row.Source, v.ID, columns[row.Source])
			tables[row.Source] = t
			v.Tables = append(v.Tables, t)
		}
		return t
	}
	for i := range rows.Rows {
		t := tableOf(&rows.Rows[i])
		t.Rows = append(t.Rows, b.rowView(&rows.Rows[i], t.Columns))
	}
	for i := range rows.More {
		t := tableOf(&rows.More[i])
		t.More = append(t.More, b.rowView(&rows.More[i], t.Columns))
	}
	return v
}

// columns chooses the columns of each file.
func (b *sheets) columns(list *rowList) map[int][]columnView {
	wide, wanted := map[int]int{}, map[int]map[int]int{}
	for i := range list.rows {
		row := &list.rows[i]
		wide[row.Source] = max(wide[row.Source], len(row.Cells))
		if wanted[row.Source] == nil {
			wanted[row.Source] = map[int]int{}
		}
		for _, issue := range row.Issues {
			wanted[row.Source][issue.Column]++
		}
	}
	columns := map[int][]columnView{}
	for source, n := range wide {
		columns[source] = b.columnsOf(source, n, wanted[source])
	}
	return columns
}

// columnsOf chooses the columns of a file.
func (b *sheets) columnsOf(source, wide int, wanted map[int]int) []columnView {
	s := sourceOf(b.sources, source)
	all := make([]columnView, min(columnsKept, max(len(s.Header), wide)))
	for i := range all {
		all[i] = columnView{index: i, Letter: s.Letter(i)}
		if i < len(s.Header) {
			all[i].Header = shorten(s.Header[i], headerLength)
		}
		if i < len(s.Mapping) {
			all[i].Field = s.Mapping[i]
		}
	}
	slices.SortStableFunc(all, func(x, y columnView) int {
		return cmp.Or(cmp.Compare(x.rank(wanted), y.rank(wanted)), cmp.Compare(wanted[y.index], wanted[x.index]))
	})
	all = all[:min(len(all), columnsShown)]
	slices.SortFunc(all, func(x, y columnView) int { return cmp.Compare(x.index, y.index) })
	if slices.ContainsFunc(all, func(c columnView) bool { return c.rank(wanted) < 2 }) {
		for i := range all {
			all[i].Unsent = all[i].rank(wanted) == 2
		}
	}
	return all
}

// rank says how much a person needs a column: it is sent, it has issues, or neither.
func (c columnView) rank(wanted map[int]int) int {
	switch {
	case c.Field != "":
		return 0
	case wanted[c.index] > 0:
		return 1
	}
	return 2
}

// label names a column whose letters are these, if it has any.
func (c columnView) label(letter string) string { return strings.TrimSpace(letter + " " + c.Header) }

func (b *sheets) newTable(source int, id string, columns []columnView) *rowTable {
	s := sourceOf(b.sources, source)
	t := &rowTable{
		ID: id + "-" + strconv.Itoa(source+1), Source: shorten(s.Name, messageLength),
		Columns: columns, Letters: s.Letter(0) != "", Wide: len(columns) > columnsNarrow,
	}
	folded := 0
	for _, c := range columns {
		if c.Unsent {
			folded++
		}
	}
	if folded > 0 {
		t.Folded = counted(folded, "column") + " that " + agree(folded, "isn’t", "aren’t") + " sent"
	}
	if left := len(s.Header) - len(columns); left > 0 {
		t.Without = counted(left, "column") + " of the file " + agree(left, "is", "are") + " not shown here."
	}
	return t
}

// sourceOf is a file, of which nothing is known where there is none.
func sourceOf(sources []run.Source, i int) *run.Source {
	if i < len(sources) {
		return &sources[i]
	}
	return &run.Source{}
}

func (b *sheets) rowView(row *keptRow, columns []columnView) rowView {
	v := rowView{
		Number: strconv.Itoa(row.Number), Reason: row.Reason, Mark: row.Mark,
		Hidden: row.issues - len(row.Issues), Span: len(columns), Bare: len(row.Cells) == 0,
	}
	for _, column := range columns {
		v.Cells = append(v.Cells, b.cellView(row, column))
	}
	var numbers []string
	for _, issue := range row.Issues {
		found := viewOf(issue, sourceOf(b.sources, row.Source).Letter(issue.Column))
		if n, ok := b.numbers[keyOf(issue)]; ok {
			g := &b.groups[n]
			if g.Count > 1 && slices.ContainsFunc(g.Examples, func(e run.Issue) bool { return report.SaysAs(&issue, new(cutIssue(e))) }) {
				found.Group, found.Suggestion = "#g"+strconv.Itoa(n), visible(issue.Suggestion)
			}
			if !slices.Contains(numbers, strconv.Itoa(n)) {
				numbers = append(numbers, strconv.Itoa(n))
			}
		}
		for i, c := range columns {
			if c.index == issue.Column {
				v.Cells[i].blame(&found)
			}
		}
		v.Issues = append(v.Issues, found)
	}
	v.Groups = strings.Join(numbers, " ")
	return v
}

func (b *sheets) cellView(row *keptRow, column columnView) cellView {
	letter := sourceOf(b.sources, row.Source).Letter(column.index)
	v := cellView{Unsent: column.Unsent, Label: orgnumber.Mask(column.label(letter))}
	if column.index >= len(row.Cells) {
		return v
	}
	cell := row.Cells[column.index]
	switch {
	case cell.Kind == tabular.Null:
		v.Text = `<i class="none">null</i>`
	case row.hides(column.index, cell.Text):
		v.Text = visible(orgnumber.MaskCell(cell.Text))
	default:
		v.Text = visible(cell.Text)
	}
	return v
}

// hides says whether an issue has masked what stands in a column: its check knew that it is a
// personal number.
func (k *keptRow) hides(column int, text string) bool {
	return slices.ContainsFunc(k.Issues, func(i run.Issue) bool {
		return i.Column == column && i.Value != text && i.Value == orgnumber.MaskCell(text)
	})
}

// blame marks a cell for an issue, which hands over its suggestion: that stands at the cell.
func (c *cellView) blame(issue *issueView) {
	c.Bad = true
	if c.Text == "" {
		c.Text = `<i class="none">blank</i>`
	}
	c.Error = c.Error || issue.Error
	if c.Suggestion == "" || c.Suggestion == issue.Suggestion {
		c.Suggestion, issue.Suggestion = issue.Suggestion, ""
	}
}

func viewOf(i run.Issue, letter string) issueView {
	where := columnView{Header: i.ColumnName}.label(letter)
	return issueView{
		Error: i.Severity == run.Error, Code: i.Code, Title: report.Title(i.Code), Where: where,
		Message: visible(i.Message), Suggestion: visible(unsaid(i.Message, i.Suggestion)),
	}
}
