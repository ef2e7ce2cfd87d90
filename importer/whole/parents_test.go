package whole

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/orgbatch/orgbatch/importer/check"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/run"
)

// rows are an index of nothing but so many rows.
type rows struct {
	Index
	n int32
}

func (r rows) Len() int32                 { return r.n }
func (r rows) Place(i int32) intake.Place { return intake.Place{Number: int(i)} }
func (r rows) Values(int32) *run.Values   { return nil }

// TestRings: just the rows that move and from which the way up leads back to themselves are refused, once
// each, also where it leads over organizations that are no rows.
func TestRings(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		r := rows{n: rapid.Int32Range(1, 12).Draw(rt, "rows")}
		nodes := r.n + rapid.Int32Range(0, 4).Draw(rt, "others")
		up, still := make([]int32, nodes), make([]bool, nodes)
		for i := range up {
			up[i] = rapid.Int32Range(run.NoRow, nodes-1).Draw(rt, "above")
			still[i] = rapid.IntRange(0, 4).Draw(rt, "still") == 0
		}
		var got, want []int
		files := &intake.Files{Sources: make([]run.Source, 1), Mappings: make([]columns.Mapping, 1)}
		rules := Rules{Index: r, Files: files, Tell: func(i run.Issue) {
			if i.Code != "parent-cycle" || i.Severity != run.Error || i.Number != i.Row {
				rt.Errorf("%+v", i)
			}
			got = append(got, i.Row)
		}}
		found := rules.Rings(func(at int32) int32 { return up[at] }, func(at int32) bool { return !still[at] })
		for i := range r.n {
			at := up[i]
			for range nodes {
				if at != i && at != run.NoRow {
					at = up[at]
				}
			}
			if at == i && !still[i] {
				want = append(want, int(i))
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, want) || found != (len(want) > 0) {
			rt.Errorf("refused %v, %v, want %v: %v", got, found, want, up)
		}
	})
}

// TestRingsAreTold: what is said tells a row that names itself, rows of a ring, and a row that a ring over other
// organizations leads back to.
func TestRingsAreTold(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		up   []int32
		rows int32
		want string
	}{
		{[]int32{0}, 1, "0 this row names itself as its parent"},
		{[]int32{1, 0}, 1, "0 the parent that this row names is below it already, and no organization is its own ancestor; correct the parent"},
		{[]int32{1, 2, 0}, 2, "0 this row and row 1 are each other's ancestors, over 2 rows; correct one of the parents\n" +
			"1 this row and row 0 are each other's ancestors, over 2 rows; correct one of the parents"},
		{[]int32{1, run.NoRow}, 2, ""},
	} {
		var lines []string
		files := &intake.Files{Sources: make([]run.Source, 1), Mappings: make([]columns.Mapping, 1)}
		rules := Rules{Index: rows{n: c.rows}, Files: files, Tell: func(i run.Issue) { lines = append(lines, fmt.Sprint(i.Row, " ", i.Message)) }}
		rules.Rings(func(at int32) int32 { return c.up[at] }, func(int32) bool { return true })
		if got := strings.Join(lines, "\n"); got != c.want {
			t.Errorf("%v: %s", c.up, got)
		}
	}
}

func TestAmbiguous(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":  "the parent may be row 2 or another row, both found by name; write the id of the one that is meant",
		"7": `the parent "7" may be row 2 or another row, both found by name; write the id of the one that is meant`,
	} {
		if got := Ambiguous(text, "row 2", "another row", check.ParentByName); got != want {
			t.Errorf("got %s", got)
		}
	}
}
