package importer_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// snapshot is all that is there, as the API's objects, one a line.
func (w *world) snapshot() string {
	w.t.Helper()
	var b bytes.Buffer
	for org, err := range w.client.ListAll(context.Background(), pigello.Query{}, nil) {
		if err != nil {
			w.t.Fatal(err)
		}
		b.Write(append(org.Raw, '\n'))
	}
	return b.String()
}

// planRestore plans what a snapshot has.
func (w *world) planRestore(snapshot string, o plan.RestoreOptions, change ...func(*plan.Options)) (*run.Run, plan.Summary) {
	w.t.Helper()
	return w.plan("", append([]func(*plan.Options){func(p *plan.Options) {
		p.Inputs = []intake.Input{{Name: "snapshot", Stream: strings.NewReader(snapshot)}}
		p.Reading, p.Restore = columns.Reading{Format: tabular.FormatJSONL, Encoding: "utf-8"}, &o
	}}, change...)...)
}

// restore plans and applies, and gives the books.
func (w *world) restore(snapshot string, o plan.RestoreOptions, change ...func(*plan.Options)) (*run.Run, run.Books) {
	w.t.Helper()
	r, _ := w.planRestore(snapshot, o, change...)
	books, err := importer.Apply(context.Background(), w.client, r, push.Options{SkipInvalid: true})
	if err != nil || books.Close() != nil {
		w.t.Fatalf("apply: %v, %v", books, err)
	}
	return r, books
}

// lose deletes organizations by their names, in the order given.
func (w *world) lose(names ...string) {
	w.t.Helper()
	there := w.there()
	for _, name := range names {
		w.remove(there[name].ID)
	}
}

// rewrite gives an organization, by its name, other values, all of them: "name|custom_id|parent's name".
func (w *world) rewrite(name, to string) {
	w.t.Helper()
	there, parts := w.there(), strings.Split(to, "|")
	body := pigello.Write{Name: parts[0], CustomID: pigello.Null[string](), Parent: pigello.Null[uuid.UUID]()}
	if parts[1] != "" {
		body.CustomID = pigello.Some(parts[1])
	}
	if parts[2] != "" {
		body.Parent = pigello.Some(there[parts[2]].ID)
	}
	w.change(there[name].ID, body)
}

