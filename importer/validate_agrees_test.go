package importer_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/rules"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/validate"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

var agreeing = flag.Int("agreeing", agreeFiles, "files for each draw of TestValidateAgreesWithPlan, of which there are -rapid.checks")

// needsList are the codes of what only the live list tells, and of what follows from it.
var needsList = []string{
	"parent-missing", "parent-not-in-file", "depends-on-rejected", "depends-on-held", "unknown-id",
}

// alike are the codes of warnings that rows with an error are spared. A plan finds errors that need the
// live list before it comes to them.
var alike = []string{"near-duplicate", "custom-id-twice", "org-number-twice"}

// saying are issues as both sides say them, but for what the live list tells.
type saying struct {
	issues []run.Issue
	bad    map[int]bool // rows with an error
}

func (s *saying) add(i run.Issue) {
	if i.Severity == run.Error && i.Row >= 0 {
		s.bad[i.Row] = true
	}
	if !slices.Contains(needsList, i.Code) {
		s.issues = append(s.issues, i)
	}
}

// lines are the issues as they compare, sorted. Validate keeps no texts of rows to quote.
func (s *saying) lines(bad map[int]bool) []string {
	var lines []string
	for _, i := range s.issues {
		if slices.Contains(alike, i.Code) && (bad[i.Row] || s.bad[i.Row]) {
			continue
		}
		message := i.Message
		switch i.Code {
		case "contradicting-rows":
			message = ""
		case "parent-ambiguous":
			message, _, _ = strings.Cut(message, " may be ")
		case "mojibake":
			message, _, _ = strings.Cut(message, ";")
		}
		lines = append(lines, fmt.Sprintf("%d %d:%d %s %s in %d %q: %s", i.Row, i.Number, i.Line, i.Severity, i.Code, i.Column, i.ColumnName, message))
	}
	slices.Sort(lines)
	return lines
}

// disagreement says what a dry run and a check of the same files say differently, "" for nothing.
func (w *world) disagreement(reading columns.Reading, texts ...string) (string, error) {
	var inputs []intake.Input
	for i, text := range texts {
		inputs = append(inputs, input(fmt.Sprintf("%c.csv", 'a'+i), text))
	}
	planned, checked := saying{bad: map[int]bool{}}, saying{bad: map[int]bool{}}
	r, _, err := plan.Make(context.Background(), w.client, plan.Options{
		Reading: reading, Inputs: inputs, RunsDir: w.runs, Target: run.Target{Name: "sandbox", URL: w.url}, Version: "test",
	})
	if err != nil {
		return "", err
	}
	for i, err := range r.Issues() {
		if err != nil {
			return "", err
		}
		planned.add(i)
	}
	if err := r.Close(); err != nil {
		return "", err
	}
	if err := os.RemoveAll(r.Dir()); err != nil {
		return "", err
	}
	_, err = validate.Run(context.Background(), validate.Options{
		Reading: reading, Inputs: inputs, Issue: func(i run.Issue, _ bool) error { checked.add(i); return nil },
	})
	if err != nil {
		return "", err
	}
	a, b := planned.lines(checked.bad), checked.lines(planned.bad)
	if slices.Equal(a, b) {
		return "", nil
	}
	only := func(a, b []string) string {
		return strings.Join(slices.DeleteFunc(slices.Clone(a), func(line string) bool { return slices.Contains(b, line) }), "\n")
	}
	return fmt.Sprintf("of\n%s\na dry run alone says\n%s\nand validate alone\n%s", strings.Join(texts, "--\n"), only(a, b), only(b, a)), nil
}

// TestValidateAgreesWithPlan: a dry run and validate say the same of the same rows, but for what takes the live list. Of that, they meet an
// API that has just the organizations whose ids the files give.
func TestValidateAgreesWithPlan(t *testing.T) {
	t.Parallel()
	each := *agreeing
	if testing.Short() {
		each = 1
	}
	w := newWorld(t, sandbox.Options{})
	text, err := os.ReadFile(filepath.Join("..", "samples", "messy.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if differs, err := w.disagreement(columns.Reading{}, string(text)); differs != "" || err != nil {
		t.Error(differs, err)
	}
	var ids []string
	for _, org := range w.load("Xylofon Ett", "Yrkesbo Tre", "Zinkgruvan Fem") {
		ids = append(ids, org.ID.String())
	}
	slices.Sort(ids)
	rapid.Check(t, func(rt *rapid.T) {
		for range each {
			reading := columns.Reading{}
			if rapid.Bool().Draw(rt, "clear") {
				reading.ClearBlank = []string{"custom_id", "organization"}
			}
			if rapid.Bool().Draw(rt, "unique") {
				reading.Rules = rules.Set{Checks: []rules.Check{{Column: "Avtal", Unique: true, Severity: rapid.SampledFrom([]string{"", "warning"}).Draw(rt, "severity")}}}
			}
			differs, err := w.disagreement(reading, drawFiles(rt, ids)...)
			if differs != "" || err != nil {
				rt.Fatal(differs, err)
			}
		}
	})
}

// drawFiles draws one file or two, whose rows have much to do with each other. Rows with an id have names of their own: whether a row
// without one speaks of the same organization is for the live list to tell.
func drawFiles(rt *rapid.T, ids []string) []string {
	names := []string{"Alfa Hus AB", "ALFA HUS Aktiebolag", "Beta Torg", "Gamma Torn", "Delta Vik", "", "#N/A", "Åkern  Sex"}
	others := []string{"Epsilon Ö", "Zeta Nor", "ZETA NOR", ""}
	codes := []string{"", "", "1", "2", "3", "1E+05", "\u00a07"}
	parents := append(append(slices.Clone(names), "", "", "1", "2", "Epsilon Ö", "Zeta Nor", "Okänd AB"), ids...)
	numbers := []string{"442000-0012", "4420000012", "442000-0020", "164420000020"}
	parent := rapid.SampledFrom([]string{"organization", "organization_name", "organization_custom_id"}).Draw(rt, "parent column")
	var files, rows []string
	for range rapid.IntRange(1, 2).Draw(rt, "files") {
		var b strings.Builder
		custom := rapid.SampledFrom([]string{"custom_id", "custom_id", "Anm"}).Draw(rt, "custom_id column")
		b.WriteString("id,name," + custom + "," + parent + ",orgnr,Avtal\n")
		for range rapid.IntRange(1, 12).Draw(rt, "rows") {
			pick := func(from []string, what string) string { return rapid.SampledFrom(from).Draw(rt, what) }
			if len(rows) > 0 && rapid.IntRange(0, 4).Draw(rt, "again") == 0 {
				b.WriteString(pick(rows, "row"))
				continue
			}
			id, name := "", ""
			if rapid.IntRange(0, 2).Draw(rt, "kind") == 0 {
				id, name = pick(ids, "id"), pick(others, "name")
			} else {
				name = pick(names, "name")
			}
			rows = append(rows, fmt.Sprintf("%s,%s,%s,%s,%s,%d\n", id, name, pick(codes, "custom_id"), pick(parents, "parent"), pick(numbers, "number"), rapid.IntRange(1, 6).Draw(rt, "contract")))
			b.WriteString(rows[len(rows)-1])
		}
		files = append(files, b.String())
	}
	return files
}
