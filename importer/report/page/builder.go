package page

import (
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Builder gathers a report in memory that grows neither with rows nor with issues: what is beyond
// its bounds is counted.
//
// A check without a run uses it so:
//
//	b := page.NewBuilder(page)       // the page may still be completed by b.Page before WriteTo
//	b.AddIssue(issue)                // of a file as a whole
//	b.AddRow(page.Row{…})          // each row with issues, in the order of the rows
//	b.AddLate(page.Row{…})         // and then what is about several rows
//	_, err := b.WriteTo(file)
//
// One goroutine uses it.
type Builder struct {
	// Page is what stands beside the rows. Groups, books and readings may be filled in as late as
	// before WriteTo.
	Page Page

	file                    list[run.Issue]
	rejected, held, warned  rowList
	parents, names, customs list[change]
	kept                    list[change] // as they are, though a snapshot has them otherwise
	renamed, renumbered     int          // organizations that get another name, another custom_id
	creates                 int          // new organizations, of which created are some
	created                 []created
	branches                []branchView
	spots                   map[rowKey]spot // where rows are kept; nil until a late issue comes
}

// NewBuilder makes a builder of one page.
func NewBuilder(p Page) *Builder {
	return &Builder{Page: p}
}

// Fate is where a row with issues would end.
type Fate uint8

const (
	// Warned is a row that goes all the same.
	Warned Fate = iota
	// Rejected is a row with an error.
	Rejected
	// Held is a row that waits for a decision.
	Held
)

// Row is a row of the file and what was found on it.
type Row struct {
	// Source is the index of its file, Number the row as Excel shows it.
	Source, Number int
	Fate           Fate
	// Cells are the row as read; they may be used again by the caller. Without any only what was
	// found is shown.
	Cells []tabular.Cell
	// Reason is said of a row without issues of its own, Mark of a row beside its issues.
	Reason, Mark string
	Issues       []run.Issue
}

// AddIssue takes an issue of a file as a whole.
func (b *Builder) AddIssue(issue run.Issue) {
	b.file.add(func() run.Issue { return cutIssue(issue) })
}

// AddRow takes a row with issues. Rows come in order.
func (b *Builder) AddRow(row Row) {
	list := b.list(row.Fate)
	if list.wants(row.Issues) {
		list.addRow(row)
	}
	list.total++
}

func (b *Builder) list(f Fate) *rowList {
	switch f {
	case Rejected:
		return &b.rejected
	case Held:
		return &b.held
	}
	return &b.warned
}

// groupKey is what issues are grouped by.
type groupKey struct {
	code, column string
	severity     run.Severity
}

func keyOf(i run.Issue) groupKey { return groupKey{i.Code, i.ColumnName, i.Severity} }

// rowList keeps rows of one fate; rare ones are those with a kind of issue that few rows have so
// far.
type rowList struct {
	list[keptRow]
	found map[groupKey]int // rows kept of each
}

// keptRow is a row that may be shown.
type keptRow struct {
	Row
	issues int // how many it has
}

func (l *rowList) wants(issues []run.Issue) bool {
	return l.list.wants() || l.wantsRare() && l.rare(issues)
}

func (l *rowList) rare(issues []run.Issue) bool {
	return slices.ContainsFunc(issues, func(i run.Issue) bool {
		n, known := l.found[keyOf(i)]
		return n < rowsPerGroup && (known || len(l.found) < groupsShown)
	})
}

func (l *rowList) addRow(row Row) {
	k := keptRow{Row: row}
	k.Cells = make([]tabular.Cell, min(len(row.Cells), columnsKept))
	for i := range k.Cells {
		k.Cells[i] = tabular.Cell{Text: shorten(row.Cells[i].Text, cellLength), Kind: row.Cells[i].Kind}
	}
	k.Issues, k.Reason = nil, shorten(row.Reason, messageLength)
	l.join(&k, row.Issues)
	l.rows = append(l.rows, k)
}

// join gives a kept row more issues.
func (l *rowList) join(k *keptRow, issues []run.Issue) {
	if l.found == nil {
		l.found = map[groupKey]int{}
	}
	for _, issue := range issues {
		k.issues++
		if len(k.Issues) < issuesPerRow {
			k.Issues = append(k.Issues, cutIssue(issue))
		}
		l.found[keyOf(issue)]++
	}
}

// cutIssue shortens the texts of an issue to what is shown.
func cutIssue(i run.Issue) run.Issue {
	i.Message, i.Value, i.Suggestion = shorten(i.Message, messageLength), shorten(i.Value, cellLength), shorten(i.Suggestion, cellLength)
	i.ColumnName, i.Code = shorten(i.ColumnName, headerLength), strings.Clone(i.Code)
	return i
}
