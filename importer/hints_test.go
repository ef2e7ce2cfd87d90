package importer_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// TestHintsThatAreWrong tells a run the contrary of what the API does, while it
// refuses rows and writes others: the run ends as without them, to the last row and
// bucket.
func TestHintsThatAreWrong(t *testing.T) {
	tests := []struct {
		name  string
		hints push.Hints
	}{
		{"none", push.Hints{}},
		{"too large", push.Hints{LargestArray: 5000, LargestBody: 1 << 30}},
		{"too small", push.Hints{LargestArray: 7, LargestBody: 1}},
		{"no bulk updates", push.Hints{NoBulkUpdates: true}},
		{"nonsense", push.Hints{LargestArray: -1, LargestBody: -1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, sandbox.Options{})
			w.load("Ändrad AB|1", "Ändrad två AB|2", "Ändrad tre AB|3")
			r, _ := w.plan("name,custom_id\nÄndrad AB,11\nÄndrad två AB,22\nÄndrad tre AB,33\n" + numbered(150, func(i int) string { return fmt.Sprintf("Hintran %d AB,\n", i) }))
			w.load("Hintran 20 AB|x", "Hintran 77 AB|x", "Hintran 118 AB|x")
			var assume sandbox.Assumptions
			if err := errors.Join(assume.Set("bulk-bad-row", "written-400"), assume.Set("bulk-errors", "detail"), assume.Set("bulk-limit", "40"), assume.Set("body-limit", "1200")); err != nil {
				t.Fatal(err)
			}
			if err := w.sandbox.SetAssumptions(assume); err != nil {
				t.Fatal(err)
			}
			books, err := w.apply(r, push.Options{Hints: tt.hints})
			if err != nil || books.Created+books.Unchanged != 147 || books.Held != 3 || books.Updated != 3 {
				t.Fatalf("apply: %v, %v", books, err)
			}
			if got := w.listing(); len(got) != 153 || !slices.Contains(got, "Ändrad AB|11|") {
				t.Errorf("%d organizations there, want 153", len(got))
			}
		})
	}
}

// TestHintsSaveRequests compares a run that is told what the API does with one that
// has to find out.
func TestHintsSaveRequests(t *testing.T) {
	tests := []struct {
		name   string
		assume string
		value  string
		hints  push.Hints
		count  func(w *world) int
	}{
		{"rows in an array", "bulk-limit", "60", push.Hints{LargestArray: 60}, func(w *world) int { return w.status(413) }},
		{"bytes of a body", "body-limit", "3000", push.Hints{LargestBody: 3000}, func(w *world) int { return w.status(413) }},
		{"updates by bulk", "bulk-id", "ignored", push.Hints{NoBulkUpdates: true}, func(w *world) int { return w.writes("POST") }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			plain, told := requestsOf(t, tt.assume, tt.value, push.Hints{}, tt.count), requestsOf(t, tt.assume, tt.value, tt.hints, tt.count)
			if told >= plain {
				t.Errorf("%d requests, and %d without being told", told, plain)
			}
			t.Logf("%d requests, and %d without being told", told, plain)
		})
	}
}

// requestsOf imports new, changed and refused rows and counts requests of one kind.
func requestsOf(t *testing.T, assume, value string, h push.Hints, count func(*world) int) int {
	t.Helper()
	var o sandbox.Options
	if err := o.Assume.Set(assume, value); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, o)
	w.load("Ändrad AB|1", "Ändrad två AB|2")
	r, _ := w.plan("name,custom_id\nÄndrad AB,11\nÄndrad två AB,22\n" + numbered(400, func(i int) string { return fmt.Sprintf("Hintran %d i den långa byn AB,\n", i) }))
	w.load("Hintran 120 i den långa byn AB|x")
	before := count(w)
	books, err := w.apply(r, push.Options{Hints: h, Concurrency: 1})
	if err != nil || books.Created != 399 || books.Held != 1 || books.Updated != 2 {
		t.Fatalf("apply: %v, %v", books, err)
	}
	return count(w) - before
}

func (w *world) status(status int) (n int) {
	for _, r := range w.sandbox.Requests() {
		if r.Status == status {
			n++
		}
	}
	return n
}
