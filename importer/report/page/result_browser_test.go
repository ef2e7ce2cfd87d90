//go:build !race

package page

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"

	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/run"
)

// TestBrowserResult opens the pages of an apply and of an undo: what they say to eyes and to a screen reader, light, dark and narrow, and that
// they ask for nothing and run nothing.
func TestBrowserResult(t *testing.T) {
	v := newTab(t)
	for _, test := range []struct {
		name     string
		run      *run.Run
		sentence string
	}{
		{"result", customersPushed(t), "4 of 12 rows are as the file says; 8 were not written."},
		{"undo", customersUndone(t), "1 of 3 rows was undone; the undoing of 1 row got no answer."},
	} {
		files, err := WriteResult(test.run, customersResult())
		must(t, err)
		v.size(1280, 900)
		v.scheme("light")
		v.open(files[0].Path)
		v.keep(test.name+"-light.png", v.picture)
		v.is(`document.querySelector(".verdict .sentence").textContent`, test.sentence)
		v.is(`[...document.querySelectorAll("#met thead th")].map(th => th.textContent).join()`, "Row,Organization,Field,As planned,In Pigello now,The file wants")
		v.is(`document.querySelectorAll("script").length`, "1")
		v.is(`document.querySelectorAll("img, iframe, object, link, [onload], [onerror], [style]").length`, "0")
		v.accessible("main", "banner", "contentinfo", "navigation", "table", "columnheader", "rowheader", "heading")
		v.keep(test.name+"-dark.png", v.picture)
		v.size(400, 800)
		v.is(`document.documentElement.scrollWidth <= 400`, "true")
		v.keep(test.name+"-narrow.png", v.picture)
	}
	v.quiet()
	v.worksOnHeld(heldResult(t))
}

// heldResult is the page of a run that held 250 rows, of which the organization was changed meanwhile.
func heldResult(t *testing.T) string {
	t.Helper()
	const rows = 250
	var file strings.Builder
	file.WriteString("Namn;Kundnr\n")
	for i := range rows {
		fmt.Fprintf(&file, "Exempel %d AB;K\n", 9000-i)
	}
	r := newRun(t, t.TempDir(), "held.csv", file.String())
	var all []int32
	var outcomes []run.Outcome
	for i := range int32(rows) {
		must(t, r.AppendDecision(none(run.ActionCreate)))
		all = append(all, i)
		outcomes = append(outcomes, run.Outcome{Row: i, Status: run.Held, ID: id(byte(i)), Message: "it is there: so", Met: &run.Snapshot{Name: fmt.Sprintf("Exempel %d AB", 9000-i), CustomID: text(fmt.Sprint("K-", i))}})
	}
	must(t, r.FlushDecisions())
	chunk, err := r.Journal().Intend(t.Context(), run.ChunkCreate, all, time.Unix(1, 0))
	must(t, err)
	must(t, r.Journal().Settle(t.Context(), chunk, outcomes))
	_, err = WriteResult(r, Result{})
	must(t, err)
	return filepath.Join(r.Dir(), "result.html")
}

// worksOnHeld searches, sorts and pages the held rows, and shows the first of them without a script.
func (v *tab) worksOnHeld(path string) {
	v.t.Helper()
	v.size(1280, 900)
	v.open(path)
	const first, pager = `document.querySelector("#met tbody th").textContent`, `document.querySelector("#met .pager span").textContent`
	v.is(pager, "Rows 1–50 of 250")
	v.eval(`document.querySelector("#met [data-page='1']").click()`)
	v.is(pager, "Rows 51–100 of 250")
	v.is(first, "52")
	v.eval(`(() => { const s = document.querySelector("#met input[type=search]"); s.value = "k-249"; s.dispatchEvent(new Event("input", {bubbles: true})) })()`)
	v.is(first, "251")
	v.is(`document.querySelector("#met .said").textContent`, "1 of 250 rows match")
	v.eval(`(() => { const s = document.querySelector("#met input[type=search]"); s.value = ""; s.dispatchEvent(new Event("input", {bubbles: true})) })()`)
	v.eval(`document.querySelectorAll("#met th[data-sort] button")[1].click()`)
	v.is(first, "251")
	call(v, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	v.open(path)
	v.is(`document.querySelectorAll("#met tbody").length`, "200")
	v.is(`document.querySelector("#met .left").textContent.startsWith("The first 200 of 250 are shown")`, "true")
	v.is(`[...document.querySelectorAll(".tools, .pager")].every(e => e.offsetHeight === 0)`, "true")
	v.quiet()
}

// TestResultWorst fills a page with what takes the most room, in every list.
func TestResultWorst(t *testing.T) {
	for name, sign := range map[string]string{"quotes": "'", "control": "\x01"} {
		t.Run(name, func(t *testing.T) {
			long := strings.Repeat(sign, 2000)
			b := worstResult(long)
			size, err := writePage(io.Discard, "result.html", b.view)
			must(t, err)
			t.Logf("%d bytes", size)
			if size >= largeBytes {
				t.Errorf("the page has %d bytes", size)
			}
		})
	}
}

// worstResult gives every list more than it can show.
func worstResult(long string) *resultBuilder {
	p := worstPage(long)
	b := newResultBuilder(run.Meta{State: run.Undoing, Target: run.Target{Name: long}, Sources: p.Sources}, Result{Stopped: long, Resume: long, Next: []Next{{long, long}}})
	b.books.Read = 4
	snapshot := run.Snapshot{Name: long, CustomID: text(long), Parent: text(long)}
	for i := range worstRows {
		e := &report.Entry{Row: run.Row{Index: i, Source: i / 5, Number: i + 2, Values: run.Values{Name: long, CustomID: text(long), Parent: text(long)}}, ID: id(1)}
		e.Decision = updateOf(1, long, long, text(long))
		e.Decision.SetName, e.Decision.SetCustomID, e.Decision.SetParent = true, true, true
		b.adopted = append(b.adopted, i%2 == 0)
		for _, list := range []*rowList{&b.refused, &b.page.held, &b.page.rejected} {
			list.total++
			if row := worstRow(i, long); list.wants(row.Issues) {
				list.addRow(row)
			}
		}
		if b.met.total++; b.met.wants() {
			m := metOf(e, snapshot, long)
			m.met.Name, m.parentsCalled = shorten("x"+long, messageLength), [2]string{shorten(long, messageLength), shorten(long, messageLength)}
			b.met.rows = append(b.met.rows, m)
		}
		if b.updated.total++; b.updated.wants() {
			b.updated.rows = append(b.updated.rows, changeOf(&e.Row, &e.Decision))
		}
		for _, lines := range []*list[line]{&b.unknown, &b.notReached, &b.made, &b.unchanged} {
			b.addLine(lines, e, long)
		}
		for _, u := range undoing.fates() {
			b.addLine(&b.undone[u.status], e, long)
		}
	}
	return b
}
