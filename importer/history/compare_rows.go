package history

import (
	"hash/maphash"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/orgbatch/orgbatch/importer/run"
)

// plannedRows is the rows of one plan, and which of them it rejects or holds.
type plannedRows struct {
	short string // the run's
	bad   []bool
	all   func() iter.Seq2[run.Row, error]
	at    func(row int) (run.Row, error)
}

func plannedRowsOf(r *run.Run) (plannedRows, error) {
	bad, err := badRows(r)
	return plannedRows{
		short: r.Meta().Short, bad: bad, at: r.Row,
		all: func() iter.Seq2[run.Row, error] { return r.Rows(0) },
	}, err
}

// comparison compares two plans row by row. A row is the same one by what it holds, where that
// tells; else by where it stands.
type comparison struct {
	Comparison
	was, is plannedRows
	rejects bool     // the files are rejects: a row's identity tells all
	bad     []badRow // in their order
	groups  map[rowKey]*rowGroup
	ordered []*rowGroup    // by what tells most
	taken   map[int32]bool // rows now that are one of the earlier plan
}

// badRow is a row that the earlier plan rejected or held.
type badRow struct {
	row          int32
	now          int32 // the same row in this plan, or none
	id, customID string
	above        rowKey // the row above it
	below        rowKey // the content of the next sound row
}

// rowKey is something that a row is known by, as a hash. Kinds are numbered by how much they tell.
type rowKey struct {
	kind int
	hash uint64
}

// byContent is the kind of all cells of a row, byNeighbour that of the row above it; between them
// stand its id, name and custom_id.
const (
	byContent   = 0
	byNeighbour = 4
)

var keySeed = maphash.MakeSeed()

func keyOfText(kind int, text string) rowKey { return rowKey{kind, maphash.String(keySeed, text)} }

// rowGroup is the rows of both plans that have one key: places among the bad ones, and rows.
type rowGroup struct {
	kind        int
	before, now []int32
}

// walk gives the rows of a plan with what they are known by. Of rejects that is their identity.
func (c *comparison) walk(p *plannedRows, do func(r *run.Row, keys []rowKey)) error {
	above, source := "", -1
	for r, err := range p.all() {
		if err != nil {
			return err
		}
		if r.Source != source {
			above, source = "the header", r.Source
		}
		content := contentOf(&r)
		neighbour := strconv.Itoa(source) + ":" + above
		texts := []string{content, r.Values.ID, r.Values.Name, r.Values.CustomID.Text, neighbour}
		if c.rejects {
			texts = []string{r.IdentityIn(p.short)}
		}
		var keys []rowKey
		for kind, text := range texts {
			if text != "" {
				keys = append(keys, keyOfText(kind, text))
			}
		}
		do(&r, keys)
		above = content
	}
	return nil
}

func (c *comparison) compare() error {
	c.groups, c.taken = map[rowKey]*rowGroup{}, map[int32]bool{}
	next := 0 // the first bad row without a sound one below it
	err := c.walk(&c.was, func(r *run.Row, keys []rowKey) {
		if !c.was.bad[r.Index] {
			for ; next < len(c.bad); next++ {
				c.bad[next].below = keys[0]
			}
			return
		}
		for _, key := range keys {
			g := c.groups[key]
			if g == nil {
				g = &rowGroup{kind: key.kind}
				c.groups[key], c.ordered = g, append(c.ordered, g)
			}
			g.before = append(g.before, int32(len(c.bad)))
		}
		c.bad = append(c.bad, badRow{
			row: int32(r.Index), now: none, above: keys[len(keys)-1],
			id: r.Values.ID, customID: r.Values.CustomID.Text,
		})
	})
	if err != nil {
		return err
	}
	err = c.walk(&c.is, func(r *run.Row, keys []rowKey) {
		for _, key := range keys {
			// One row more than before tells that the key is no longer sure.
			if g := c.groups[key]; g != nil && len(g.now) <= len(g.before) {
				g.now = append(g.now, int32(r.Index))
			}
		}
	})
	if err != nil {
		return err
	}
	c.pairGroups()
	if !c.rejects {
		if err := c.pairPlaces(); err != nil {
			return err
		}
	}
	c.count()
	return nil
}

// pairGroups pairs by what tells most, first where there is one row on either side and then in
// their order.
func (c *comparison) pairGroups() {
	slices.SortStableFunc(c.ordered, func(a, b *rowGroup) int { return a.kind - b.kind })
	for _, sure := range [...]bool{true, false} {
		for _, g := range c.ordered {
			before, now := c.open(g)
			if g.kind == byNeighbour || sure && (len(before) != 1 || len(now) != 1) {
				continue
			}
			for i := range min(len(before), len(now)) {
				c.pair(before[i], now[i])
			}
		}
	}
}

// open gives the rows of a group that have no pair yet.
func (c *comparison) open(g *rowGroup) (before, now []int32) {
	before = slices.DeleteFunc(slices.Clone(g.before), func(at int32) bool {
		return c.bad[at].now != none
	})
	now = slices.DeleteFunc(slices.Clone(g.now), func(row int32) bool { return c.taken[row] })
	return before, now
}

func (c *comparison) pair(at, now int32) { c.bad[at].now, c.taken[now] = now, true }

// pairPlaces pairs the rest by where they stand: below the row that they stood below, else as far
// from the row before them as they did. A row that has another id or custom_id is another one, and
// so is the one that stood below and has moved up.
func (c *comparison) pairPlaces() error {
	shift := int32(0)
	for at := range c.bad {
		b := &c.bad[at]
		if b.now == none {
			place := b.row + shift
			if before, now := c.open(c.groups[b.above]); len(before) == 1 && len(now) == 1 {
				place = now[0]
			}
			if place < 0 || int(place) >= len(c.is.bad) || c.taken[place] {
				continue
			}
			r, err := c.is.at(int(place))
			if err != nil {
				return err
			}
			if differ(b.id, r.Values.ID) || differ(b.customID, r.Values.CustomID.Text) ||
				keyOfText(byContent, contentOf(&r)) == b.below {
				continue
			}
			c.pair(int32(at), place)
		}
		shift = b.now - b.row
	}
	return nil
}

func differ(a, b string) bool { return a != "" && b != "" && a != b }

// count says what became of the rows.
func (c *comparison) count() {
	for _, b := range c.bad {
		switch {
		case b.now == none:
			c.Gone++
		case c.is.bad[b.now]:
			c.Still = append(c.Still, b.now)
		default:
			c.Mended++
		}
	}
	slices.Sort(c.Still)
	c.New = c.Rejected + c.Held - len(c.Still)
}

// contentOf is a text that rows of the same cells have in common.
func contentOf(r *run.Row) string {
	var b strings.Builder
	for _, cell := range r.Cells {
		b.WriteString(strconv.Itoa(len(cell.Text)) + " " + cell.Text)
	}
	return b.String()
}

// badRows are the rows that a plan rejects or holds. A row that follows another one shares its
// fate.
func badRows(r *run.Run) ([]bool, error) {
	bad := make([]bool, r.RowCount())
	row := 0
	for d, err := range r.Decisions(0) {
		if err != nil {
			return nil, err
		}
		isBad := d.Action == run.ActionReject || d.Action == run.ActionHold
		bad[row] = isBad || d.Action == run.ActionFollow && bad[d.SameAs]
		row++
	}
	return bad, nil
}
