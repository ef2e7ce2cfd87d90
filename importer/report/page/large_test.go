package page

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// The promise: a plan of largeRows rows and so many issues opens within two seconds and stays under 5 MB.
const (
	largeIssues = largeRows / 5
	largeBytes  = 5_000_000
)

var largeDir string // "" until it is made

// large is a plan of a million rows, made once for all tests that look at it.
var large = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "report")
	if err != nil {
		return "", err
	}
	largeDir = dir
	r, err := run.Create(dir, run.Meta{Created: time.Date(2026, 11, 23, 20, 35, 29, 0, time.UTC)})
	if err != nil {
		return dir, err
	}
	if err := fillLarge(r); err != nil {
		return dir, err
	}
	return r.Dir(), r.Close()
})

func forgetLarge() {
	if largeDir != "" {
		_ = os.RemoveAll(largeDir) // what is left in the temporary folder is no failure
	}
}

// largeRun opens it to be read.
func largeRun(t *testing.T) *run.Run {
	t.Helper()
	if testing.Short() {
		t.Skip("a million rows are for the long tests")
	}
	dir, err := large()
	must(t, err)
	r, err := run.OpenReadOnly(dir)
	must(t, err)
	t.Cleanup(func() { must(t, r.Close()) })
	return r
}

func fillLarge(r *run.Run) error {
	header := []string{"Namn", "Kundnr", "Koncern", "Ort", "Kontakt", "Anm"}
	for i := range largeRows {
		name, parent := fmt.Sprintf("Exempelbacken Fastigheter nr %d i Påhittade kommunen AB", i), "Provhuset Holding AB"
		cells := []tabular.Cell{{Text: name}, {Text: fmt.Sprintf("K-%07d", i)}, {Text: parent}, {Text: "Umeå"}, {Text: "någon@exempel.se"}, {Text: strings.Repeat("<&> ", i%40)}}
		row := run.Row{Number: i + 2, Line: i + 2, Cells: cells, Values: run.Values{Name: name, CustomID: text(cells[1].Text), Parent: text(parent)}}
		if err := r.AppendRow(row); err != nil {
			return err
		}
	}
	if err := r.FlushRows(); err != nil {
		return err
	}
	for i := range largeRows {
		if err := r.AppendDecision(largeDecision(i)); err != nil {
			return err
		}
	}
	if err := r.FlushDecisions(); err != nil {
		return err
	}
	for n := range largeIssues {
		if err := r.AppendIssue(largeIssue(n)); err != nil {
			return err
		}
	}
	return r.SetMeta(func(m *run.Meta) {
		f := tabular.Format{Name: tabular.FormatCSV, Encoding: "utf-8", Delimiter: ";", Quote: `"`, Escape: `"`, Newline: "\r\n", HeaderRow: 1, HeaderRows: 1}
		m.Target = run.Target{Name: "sandbox"}
		m.Sources = []run.Source{{Name: "alla.csv", Format: f, Header: header, Mapping: []string{"name", "custom_id", "organization", "", "", ""}, Rows: largeRows, Bytes: 98_000_000}}
	})
}

// largeDecision gives every fifth row an error, every hundredth a hold, and the others something of everything.
func largeDecision(i int) run.Decision {
	name := fmt.Sprintf("Exempelbacken Fastigheter nr %d i Påhittade kommunen", i)
	d := updateOf(byte(i), name, fmt.Sprintf("K-%d", i), text(id(byte(i)).String()))
	switch {
	case i%100 == 1:
		return none(run.ActionHold)
	case i%10 == 0:
		return none(run.ActionReject)
	case i%10 < 4:
		return none(run.ActionCreate)
	case i%10 == 4:
		d.SetParent, d.ParentID = true, id(7)
	case i%10 == 5:
		d.SetName, d.After.Name = true, name+" AB"
	case i%10 == 6:
		d.SetCustomID, d.After.CustomID = true, text(fmt.Sprintf("K-%07d", i))
	default:
		return none(run.ActionUnchanged)
	}
	return d
}

// largeIssue makes 60 kinds of issues; one stands on the last rows alone.
func largeIssue(n int) run.Issue {
	row, kind := n*5, n%60
	i := run.Issue{
		Row: row, Number: row + 2, Line: row + 2, Column: kind % 6, ColumnName: []string{"Namn", "Kundnr", "Koncern", "Ort", "Kontakt", "Anm"}[kind%6],
		Code: fmt.Sprintf("kind-%d", kind/6), Message: strings.Repeat("a sentence on what is wrong here & how to correct it ", 1+kind%5), Value: "värde <" + fmt.Sprint(n) + ">",
		Suggestion: "ett bättre värde",
	}
	if row%10 == 0 {
		i.Severity = run.Error
	}
	if n > largeIssues-5 {
		i.Code = "rare"
	}
	return i
}

func largePage(t *testing.T, r *run.Run) Page {
	t.Helper()
	groups, err := run.IssueGroups(r)
	must(t, err)
	books, err := r.Books()
	must(t, err)
	books.NotReached, books.Created, books.Updated = 0, largeRows*3/10-largeRows/100, largeRows*3/10
	return Page{Summary: plan.Summary{Books: books, Groups: groups, Blocked: true, Code: "9c41d2aa", MissingParents: make([]run.MissingParent, 5000), BlankKept: 1, Mappings: []columns.Mapping{{Unmapped: []int{3, 4, 5}}}}}
}

// TestHTMLLarge holds the page to its size. It prints what it took.
func TestHTMLLarge(t *testing.T) {
	r := largeRun(t)
	p := largePage(t, r)
	p.fill(r.Meta())
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	b := NewBuilder(p)
	must(t, b.addRun(r))
	path := largeReport(t)
	file, err := os.Create(path)
	must(t, err)
	size, err := b.WriteTo(file)
	must(t, err)
	must(t, file.Close())
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	t.Logf("%d rows, %d issues: %d bytes in %v, heap %d MB more", largeRows, largeIssues, size, took, (int64(after.HeapSys)-int64(before.HeapSys))>>20)
	if size >= largeBytes {
		t.Errorf("the page has %d bytes", size)
	}
	body, err := os.ReadFile(path)
	must(t, err)
	for _, want := range []string{
		"The first 200 of " + number(largeRows/10) + " are shown", "All of them are in rejects.csv", "All of them are in changes.csv", "All of them are in issues.csv",
		"200 of " + number(largeRows*29/100) + " are shown, spread evenly", "4,800 more are in missing-parents.csv", number(largeRows) + " rows read", ">" + fmt.Sprint((largeIssues-3)*5+2) + "<",
	} {
		if !strings.Contains(string(body), want) {
			t.Errorf("the page doesn't say %q", want)
		}
	}
}

// largeReport is where the page of the large run lies for the browser.
func largeReport(t *testing.T) string {
	t.Helper()
	dir, err := large()
	must(t, err)
	return filepath.Join(dir, "report.html")
}
