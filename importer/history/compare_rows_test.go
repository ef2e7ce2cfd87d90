package history

import (
	"errors"
	"fmt"
	"iter"
	"testing"

	"pgregory.net/rapid"

	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// rowOf makes a row of a name and a custom_id.
func rowOf(name, customID string) run.Row {
	r := run.Row{Cells: []tabular.Cell{{Text: name}, {Text: customID}}, Values: run.Values{Name: name}}
	if customID != "" {
		r.Values.CustomID = run.Text{Text: customID, Kind: run.Value}
	}
	return r
}

// planOf makes a plan that rejects the rows without a name.
func planOf(short string, rows []run.Row) plannedRows {
	p := plannedRows{short: short, bad: make([]bool, len(rows))}
	for i := range rows {
		if rows[i].Index, rows[i].Number = i, i+2; rows[i].Values.Name == "" {
			p.bad[i] = true
		}
	}
	p.at = func(row int) (run.Row, error) { return rows[row], nil }
	p.all = func() iter.Seq2[run.Row, error] {
		return func(yield func(run.Row, error) bool) {
			for _, r := range rows {
				if !yield(r, nil) {
					return
				}
			}
		}
	}
	return p
}

// edit is a file before and after a person had it, and what must be told of it.
type edit struct {
	before, now []run.Row
	want        Comparison
	fresh       map[string]bool // by custom_id: bad now, and it wasn't
}

// take decides what becomes of one row.
func (e *edit) take(t *rapid.T, customID string) {
	wasBad, isBad := rapid.Bool().Draw(t, "was bad"), rapid.Bool().Draw(t, "is bad")
	there := rapid.SampledFrom([]string{"both", "both", "both", "before", "now"}).Draw(t, "there")
	name := func(bad bool) string {
		if bad {
			return ""
		}
		return "Bolaget " + customID
	}
	if there != "now" {
		e.before = append(e.before, rowOf(name(wasBad), customID))
	}
	if there != "before" {
		e.now = append(e.now, rowOf(name(isBad), customID))
	}
	wasBad, isBad = wasBad && there != "now", isBad && there != "before"
	for _, c := range []struct {
		n   *int
		yes bool
	}{
		{&e.want.WasRejected, wasBad}, {&e.want.Rejected, isBad}, {&e.want.Gone, wasBad && there == "before"},
		{&e.want.Mended, wasBad && there == "both" && !isBad}, {&e.want.New, isBad && !wasBad},
	} {
		if c.yes {
			*c.n++
		}
	}
	e.fresh[customID] = isBad && !wasBad
}

// TestCompareEdits lets a person do anything to a file of rows that are known by a custom_id: every row counts as what became of it.
func TestCompareEdits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := edit{fresh: map[string]bool{}}
		for i := range rapid.IntRange(1, 30).Draw(t, "rows") {
			e.take(t, fmt.Sprintf("K-%d", i))
		}
		e.now = rapid.Permutation(e.now).Draw(t, "order")
		c := comparison{was: planOf("aaaa", e.before), is: planOf("bbbb", e.now)}
		c.WasRejected, c.Rejected = e.want.WasRejected, e.want.Rejected
		if err := c.compare(); err != nil {
			t.Fatal(err)
		}
		if c.Mended != e.want.Mended || c.New != e.want.New || c.Gone != e.want.Gone {
			t.Fatalf("%d corrected, %d new, %d gone, not %d, %d, %d", c.Mended, c.New, c.Gone, e.want.Mended, e.want.New, e.want.Gone)
		}
		for i, r := range e.now {
			if id := r.Values.CustomID.Text; r.Values.Name == "" && c.WasRejected > 0 && c.IsNew(i) != e.fresh[id] {
				t.Fatalf("row %d, %s, is new: %v", i, id, c.IsNew(i))
			}
		}
	})
}

// TestCompareInPlace: rows that are known by nothing are found where they stood, however many are put in front and wherever one is mended.
func TestCompareInPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var before, now []run.Row
		for i := range rapid.IntRange(0, 5).Draw(t, "put in front") {
			now = append(now, rowOf(fmt.Sprint("Nya ", i), ""))
		}
		before, now = append(before, rowOf("Granen", "")), append(now, rowOf("Granen", ""))
		mended := 0
		bad := rapid.IntRange(1, 10).Draw(t, "bad")
		for i := range bad {
			before = append(before, rowOf("", ""))
			before[len(before)-1].Cells[0].Text = "-" // no name
			name := ""
			if rapid.Bool().Draw(t, "mended") {
				name = fmt.Sprint("Mendade ", i)
				mended++
			}
			now = append(now, rowOf(name, ""))
			now[len(now)-1].Cells[0].Text = name + "."
		}
		c := comparison{was: planOf("aaaa", before), is: planOf("bbbb", now)}
		c.WasRejected, c.Rejected = bad, bad-mended
		if err := c.compare(); err != nil {
			t.Fatal(err)
		}
		if c.Mended != mended || c.New != 0 || c.Gone != 0 {
			t.Fatalf("%d of %d corrected, %d new, %d gone, not %d corrected", c.Mended, bad, c.New, c.Gone, mended)
		}
	})
}

// TestCompareDamaged: what can't be read of either plan is an error, never a count.
func TestCompareDamaged(t *testing.T) {
	damaged := errors.New("damaged")
	rows := func() []run.Row { return []run.Row{rowOf("", ""), rowOf("Granen", ""), rowOf("", "K-1")} }
	for name, damage := range map[string]func(c *comparison){
		"before": func(c *comparison) { c.was.all = failing(damaged) },
		"now":    func(c *comparison) { c.is.all = failing(damaged) },
	} {
		c := comparison{was: planOf("aaaa", rows()), is: planOf("bbbb", rows())}
		damage(&c)
		if err := c.compare(); !errors.Is(err, damaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func failing(err error) func() iter.Seq2[run.Row, error] {
	return func() iter.Seq2[run.Row, error] {
		return func(yield func(run.Row, error) bool) { yield(run.Row{}, err) }
	}
}
