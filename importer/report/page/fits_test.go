//go:build !race

package page

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"

	"github.com/orgbatch/orgbatch/exporter/backup/diff"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// wideHeader has ten columns, of which three are sent.
var wideHeader = []string{"Kundnummer", "Organisationsnamn", "Moderbolag", "Gatuadress", "Postnummer", "Postort", "Telefonnummer", "Kontaktperson", "Fakturaadress", "Anmärkning"}

func wideSource(rows int) run.Source {
	f := tabular.Format{Name: tabular.FormatCSV, Delimiter: ";", HeaderRow: 1}
	return run.Source{Name: "kunder/kundlista.csv", Format: f, Header: wideHeader, Mapping: []string{"custom_id", "name", "organization", 9: ""}, Rows: rows}
}

// wideRun is a run of ten columns in which everything happens to long texts, pushed or not.
func wideRun(t *testing.T) *run.Run {
	t.Helper()
	r := newRun(t, t.TempDir())
	for i := range 40 {
		row := run.Row{Number: i + 2, Cells: make([]tabular.Cell, len(wideHeader))}
		for c := range row.Cells {
			row.Cells[c].Text = fmt.Sprint("Örnsköldsviksgatan ", i)
		}
		row.Values = run.Values{Name: fmt.Sprintf("Exempelbostäder Fastighetsförvaltning %d AB", i), CustomID: text(fmt.Sprint("K-", i)), Parent: text("Provhuset Holding AB")}
		must(t, r.AppendRow(row))
	}
	must(t, r.FlushRows())
	must(t, r.SetMeta(func(m *run.Meta) { m.Sources = []run.Source{wideSource(40)} }))
	for i := range byte(40) {
		switch {
		case i < 10:
			d := updateOf(i, fmt.Sprintf("Exempelbostäder %d AB", i), "K-1", text(id(90).String()))
			d.SetName, d.SetCustomID, d.SetParent, d.ParentID = true, true, i%2 == 0, id(91)
			d.After.Name, d.After.CustomID = "Exempelbostäder Fastighetsförvaltning AB", text("K-2")
			must(t, r.AppendDecision(d))
		case i < 25:
			must(t, r.AppendDecision(none(run.ActionCreate)))
		default:
			must(t, r.AppendDecision(none(run.ActionReject)))
			must(t, r.AppendIssue(run.Issue{Row: int(i), Number: int(i) + 2, Column: 2, ColumnName: "Moderbolag", Code: "parent-missing", Severity: run.Error,
				Message: "the parent \"Provhusett Holding AB\" is not in the file and not in Pigello", Value: "Provhusett Holding AB", Suggestion: "Provhuset Holding AB"}))
		}
	}
	must(t, r.FlushDecisions())
	return r
}

// widePages writes every kind of page with ten columns into a folder, and names them.
func widePages(t *testing.T) map[string]string {
	t.Helper()
	r, dir, pages := wideRun(t), t.TempDir(), map[string]string{}
	groups, err := run.IssueGroups(r)
	must(t, err)
	p := Page{
		Summary: plan.Summary{
			Target:   run.Target{Name: "nordhus"},
			LiveRows: 50,
			Groups:   groups,
			Code:     "9c41d2aa",
			Books:    run.Books{Read: 40, Created: 15, Updated: 10, Rejected: 15},
		},
		Created: time.Date(2026, 11, 23, 20, 35, 29, 0, time.UTC),
		Apply:   "orgbatch apply k7f3 --code 9c41d2aa --profile nordhus",
	}
	p.Mappings = []columns.Mapping{{Columns: []columns.MappedColumn{{Field: "custom_id", How: "synonym"}}, Unmapped: []int{3, 4, 5, 6, 7, 8, 9}}}
	files, err := WriteHTML(r, p)
	must(t, err)
	pages["plan"] = files[0].Path
	files, err = WriteResult(r, Result{Next: []Next{{"Go on:", "orgbatch resume k7f3"}}})
	must(t, err)
	pages["result"] = files[0].Path
	files, err = WriteResult(customersUndone(t), customersResult())
	must(t, err)
	pages["undo"] = files[0].Path
	pushed := customersPushed(t)
	undoPlanOf(t, pushed, customersUndoPlan())
	pages["undo-plan"] = filepath.Join(pushed.Dir(), "undo.html")
	pages["restore"] = restorePage(t)
	pages["check"] = filepath.Join(dir, "check.html")
	b := NewBuilder(Page{Summary: plan.Summary{Sources: []run.Source{wideSource(40)}, Groups: groups}, Created: p.Created, Checked: Checked{Read: 40, Sound: 25, Bad: 15}})
	must(t, b.addRun(r))
	file, err := os.Create(pages["check"])
	must(t, err)
	_, err = b.WriteTo(file)
	must(t, err)
	must(t, file.Close())
	pages["diff"] = filepath.Join(dir, "diff.html")
	comparison, all := compared()
	comparison.A.Of, comparison.A.At, comparison.B.Of, comparison.Restore = "nordhus", p.Created, "nordhus", "orgbatch backup restore nordhus 20261123T021500Z --dry-run"
	comparison.RestoreOne = func(id string, kind diff.ChangeKind) string {
		return fmt.Sprintf("orgbatch backup restore nordhus 20261123T021500Z --only id=%s %s --dry-run", id, kind)
	}
	must(t, build(comparison, all).WriteFile(pages["diff"]))
	return pages
}