// Each row of a snapshot is made anew, kept, put back, held or rejected, by what
// is there now.
func TestPlanRestore(t *testing.T) {
	t.Parallel()
	estate := []string{"Koncern AB|K-1", "Nord AB|K-2|Koncern AB", "Förrådet AB||Nord AB", "Syd AB|K-4", "#N/A|=1+1", "'Ã¥ AB|2024-01-15|Syd AB"}
	for _, c := range []struct {
		name  string
		since func(w *world)
		o     plan.RestoreOptions
		twins bool
		books string // created updated unchanged rejected held
		codes []string
		there []string // besides the estate and instead of it: nil is the estate
	}{
		{"nothing has changed", func(*world) {}, plan.RestoreOptions{}, false, "0 0 6 0 0", nil, nil},
		{"all is lost", func(w *world) { w.lose("Förrådet AB", "Nord AB", "Koncern AB", "'Ã¥ AB", "Syd AB", "#N/A") }, plan.RestoreOptions{}, false, "6 0 0 0 0", nil, nil},
		{"a branch is lost", func(w *world) { w.lose("Förrådet AB", "Nord AB") }, plan.RestoreOptions{}, false, "2 0 4 0 0", nil, nil},
		{"something is new", func(w *world) { w.load("Ny AB|K-9|Syd AB") }, plan.RestoreOptions{}, false, "0 0 6 0 0", nil,
			[]string{"Ny AB|K-9|Syd AB"}},
		{"values differ and stay", func(w *world) { w.rewrite("Syd AB", "Söder AB|K-5|Nord AB") }, plan.RestoreOptions{}, false, "0 0 6 0 0",
			[]string{"differs-kept", "differs-kept", "differs-kept"}, []string{"-Syd AB|K-4|", "Söder AB|K-5|Nord AB", "-'Ã¥ AB|2024-01-15|Syd AB", "'Ã¥ AB|2024-01-15|Söder AB"}},
		{"values differ and are put back", func(w *world) { w.rewrite("Syd AB", "Söder AB|K-5|Nord AB") }, plan.RestoreOptions{Revert: true}, false, "0 1 5 0 0", nil, nil},
		{"null is put back", func(w *world) { w.rewrite("Förrådet AB", "Förrådet AB|K-3|Nord AB") }, plan.RestoreOptions{Revert: true}, false, "0 1 5 0 0", nil, nil},
		{"a name was given to another", func(w *world) { w.lose("#N/A"); w.load("#N/A|K-7") }, plan.RestoreOptions{}, false, "0 0 5 0 1",
			[]string{"possible-twin"}, []string{"-#N/A|=1+1|", "#N/A|K-7|"}},
		{"nearly a name was given to another", func(w *world) { w.lose("#N/A"); w.load("#n/a|K-7") }, plan.RestoreOptions{}, false, "0 0 5 0 1",
			[]string{"possible-twin"}, []string{"-#N/A|=1+1|", "#n/a|K-7|"}},
		{"and that is another", func(w *world) { w.lose("#N/A"); w.load("#n/a|K-7") }, plan.RestoreOptions{}, true, "1 0 5 0 0", nil, []string{"#n/a|K-7|"}},
		{"names were swapped, kept", func(w *world) { w.lose("#N/A"); w.rewrite("Syd AB", "#N/A|K-4|") }, plan.RestoreOptions{}, false, "0 0 5 0 1",
			[]string{"differs-kept", "possible-twin"}, []string{"-#N/A|=1+1|", "-Syd AB|K-4|", "#N/A|K-4|", "-'Ã¥ AB|2024-01-15|Syd AB", "'Ã¥ AB|2024-01-15|#N/A"}},
		{"names were swapped, put back", func(w *world) { w.lose("#N/A"); w.rewrite("Syd AB", "#N/A|K-4|") }, plan.RestoreOptions{Revert: true}, false, "1 1 4 0 0", nil, nil},
		{"the parent of one that stays is lost", func(w *world) {
			w.rewrite("Förrådet AB", "Förrådet AB||")
			w.lose("Nord AB")
		}, plan.RestoreOptions{}, false, "1 0 5 0 0", []string{"differs-kept"}, []string{"-Förrådet AB||Nord AB", "Förrådet AB||"}},
		{"the parent of one that is put back is lost", func(w *world) {
			w.rewrite("Förrådet AB", "Förrådet AB||")
			w.lose("Nord AB")
		}, plan.RestoreOptions{Revert: true}, false, "1 1 4 0 0", nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, sandbox.Options{})
			w.load(estate...)
			before, snapshot := w.listing(), w.snapshot()
			c.since(w)
			r, b := w.restore(snapshot, c.o, func(o *plan.Options) { o.AllowTwins = c.twins })
			if got := fmt.Sprint(b.Created, b.Updated, b.Unchanged, b.Rejected, b.Held); got != c.books {
				t.Errorf("books %s, want %s: %q", got, c.books, codes(t, r))
			}
			var got []string
			for _, line := range codes(t, r) {
				_, code, _ := strings.Cut(line, " ")
				got = append(got, code)
			}
			if !slices.Equal(got, c.codes) {
				t.Errorf("issues %q, want %q", got, c.codes)
			}
			want := before
			for _, line := range c.there {
				if gone, ok := strings.CutPrefix(line, "-"); ok {
					want = slices.DeleteFunc(want, func(l string) bool { return l == gone })
				} else {
					want = append(want, line)
				}
			}
			slices.Sort(want)
			if now := w.listing(); !slices.Equal(now, want) {
				t.Errorf("there is\n%q, want\n%q", now, want)
			}
		})
	}
}
