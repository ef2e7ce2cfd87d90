//go:build !race

package page

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"pgregory.net/rapid"

	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/run"
)

// TestBrowserUndoPlan opens the page of an undo's plan: wide and as narrow as a phone, for eyes and for a screen reader, and without a
// script.
func TestBrowserUndoPlan(t *testing.T) {
	v := newTab(t)
	r := customersPushed(t)
	undoPlanOf(t, r, customersUndoPlan())
	path := filepath.Join(r.Dir(), "undo.html")
	v.open(path)
	v.keep("undo-plan-wide.png", v.picture)
	v.is(`document.querySelector(".verdict .sentence").textContent`, "1 organization would be deleted and 2 organizations would get their former values back; 1 organization stays as it is.")
	v.is(`[...document.querySelectorAll("#put-back thead th")].map(th => th.textContent).join()`, "Row,Organization,Field,Now,Before the run")
	v.is(`document.querySelectorAll("script").length + document.querySelectorAll("img, iframe, object, link, [onload], [onerror], [style]").length`, "1")
	v.accessible("main", "banner", "contentinfo", "navigation", "table", "columnheader", "rowheader", "heading")
	v.size(390, 844)
	v.is(`document.documentElement.scrollWidth === document.documentElement.clientWidth`, "true")
	v.is(`[...document.querySelectorAll(".scroll")].every(e => e.scrollWidth === e.clientWidth)`, "true") // cards: nothing is to be scrolled to
	v.keep("undo-plan-narrow.png", v.picture)
	v.quiet()
	call(v, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	v.open(path)
	v.is(`[...document.querySelectorAll(".tools, .pager")].every(e => e.offsetHeight === 0)`, "true")
	v.is(`document.querySelectorAll("#stay tbody, #delete tbody, #put-back tbody, #gone tbody").length`, "5")
}

// undoPlanOfTexts is a page with rows of one text in every list.
func undoPlanOfTexts(rows int, word func(name string) string) *undoPlanBuilder {
	b := newUndoPlanBuilder(run.Meta{Short: word("run"), Target: run.Target{Name: word("target"), URL: word("url")}, Sources: []run.Source{{Name: word("file")}}},
		UndoPlan{Code: word("code"), Undo: word("command")})
	b.rows.adopted = make([]bool, rows)
	for i := range rows {
		e := &report.Entry{Row: run.Row{Index: i, Number: i + 2, Values: run.Values{Name: word("name"), CustomID: text(word("custom")), Parent: text(word("parent"))}}, ID: id(1)}
		for _, status := range []run.UndoStatus{run.UndoNotReached, run.UndoKept, run.UndoReversed} {
			b.add(e, run.UndoOutcome{Status: status, Message: word("reason")})
		}
		e.Decision = updateOf(1, word("before"), word("before"), text(word("before")))
		e.Decision.After = run.Snapshot{Name: word("after"), CustomID: text(word("after")), Parent: text(word("after"))}
		e.Decision.SetName, e.Decision.SetCustomID, e.Decision.SetParent, e.Decision.ParentID = true, true, true, id(2)
		b.add(e, run.UndoOutcome{Status: run.UndoNotReached})
	}
	return b
}

// TestUndoPlanEscapes lets anything stand everywhere on the page.
func TestUndoPlanEscapes(t *testing.T) {
	const hostile = "<zz onload=zz>\"'"
	rapid.Check(t, func(t *rapid.T) {
		var page strings.Builder
		b := undoPlanOfTexts(1, func(name string) string { return rapid.StringN(0, 10, -1).Draw(t, name) + hostile })
		if _, err := writePage(&page, "undo.html", b.view); err != nil {
			t.Fatal(err)
		}
		onlyOurTags(t, page.String())
		if n := strings.Count(page.String(), "&lt;zz onload=zz&gt;"); n < 20 {
			t.Fatalf("only %d of the texts are there", n)
		}
	})
}

// TestUndoPlanBound fills a page with more than it can show, and with what takes the most room.
func TestUndoPlanBound(t *testing.T) {
	for name, long := range map[string]string{"ordinary": "", "quotes": strings.Repeat("'", 2000), "control": strings.Repeat("\x01", 2000)} {
		t.Run(name, func(t *testing.T) {
			rows, n := 10*worstRows, 0
			b := undoPlanOfTexts(rows, func(name string) string { n++; return fmt.Sprint(name, n, long) })
			size, err := writePage(io.Discard, "undo.html", b.view)
			must(t, err)
			t.Logf("%d bytes", size)
			if size >= largeBytes || len(b.rows.updated.rows) >= rows {
				t.Errorf("the page has %d bytes, %d changes are kept", size, len(b.rows.updated.rows))
			}
		})
	}
}
