package push

import "sync"

// chunks is how many rows go in one request. An array that the API finds too
// large and one that comes to nothing shrink it; success lets it grow again.
// What was too large is remembered: growing goes half the way to it, and no
// further once that isn't worth another refusal.
type chunks struct {
	most int // as asked for

	mu   sync.Mutex
	now  int
	good int // the largest that was taken since it last shrank
	over int // the smallest that was too large; 0 for none
	full int // full chunks taken since then
}

const (
	// growParts is how many full chunks it takes from nothing to all again.
	growParts = 20
	// forgetAfter is after how many full chunks a refused size may be tried
	// anew: what is too large depends on the rows.
	forgetAfter = 100
)

func newChunks(most int) *chunks { return &chunks{most: most, now: most} }

// size is how many rows the next request may have.
func (c *chunks) size() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// taken learns from an array that was answered. Only a full one tells that
// more may go; whatever the API said of its rows, it wasn't too large.
func (c *chunks) taken(rows int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.good = max(c.good, rows)
	if rows < c.now {
		return
	}
	if c.full++; c.full >= forgetAfter {
		c.full, c.over = 0, 0
	}
	step := max(1, c.most/growParts)
	if c.over > 0 {
		if c.over-c.now <= max(1, c.over/growParts) {
			return
		}
		step = (c.over - c.now) / 2
	}
	c.now = min(c.most, c.now+step)
}

// tooLarge learns from a 413, and from an array of which nothing was written,
// while its parts were taken.
func (c *chunks) tooLarge(rows int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.over == 0 || rows < c.over {
		c.over = rows
	}
	c.full = 0
	if c.good >= rows {
		c.good = 0 // these rows are larger than those
	}
	c.now = min(c.now, max(1, rows/2, c.good))
}

// tooSlow learns from an array that wasn't answered, or by a failure.
func (c *chunks) tooSlow(rows int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.full, c.good = 0, 0
	c.now = min(c.now, max(1, rows/2))
}

// restore forgets what failures taught: it wasn't the size.
func (c *chunks) restore() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now, c.good, c.over, c.full = c.most, 0, 0, 0
}
