package importer_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// TestDoubtsAskTheLiveData: what the API has just so was meant; anything else that looks broken is said.
func TestDoubtsAskTheLiveData(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.load("#REF!|1,23E+11", "Summa|2026-01-02", "Provgatan AB|1")
	r, s := w.plan("name,custom_id\n#REF!,\"1,23E+11\"\nSumma,2026-01-02\nProvgatan AB,\"1,23E+11\"\n#N/A,n/a\n")
	want := []string{"4 scientific-number", "5 excel-error", "5 placeholder"}
	if got := codes(t, r); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if s.Books.Unchanged != 2 || s.Books.Rejected != 2 {
		t.Errorf("books: %s", s.Books)
	}
}

// TestLostZerosAreHeld: a custom_id that the API has with zeros at its start waits for a person, with the original as the suggestion.
func TestLostZerosAreHeld(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sandbox.Options{})
	w.load("Exempelbacken AB|00123", "Provgatan AB|0045", "Fiktiva AB|7", "Påhittade AB|007")
	const rows = "name,custom_id\nExempelbacken AB,123\nNya Bolaget AB,45\nFiktiva AB,7\nProvgatan AB,99\n"
	r, s := w.plan(rows)
	if s.Books.Held != 2 || s.Books.Unchanged != 1 || s.Books.Updated != 1 {
		t.Errorf("books: %s", s.Books)
	}
	var got []string
	for i, err := range r.Issues() {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, strings.Join([]string{i.Code, i.Value, i.Suggestion}, " "))
	}
	want := []string{"leading-zeros-lost 123 00123", "leading-zeros-lost 45 0045"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if _, s = w.plan(rows, func(o *plan.Options) { o.AllowTwins = true }); s.Books.Held != 2 {
		t.Errorf("with AllowTwins, which answers twins alone: %s", s.Books)
	}
	_, s = w.plan(rows, func(o *plan.Options) { o.Accept = []plan.Acceptance{{Code: "leading-zeros-lost"}} })
	if s.Books.Held != 0 || s.Books.Updated != 2 || s.Books.Created != 1 {
		t.Errorf("with Accept: %s", s.Books)
	}
}

// TestFix: the repairs are done before matching, listed and counted; the bytes that were read stay as they were.
func TestFix(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.load("Åkern AB|1")
	const rows = "name,custom_id,organization\n\u00c3\u2026kern\u00a0AB,1,\nÄngen AB,2,A\u030akern AB\n"
	_, s := w.plan(rows)
	if s.Fixed != 0 || s.Books.Unchanged != 0 {
		t.Errorf("without Fix: %d fixed, %s", s.Fixed, s.Books)
	}
	plain := s.Code
	r, s := w.plan(rows, func(o *plan.Options) { o.Fix = true })
	want := []string{"2 fixed-mojibake", "2 fixed-odd-space", "3 fixed-unicode-form"}
	if got := codes(t, r); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if s.Fixed != 3 || s.Books.Unchanged != 1 || s.Books.Created != 1 || s.Code == plain {
		t.Errorf("%d fixed, %s, code %s", s.Fixed, s.Books, s.Code)
	}
	row, err := r.Row(0)
	if err != nil {
		t.Fatal(err)
	}
	if row.Values.Name != "Åkern AB" || row.Cells[0].Text != "\u00c3\u2026kern\u00a0AB" || !strings.HasPrefix(string(row.Raw), "\u00c3\u2026kern\u00a0AB") {
		t.Errorf("row: %+v", row)
	}
	for i, err := range r.Issues() {
		if err != nil || i.Severity != run.Warning || i.Suggestion != "Åkern AB" {
			t.Errorf("%+v, %v", i, err)
		}
	}
}
