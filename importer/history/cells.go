package history

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/spoilt"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// columnPair is a column of this file and the same column of an earlier run's.
type columnPair struct {
	now, was int // was is -1 for a column that the earlier one hadn't
	sent     bool
}

// cellChange is what a spreadsheet did to a cell since a run, named by its short id.
type cellChange struct{ run, before, after, how string }

// maxPairs is how many columns are compared: one bit is kept for each.
const maxPairs = 64

// compare looks for cells that a spreadsheet changed. A cell is compared with the newest run that
// had nothing against it: where a run had, a person was to change it, or has changed it already.
func (c *check) compare(r *earlierRun, s *rowState, a attempt) error {
	was, err := r.Row(a.row)
	if err != nil {
		return err
	}
	now, err := c.lookup.run.Row(int(s.row))
	if err != nil {
		return err
	}
	issues, err := run.IssuesOn(r.Run, a.row)
	if err != nil {
		return err
	}
	for i, pair := range c.pairsOf(r.meta, was.Source, now.Source) {
		bit := uint64(1) << i
		if pair.was < 0 || s.settled&bit != 0 {
			continue
		}
		before, after := tabular.TextIn(was.Cells, pair.was), tabular.TextIn(now.Cells, pair.now)
		how, settled := changeOf(before, after, issuesOf(issues, pair.was), a.status)
		if settled {
			s.settled |= bit
		}
		if how != "" {
			c.noteChange(s, &now, pair, cellChange{run: r.meta.Short, before: before, after: after, how: how})
		}
	}
	return nil
}

// changeOf says how a spreadsheet changed a cell, "" for not at all, and whether an older run
// needn't be asked: this one had nothing against the cell, or nothing that a person would have
// answered so.
func changeOf(
	before, after string, issues []run.Issue, status run.Status,
) (how string, settled bool) {
	against := issues
	if status != run.Held {
		// That a spreadsheet had changed it counts where a ! made it a warning, too: that spoke for its
		// own run alone.
		against = slices.DeleteFunc(slices.Clone(issues), func(i run.Issue) bool {
			return i.Severity != run.Error && i.Code != codes.CellChanged
		})
	}
	if len(against) > 0 {
		how = spoilt.Letters(before, after) // no person spoils letters
		if slices.ContainsFunc(against, isOfLetters) {
			how = ""
		}
		return how, how != ""
	}
	how, _ = spoilt.Respelled(before, after)
	if how == "" && len(issues) == 0 {
		how = spoilt.Simplified(before, after)
	}
	return how, true
}

// issuesOf are the issues of a cell.
func issuesOf(issues []run.Issue, column int) (of []run.Issue) {
	for _, i := range issues {
		if i.Column == column {
			of = append(of, i)
		}
	}
	return of
}

// isOfLetters says whether the cell's letters were spoilt already.
func isOfLetters(i run.Issue) bool {
	return i.Code == codes.CellChanged || i.Code == codes.Mojibake || i.Code == codes.Replacement
}

// noteChange names a cell that a spreadsheet changed, and what it was.
func (c *check) noteChange(s *rowState, now *run.Row, pair columnPair, change cellChange) {
	source := &c.sources[now.Source]
	issue := run.Issue{
		Row: now.Index, Number: now.Number, Line: now.Line,
		Column: pair.now, ColumnName: source.Header[pair.now],
		Code: codes.CellChanged, Severity: run.Warning,
		Value: tabular.Shorten(change.after), Suggestion: tabular.Shorten(change.before),
	}
	said := wording.English.History
	cell := strconv.Quote(issue.ColumnName)
	if letter := source.Letter(pair.now); letter != "" {
		cell = said.Cell(letter, now.Number, issue.ColumnName)
	}
	issue.Message = said.CellChanged(cell, issue.Suggestion, change.run, issue.Value, change.how)
	means := Warns
	switch {
	case s.insists:
		issue.Suggestion = ""
		issue.Message = said.CellMeant(issue.Message)
	case !pair.sent:
		issue.Message = said.CellNotSent(issue.Message)
	default:
		means, issue.Severity = Rejects, run.Error
		issue.Message = said.CellWriteBack(issue.Message, issue.Value, s.id.String()+insistence)
	}
	c.enter(Finding{Row: s.row, Means: means, Issue: issue})
}

// runSources is a source of an earlier run, and one of this import.
type runSources struct {
	run      string
	was, now int
}

// pairsOf finds the columns that two files have in common, by their names. Those that are sent come
// first.
func (c *check) pairsOf(m *run.Meta, was, now int) []columnPair {
	key := runSources{m.Short, was, now}
	if pairs, ok := c.pairs[key]; ok || was >= len(m.Sources) {
		return pairs
	}
	earlier := columnNames(m.Sources[was])
	var sent, unsent []columnPair
	for column, name := range columnNames(c.sources[now]) {
		if strings.HasPrefix(name, columns.OwnPrefix) {
			continue
		}
		pair := columnPair{now: column, was: slices.Index(earlier, name)}
		if pair.was < 0 { // what spoils letters spoils those of the header too, and the mark before it
			pair.was = slices.IndexFunc(earlier, func(was string) bool {
				return spoilt.Letters(was, name)+spoilt.Letters("\ufeff"+was, name) != ""
			})
		}
		if pair.sent = c.sources[now].Mapping[column] != ""; pair.sent {
			sent = append(sent, pair)
		} else {
			unsent = append(unsent, pair)
		}
	}
	pairs := append(sent, unsent...)
	c.pairs[key] = pairs[:min(len(pairs), maxPairs)]
	return c.pairs[key]
}

// columnNames gives a header's names, each with its count where it stands more than once. Columns
// at the start without a name have their letter, as the rejects have them.
func columnNames(s run.Source) []string {
	names := make([]string, len(s.Header))
	seen := map[string]int{}
	named := false
	for i, name := range s.Header {
		name = strings.TrimSpace(name)
		named = named || name != "" && !strings.HasPrefix(name, columns.OwnPrefix)
		if name == "" && !named {
			name = tabular.ColumnLetters(s.Format.FirstColumn + i)
		}
		if seen[name]++; seen[name] > 1 {
			name = fmt.Sprintf("%s\x00%d", name, seen[name])
		}
		names[i] = name
	}
	return names
}
