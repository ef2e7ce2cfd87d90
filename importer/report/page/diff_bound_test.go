//go:build !race

package page

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/orgbatch/orgbatch/exporter/backup/diff"
)

// TestDiffEscapes lets anything stand everywhere on the page.
func TestDiffEscapes(t *testing.T) {
	const hostile = "<zz onload=zz>\"'"
	rapid.Check(t, func(t *rapid.T) {
		word := func(name string) string { return rapid.StringN(0, 10, -1).Draw(t, name) + hostile }
		side := DiffSide{Name: word("side"), About: word("about"), Skipped: []string{word("column")}}
		p := DiffPage{Summary: diff.Summary{RowsA: 1, Added: 1, Removed: 1, Changed: 1}, A: side, B: side, All: word("all"), Version: word("version")}
		var all []diff.Change
		for _, change := range []diff.ChangeKind{diff.Added, diff.Removed, diff.Changed} {
			all = append(all, diff.Change{Kind: change, ID: id(1), Name: word("name"), Fields: []diff.FieldChange{
				{Field: word("field"), Before: jsonOf(word("before")), After: jsonOf(word("after"))},
				{Field: "custom_id", Before: jsonOf(word("before")), After: jsonOf(word("after"))},
				{Field: "created_at", Before: jsonOf(word("before"))},
				{Field: "organization", Before: jsonOf(word("before")), BeforeName: word("called"), After: jsonOf(word("after")), AfterName: word("called")}}})
		}
		var page strings.Builder
		if _, err := build(p, all).WriteTo(&page); err != nil {
			t.Fatal(err)
		}
		onlyOurTags(t, page.String())
		if n := strings.Count(page.String(), "&lt;zz onload=zz&gt;"); n < 20 {
			t.Fatalf("only %d of the texts are there", n)
		}
	})
}

// TestDiffBound fills a page with more than it can show, and with what takes the most room.
func TestDiffBound(t *testing.T) {
	for name, long := range map[string]string{"ordinary": "", "quotes": strings.Repeat("'", 2000), "control": strings.Repeat("\x01", 2000)} {
		t.Run(name, func(t *testing.T) {
			const rows = 100_000
			b := NewDiffBuilder(DiffPage{Summary: diff.Summary{RowsA: rows, RowsB: rows, Added: rows, Removed: rows, Changed: rows}, All: long, A: DiffSide{Name: long, About: long, Skipped: []string{long}}})
			for i := range rows {
				if name != "ordinary" && i == 300 { // more than are kept
					break
				}
				d := diff.Change{ID: uuid.UUID{12: byte(i >> 16), 13: byte(i >> 8), 14: byte(i)}, Name: fmt.Sprint("Exempel ", rows-i, long)}
				for f := range 30 {
					d.Fields = append(d.Fields, diff.FieldChange{Field: fmt.Sprint("field ", (i*f)%200, long), Before: jsonOf("a" + long), After: jsonOf("b" + long)})
					if name == "ordinary" && f == 2 {
						break
					}
				}
				for _, d.Kind = range []diff.ChangeKind{diff.Added, diff.Removed, diff.Changed} {
					b.Add(&d)
				}
			}
			size, err := writePage(io.Discard, "diff.html", b.view)
			must(t, err)
			t.Logf("%d bytes", size)
			if size >= largeBytes || len(b.changed.rows) >= rows/2 {
				t.Errorf("the page has %d bytes, %d changes are kept", size, len(b.changed.rows))
			}
		})
	}
}
