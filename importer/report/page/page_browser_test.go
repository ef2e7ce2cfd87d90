//go:build !race

package page

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"

	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// customersReport is the path of a report of everything.
func customersReport(t *testing.T) string {
	t.Helper()
	r, p := customersRun(t)
	files, err := WriteHTML(r, p)
	must(t, err)
	return files[0].Path
}

// TestBrowserLooks opens the report in light, dark, on a narrow screen and on paper, and keeps pictures for people to look at.
func TestBrowserLooks(t *testing.T) {
	v := newTab(t)
	v.scheme("light")
	v.open(customersReport(t))
	v.keep("report-light.png", v.picture)
	v.keep("report.pdf", func() []byte {
		return call(v, page.PrintToPDF, page.PrintToPDFParams{PaperWidth: 8.27, PaperHeight: 11.69}).Data
	})
	v.scheme("dark")
	v.keep("report-dark.png", v.picture)
	v.size(794, 1123)
	call(v, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	v.is(`[...document.querySelectorAll(".menu, .tools, .pager")].every(e => e.offsetHeight === 0)`, "true")
	v.is(`[...new Set([...document.querySelectorAll("th button")].map(e => getComputedStyle(e).display))].join()`, "contents") // else a sheet's repeated header is without them
	v.keep("report-print.png", v.picture)
	v.scheme("light")
	v.size(400, 800)
	v.is(`document.documentElement.scrollWidth <= 400`, "true") // nothing stands out at the side
	v.keep("report-narrow.png", v.picture)
	v.quiet()
}

// TestBrowserOld: a plan that is older than a week says so, where scripts run in a colour of its own.
func TestBrowserOld(t *testing.T) {
	v := newTab(t)
	for days, class := range map[int]string{2: "", 9: "caution"} {
		r, p := customersRun(t)
		p.Blocked, p.Created = false, time.Now().AddDate(0, 0, -days).Add(-time.Hour)
		files, err := WriteHTML(r, p)
		must(t, err)
		v.open(files[0].Path)
		v.is(`document.querySelector("time").parentNode.className`, class)
		v.is(fmt.Sprintf(`document.querySelector("time").textContent.endsWith(", %d days ago")`, days), "true")
	}
}

// checkedReport is the page of a check with 450 rows with errors of two kinds and one row with a warning.
func checkedReport(t *testing.T) string {
	t.Helper()
	b := NewBuilder(Page{
		Summary: plan.Summary{
			Sources: []run.Source{{Name: "kunder.csv", Format: tabular.Format{Name: tabular.FormatCSV, Delimiter: ";", HeaderRow: 1}, Header: []string{"Namn", "Kundnr"}, Mapping: []string{"name", "custom_id"}, Rows: 1000}},
			Groups: []run.Group{
				{Code: "too-long", ColumnName: "Namn", Severity: run.Error, Count: 300, Rows: "2-301"}, {Code: "control-character", ColumnName: "Kundnr", Severity: run.Error, Count: 150, Rows: "302-451"},
				{Code: "trimmed", ColumnName: "Namn", Count: 1, Rows: "452"}},
		},
		Created: time.Date(2026, 11, 23, 20, 35, 29, 0, time.UTC),
		Checked: Checked{Read: 1000, Sound: 549, Warned: 1, Bad: 450},
	})
	for i := range 451 {
		row := Row{Number: i + 2, Fate: Rejected, Cells: []tabular.Cell{{Text: fmt.Sprintf("Exempel %d AB", 9000-i)}, {Text: fmt.Sprint("K-", i)}}}
		issue := run.Issue{Row: i, Number: i + 2, Column: 0, ColumnName: "Namn", Code: "too-long", Severity: run.Error, Message: "the name is too long"}
		switch {
		case i == 450:
			row.Fate, issue.Code, issue.Severity = Warned, "trimmed", run.Warning
		case i >= 300:
			issue.Column, issue.ColumnName, issue.Code = 1, "Kundnr", "control-character"
		}
		row.Issues = []run.Issue{issue}
		b.AddRow(row)
	}
	path := filepath.Join(t.TempDir(), "check.html")
	file, err := os.Create(path)
	must(t, err)
	_, err = b.WriteTo(file)
	must(t, err)
	must(t, file.Close())
	return path
}

// TestBrowserWorks filters, searches, sorts and pages as a person would.
func TestBrowserWorks(t *testing.T) {
	v := newTab(t)
	v.open(checkedReport(t))
	const rows, first = `document.querySelectorAll("#rejected tbody").length`, `document.querySelector("#rejected tbody th").textContent`
	const pager = `document.querySelector("#rejected .pager span").textContent`
	const press = `document.querySelector("#rejected [data-page='1']").click()`
	v.is(rows, "50")
	v.is(pager, "Rows 1–50 of 450")
	v.eval(press)
	v.is(pager, "Rows 51–100 of 450")
	v.is(first, "52")
	v.eval(`for (let i = 0; i < 20; i++) ` + press)
	v.is(pager, "Rows 401–450 of 450")

	choose := func(name, value string) {
		v.eval(`(() => { const s = document.querySelector("#filter select[name=` + name + `]"); s.value = "=` + value + `"; s.dispatchEvent(new Event("change", {bubbles: true})) })()`)
	}
	choose("code", "control-character")
	v.is(pager, "Rows 1–50 of 150")
	v.is(first, "302")
	v.is(`document.querySelectorAll("#warned tbody").length`, "0")
	v.is(`document.querySelectorAll("tr[data-g]:not([hidden])").length`, "1")
	v.eval(`document.querySelector("#filter button[type=reset]").click()`)
	v.wait(0)
	v.is(pager, "Rows 1–50 of 450")
	choose("severity", "warning")
	v.is(rows, "0")
	v.is(`document.querySelectorAll("#warned tbody").length`, "1")
	choose("severity", "error")
	choose("column", "Namn")
	v.is(pager, "Rows 1–50 of 300")
	v.eval(`document.querySelectorAll("tr[data-g] button")[1].click()`)
	v.is(pager, "Rows 1–50 of 150")
	v.eval(`document.querySelector("#filter button[type=reset]").click()`)

	search := func(text string) {
		v.eval(`(() => { const s = document.querySelector("#rejected input[type=search]"); s.value = "` + text + `"; s.dispatchEvent(new Event("input", {bubbles: true})) })()`)
	}
	search("exempel 8990 k-10")
	v.is(rows, "1")
	v.is(first, "12")
	v.is(`document.querySelector("#rejected .said").textContent`, "1 of 450 rows match")
	search("")
	v.eval(`document.querySelector("#rejected th[data-sort] button").click()`)
	v.eval(`document.querySelector("#rejected th[data-sort] button").click()`)
	v.is(first, "451")
	v.is(`document.querySelector("#rejected th[data-sort]").getAttribute("aria-sort")`, "descending")
	v.quiet()
}

// TestBrowserWithoutScript guards that a mail preview shows the same, and more of it.
func TestBrowserWithoutScript(t *testing.T) {
	v := newTab(t)
	call(v, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	v.open(checkedReport(t))
	v.is(`document.querySelectorAll("#rejected tbody").length`, "200")
	v.is(`document.querySelectorAll("tr[data-g]").length`, "3")
	v.is(`document.querySelector(".verdict .sentence").textContent`, "450 of 1,000 rows have errors that would stop an import.")
	v.is(`[...document.querySelectorAll(".tools, .pager")].every(e => e.offsetHeight === 0)`, "true")
	v.is(`document.querySelector("#rejected > p").textContent`, "An import would stop at them. The first 200 of 450 are shown; where scripts run, all can be paged through.")
	v.quiet()
}

// TestBrowserRunsNothing guards that what a file holds stays text.
func TestBrowserRunsNothing(t *testing.T) {
	v := newTab(t)
	v.open(customersReport(t))
	v.is(`document.querySelectorAll("script").length`, "1")
	v.is(`document.querySelectorAll("img, iframe, object, link, [onload], [onerror], [style]").length`, "0")
	v.is(`[...document.querySelectorAll("#rejected mark")].some(m => m.textContent.includes("<script>alert(1)</script>"))`, "true")
	v.is(`document.body.textContent.includes("\u202e")`, "false")
	v.quiet()

	// Even markup that came through would not run: the page forbids it.
	v.eval(`document.body.insertAdjacentHTML("beforeend", '<img src="http://127.0.0.1:9/x.png" onerror="document.title = 1"><b onclick="document.title = 2">x</b>')`)
	v.eval(`document.body.lastChild.click()`)
	v.wait(50)
	v.is(`document.title`, "Plan: Import of kunder.csv into sandbox")
	for _, said := range v.said {
		if !strings.Contains(said, "Content Security Policy") {
			t.Errorf("the page said %q", said)
		}
	}
}

// TestBrowserAccessible asks the browser for what it would tell a screen reader.
func TestBrowserAccessible(t *testing.T) {
	for name, path := range map[string]string{"plan": customersReport(t), "check": checkedReport(t)} {
		t.Run(name, func(t *testing.T) {
			v := newTab(t)
			v.open(path)
			v.accessible("main", "banner", "contentinfo", "navigation", "table", "columnheader", "rowheader", "heading", "combobox", "search")
		})
	}
}

// accessible checks what the browser would tell a screen reader, which holds all the roles, and what eyes see.
func (v *tab) accessible(wanted ...string) {
	v.t.Helper()
	roles := map[string]int{}
	for _, node := range call(v, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{}).Nodes {
		if node.Ignored || node.Role == nil {
			continue
		}
		role := strings.Trim(string(node.Role.Value), `"`)
		roles[role]++
		if slices.Contains(named, role) && (node.Name == nil || len(node.Name.Value) <= 2) {
			v.t.Errorf("a %s has no name", role)
		}
	}
	for _, role := range wanted {
		if roles[role] == 0 {
			v.t.Errorf("there is no %s", role)
		}
	}
	v.is(`[...document.querySelectorAll("h1, h2, h3, h4")].map(h => +h.tagName[1]).every((n, i, all) => i === 0 ? n === 1 : n <= all[i - 1] + 1)`, "true")
	v.is(`document.querySelectorAll("h1").length`, "1")
	v.is(`(() => { const all = [...document.querySelectorAll("[id]")].map(e => e.id); return new Set(all).size === all.length })()`, "true")
	v.is(`[...document.querySelectorAll("[aria-labelledby]")].every(e => document.getElementById(e.getAttribute("aria-labelledby")))`, "true")
	v.is(`[...document.querySelectorAll("a[href^='#']")].every(a => document.getElementById(a.getAttribute("href").slice(1)))`, "true")
	v.is(`document.documentElement.lang`, "en")
	for _, scheme := range []string{"light", "dark"} {
		v.scheme(scheme)
		v.is(faint, "[]")
	}
}

// named are the roles that say nothing without a name.
var named = []string{"button", "link", "searchbox", "textbox", "combobox", "table", "region", "navigation", "search", "heading"}

// faint finds texts whose contrast is below AA.
const faint = `(() => {
	const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
	const rgb = color => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
	const light = c => { const [r, g, b] = c.map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
	const behind = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c[3] === 255) return c; } return [255, 255, 255]; };
	const found = new Set();
	const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walk.nextNode()) {
		const e = walk.currentNode.parentElement;
		if (!walk.currentNode.data.trim() || e.closest("script, .sr, [hidden], :disabled, template") || !e.getClientRects().length) continue;
		const [a, b] = [light(rgb(getComputedStyle(e).color).slice(0, 3)), light(behind(e).slice(0, 3))];
		const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
		if (ratio < 4.5) found.add(e.tagName + "." + e.className + " " + ratio.toFixed(2));
	}
	return [...found];
})()`

// TestBrowserLarge opens the page of a million rows and prints how long it takes.
func TestBrowserLarge(t *testing.T) {
	r := largeRun(t)
	v := newTab(t)
	path := largeReport(t)
	if _, err := os.Stat(path); err != nil {
		p := largePage(t, r)
		_, err := WriteHTML(r, p)
		must(t, err)
	}
	start := time.Now()
	v.open(path)
	took := time.Since(start)
	t.Logf("opened in %v; the browser counts %s ms to the end of loading", took.Round(time.Millisecond), v.eval(`Math.round(performance.getEntriesByType("navigation")[0].loadEventEnd)`))
	if took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
	v.is(`document.querySelectorAll("tr[data-g]").length`, fmt.Sprint(len(largePage(t, r).Groups)))
	v.quiet()
}
