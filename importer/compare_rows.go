package importer

import (
	"iter"
	"slices"

	"github.com/orgbatch/orgbatch/importer/run"
)

// plannedRows is the rows of one plan, and which of them it rejects or holds.
type plannedRows struct {
	short string // the run's
	bad   rowSet
	count int
	all   func() iter.Seq2[run.Row, error]
	at    func(row int) (run.Row, error)
}

func plannedRowsOf(r *run.Run) (plannedRows, error) {
	bad, err := badRows(r)
	return plannedRows{
		short: r.Meta().Short, bad: bad, count: r.RowCount(), at: r.Row,
		all: func() iter.Seq2[run.Row, error] { return r.Rows(0) },
	}, err
}

// comparison compares two plans row by row.
type comparison struct {
	Comparison
	pairing
	was, is plannedRows
	rejects bool // the files are rejects: a row's identity tells all
}

func (c *comparison) compare() error {
	if err := c.readBefore(); err != nil {
		return err
	}
	if err := c.readNow(); err != nil {
		return err
	}
	if c.pairKinds(byIdentity + 1); !c.rejects {
		c.pairKinds(byNeighbour)
		if len(c.match) < len(c.bad) {
			if err := c.pairPlaces(); err != nil {
				return err
			}
		}
	}
	c.count()
	return nil
}

// readBefore takes in what the rows that were rejected or held are known by.
func (c *comparison) readBefore() error {
	keys := newRowKeys(c.was.short)
	for r, err := range c.was.all() {
		if err != nil {
			return err
		}
		if keys.next(&r); c.was.bad.has(r.Index) {
			c.addBefore(&r, keys)
		}
	}
	return nil
}

// readNow finds the rows of the new plan that may be one of those.
func (c *comparison) readNow() error {
	keys := newRowKeys(c.is.short)
	for r, err := range c.is.all() {
		if err != nil {
			return err
		}
		keys.next(&r)
		c.addNow(&r, keys)
	}
	return nil
}

// pairPlaces pairs the rest by where they stand. A row that was there before and was fine, and has only moved, is none of them; nor is one
// that has another id or custom_id.
func (c *comparison) pairPlaces() error {
	guesses := c.guess(c.is.count)
	known, err := c.known(guesses)
	if err != nil {
		return err
	}
	keys := newRowKeys(c.was.short)
	for r, err := range c.was.all() {
		if err != nil {
			return err
		}
		if keys.next(&r); !c.was.bad.has(r.Index) {
			for _, kind := range tellingKinds {
				if row, ok := known[keys.of(kind)]; ok {
					delete(guesses, row)
				}
			}
		} else if err := c.doubt(&r, guesses); err != nil {
			return err
		}
	}
	for row, now := range guesses {
		c.pair(row, now)
	}
	return nil
}

// known gives the rows of the earlier plan by what the rows hold that were guessed for them.
func (c *comparison) known(guesses map[int32]int32) (map[kindKey]int32, error) {
	rows := map[kindKey]int32{}
	keys := newRowKeys(c.is.short)
	for row, now := range guesses {
		r, err := c.is.at(int(now))
		if err != nil {
			return nil, err
		}
		keys.next(&r)
		for _, kind := range tellingKinds {
			rows[keys.of(kind)] = row
		}
	}
	delete(rows, kindKey{}) // what a row hasn't
	return rows, nil
}

// doubt takes a guess back that a row contradicts.
func (c *comparison) doubt(r *run.Row, guesses map[int32]int32) error {
	guess, ok := guesses[int32(r.Index)]
	if !ok {
		return nil
	}
	now, err := c.is.at(int(guess))
	if err != nil {
		return err
	}
	differ := func(a, b string) bool { return a != "" && b != "" && a != b }
	if differ(r.Values.ID, now.Values.ID) || differ(r.Values.CustomID.Text, now.Values.CustomID.Text) {
		delete(guesses, int32(r.Index))
	}
	return nil
}

// count says what became of the rows.
func (c *comparison) count() {
	for _, row := range c.bad {
		now, ok := c.match[row]
		switch {
		case !ok:
			c.Gone++
		case c.is.bad.has(int(now)):
			c.still = append(c.still, now)
		default:
			c.Mended++
		}
	}
	slices.Sort(c.still)
	c.New = c.Rejected + c.Held - len(c.still)
}

// rowSet is a set of rows, one bit each.
type rowSet []uint64

func newRowSet(rows int) rowSet { return make(rowSet, rows/64+1) }

func (s rowSet) has(row int) bool { return s[row/64]&(1<<(row%64)) != 0 }
func (s rowSet) add(row int)      { s[row/64] |= 1 << (row % 64) }

// badRows are the rows that a plan rejects or holds. A row that follows another one shares its fate.
func badRows(r *run.Run) (rowSet, error) {
	bad := newRowSet(r.RowCount())
	row := 0
	for d, err := range r.Decisions(0) {
		if err != nil {
			return nil, err
		}
		if isReject(wouldBe(d.Action)) || d.Action == run.ActionFollow && bad.has(int(d.SameAs)) {
			bad.add(row)
		}
		row++
	}
	return bad, nil
}
