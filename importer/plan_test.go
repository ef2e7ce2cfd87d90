package importer_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// planCase is a file against live rows: what the plan must make of it, and what
// is there once it is applied.
type planCase struct {
	name  string
	live  []string
	file  string // $NAME$ stands for the id of the live organization NAME
	set   func(*plan.Options)
	books string // created, updated, unchanged, rejected, held
	codes []string
	after []string // nil: the plan is blocked, so as before
}

func TestPlan(t *testing.T) {
	for _, c := range planCases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, sandbox.Options{})
			there := w.load(c.live...)
			text := c.file
			for name, org := range there {
				text = strings.ReplaceAll(text, "$"+name+"$", org.ID.String())
			}
			before := w.listing()
			set := c.set
			if set == nil {
				set = func(*plan.Options) {}
			}
			r, summary := w.plan(text, set)
			b := summary.Books
			got := run.Books{Created: b.Created, Updated: b.Updated, Unchanged: b.Unchanged, Rejected: b.Rejected, Held: b.Held}
			if s := shortBooks(got); s != c.books {
				t.Errorf("books: got %s, want %s", s, c.books)
			}
			if got := codes(t, r); !slices.Equal(got, c.codes) {
				t.Errorf("issues: got %q, want %q", got, c.codes)
			}
			if !slices.Equal(w.listing(), before) {
				t.Fatal("planning wrote something")
			}
			books, err := importer.Apply(context.Background(), w.client, r, push.Options{SkipInvalid: c.after != nil})
			if (err != nil) != (c.after == nil) {
				t.Fatalf("apply: %v", err)
			}
			if err := books.Close(); err != nil {
				t.Error(err)
			}
			want := c.after
			if want == nil {
				want = before
			}
			if got := w.listing(); !slices.Equal(got, want) {
				t.Errorf("there now:\n%q\nwant:\n%q", got, want)
			}
			if c.after != nil {
				if s := shortBooks(books); s != c.books {
					t.Errorf("books after applying: got %s, want %s", s, c.books)
				}
			}
		})
	}
}

func shortBooks(b run.Books) string {
	var parts []string
	for _, n := range []int{b.Created, b.Updated, b.Unchanged, b.Rejected, b.Held} {
		parts = append(parts, string(rune('0'+n)))
	}
	return strings.Join(parts, " ")
}

