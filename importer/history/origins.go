package history

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// UnfinishedError says that mended rejects come too early: the run that they
// come from has rows that were not reached, and these would be forgotten.
type UnfinishedError struct {
	Run        string // the short id of that run
	NotReached int
	Files      []string // what that run imported
	Hint       string
}

// Error says which run has rows left, and how many.
func (e *UnfinishedError) Error() string {
	return fmt.Sprintf("these rows were left to correct by run %s, and its other rows of %s (%d) were not written yet", e.Run, strings.Join(e.Files, ", "), e.NotReached)
}

// origins are the runs that rows of an import were read in first, and what they had against these rows.
type origins struct {
	run     *run.Run // the import
	runsDir string
	asked   map[string]bool       // by short id: runs that were looked up
	misread map[string]misreadRow // by identity: rows that were refused for where they stood
	lacking map[string]int        // by identity: how many cells rows had that were too short
}

func newOrigins(r *run.Run, runsDir string) origins {
	return origins{run: r, runsDir: runsDir, asked: map[string]bool{}, misread: map[string]misreadRow{}, lacking: map[string]int{}}
}

// lookUp looks up a run that a row comes from, once a run. A run that isn't here any more, or in use, can't be asked and stops nothing.
func (o *origins) lookUp(short string) error {
	if o.asked[short] {
		return nil
	}
	o.asked[short] = true
	path, err := run.Resolve(o.runsDir, short)
	if err != nil {
		return nil
	}
	r, err := run.OpenReadOnly(path)
	if err != nil {
		return nil
	}
	books, err := r.Books()
	meta := r.Meta()
	err = errors.Join(err, o.keepRefused(r))
	if err = errors.Join(err, r.Close()); err != nil || books.NotReached == 0 {
		return err
	}
	if done, err := o.writtenSince(meta); err != nil || done {
		return err
	}
	e := &UnfinishedError{Run: short, NotReached: books.NotReached}
	paths := ""
	for _, s := range meta.Sources {
		e.Files = append(e.Files, s.Name)
		paths += " " + s.Name
	}
	e.Hint = "write those first: orgbatch import" + paths + " --skip-invalid"
	return e
}

// keepRefused remembers the rows of a run that had too few cells, or stood where they were refused. Among its rejects they stand with blank cells in their place, so that the
// row's identity stands under its header, and nothing but the run tells that these were not blank but missing.
func (o *origins) keepRefused(r *run.Run) error {
	for issue, err := range r.Issues() {
		if err != nil {
			return err
		}
		misread := misreadCodes[issue.Code]
		if issue.Code != tabular.CodeShortRow && !misread || issue.Row < 0 || issue.Severity != run.Error {
			continue
		}
		row, err := r.Row(issue.Row)
		if err != nil {
			return err
		}
		if identity := row.IdentityIn(r.Meta().Short); misread {
			o.misread[identity] = misreadRow{issue.Code, cellsOf(row.Cells, r.Meta().Sources[row.Source].Header)}
		} else {
			o.lacking[identity] = columns.TheirsAmong(r.Meta().Sources[row.Source].Header, len(row.Cells))
		}
	}
	return nil
}

// misreadCodes are the errors of rows for where they stood in their file. Among the rejects they stand elsewhere, and nothing but the run tells.
var misreadCodes = map[string]bool{
	tabular.CodeOtherOrder: true, tabular.CodeSwallowed: true, tabular.CodeNoteOrRow: true, tabular.CodeAboveHeader: true, tabular.CodeOtherTable: true,
}

// misreadRow is such a row: why it was refused, and what it held.
type misreadRow struct{ code, cells string }

// cellsOf joins the cells of a row that are a person's, without blank ones at the end.
func cellsOf(cells []tabular.Cell, header []string) string {
	var texts []string
	for i, cell := range cells {
		if i >= len(header) || !columns.IsOwn(header[i]) {
			texts = append(texts, cell.Text)
		}
	}
	return strings.TrimRight(strings.Join(texts, "\x1f"), "\x1f")
}

// stillWrong gives what its run had against a row and nobody has put right.
func (o *origins) stillWrong(id run.Identity, header []string, cells []tabular.Cell) (issues []run.Issue) {
	if issue, misread := o.stillMisread(id.String(), header, cells); misread {
		issues = append(issues, issue)
	}
	if issue, lacks := o.stillLacks(id.String(), header, cells); lacks {
		issues = append(issues, issue)
	}
	return issues
}

// stillMisread gives the issue of a row that was refused for where it stood and that nobody has changed. Who means it as it is empties the
// row's orgbatch_error.
func (o *origins) stillMisread(identity string, header []string, cells []tabular.Cell) (run.Issue, bool) {
	was, ok := o.misread[identity]
	if !ok || cellsOf(cells, header) != was.cells {
		return run.Issue{}, false
	}
	if at := slices.Index(header, columns.OwnPrefix+"error"); at >= 0 && at < len(cells) && tabular.TrimEnds(cells[at].Text) == "" {
		return run.Issue{}, false
	}
	return run.Issue{
		Column: -1, Code: was.code, Severity: run.Error, Message: "the row is as it was in its file, where it was refused for where it stood",
		Suggestion: "correct it, or take it away; if it is meant as it is, empty the cell under orgbatch_error",
	}, true
}

// stillLacks gives the issue of a mended row whose missing cells nobody has filled in. Who means them to be blank empties the row's
// orgbatch_error.
func (o *origins) stillLacks(identity string, header []string, cells []tabular.Cell) (run.Issue, bool) {
	had, ok := o.lacking[identity]
	if !ok {
		return run.Issue{}, false
	}
	for i, name := range header[:min(len(header), len(cells))] {
		filled := tabular.TrimEnds(cells[i].Text) != ""
		switch {
		case columns.IsOwn(name):
			if name == columns.OwnPrefix+"error" && !filled {
				return run.Issue{}, false
			}
		case filled && columns.TheirsAmong(header, i) >= had:
			return run.Issue{}, false
		}
	}
	return run.Issue{
		Column: -1, Code: tabular.CodeShortRow, Severity: run.Error,
		Message:    fmt.Sprintf("the row had only %s in the file, and the missing ones are still blank", tabular.Counted(had, "cell")),
		Suggestion: "move the values into their columns and fill in what is missing; if it is meant to be blank, empty the cell under orgbatch_error",
	}, true
}

// writtenSince tells whether another run has written the same files to the last
// row.
func (o *origins) writtenSince(meta run.Meta) (bool, error) {
	infos, err := run.Others(o.run)
	return slices.ContainsFunc(infos, func(info run.Info) bool {
		return info.Err == nil && info.Books.NotReached == 0 &&
			slices.EqualFunc(info.Meta.Sources, meta.Sources, func(a, b run.Source) bool { return a.SHA256 == b.SHA256 })
	}), err
}
