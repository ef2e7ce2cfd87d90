package page

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// hostile is what a file may hold to be run, to be taken for markup or to deceive the eye.
const hostile = `<script>alert(1)</script><img src=x onerror="alert(2)">'"&{{.}}`

const customers = "Kundlista 2026;;;;\n" +
	"Namn;Kundnr;Koncern;Ort;Anm\n" +
	"Exempelbacken Fastigheter AB;K-001;;Uppsala;\n" + // 3 create
	"Exempelbacken Drift AB;K-002;Exempelbacken Fastigheter AB;Uppsala;\n" + // 4 parent
	"Låtsasviken Bostäder AB;K-003;Provhuset Holding AB;Gävle;ny ägare\n" + // 5 parent and name
	"Påhittade Gården i Väst AB;K-004;;Borås;\n" + // 6 name
	"Provgatan Förvaltning AB;00123;;Lund;\n" + // 7 custom_id
	";K-006;;Lund;saknar namn\n" + // 8 rejected
	"Diktade Hus AB;K-007;Låtsasvikens Bostäder AB;Umeå;\n" + // 9 rejected, no such parent
	"\"" + `<script>alert(1)</script><img src=x onerror=""alert(2)"">'""&{{.}}` + "\";\u202eK-008\u0007;;Umeå;\n" + // 10 rejected
	"EXEMPELGÅRDEN AB ;K-009;;Malmö;\n" + // 11 held
	"Exempelgården Öst AB;K-010;;Malmö;\n" + // 12 unchanged
	"Uppdiktat Torg AB;K-011;Provhuset Holding AB;Luleå;\n" + // 13 create, a warning
	"Uppdiktat Torg AB;K-011;Provhuset Holding AB;Luleå;\n" // 14 the same

// customersRun is a plan in which everything happens that a report tells of.
func customersRun(t testing.TB) (*run.Run, Page) {
	t.Helper()
	r := newRun(t, t.TempDir())
	readRows(t, r, "kunder.csv", customers, 2, []string{"name", "custom_id", "organization", "", ""})
	old := text(id(90).String())
	move := updateOf(4, "Exempelbacken Drift AB", "K-002", old)
	move.SetParent, move.ParentRow = true, 0
	takeover := updateOf(5, "Låtsasviken Bostäder", "K-003", run.Text{Kind: run.Null})
	takeover.SetParent, takeover.ParentID, takeover.SetName = true, id(91), true
	takeover.After.Name = "Låtsasviken Bostäder AB"
	rename := updateOf(6, "Påhittade Gården AB", "K-004", run.Text{Kind: run.Null})
	rename.SetName, rename.After.Name = true, "Påhittade Gården i Väst AB"
	renumber := updateOf(7, "Provgatan Förvaltning AB", "123", run.Text{Kind: run.Null})
	renumber.SetCustomID, renumber.After.CustomID = true, text("00123")
	same := none(run.ActionUnchanged)
	same.ID = id(90)
	decide(t, r, none(run.ActionCreate), move, takeover, rename, renumber, none(run.ActionReject), none(run.ActionReject),
		none(run.ActionReject), none(run.ActionHold), same, none(run.ActionCreate), follows(10))
	issues := []run.Issue{
		{Row: -1, Number: 2, Column: -1, Code: "preamble", Message: "1 row stands above the header and is left out", Value: "Kundlista 2026"},
		{Row: 5, Number: 8, Column: 0, ColumnName: "Namn", Code: "name-missing", Severity: run.Error, Message: "the row has no name and no id; fill in a name"},
		{Row: 6, Number: 9, Column: 2, ColumnName: "Koncern", Code: "parent-missing", Severity: run.Error, Message: "no organization is called so, in the file or in the sandbox",
			Value: "Låtsasvikens Bostäder AB", Suggestion: "Låtsasviken Bostäder AB"},
		{Row: 7, Number: 10, Column: 0, ColumnName: "Namn", Code: "markup", Severity: run.Warning, Message: "looks like markup: " + hostile, Value: hostile, Suggestion: hostile},
		{Row: 7, Number: 10, Column: 1, ColumnName: "Kundnr", Code: "control-character", Severity: run.Error, Message: "the text holds a control character", Value: "\u202eK-008\u0007", Suggestion: "K-008"},
		{Row: 8, Number: 11, Column: 0, ColumnName: "Namn", Code: "possible-twin", Message: "nearly the same name as the organization \"Exempelgården AB\" (" + id(77).String() + "); if it is the same, write that id in this row", Value: "EXEMPELGÅRDEN AB "},
		{Row: 10, Number: 13, Column: 1, ColumnName: "Kundnr", Code: "custom-id-twice", Message: "the same custom_id as row 14"},
	}
	for _, issue := range issues {
		must(t, r.AppendIssue(issue))
	}
	return r, customersPage(t, r)
}

