//go:build !race

package page

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/exporter/backup/diff"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Names as people have them at their worst: eighty characters, few spaces, Swedish letters; and a command whose paths hold spaces.
const (
	hardName    = "Exempelbacken Fastighetsförvaltnings- och Bostadsrättsutvecklingsaktiebolag %05d"
	hardCommand = `--profile nordhus --config 'Körningar hösten 2026/Första kvartalet/Låtsasvikens inställningar.toml' --max-deletes 3000 --sandbox --code 9c41d2aa`
)

// hardRun is a run of 3,000 rows of ten columns: 49 get another number, 40 are rejected, 30 are on hold, 200 have warnings, the others are new.
func hardRun(t *testing.T) *run.Run {
	t.Helper()
	r := newRun(t, t.TempDir())
	const rows = 3000
	for i := range rows {
		row := run.Row{Number: i + 5, Cells: make([]tabular.Cell, len(wideHeader))}
		for c := range row.Cells {
			row.Cells[c].Text = fmt.Sprintf("Örnsköldsviksgatan %d Å", i)
		}
		row.Values = run.Values{Name: fmt.Sprintf(hardName, i), CustomID: text(fmt.Sprintf("KUND-2026-%07d", i)), Parent: text(fmt.Sprintf(hardName, i/40*40))}
		row.Cells[0].Text, row.Cells[1].Text, row.Cells[2].Text = row.Values.CustomID.Text, row.Values.Name, row.Values.Parent.Text
		must(t, r.AppendRow(row))
	}
	must(t, r.FlushRows())
	source := wideSource(rows)
	source.Name, source.Bytes, source.SHA256 = "Kundregister från Exempelbacken hösten 2026 – slutgiltig version (3).xlsx", 812_345, fmt.Sprintf("%064x", 7)
	source.Format = tabular.Format{Name: tabular.FormatXLSX, HeaderRow: 4, Sheet: "Kunder & moderbolag 2026"}
	must(t, r.SetMeta(func(m *run.Meta) { m.Sources = []run.Source{source} }))
	issue := func(i run.Issue) { must(t, r.AppendIssue(i)) }
	for n, code := range []string{"preamble", "footer", "other-sheet", "header-doubt"} {
		issue(run.Issue{Row: -1, Number: n + 1, Column: -1, Code: code, Message: "1 row above the header is left out", Value: "Kundlista för Exempelbacken, hösten 2026"})
	}
	for i := range int32(rows) {
		at := run.Issue{Row: int(i), Number: int(i) + 5, Column: 2, ColumnName: "Moderbolag"}
		switch {
		case i < 49:
			d := updateOf(byte(i+1), fmt.Sprintf(hardName, i), fmt.Sprintf("KUND-%d", i), run.Text{Kind: run.Null})
			d.SetCustomID, d.After.CustomID = true, text(fmt.Sprintf("KUND-2026-%07d", i))
			must(t, r.AppendDecision(d))
		case i < 89:
			must(t, r.AppendDecision(none(run.ActionReject)))
			at.Code, at.Severity, at.Message, at.Value = "parent-missing", run.Error, `the parent "Provhusett Holding AB" is not in the file and not in Pigello`, "Provhusett Holding AB"
			issue(at)
		case i < 119:
			must(t, r.AppendDecision(none(run.ActionHold)))
			at.Column, at.ColumnName, at.Code, at.Message = 1, "Organisationsnamn", "possible-twin", "nearly the same name as the organization \"Exempelbacken AB\"; if it is the same, write its id in this row"
			issue(at)
		default:
			must(t, r.AppendDecision(none(run.ActionCreate)))
			if i < 319 {
				at.Column, at.ColumnName, at.Code, at.Message = 1, "Organisationsnamn", "odd-space", "the name holds a space that isn't seen"
				issue(at)
			}
		}
	}
	must(t, r.FlushDecisions())
	return r
}

