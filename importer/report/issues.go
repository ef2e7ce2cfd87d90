package report

import (
	"strconv"
	"strings"

	"github.com/orgbatch/orgbatch/importer/run"
)

// WriteIssues writes issues.csv: every error and warning, in the order of the rows, with the
// columns row, line, column, column_letter, code, severity, message, value and suggestion, and file
// when there are several.
func WriteIssues(r *run.Run) ([]File, error) {
	m := r.Meta()
	w := IssueWriter{tableOf[issueRow](r, "issues")}
	for issue, err := range r.Issues() {
		if err == nil {
			err = w.Add(issue, m.Sources)
		}
		if err != nil {
			return w.Finish(err)
		}
	}
	return w.Finish(nil)
}

// IssueWriter writes the issues of a check without a run, as WriteIssues does those of one. One
// goroutine uses it.
type IssueWriter struct{ to *marshaller[issueRow] }

// NewIssueWriter makes one for a file that a person named; it appears with Finish, and replaces
// only such a file. Of the sources, their number and the first one's format count.
func NewIssueWriter(path string, sources []run.Source) *IssueWriter {
	to := tableAt[issueRow](path, sources)
	to.to.replaces = ReplacesIssues
	return &IssueWriter{to}
}

// Add writes one issue. The issue's own Source counts where the sources don't know their rows yet.
func (w *IssueWriter) Add(issue run.Issue, sources []run.Source) error {
	file, letter := "", ""
	if at := run.SourceOf(sources, issue); at < len(sources) {
		file, letter = sources[at].Name, sources[at].Letter(issue.Column)
	}
	return w.to.add(issueRow{
		Row: position(issue.Number), Line: position(issue.Line), Column: issue.ColumnName, Letter: letter, Code: issue.Code, Severity: issue.Severity.String(),
		Message: issue.Message, Value: issue.Value, Suggestion: issue.Suggestion, File: file,
	})
}

// Finish gives the file its name, also without an issue; after an error nothing has changed.
func (w *IssueWriter) Finish(failed error) ([]File, error) { return w.to.Finish(failed) }

// position writes a row or line; what is on none, an issue of a whole file, has none.
func position(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// WriteMissingParents writes missing-parents.csv with the columns name, rows ("3, 17 and 12 more"),
// nearest, as_near and perhaps.
func WriteMissingParents(r *run.Run, parents []run.MissingParent) ([]File, error) {
	to := tableOf[missingRow](r, "missing-parents")
	for _, p := range parents {
		err := to.add(missingRow{
			Name: p.Name, Rows: RowNumbers(&p), Nearest: p.Nearest, AsNear: strings.Join(p.AsNear, "; "), Perhaps: p.Perhaps,
		})
		if err != nil {
			return to.Finish(err)
		}
	}
	return to.Finish(nil)
}

// RowNumbers are the rows that name a missing parent: 3, 17 and 12 more.
func RowNumbers(p *run.MissingParent) string {
	rows := make([]string, len(p.Rows))
	for i, row := range p.Rows {
		rows[i] = strconv.Itoa(row)
	}
	text := strings.Join(rows, ", ")
	if more := p.Count - len(p.Rows); more > 0 {
		text += " and " + strconv.Itoa(more) + " more"
	}
	return text
}
