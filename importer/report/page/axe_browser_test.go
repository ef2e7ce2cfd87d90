//go:build !race

package page

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestBrowserAxe looks at every kind of page with axe-core, wide and on a phone, light and dark: nothing that it finds is serious or
// critical. axe-core is no part of the pages; it is put into them from outside, past what they allow.
func TestBrowserAxe(t *testing.T) {
	dir := os.Getenv("ORGBATCH_AXE")
	if dir == "" {
		t.Skip("axe-core is not installed: ORGBATCH_AXE names the folder of npm install axe-core")
	}
	script, err := os.ReadFile(filepath.Join(dir, "node_modules", "axe-core", "axe.min.js"))
	must(t, err)
	v := newTab(t)
	pages := widePages(t)
	maps.Copy(pages, hardPages(t))
	for name, path := range pages {
		v.open(path)
		v.eval(string(script) + "; 0")
		for _, scheme := range []string{"light", "dark"} {
			for _, width := range []int64{1280, 390} {
				v.scheme(scheme)
				v.size(width, 844)
				for _, found := range v.axe() {
					t.Errorf("%s, %s at %d pixels: %s", name, scheme, width, found)
				}
			}
		}
	}
	v.quiet()
	v.scheme("light")
	v.eval(`document.documentElement.lang = ""; document.querySelector("h1").style.color = "#ccc"`)
	if found := strings.Join(v.axe(), "\n"); !strings.Contains(found, "html-has-lang") || !strings.Contains(found, "color-contrast") {
		t.Errorf("on a page without a language, whose heading is hardly seen, it finds %q", found)
	}
}

// axe is what axe-core, which is in the page, finds there that is serious or critical, with every fold open.
func (v *tab) axe() (found []string) {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, 2*time.Minute)
	defer cancel()
	const run = `(async () => {
		for (const d of document.querySelectorAll("details")) d.open = true;
		const result = await axe.run(document, {resultTypes: ["violations"]});
		return JSON.stringify(result.violations);
	})()`
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](run, chromedp.EvalAwaitPromise))
	must(v.t, err)
	var violations []struct {
		ID, Impact, Help string
		Nodes            []struct{ HTML, FailureSummary string }
	}
	must(v.t, json.Unmarshal([]byte(text), &violations))
	for _, w := range violations {
		said := fmt.Sprintf("%s, %s at %d places: %s; as in %s: %s", w.ID, w.Impact, len(w.Nodes), w.Help, w.Nodes[0].HTML, w.Nodes[0].FailureSummary)
		if w.Impact == "serious" || w.Impact == "critical" {
			found = append(found, said)
		} else {
			v.t.Log(said)
		}
	}
	return found
}