// hardPages writes every kind of page with content that is hard to show, and names them.
func hardPages(t *testing.T) map[string]string {
	t.Helper()
	dir, pages := t.TempDir(), map[string]string{}
	r := hardRun(t)
	groups, err := run.IssueGroups(r)
	must(t, err)
	p := Page{
		Summary: plan.Summary{
			Target:         run.Target{Name: "nordhus", URL: "https://pigello.example/api/v1", Customer: id(1).String()},
			LiveRows:       1204,
			Groups:         groups,
			Code:           "9c41d2aa",
			Books:          run.Books{Read: 3000, Created: 2881, Updated: 49, Rejected: 40, Held: 30},
			Held:           []plan.HeldReason{plan.HeldTwins(30)},
			Twins:          30,
			BlankKept:      12,
			MissingParents: []run.MissingParent{{Name: fmt.Sprintf(hardName, 1), Rows: []int{9, 10, 11}, Count: 40, Nearest: fmt.Sprintf(hardName, 2)}},
			Mappings: []columns.Mapping{{
				Columns: []columns.MappedColumn{
					{Column: 0, Field: "custom_id", How: "synonym"}, {Column: 1, Field: "name", How: "synonym"},
					{Column: 2, Field: "organization", How: "content"},
				},
				Unmapped: []int{3, 4, 5, 6, 7, 8, 9},
			}},
			Forecast: run.Forecast{Requests: 31, Bytes: 712_000, Duration: 3 * time.Minute},
		},
		Created: time.Date(2026, 11, 23, 20, 35, 29, 0, time.UTC),
		Apply:   "orgbatch apply k7f3 --code 9c41d2aa --skip-invalid " + hardCommand,
		Again:   "orgbatch import 'Kundregister från Exempelbacken hösten 2026 – slutgiltig version (3).xlsx' --dry-run " + hardCommand,
		Version: "v0.4.0",
	}
	write := func(name string, p Page, r *run.Run) {
		files, err := WriteHTML(r, p)
		must(t, err)
		pages[name] = filepath.Join(dir, name+".html")
		must(t, os.Rename(files[0].Path, pages[name]))
	}
	write("hard-plan", p, r)
	blocked := p
	blocked.Blocked = true
	write("hard-blocked", blocked, r)
	empty := newRun(t, t.TempDir(), "Tom fil från hösten 2026.csv", "Namn;Kundnr\n")
	write("hard-empty", Page{Summary: plan.Summary{Target: p.Target, Code: "e3b0c442"}, Created: p.Created}, empty)
	files, err := WriteResult(r, Result{Next: []Next{{"Go on:", "orgbatch resume k7f3 " + hardCommand}}, Resume: "orgbatch resume k7f3 " + hardCommand, Written: p.Created})
	must(t, err)
	pages["hard-result"] = files[0].Path
	undo := UndoPlan{Looked: p.Created, Code: "a574541b", Undo: "orgbatch undo k7f3 " + hardCommand}
	for i := range int32(3000) {
		switch {
		case i < 49 || i >= 200:
			undo.Outcomes = append(undo.Outcomes, run.UndoOutcome{Row: i, Status: run.UndoNotReached})
		case i >= 119 && i < 150:
			undo.Outcomes = append(undo.Outcomes, run.UndoOutcome{Row: i, Status: run.UndoKept, Message: "somebody changed it since: its name is " + fmt.Sprintf(hardName, i+1)})
		}
	}
	files, err = WriteUndoPlan(r, undo)
	must(t, err)
	pages["hard-undo-plan"] = files[0].Path
	undo.Outcomes = nil
	files, err = WriteUndoPlan(empty, undo)
	must(t, err)
	pages["hard-undo-nothing"] = files[0].Path
	pages["hard-check"] = hardCheck(t, r, groups, dir)
	pages["hard-diff"] = hardDiff(t, dir)
	return pages
}

