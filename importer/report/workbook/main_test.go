package workbook

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"go.uber.org/goleak"

	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// none is a decision of an action that names no other row.
func none(a run.Action) run.Decision {
	return run.Decision{Action: a, ParentRow: -1, NameAfter: -1, SameAs: -1}
}

// follows is the decision of a row that equals another.
func follows(row int32) run.Decision {
	d := none(run.ActionFollow)
	d.SameAs = row
	return d
}

func id(n byte) uuid.UUID { return uuid.UUID{15: n} }

// newRun makes a run of the files given as name, content, name, content… Each column whose name is orgbatch_row carries identities in.
func newRun(t testing.TB, dir string, files ...string) *run.Run {
	t.Helper()
	r, err := run.Create(dir, run.Meta{Created: time.Date(2026, 11, 23, 20, 35, 29, 0, time.UTC), Target: run.Target{Name: "sandbox"}})
	must(t, err)
	t.Cleanup(func() { must(t, r.Close()) })
	for i := 0; i < len(files); i += 2 {
		readFile(t, r, i/2, files[i], files[i+1])
	}
	must(t, r.FlushRows())
	return r
}

func readFile(t testing.TB, r *run.Run, source int, name, content string) {
	t.Helper()
	tab, err := table.Open(strings.NewReader(content), name, table.Options{})
	must(t, err)
	n := 0
	for row, err := range tab.Rows() {
		must(t, err)
		must(t, r.AppendRow(keep(tab.Header(), row, source)))
		n++
	}
	must(t, r.SetMeta(func(m *run.Meta) {
		m.Sources = append(m.Sources, run.Source{Name: name, Format: tab.Format(), Header: tab.Header(), Rows: n})
	}))
}

func keep(header []string, row tabular.Row, source int) run.Row {
	kept := run.Row{Source: source, Number: row.Number, Line: row.Line, Raw: row.Raw, Cells: row.Cells}
	for i, name := range header {
		if i >= len(row.Cells) {
			break
		}
		switch name {
		case report.ColumnRow:
			kept.Identity = row.Cells[i].Text
		case "Namn", "name":
			kept.Values.Name = row.Cells[i].Text
		}
	}
	return kept
}

// decide enters the decisions of all rows.
func decide(t testing.TB, r *run.Run, decisions ...run.Decision) {
	t.Helper()
	for _, d := range decisions {
		must(t, r.AppendDecision(d))
	}
	must(t, r.FlushDecisions())
}

// content reads a file of the run; "" is one that isn't there.
func content(t testing.TB, r *run.Run, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(r.Dir(), name))
	if errors.Is(err, fs.ErrNotExist) {
		return ""
	}
	must(t, err)
	return string(b)
}

// rowsOf gives the row counts of files by name.
func rowsOf(files []report.File) map[string]int {
	counts := map[string]int{}
	for _, f := range files {
		counts[filepath.Base(f.Path)] = f.Rows
	}
	return counts
}

const swedish = "\ufeffNamn;Kundnr;Koncern;Anm\r\n" +
	"Exempelbacken Fastigheter AB;K1;;\r\n" + // 2 created
	"\"Exempel \"\"Ö\"\" AB\";K2;Exempelbacken Fastigheter AB;a,b\r\n" + // 3 updated
	";K3;;\r\n" + // 4 rejected: no name
	"Exempelvik AB;K4\r\n" + // 5 short, rejected
	"\"Två\r\nrader AB\";K5;Finns Inte AB;x\r\n" + // 6 rejected by the push
	"Exempelö AB;K6;;\r\n" + // 7 held
	"Exempelö AB;K6;;\r\n" + // 8 follows 7
	"Exempellund AB;K7;;;;\r\n" + // 9 rejected, blank cells too many
	"Exempelberg AB;K8;;\r\n" // 10 unknown

// swedishRun is a run in which every status is met.
func swedishRun(t *testing.T) *run.Run {
	t.Helper()
	r := newRun(t, t.TempDir(), "kunder.csv", swedish)
	change := none(run.ActionUpdate)
	change.ID, change.SetName, change.SetCustomID, change.SetParent, change.ParentRow = id(3), true, true, true, 0
	change.Before = run.Snapshot{Name: "Exempel Ö AB", CustomID: run.Text{Text: "00002", Kind: run.Value}, Parent: run.Text{Text: id(99).String(), Kind: run.Value}}
	change.After = run.Snapshot{Name: "Exempel \"Ö\" AB", CustomID: run.Text{Text: "K2", Kind: run.Value}}
	decide(t, r, none(run.ActionCreate), change, none(run.ActionReject), none(run.ActionReject), none(run.ActionCreate),
		none(run.ActionHold), follows(5), none(run.ActionReject), none(run.ActionCreate))
	for _, issue := range []run.Issue{
		{Row: 7, Number: 9, Line: 10, Column: 2, ColumnName: "Koncern", Code: "missing-parent", Severity: run.Error,
			Message: "no organization has this name", Value: "Exmpel; AB", Suggestion: "Exempel AB"},
		{Row: 2, Number: 4, Line: 4, Column: 0, ColumnName: "Namn", Code: "name-missing", Severity: run.Error, Message: "a new organization needs a name; fill it in"},
		{Row: 2, Number: 4, Line: 4, Column: 1, ColumnName: "Kundnr", Code: "trimmed", Severity: run.Warning, Message: "white space at its ends was taken away"},
		{Row: 3, Number: 5, Line: 5, Column: -1, Code: "short-row", Severity: run.Error, Message: "the row has 2 cells, the header 4"},
		{Row: 5, Number: 7, Line: 8, Column: 0, ColumnName: "Namn", Code: "possible-twin", Message: "resembles \"EXEMPELÖ AB\""},
		{Row: -1, Column: 3, ColumnName: "Anm", Code: "empty-header", Message: "a column of the whole file"},
	} {
		must(t, r.AppendIssue(issue))
	}
	push(t, r)
	return r
}

func push(t *testing.T, r *run.Run) {
	t.Helper()
	ctx := t.Context()
	chunk, err := r.Journal().Intend(ctx, run.ChunkCreate, []int32{0, 4}, time.Unix(1, 0))
	must(t, err)
	must(t, r.Journal().Settle(ctx, chunk, []run.Outcome{
		{Row: 0, Status: run.Created, ID: id(1)}, {Row: 4, Status: run.Rejected, Message: "name: Ensure this field has no line breaks."}}))
	chunk, err = r.Journal().Intend(ctx, run.ChunkPatch, []int32{1}, time.Unix(2, 0))
	must(t, err)
	must(t, r.Journal().Settle(ctx, chunk, []run.Outcome{{Row: 1, Status: run.Updated, ID: id(3)}}))
	_, err = r.Journal().Intend(ctx, run.ChunkCreate, []int32{8}, time.Unix(3, 0))
	must(t, err)
}
