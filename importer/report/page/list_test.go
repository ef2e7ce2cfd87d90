package page

import (
	"io"
	"slices"
	"strings"
	"testing"
)

// TestShow: the first rows are seen, others are paged, rare ones whatever stands before them.
func TestShow(t *testing.T) {
	for _, test := range []struct {
		kept, total, most int
		first, more, last int
		left              string
	}{
		{0, 0, rowsKept, 0, 0, 0, ""},
		{200, 200, rowsKept, 200, 0, 199, ""},
		{201, 201, rowsKept, 200, 1, 200, "The first 200 of 201 are shown; where scripts run, all can be paged through."},
		{rowsKept, 4000, rowsKept, 200, 800, 999, "The first 200 of 4,000 are shown; where scripts run, 800 more can be paged through. All of them are in a.csv."},
		{rowsKept + 3, 4000, rowsKept, 200, 803, 1002, "The first 200 of 4,000 are shown; where scripts run, 803 more can be paged through. All of them are in a.csv."},
		{rowsKept + 3, 4000, 250, 200, 53, 1002, "The first 200 of 4,000 are shown; where scripts run, 53 more can be paged through. All of them are in a.csv."},
		{rowsKept, 4000, 100, 100, 0, 99, "The first 100 of 4,000 are shown. All of them are in a.csv."},
	} {
		l := list[int]{total: test.total}
		for i := range test.kept {
			l.rows = append(l.rows, i)
		}
		v := l.show(test.most, "a.csv")
		all := slices.Concat(v.Rows, v.More)
		if len(v.Rows) != test.first || len(v.More) != test.more || v.Left != test.left || v.Total != test.total {
			t.Errorf("of %d rows %d and %d are shown: %q", test.total, len(v.Rows), len(v.More), v.Left)
		}
		if len(all) > 0 && (!slices.IsSorted(all) || all[len(all)-1] != test.last) {
			t.Errorf("%d rows end in %d", test.total, all[len(all)-1])
		}
	}
}

// TestTooLarge: a page of the longest texts has fewer rows, and says of how many; nothing else is lost.
func TestTooLarge(t *testing.T) {
	const rows = 200_000
	long := strings.Repeat("\u00a0<", 1000)
	b := NewBuilder(worstPage("x"))
	for i := range rows {
		row := worstRow(i%5, long)
		row.Number, row.Fate = i+2, Rejected
		b.AddRow(row)
	}
	if n := len(b.rejected.rows); n != rowsKept {
		t.Errorf("%d rows are kept", n)
	}
	var page strings.Builder
	size, err := b.WriteTo(&page)
	must(t, err)
	if size != int64(page.Len()) || size >= largeBytes || size < largeBytes/4 {
		t.Errorf("the page has %d bytes, of which %d are told", page.Len(), size)
	}
	if !strings.Contains(page.String(), " of 200,000 are shown. All of them are in rejects.csv.") {
		t.Error("it doesn’t say how many rows there are")
	}
	if _, err := b.WriteTo(failing{}); err == nil {
		t.Error("a page that can’t be written is no error")
	}
}

// failing takes nothing.
type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, io.ErrShortWrite }
