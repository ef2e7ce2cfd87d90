package history

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// UnfinishedError says that mended rejects come too early: the run that they come from has rows that
// were not reached, and these would be forgotten.
type UnfinishedError struct {
	Run        string // the short id of that run
	NotReached int
	Files      []string // what that run imported
	Hint       string
}

// Error says which run has rows left, and how many.
func (e *UnfinishedError) Error() string {
	return fmt.Sprintf("these rows were left to correct by run %s, "+
		"and its other rows of %s (%d) were not written yet",
		e.Run, strings.Join(e.Files, ", "), e.NotReached)
}

// origins are the runs that rows of an import were read in first, and what they had against these
// rows.
type origins struct {
	run     *run.Run // the import
	runsDir string
	asked   map[string]bool // by short id: runs that were looked up
	refused map[string]*refusal
}

// refusal is what a run had against a row by its place or its length, which rejects don't show:
// there, the row stands elsewhere, and blank cells stand for missing ones, so that its identity
// stands under its header.
type refusal struct {
	misread string // the code of an error for where it stood, "" for none
	cells   string // what it held then
	short   bool
	had     int // how many cells it had, where these were too few
}

// lookUp looks up a run that a row comes from, once a run. A run that isn't here any more, or in
// use, can't be asked and stops nothing.
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
	sources := r.Meta().Sources
	if err = errors.Join(err, o.keepRefused(r), r.Close()); err != nil || books.NotReached == 0 {
		return err
	}
	if done, err := o.writtenSince(sources); err != nil || done {
		return err
	}
	e := &UnfinishedError{Run: short, NotReached: books.NotReached}
	for _, s := range sources {
		e.Files = append(e.Files, s.Name)
	}
	e.Hint = "write those first: orgbatch import " + strings.Join(e.Files, " ") + " --skip-invalid"
	return e
}

// writtenSince tells whether another run has written the same files to the last row.
func (o *origins) writtenSince(sources []run.Source) (bool, error) {
	infos, err := run.Others(o.run)
	same := func(a, b run.Source) bool { return a.SHA256 == b.SHA256 }
	return slices.ContainsFunc(infos, func(info run.Info) bool {
		written := info.Err == nil && info.Books.NotReached == 0
		return written && slices.EqualFunc(info.Meta.Sources, sources, same)
	}), err
}

// misreadCodes are the errors of rows for where they stood in their file.
var misreadCodes = []string{
	tabular.CodeOtherOrder, tabular.CodeSwallowed, tabular.CodeNoteOrRow, tabular.CodeAboveHeader,
	tabular.CodeOtherTable,
}

// keepRefused remembers the rows that a run refused for their place or their length.
func (o *origins) keepRefused(r *run.Run) error {
	m := r.Meta()
	for issue, err := range r.Issues() {
		if err != nil {
			return err
		}
		misread, short := slices.Contains(misreadCodes, issue.Code), issue.Code == tabular.CodeShortRow
		if !misread && !short || issue.Row < 0 || issue.Severity != run.Error {
			continue
		}
		row, err := r.Row(issue.Row)
		if err != nil {
			return err
		}
		identity, header := row.IdentityIn(m.Short), m.Sources[row.Source].Header
		was := o.refused[identity]
		if was == nil {
			was = &refusal{}
			o.refused[identity] = was
		}
		if misread {
			was.misread, was.cells = issue.Code, cellsOf(row.Cells, header)
		} else {
			was.short, was.had = true, columns.TheirsAmong(header, len(row.Cells))
		}
	}
	return nil
}

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

// stillWrong gives what its run had against a row and nobody has put right. Who means the row as it
// is empties its orgbatch_error.
func (o *origins) stillWrong(
	id run.Identity, header []string, cells []tabular.Cell,
) (issues []run.Issue) {
	was := o.refused[id.String()]
	if was == nil {
		return nil
	}
	at := slices.Index(header, columns.OwnPrefix+"error")
	if at >= 0 && at < len(cells) && tabular.TrimEnds(cells[at].Text) == "" {
		return nil
	}
	if was.misread != "" && cellsOf(cells, header) == was.cells {
		issues = append(issues, run.Issue{
			Column: -1, Code: was.misread, Severity: run.Error,
			Message:    wording.English.History.AsInFile,
			Suggestion: wording.English.History.CorrectPlace,
		})
	}
	if was.short && !isFilled(header, cells, was.had) {
		issues = append(issues, run.Issue{
			Column: -1, Code: tabular.CodeShortRow, Severity: run.Error,
			Message:    wording.English.History.StillShort(was.had),
			Suggestion: wording.English.History.FillIn,
		})
	}
	return issues
}

// isFilled says whether a person's cells hold anything behind the first few.
func isFilled(header []string, cells []tabular.Cell, first int) bool {
	for i, name := range header[:min(len(header), len(cells))] {
		isBehind := !columns.IsOwn(name) && columns.TheirsAmong(header, i) >= first
		if isBehind && tabular.TrimEnds(cells[i].Text) != "" {
			return true
		}
	}
	return false
}

// Origins gives the runs that the mended rows of a run were read in first, by their short ids; none
// for a run of other files than rejects.
func Origins(r *run.Run) ([]string, error) {
	if !carry(r.Meta().Sources) {
		return nil, nil
	}
	var shorts []string
	for row, err := range r.Rows(0) {
		if err != nil {
			return nil, err
		}
		if id, ok := run.ParseIdentity(row.Identity); ok && !slices.Contains(shorts, id.Run()) {
			shorts = append(shorts, id.Run())
		}
	}
	return shorts, nil
}
