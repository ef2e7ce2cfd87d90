package push

import (
	"testing"

	"pgregory.net/rapid"
)

// TestChunksFindTheCeiling: whatever the largest array is that the API takes,
// few requests are refused, and soon nearly as many rows go as may.
func TestChunksFindTheCeiling(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		most := rapid.IntRange(1, 2000).Draw(t, "most")
		ceiling := rapid.IntRange(1, 2000).Draw(t, "ceiling")
		c := newChunks(most)
		refused := 0
		for n := range 90 {
			size := c.size()
			if size < 1 || size > most {
				t.Fatalf("%d rows, %d at most", size, most)
			}
			if size > ceiling {
				c.tooLarge(size)
				refused++
			} else {
				c.taken(size)
			}
			if n == 40 && refused > 18 || n > 40 && size > ceiling {
				t.Fatalf("%d refused after %d requests", refused, n)
			}
		}
		if may := min(most, ceiling); c.size() < may-max(1, may/10) {
			t.Errorf("%d rows go in the end, %d may", c.size(), may)
		}
	})
}

// TestChunksGrowBack: a chunk that wasn't answered in time is halved, and the
// size comes back in even steps; a refused size is tried again, seldom.
func TestChunksGrowBack(t *testing.T) {
	c := newChunks(500)
	c.tooSlow(500)
	c.tooSlow(500) // another worker's, of the same size
	if c.size() != 250 {
		t.Errorf("after a timeout: %d", c.size())
	}
	c.taken(40) // not a full one
	for want := 250; want <= 500; want += 25 {
		if c.size() != want {
			t.Fatalf("on the way back: %d, want %d", c.size(), want)
		}
		c.taken(c.size())
	}
	c.tooLarge(500)
	tried := 0
	for range 250 {
		if size := c.size(); size > 480 {
			c.tooLarge(size)
			tried++
		} else {
			c.taken(size)
		}
	}
	if tried < 2 || tried > 8 || c.size() < 450 {
		t.Errorf("%d tries of what is too large, %d in the end", tried, c.size())
	}
	c.tooLarge(100) // these rows are long
	if c.size() != 50 {
		t.Errorf("after a 413 to less than was taken before: %d", c.size())
	}
}
