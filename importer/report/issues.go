package report

import (
	"strconv"
	"strings"

	"github.com/orgbatch/orgbatch/importer/run"
)

// WriteIssues writes issues.csv: every error and warning, in the order of the rows, with the columns row, line, column, column_letter, code,
// severity, message, value and suggestion, and file when there are several.
func WriteIssues(r *run.Run) ([]File, error) {
	m := r.Meta()
	w := newIssueWriter(pathOf(r, "issues", "csv", 0), m.Sources)
	for issue, err := range r.Issues() {
		if err == nil {
			err = w.Add(issue, m.Sources)
		}
		if err != nil {
			return w.out.finish(err)
		}
	}
	return w.Finish(nil)
}

// IssueWriter writes the issues of a check without a run, as WriteIssues does those of one. One goroutine uses it.
type IssueWriter struct {
	out *output
	to  *marshaller[issueRow]
}

// NewIssueWriter makes one for a file that a person named; it appears with Finish, and replaces only such a file. Of the sources, their number
// and the first one's format count.
func NewIssueWriter(path string, sources []run.Source) *IssueWriter {
	w := newIssueWriter(path, sources)
	w.out.replaces = ReplacesIssues
	return w
}

func newIssueWriter(path string, sources []run.Source) *IssueWriter {
	w := &IssueWriter{out: &output{path: path, format: ours(run.Meta{Sources: sources})}}
	w.to = &marshaller[issueRow]{to: w.out}
	if len(sources) < 2 {
		w.to.without = 1
	}
	return w
}

// Add writes one issue. The issue's own Source counts where the sources don't know their rows yet.
func (w *IssueWriter) Add(issue run.Issue, sources []run.Source) error {
	return w.to.add(issueRowOf(issue, sources))
}

// Finish gives the file its name, also without an issue; after an error nothing has changed.
func (w *IssueWriter) Finish(failed error) ([]File, error) {
	if failed == nil {
		failed = w.to.flush()
	}
	return w.out.finish(failed)
}

func issueRowOf(i run.Issue, sources []run.Source) issueRow {
	file, letter := "", ""
	if at := run.SourceOf(sources, i); at < len(sources) {
		file, letter = sources[at].Name, sources[at].Letter(i.Column)
	}
	return issueRow{
		Row: position(i.Number), Line: position(i.Line), Column: i.ColumnName, Letter: letter, Code: i.Code, Severity: i.Severity.String(),
		Message: i.Message, Value: i.Value, Suggestion: i.Suggestion, File: file,
	}
}

// position writes a row or line; what is on none, an issue of a whole file, has none.
func position(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// MissingParent is a parent that was found neither in the file nor in the API.
type MissingParent struct {
	// Name is what the file calls it.
	Name string
	// Rows are numbers of rows that need it, Count is how many do: Rows may hold the first of them only.
	Rows  []int
	Count int
	// Nearest is the nearest name that exists, "" when none is near. AsNear are names that are equally near, Perhaps is a row of the file that
	// it may be: "row 82, whose name is empty".
	Nearest string
	AsNear  []string
	Perhaps string
}

// WriteMissingParents writes missing-parents.csv with the columns name, rows ("3, 17 and 12 more"), nearest, as_near and perhaps.
func WriteMissingParents(r *run.Run, parents []MissingParent) ([]File, error) {
	o := &output{path: pathOf(r, "missing-parents", "csv", 0), format: ours(r.Meta())}
	to := &marshaller[missingRow]{to: o}
	for _, p := range parents {
		if err := to.add(missingRow{Name: p.Name, Rows: p.rows(), Nearest: p.Nearest, AsNear: strings.Join(p.AsNear, "; "), Perhaps: p.Perhaps}); err != nil {
			return o.finish(err)
		}
	}
	return o.finish(to.flush())
}

func (p *MissingParent) rows() string {
	var b strings.Builder
	for i, row := range p.Rows {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(strconv.Itoa(row))
	}
	if more := p.Count - len(p.Rows); more > 0 {
		b.WriteString(" and " + strconv.Itoa(more) + " more")
	}
	return b.String()
}
