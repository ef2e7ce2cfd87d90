//go:build !race

package page

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"

	"github.com/orgbatch/orgbatch/exporter/backup/diff"
)

// TestBrowserDiff opens the page of a comparison: light, dark and narrow, for eyes and for a screen reader; filtered, searched, sorted and
// paged, and without a script.
func TestBrowserDiff(t *testing.T) {
	v := newTab(t)
	small := filepath.Join(t.TempDir(), "diff.html")
	p, all := compared()
	must(t, build(p, all).WriteFile(small))
	v.scheme("light")
	v.open(small)
	v.keep("diff-light.png", v.picture)
	v.is(`document.querySelector(".verdict .sentence").textContent`, "2 changed, 1 under a new id; 1 is the same.")
	v.is(`[...document.querySelectorAll("#changed .changes thead th")].map(th => th.textContent).join()`, "Organization,Field,Before,After")
	v.is(`document.querySelectorAll("script").length`, "1")
	v.is(`document.querySelectorAll("img, iframe, object, link, [onload], [onerror], [style]").length`, "0")
	v.accessible("main", "banner", "contentinfo", "navigation", "table", "columnheader", "rowheader", "heading", "combobox", "search")
	v.keep("diff-dark.png", v.picture)
	v.size(400, 800)
	v.is(`document.documentElement.scrollWidth <= 400`, "true")
	v.keep("diff-narrow.png", v.picture)
	v.quiet()
	v.size(1280, 900)
	v.worksOnDiff(manyCompared(t))
}

// manyCompared is a page with 250 renamed organizations, of which every tenth has another custom_id, too.
func manyCompared(t *testing.T) string {
	t.Helper()
	const rows = 250
	b := NewDiffBuilder(DiffPage{Summary: diff.Summary{RowsA: rows, RowsB: rows, Changed: rows, Renamed: rows}})
	for i := range rows {
		d := diff.Change{Kind: diff.Changed, ID: id(byte(i)), Name: fmt.Sprintf("Exempel %d AB", 9000+i)}
		d.Fields = append(d.Fields, diff.FieldChange{Field: "name", Before: jsonOf(fmt.Sprint("Prov ", i)), After: jsonOf(d.Name)})
		if i%10 == 0 {
			d.Fields = append(d.Fields, diff.FieldChange{Field: "custom_id", Before: jsonOf("1"), After: jsonOf("2")})
		}
		b.Add(&d)
	}
	path := filepath.Join(t.TempDir(), "diff.html")
	must(t, b.WriteFile(path))
	return path
}

func (v *tab) worksOnDiff(path string) {
	v.t.Helper()
	v.open(path)
	const first, pager = `document.querySelector("#changed .changes tbody th").firstChild.textContent.trim()`, `document.querySelector("#changed .pager span").textContent`
	v.is(pager, "Rows 1–50 of 250")
	v.is(first, "Exempel 9000 AB")
	v.eval(`document.querySelector("#changed [data-page='1']").click()`)
	v.is(pager, "Rows 51–100 of 250")
	v.eval(`(() => { const s = document.querySelector("#filter select"); s.value = "=custom_id"; s.dispatchEvent(new Event("change", {bubbles: true})) })()`)
	v.is(pager, "Rows 1–25 of 25")
	v.is(`document.querySelector("#filter .said").textContent`, "1 of 2 kinds shown")
	v.eval(`document.querySelector("#filter button[type=reset]").click()`)
	v.wait(0)
	v.eval(`document.querySelectorAll("tr[data-g] button")[1].click()`)
	v.is(pager, "Rows 1–25 of 25")
	v.eval(`document.querySelector("#filter button[type=reset]").click()`)
	v.wait(0)
	v.eval(`(() => { const s = document.querySelector("#changed input[type=search]"); s.value = "prov 249"; s.dispatchEvent(new Event("input", {bubbles: true})) })()`)
	v.is(first, "Exempel 9249 AB")
	v.eval(`(() => { const s = document.querySelector("#changed input[type=search]"); s.value = ""; s.dispatchEvent(new Event("input", {bubbles: true})) })()`)
	v.eval(`document.querySelector("#changed th[data-sort] button").click()`)
	v.eval(`document.querySelector("#changed th[data-sort] button").click()`)
	v.is(first, "Exempel 9249 AB")
	call(v, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	v.open(path)
	v.is(`document.querySelectorAll("#changed .changes tbody").length`, "200")
	v.is(`document.querySelector("#changed .left").textContent`, "The first 200 of 250 are shown; where scripts run, all can be paged through.")
	v.is(`[...document.querySelectorAll(".tools, .pager")].every(e => e.offsetHeight === 0)`, "true")
	v.quiet()
}
