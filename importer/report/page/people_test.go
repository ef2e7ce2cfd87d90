package page

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/importer/run"
)

// TestReadPlan: what a report says of its plan to programs is what the run says, whatever stands in the file and the target's name.
func TestReadPlan(t *testing.T) {
	r, p := customersRun(t)
	hash := strings.Repeat("9c41d2aa", 8)
	target := run.Target{Name: hostile + planMark + `{"hash":"` + hash + `"}"`, URL: "https://api.example.com", Customer: "c-1", Activation: "a/b"}
	must(t, r.SetMeta(func(m *run.Meta) {
		m.PlanHash, m.PlanForm, m.Target, m.PlannedBy = hash, 1, target, run.Person{Account: hostile, Machine: "PC-7"}
	}))
	files, err := WriteHTML(r, p)
	must(t, err)
	page, err := os.ReadFile(files[0].Path)
	must(t, err)
	plan, ok := ReadPlan(page)
	if want := (Plan{hash, r.Meta().Short, target, p.Books, r.Meta().Created, run.Person{Account: hostile, Machine: "PC-7"}}); !ok || plan != want {
		t.Errorf("got %+v, %v, want %+v", plan, ok, want)
	}
	for name, text := range map[string]string{
		"nothing": "", "another page": resultOf(t, customersPushed(t), customersResult()), "half of it": string(page[:strings.Index(string(page), planMark)+len(planMark)+20]),
		"a short hash": planMark + `{&#34;hash&#34;:&#34;9c41d2aa&#34;}"`, "no hash": planMark + `{&#34;hash&#34;:&#34;` + strings.Repeat("z", 64) + `&#34;}"`,
	} {
		if _, ok := ReadPlan([]byte(text)); ok {
			t.Errorf("%s is a plan", name)
		}
	}
}

// TestNoPlan: a page of a plan whose code doesn't cover it says nothing that could be approved.
func TestNoPlan(t *testing.T) {
	r, p := customersRun(t)
	must(t, r.SetMeta(func(m *run.Meta) { m.PlanHash, m.PlanForm = strings.Repeat("9c41d2aa", 8), 0 }))
	files, err := WriteHTML(r, p)
	must(t, err)
	if _, ok := ReadPlan([]byte(read(t, files[0].Path))); ok {
		t.Error("it is")
	}
}

// TestSandboxOnPages: neither what people read nor what programs do has the folder of whoever sends a page.
func TestSandboxOnPages(t *testing.T) {
	r, p := customersRun(t)
	p.Target = run.Target{}
	must(t, r.SetMeta(func(m *run.Meta) {
		m.PlanHash, m.PlanForm, m.Target = strings.Repeat("9c41d2aa", 8), 1, run.Target{Name: "sandbox · /hem/anna/prov.db", URL: "sandbox:/hem/anna/prov.db"}
	}))
	files, err := WriteHTML(r, p)
	must(t, err)
	page := read(t, files[0].Path)
	if plan, ok := ReadPlan([]byte(page)); !ok || plan.Target != (run.Target{Name: "sandbox · prov.db", URL: "sandbox:prov.db"}) || strings.Contains(page, "anna") || !strings.Contains(page, "sandbox · prov.db<br>sandbox:prov.db") {
		t.Errorf("it has %+v, or the folder", plan.Target)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	must(t, err)
	return string(text)
}

// TestApproveOnPage: where a signature is required the page says who does what.
func TestApproveOnPage(t *testing.T) {
	r, p := customersRun(t)
	p.Blocked, p.Signed, p.Apply = false, true, "orgbatch apply k7f3 --code 9c41d2aa --approval 9c41d2aa.approval"
	files, err := WriteHTML(r, p)
	must(t, err)
	page := read(t, files[0].Path)
	for _, want := range []string{"Sign it with your SSH key", "<code><span>orgbatch</span> <span>approve</span> <span>report.html</span></code>", "That person writes it with:", "<span>--approval</span> <span>9c41d2aa.approval</span>"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q isn't there", want)
		}
	}
}

// TestPeopleOnResult: a result says who planned, who approved and who wrote, and what of that isn't proven.
func TestPeopleOnResult(t *testing.T) {
	r := customersPushed(t)
	anna, at := run.Person{Account: "anna<b>", Machine: "PC-7"}, time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)
	must(t, r.SetMeta(func(m *run.Meta) {
		m.PlannedBy = anna
		m.Approved = &run.Approved{Name: "Berta", At: at, StatedBy: &anna}
		for i := range 12 {
			m.Writes = append(m.Writes, run.Wrote{Command: "resume", By: run.Person{Account: "olle", Machine: "PC-8"}, At: at.Add(time.Duration(i) * time.Minute)})
		}
	}))
	page := resultOf(t, r, customersResult())
	for _, want := range []string{
		"by anna&lt;b&gt; on PC-7<br>orgbatch v0.4.0", "<dt>Approved</dt><dd>24 November 2026, 08:00:00 UTC by Berta, as stated by anna&lt;b&gt; on PC-7</dd>",
		"24 November 2026, 08:11:00 UTC by olle on PC-8 (resume)", "<br>by olle on PC-8</dd>",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("%q isn't in the page", want)
		}
	}
	if strings.Contains(page, "08:01:00") {
		t.Error("more are named than the last ten")
	}
}
