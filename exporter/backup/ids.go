package backup

import (
	"bytes"
	"iter"
	"sort"

	"github.com/google/uuid"
)

// idTable keeps what a check must know of each row: its id, a hash of its value, and whether a
// second pass had it. It takes 23 bytes a row, in blocks, so that growing never copies it.
//
// Rows are added first; after sort they are found.
type idTable struct {
	blocks [][]idEntry
	n      int
}

// idBlock rows fill 23 pages of memory to the byte.
const idBlock = 8192

type idEntry struct {
	id   uuid.UUID
	hash [7]byte // of the first, the lowest bit says whether a second pass had the row
}

// short is what is kept of a hash: 55 bits, so that two values collide once in 10^16.
func short(hash uint64) (h [7]byte) {
	for i := range h {
		h[i] = byte(hash >> (8 * i))
	}
	h[0] &^= 1
	return h
}

func (t *idTable) add(id uuid.UUID, hash uint64) {
	if t.n%idBlock == 0 {
		t.blocks = append(t.blocks, make([]idEntry, 0, idBlock))
	}
	last := &t.blocks[len(t.blocks)-1]
	*last = append(*last, idEntry{id, short(hash)})
	t.n++
}

func (t *idTable) at(i int) *idEntry { return &t.blocks[i/idBlock][i%idBlock] }

// Len, Less and Swap are those of [sort.Interface].
func (t *idTable) Len() int           { return t.n }
func (t *idTable) Less(i, j int) bool { return bytes.Compare(t.at(i).id[:], t.at(j).id[:]) < 0 }
func (t *idTable) Swap(i, j int)      { a, b := t.at(i), t.at(j); *a, *b = *b, *a }

// sort makes rows findable, and returns an id that was added twice, if any.
func (t *idTable) sort() (twice uuid.UUID, found bool) {
	sort.Sort(t)
	for i := 1; i < t.n; i++ {
		if t.at(i).id == t.at(i-1).id {
			return t.at(i).id, true
		}
	}
	return uuid.Nil, false
}

// find gives the row of an id, nil for one that wasn't added.
func (t *idTable) find(id uuid.UUID) *idEntry {
	i := sort.Search(t.n, func(i int) bool { return bytes.Compare(t.at(i).id[:], id[:]) >= 0 })
	if i == t.n || t.at(i).id != id {
		return nil
	}
	return t.at(i)
}

func (e *idEntry) seen() bool { return e.hash[0]&1 != 0 }
func (e *idEntry) mark()      { e.hash[0] |= 1 }

// is says whether the row had the value of this hash.
func (e *idEntry) is(hash uint64) bool {
	kept := e.hash
	kept[0] &^= 1
	return kept == short(hash)
}

// unseen gives the ids that the second pass lacked.
func (t *idTable) unseen() iter.Seq[uuid.UUID] {
	return func(yield func(uuid.UUID) bool) {
		for _, block := range t.blocks {
			for i := range block {
				if !block[i].seen() && !yield(block[i].id) {
					return
				}
			}
		}
	}
}