var planCases = []planCase{
	{
		name: "new rows", file: "name,custom_id\nAlfaskogen AB,1\nBetaskogen AB,\n", books: "2 0 0 0 0",
		after: []string{"Alfaskogen AB|1|", "Betaskogen AB||"},
	},
	{
		name: "parents by name, in any order, deep", file: "name,organization\nC AB,B AB\nB AB,A AB\nA AB,\n", books: "3 0 0 0 0",
		after: []string{"A AB||", "B AB||A AB", "C AB||B AB"},
	},
	{
		name: "equal to what is there", live: []string{"A AB|1", "B AB||A AB"},
		file: "name,custom_id,organization\nA AB,1,\nB AB,,A AB\n", books: "0 0 2 0 0",
		after: []string{"A AB|1|", "B AB||A AB"},
	},
	{
		name: "changes by name", live: []string{"A AB|1", "B AB"},
		file: "name,custom_id,organization\nB AB,7,A AB\n", books: "0 1 0 0 0",
		after: []string{"A AB|1|", "B AB|7|A AB"},
	},
	{
		name: "a blank cell keeps", live: []string{"A AB|1"}, file: "name,custom_id\nA AB,\n", books: "0 0 1 0 0",
		after: []string{"A AB|1|"},
	},
	{
		name: "a blank cell clears when told to", live: []string{"A AB|1"}, file: "name,custom_id\nA AB,\n",
		set:   func(o *plan.Options) { o.ClearBlank = []string{"custom_id"} },
		books: "0 1 0 0 0", after: []string{"A AB||"},
	},
	{
		name: "a constant is checked like a cell", live: []string{"A AB", "C AB|3"}, file: "name;Ort\nB AB;Umeå\nC AB;\n",
		set: func(o *plan.Options) {
			o.Set = map[string]string{"organization_name": "A AB", "custom_id": "7\x1f\n8\""}
		},
		books: "1 1 0 0 0", codes: []string{"2 control-character", "3 control-character", "3 custom-id-twice"},
		after: []string{"A AB||", "B AB|7\x1f\n8\"|A AB", "C AB|7\x1f\n8\"|A AB"},
	},
	{
		name: "one parent for all rows", live: []string{"A AB", "C AB|3"}, file: "name;Ort\nB AB;Umeå\nC AB;\n",
		set: func(o *plan.Options) {
			o.Set = map[string]string{"organization_name": "A AB", "custom_id": "7"}
		},
		books: "1 1 0 0 0", codes: []string{"3 custom-id-twice"}, after: []string{"A AB||", "B AB|7|A AB", "C AB|7|A AB"},
	},
	{
		name: "renames by id in the order that frees names", live: []string{"A AB", "B AB", "C AB"},
		file: "id,name\n$A AB$,B AB\n$B AB$,C AB\n$C AB$,D AB\n", books: "0 3 0 0 0",
		after: []string{"B AB||", "C AB||", "D AB||"},
	},
	{
		name: "a new row takes the name that a rename frees", live: []string{"A AB|1"},
		file: "id,name,custom_id\n,A AB,2\n$A AB$,B AB,\n", books: "1 1 0 0 0",
		after: []string{"A AB|2|", "B AB|1|"},
	},
	{
		name: "a ring of renames is held", live: []string{"A AB", "B AB"},
		file: "id,name\n$A AB$,B AB\n$B AB$,A AB\n", books: "0 0 0 0 2",
		codes: []string{"2 rename-ring", "3 rename-ring"}, after: []string{"A AB||", "B AB||"},
	},
	{
		name: "equal rows share a fate", file: "name,custom_id\nA AB,1\nA AB,1\n", books: "1 0 1 0 0",
		codes: []string{"3 duplicate-row"}, after: []string{"A AB|1|"},
	},
	{
		name: "contradicting rows are both rejected", file: "name,custom_id\nA AB,1\nA AB,2\nB AB,3\n", books: "1 0 0 2 0",
		codes: []string{"2 contradicting-rows", "3 contradicting-rows"}, after: []string{"B AB|3|"},
	},
	{
		name: "errors block", file: "name,custom_id\nA AB,1\n,2\n", books: "1 0 0 1 0", codes: []string{"3 name-missing"},
	},
	{
		name: "a cycle in the file", file: "name,organization\nA AB,B AB\nB AB,A AB\nC AB,C AB\nD AB,A AB\nE AB,\n", books: "1 0 0 4 0",
		codes: []string{"2 parent-cycle", "3 parent-cycle", "4 parent-cycle", "5 depends-on-rejected"}, after: []string{"E AB||"},
	},
	{
		name: "a cycle through live rows that another row was led past", live: []string{"A AB", "B AB|K-1|A AB", "C AB||B AB"},
		file: "name,organization\nD AB,C AB\nA AB,B AB\n", books: "1 0 0 1 0", codes: []string{"3 parent-cycle"},
		after: []string{"A AB||", "B AB|K-1|A AB", "C AB||B AB", "D AB||C AB"},
	},
	{
		name: "a move that isn't made opens no ring", live: []string{"A AB", "B AB||A AB"},
		file:  "id,name,organization\n,A AB,B AB\n$B AB$,B AB,C AB\n$B AB$,B AB,\n,C AB,\n",
		books: "1 0 0 3 0", codes: []string{"2 parent-cycle", "3 contradicting-rows", "4 contradicting-rows"},
		after: []string{"A AB||", "B AB||A AB", "C AB||"},
	},
	{
		name: "a parent and its child change places", live: []string{"A AB", "B AB||A AB", "C AB||B AB"},
		file: "name,organization\nA AB,C AB\nB AB,A AB\nC AB,D AB\nD AB,\n", books: "1 2 1 0 0",
		after: []string{"A AB||C AB", "B AB||A AB", "C AB||D AB", "D AB||"},
	},
	{
		name: "a whole line is turned over", live: []string{"A AB", "B AB||A AB", "C AB||B AB", "D AB||C AB"},
		file: "name,organization\nA AB,B AB\nB AB,C AB\nC AB,E AB\nE AB,D AB\nD AB,F AB\nF AB,\n", books: "2 4 0 0 0",
		after: []string{"A AB||B AB", "B AB||C AB", "C AB||E AB", "D AB||F AB", "E AB||D AB", "F AB||"},
	},
	{
		name: "moves that meet only on the way", live: []string{"O AB", "D AB||O AB", "Q AB", "P AB||Q AB"},
		file: "name,organization\nQ AB,D AB\nO AB,P AB\nD AB,N AB\nN AB,\n", books: "1 3 0 0 0",
		after: []string{"D AB||N AB", "N AB||", "O AB||P AB", "P AB||Q AB", "Q AB||D AB"},
	},
	{
		name: "a move that waits for a held one", live: []string{"A AB", "B AB||A AB", "C AB|7"},
		file: "name,organization,custom_id\nA AB,B AB,\nB AB,N AB,\nN AB,,7\n", books: "0 0 0 0 3",
		codes: []string{"2 depends-on-held", "3 depends-on-held", "4 possible-twin"},
		after: []string{"A AB||", "B AB||A AB", "C AB|7|"},
	},
	{
		name: "a move that waits for nothing held", live: []string{"A AB", "B AB", "C AB|7"},
		file: "name,organization,custom_id\nA AB,B AB,\nB AB,N AB,\nN AB,,7\n", books: "0 1 0 0 2",
		codes: []string{"3 depends-on-held", "4 possible-twin"},
		after: []string{"A AB||B AB", "B AB||", "C AB|7|"},
	},
	{
		name: "by custom_id a row needs no name", live: []string{"A AB|1"}, file: "custom_id,name,organization\n1,,B AB\n2,B AB,\n",
		set:   func(o *plan.Options) { o.Key = plan.KeyCustomID },
		books: "1 1 0 0 0", after: []string{"A AB|1|B AB", "B AB|2|"},
	},
	{
		name: "by custom_id, a new row takes the name that a rename frees", live: []string{"A AB|1"}, file: "custom_id,name\n2,A AB\n1,B AB\n",
		set:   func(o *plan.Options) { o.Key = plan.KeyCustomID },
		books: "1 1 0 0 0", after: []string{"A AB|2|", "B AB|1|"},
	},
	{
		name: "a custom_id that a rejected row would have freed", live: []string{"A AB|1"}, file: "name,custom_id\nB AB,1\nA AB,2\nA AB,3\n",
		books: "0 0 0 2 1", codes: []string{"2 possible-twin", "3 contradicting-rows", "4 contradicting-rows"}, after: []string{"A AB|1|"},
	},
	{
		name: "a cycle through live rows", live: []string{"A AB", "B AB||A AB", "C AB||B AB"},
		file: "name,organization\nA AB,C AB\n", books: "0 0 0 1 0", codes: []string{"2 parent-cycle"},
		after: []string{"A AB||", "B AB||A AB", "C AB||B AB"},
	},
	{
		name: "a missing parent and its nearest name", live: []string{"Björkbacken AB"},
		file: "name,organization\nA AB,Bjorkbacken AB\n", books: "0 0 0 1 0", codes: []string{"2 parent-missing"},
		after: []string{"Björkbacken AB||"},
	},
	{
		name: "a rejected parent rejects its descendants", file: "name,custom_id,organization\nA AB," + strings.Repeat("x", 129) + ",\nB AB,,A AB\nC AB,,B AB\n",
		books: "0 0 0 3 0", codes: []string{"2 too-long", "3 depends-on-rejected", "4 depends-on-rejected"}, after: []string{},
	},
	{
		name: "a possible duplicate is held", live: []string{"Granbacken AB|9"},
		file: "name,custom_id\nGRANBACKEN Aktiebolag,\nTallbacken AB,9\n", books: "0 0 0 0 2",
		codes: []string{"2 possible-twin", "3 possible-twin"}, after: []string{"Granbacken AB|9|"},
	},
	{
		name: "twins allowed", live: []string{"Granbacken AB|9"}, set: func(o *plan.Options) { o.AllowTwins = true },
		file: "name,custom_id\nGRANBACKEN Aktiebolag,\n", books: "1 0 0 0 0", after: []string{"GRANBACKEN Aktiebolag||", "Granbacken AB|9|"},
	},
	{
		name: "an ambiguous parent", live: []string{"A AB|7", "B AB|7"},
		file: "name,organization_custom_id\nC AB,7\n", books: "0 0 0 1 0", codes: []string{"2 parent-ambiguous"},
		after: []string{"A AB|7|", "B AB|7|"},
	},
	{
		name: "mode create", live: []string{"A AB"}, set: func(o *plan.Options) { o.Mode = plan.Create },
		file: "name\nA AB\nB AB\n", books: "1 0 0 1 0", codes: []string{"2 exists"}, after: []string{"A AB||", "B AB||"},
	},
	{
		name: "mode update", live: []string{"A AB"}, set: func(o *plan.Options) { o.Mode = plan.Update },
		file: "name,custom_id\nA AB,1\nB AB,2\n", books: "0 1 0 1 0", codes: []string{"3 not-there"}, after: []string{"A AB|1|"},
	},
	{
		name: "key custom_id renames", live: []string{"A AB|1"}, set: func(o *plan.Options) { o.Key = plan.KeyCustomID },
		file: "name,custom_id\nZ AB,1\n", books: "0 1 0 0 0", after: []string{"Z AB|1|"},
	},
	{
		name: "key custom_id, ambiguous", live: []string{"A AB|1", "B AB|1"}, set: func(o *plan.Options) { o.Key = plan.KeyCustomID },
		file: "name,custom_id\nZ AB,1\n", books: "0 0 0 0 1", codes: []string{"2 ambiguous-match"}, after: []string{"A AB|1|", "B AB|1|"},
	},
	{
		name: "an id that isn't there", live: []string{"A AB"},
		file: "id,name\n11111111-2222-4333-8444-555555555555,B AB\n", books: "0 0 0 1 0", codes: []string{"2 unknown-id"}, after: []string{"A AB||"},
	},
	{
		name: "an existing parent by id", live: []string{"A AB"}, file: "name,organization\nB AB,$A AB$\n", books: "1 0 0 0 0",
		after: []string{"A AB||", "B AB||A AB"},
	},
	{
		name: "two organizations can't get one name", live: []string{"A AB", "B AB"},
		file: "id,name\n$A AB$,C AB\n$B AB$,C AB\n", books: "0 0 0 2 0", codes: []string{"2 name-twice", "3 name-twice"},
		after: []string{"A AB||", "B AB||"},
	},
	{
		name: "a name that stays taken", live: []string{"A AB", "B AB"}, file: "id,name\n$A AB$,B AB\n", books: "0 0 0 1 0",
		codes: []string{"2 name-taken"}, after: []string{"A AB||", "B AB||"},
	},
}