func customersPage(t testing.TB, r *run.Run) Page {
	t.Helper()
	groups, err := run.IssueGroups(r)
	must(t, err)
	return Page{
		Summary: plan.Summary{
			Target:         run.Target{Name: "sandbox", URL: "http://127.0.0.1:8080/api", Customer: id(1).String()},
			LiveRows:       1204,
			Books:          run.Books{Read: 12, Created: 2, Updated: 4, Unchanged: 2, Rejected: 3, Held: 1},
			Groups:         groups,
			Blocked:        true,
			Code:           "9c41d2aa",
			Twins:          1,
			BlankKept:      5,
			Fixed:          2,
			MissingParents: []run.MissingParent{{Name: "Låtsasvikens Bostäder AB", Rows: []int{9}, Count: 1, Nearest: "Låtsasviken Bostäder AB"}},
			Mappings: []columns.Mapping{{
				Columns: []columns.MappedColumn{
					{Column: 0, Field: "name", How: "synonym"}, {Column: 1, Field: "custom_id", How: "synonym"},
					{Column: 2, Field: "organization", How: "synonym"},
				},
				Unmapped:    []int{3, 4},
				Suggestions: []columns.Suggestion{{Header: "Ort", Field: "organization", Flag: "--map organization=Ort"}},
			}},
			Seen: []intake.Seen{{
				Parts: []tabular.Part{{Kind: tabular.PartPreamble, Row: 1, Line: 1, Rows: 1, Text: "Kundlista 2026"}}, PartCount: 1,
			}},
			Forecast: run.Forecast{Requests: 12, Bytes: 2104, Duration: 3 * time.Second},
		},
		Version: "v0.4.0",
		Apply:   "orgbatch apply k7f3 --code 9c41d2aa",
		Again:   "orgbatch import kunder.csv --sandbox --dry-run",
		Doubts:  []string{"Read with a comma between the cells it would make nearly as good a table."},
	}
}

func text(s string) run.Text { return run.Text{Text: s, Kind: run.Value} }

// updateOf is the decision to change an organization of which nothing changes yet.
func updateOf(n byte, name, custom string, parent run.Text) run.Decision {
	d := none(run.ActionUpdate)
	d.ID = id(n)
	d.Before = run.Snapshot{Name: name, CustomID: text(custom), Parent: parent}
	d.After = d.Before
	return d
}

// readRows keeps the rows of a file whose header is in the row given, mapped to fields.
func readRows(t testing.TB, r *run.Run, name, content string, header int, mapping []string) {
	t.Helper()
	body := strings.SplitAfterN(content, "\n", header)
	tab, err := table.Open(strings.NewReader(body[header-1]), name, table.Options{Delimiter: ";"})
	must(t, err)
	n := 0
	for row, err := range tab.Rows() {
		must(t, err)
		kept := run.Row{Number: row.Number + header - 1, Line: row.Line + header - 1, Raw: row.Raw, Cells: row.Cells}
		kept.Values = run.Values{Name: row.Cells[0].Text, CustomID: text(row.Cells[1].Text), Parent: text(row.Cells[2].Text)}
		must(t, r.AppendRow(kept))
		n++
	}
	must(t, r.FlushRows())
	must(t, r.SetMeta(func(m *run.Meta) {
		f := tabular.Format{Name: tabular.FormatCSV, Encoding: "windows-1252", Delimiter: ";", Quote: `"`, Escape: `"`, Newline: "\n", HeaderRow: header, HeaderRows: 1}
		m.Sources = append(m.Sources, run.Source{Name: name, Format: f, Header: tab.Header(), Mapping: mapping, Rows: n, Bytes: int64(len(content)), SHA256: strings.Repeat("9c", 32)})
	}))
}

var notContent = regexp.MustCompile(`(?s)<style>.*?</style>|<script>.*?</script>|sha256-(?:[A-Za-z0-9/=]|&#43;)*`)

// written writes the report and gives it.
func written(t testing.TB, r *run.Run, p Page) string {
	t.Helper()
	files, err := WriteHTML(r, p)
	must(t, err)
	if len(files) != 1 || filepath.Base(files[0].Path) != "report.html" {
		t.Fatalf("%v were written", files)
	}
	return content(t, r, "report.html")
}

func TestHTMLGolden(t *testing.T) {
	r, p := customersRun(t)
	got := written(t, r, p)
	compareHTML(t, r, got, "customers-report.html")
	p.Blocked, p.Books.Rejected, p.Books.Unchanged = false, 0, 5
	ready := written(t, r, p)
	if !strings.Contains(ready, "Ready in part") || !strings.Contains(ready, "To approve") {
		t.Error("a plan without errors isn't ready")
	}
	info, err := os.Stat(filepath.Join(r.Dir(), "report.html"))
	must(t, err)
	if info.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/' {
		t.Errorf("the report is %v", info.Mode())
	}
}

// compareHTML compares a page without style and script with testdata.
func compareHTML(t *testing.T, r *run.Run, got, name string) {
	t.Helper()
	body := notContent.ReplaceAll([]byte(got), nil)
	if r != nil {
		body = bytes.ReplaceAll(body, []byte(r.Meta().Short), []byte("k7f3"))
	}
	path := filepath.Join("testdata", name)
	if *update {
		must(t, os.WriteFile(path, body, 0o644))
	}
	want, err := os.ReadFile(path)
	must(t, err)
	if !bytes.Equal(body, want) {
		t.Errorf("the page isn't as in %s: look at the difference after -update", path)
	}
}
