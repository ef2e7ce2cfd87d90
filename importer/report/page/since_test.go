package page

import (
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/history"
)

// TestHTMLSince: what changed since the last plan stands at the top, and the rejected and held rows that are new are marked, no others.
func TestHTMLSince(t *testing.T) {
	r, p := customersRun(t)
	p.Since = &history.Comparison{Run: "aaaa", WasRejected: 3, Still: []int32{5, 7}}
	p.SinceText = "3 → 4 rejected: 1 corrected, 2 new (since run aaaa)"
	page := written(t, r, p)
	top, _, _ := strings.Cut(page, `id="changes"`)
	if !strings.Contains(top, ">3 → 4 rejected: 1 corrected, 2 new (since run aaaa)<") {
		t.Error("the page doesn't say at its top what changed")
	}
	for row, want := range map[string]bool{"8": false, "9": true, "10": false, "11": true, "13": false} {
		_, rest, found := strings.Cut(page, `<th scope="rowgroup" rowspan="2">`+row+"</th>")
		body, _, _ := strings.Cut(rest, "</tbody>")
		if got := strings.Contains(body, "<b>new since run aaaa</b>"); !found || got != want {
			t.Errorf("row %s is marked as new: %v (found: %v)", row, got, found)
		}
	}
	p.Since.TooMany = true
	if page = written(t, r, p); strings.Contains(page, "new since run") {
		t.Error("rows are marked although nothing is known of them")
	}
}
