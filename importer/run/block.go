package run

import (
	"slices"
	"sync"
)

// block is a block in memory: its records, still encoded, since mostly one of them is asked for.
type block struct {
	first int
	data  []byte
	ends  []int32 // where each record ends in data
}

// openBlock takes a block apart.
func openBlock(plain []byte, first int) (*block, error) {
	c := cursor{s: string(plain[:min(len(plain), 10+10*blockRecords)])} // the lengths stand at the beginning
	head := len(c.s)
	n := c.int(blockRecords)
	k := &block{first: first, ends: make([]int32, n)}
	end := 0
	for i := range k.ends {
		if end += c.int(maxBlock); end > len(plain) {
			return nil, errEncoding
		}
		k.ends[i] = int32(end)
	}
	k.data = plain[head-len(c.s):]
	if c.bad || n == 0 || end != len(k.data) {
		return nil, errEncoding
	}
	return k, nil
}

func (k *block) count() int { return len(k.ends) }

// record gives record i, counted from the beginning of all blocks.
func (k *block) record(i int) []byte {
	i -= k.first
	start := int32(0)
	if i > 0 {
		start = k.ends[i-1]
	}
	return k.data[start:k.ends[i]]
}

// What each cache keeps at most: enough for the blocks that a push works on, whatever the rows weigh.
const (
	cacheBytes  = 16 << 20
	cacheBlocks = 128
)

// cache keeps the blocks that were asked for last. Safe for concurrent use; the zero value is ready.
type cache struct {
	mu    sync.Mutex
	found []*block // the one asked for last at the end
	size  int
}

// get finds the block that holds record i, or nil.
func (c *cache) get(i int) *block {
	c.mu.Lock()
	defer c.mu.Unlock()
	for at := len(c.found) - 1; at >= 0; at-- {
		if k := c.found[at]; i >= k.first && i < k.first+k.count() {
			copy(c.found[at:], c.found[at+1:])
			c.found[len(c.found)-1] = k
			return k
		}
	}
	return nil
}

// put keeps a block and lets go of those that were not asked for the longest.
func (c *cache) put(k *block) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.found = append(c.found, k)
	c.size += len(k.data)
	drop := 0
	for (c.size > cacheBytes || len(c.found)-drop > cacheBlocks) && drop < len(c.found)-1 {
		c.size -= len(c.found[drop].data)
		drop++
	}
	c.found = slices.Delete(c.found, 0, drop)
}

func (c *cache) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.found, c.size = nil, 0
}