// hardCheck is a check with nothing but warnings.
func hardCheck(t *testing.T, r *run.Run, groups []run.Group, dir string) string {
	t.Helper()
	b := NewBuilder(Page{Summary: plan.Summary{Sources: r.Meta().Sources}, Created: time.Date(2026, 11, 23, 20, 35, 29, 0, time.UTC), Checked: Checked{Read: 3000, Sound: 2000, Warned: 1000}})
	for _, g := range groups {
		if g.Severity == run.Warning {
			b.Page.Groups = append(b.Page.Groups, g)
		}
	}
	for issue, err := range r.Issues() {
		must(t, err)
		if issue.Row < 0 {
			b.AddIssue(issue)
		}
	}
	for i := range 1000 {
		row := Row{Number: i + 5, Cells: make([]tabular.Cell, len(wideHeader))}
		for c := range row.Cells {
			row.Cells[c].Text = fmt.Sprintf(hardName, i)
		}
		for c := range 6 {
			row.Issues = append(row.Issues, run.Issue{Column: c, ColumnName: wideHeader[c], Number: i + 5, Code: "odd-space", Message: "the text holds a space that isn't seen: " + row.Cells[c].Text})
		}
		b.AddRow(row)
	}
	path := filepath.Join(dir, "check.html")
	file, err := os.Create(path)
	must(t, err)
	_, err = b.WriteTo(file)
	must(t, err)
	must(t, file.Close())
	return path
}

// hardDiff is a comparison in which hundreds were removed, changed and added.
func hardDiff(t *testing.T, dir string) string {
	t.Helper()
	const each = 300
	b := NewDiffBuilder(DiffPage{
		Summary: diff.Summary{
			RowsA:   1000,
			RowsB:   1000,
			Same:    400,
			Added:   each,
			Removed: each,
			Changed: each,
			Renamed: each,
		},
		Compared: time.Date(2026, 11, 24, 7, 30, 0, 0, time.UTC),
		All:      "Skillnader hösten 2026.csv",
		A:        DiffSide{Name: "20261123T021500Z", Of: "nordhus", At: time.Date(2026, 11, 23, 2, 15, 0, 0, time.UTC)},
		B:        DiffSide{Name: "nordhus", Of: "nordhus"},
		Restore:  "orgbatch backup restore 'Säkerhetskopior på servern/nordhus/20261123T021500Z' --dry-run " + hardCommand,
		RestoreOne: func(id string, _ diff.ChangeKind) string {
			return "orgbatch backup restore 'Säkerhetskopior på servern/nordhus/20261123T021500Z' --only id=" + id + " --dry-run " + hardCommand
		},
	})
	for i := range each {
		name, parent := fmt.Sprintf(hardName, i), jsonOf(id(7).String())
		b.Add(&diff.Change{Kind: diff.Removed, ID: id(byte(i)), Name: name, Fields: []diff.FieldChange{{Field: "name", Before: jsonOf(name)}, {Field: "custom_id", Before: jsonOf("KUND-2026-0000001")},
			{Field: "organization", Before: parent, BeforeName: fmt.Sprintf(hardName, 7)}, {Field: "created_at", Before: jsonOf("2024-02-03T04:05:06.7Z")}}})
		b.Add(&diff.Change{Kind: diff.Changed, ID: id(byte(i)), Name: name, Fields: []diff.FieldChange{{Field: "name", Before: jsonOf(fmt.Sprintf(hardName, i+1)), After: jsonOf(name)},
			{Field: "organization", Before: parent, After: parent, BeforeName: fmt.Sprintf(hardName, 7), AfterName: fmt.Sprintf(hardName, 8)}}})
		b.Add(&diff.Change{Kind: diff.Added, ID: id(byte(i)), Name: name, Fields: []diff.FieldChange{{Field: "name", After: jsonOf(name)}, {Field: "custom_id", After: jsonOf("KUND-2026-0000001")},
			{Field: "organization", After: jsonNull}, {Field: "created_at", After: jsonOf("2026-11-23T12:00:00Z")}}})
	}
	path := filepath.Join(dir, "diff.html")
	must(t, b.WriteFile(path))
	return path
}