// brokenArguments lists arguments of commands that take two lines though one would hold them, and commands that aren't copied as they are.
const brokenArguments = `[...document.querySelectorAll(".command code")].flatMap(code => {
	getSelection().selectAllChildren(code);
	const room = code.clientWidth - 2 * parseFloat(getComputedStyle(code).paddingLeft), copied = getSelection().toString();
	getSelection().removeAllRanges();
	const broken = [...code.children].filter(a => a.getClientRects().length > 1 || a.offsetHeight > 2 * parseFloat(getComputedStyle(a).fontSize) && a.offsetWidth < room - 40);
	return broken.map(a => a.textContent).concat(copied === code.textContent ? [] : copied);
}).join()`

// TestBrowserFits: no page scrolls sideways, on no screen, and on a phone the values of a change are seen.
func TestBrowserFits(t *testing.T) {
	pages := widePages(t)
	maps.Copy(pages, hardPages(t))
	v := newTab(t)
	v.scheme("light")
	for name, path := range pages {
		for _, width := range []int64{1280, 768, 390} {
			v.size(width, 844)
			v.open(path)
			if got := v.eval(`[document.documentElement.scrollWidth, document.documentElement.clientWidth].join()`); got != fmt.Sprintf("%d,%d", width, width) {
				t.Errorf("%s at %d pixels is %s wide", name, width, got)
			}
			v.is(`[...document.querySelectorAll(".changes .to, .versions td")].every(e => e.getBoundingClientRect().right <= innerWidth || innerWidth > 640)`, "true")
			v.is(`document.body.textContent.includes("--yes") || document.body.textContent.includes("kunder/")`, "false")
			v.is(`[...document.querySelectorAll(".scroll:has(.cards)")].every(e => e.scrollWidth === e.clientWidth || innerWidth > 640)`, "true")
			v.is(brokenArguments, "")
			v.keep(fmt.Sprintf("fits-%s-%d.png", name, width), v.picture)
		}
		v.keep("fits-"+name+".pdf", func() []byte {
			return call(v, page.PrintToPDF, page.PrintToPDFParams{PaperWidth: 8.27, PaperHeight: 11.69}).Data
		})
	}
	v.size(390, 844)
	v.open(pages["plan"])
	v.is(`getComputedStyle(document.querySelector("#rejected td.bad"), "::before").content`, `"C Moderbolag "`)
	v.open(pages["restore"])
	v.is(`[".kept .field + td", ".kept .to"].map(s => getComputedStyle(document.querySelector(s), "::before").content).join()`, `"Now ","In the snapshot "`)
	v.size(1280, 844)
	v.open(pages["plan"])
	v.is(`[...document.styleSheets[0].cssRules].some(r => /bottom-left.*run .* code 9c41d2aa .* 23 November 2026/.test(r.cssText))`, "true")
	v.is(`document.querySelector("#rejected .unsent").offsetWidth`, "0")
	v.is(`document.querySelector("[data-copy]").hidden ? "hidden" : document.querySelector("[data-copy]").textContent`, "Copy the code 9c41d2aa")
	call(v, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	v.open(pages["plan"])
	v.eval(`document.querySelector("#rejected .fold input").click()`)
	v.is(`document.querySelector("#rejected .unsent").offsetWidth > 0`, "true")
	v.is(`document.querySelector("[data-copy]").hidden`, "true")
	v.is(`document.querySelector("#rejected .fold").textContent`, " Show 7 columns that aren’t sent")
	v.quiet()
}

// restorePage is the page of a restore that makes some anew and leaves others as they are.
func restorePage(t *testing.T) string {
	t.Helper()
	r, p := restoredRun(t)
	files, err := WriteHTML(r, p)
	must(t, err)
	return files[0].Path
}
