package validate

import (
	"hash/maphash"
	"math/bits"

	"github.com/orgbatch/orgbatch/importer/check"
	"github.com/orgbatch/orgbatch/importer/orgnumber"
)

// What Validate keeps of the rows to compare them with each other: 57 bytes a row in blocks, and 5 more in the table of the key that is
// looked at, one key at a time. No text is kept; a key is 64 bits of a keyed hash, and at a million rows two texts meet in one key in one
// file of thirty million.

const storeBlock = 4096

// storedRows are the rows of one block.
type storedRows struct {
	name, near, custom, id [storeBlock]uint64 // 0 for none; near is the folded name, and after its pass a scratch place
	parent                 [storeBlock]uint64 // the parent as written; once found in the file, that row's index + 1
	content, number, line  [storeBlock]uint32
	org                    [storeBlock]orgnumber.Spelt
	marks                  [storeBlock]storedMark
}

// storedMark is what else is known of a row.
type storedMark uint8

const (
	storedBad     storedMark = 1 << iota // it has an error
	storedFound                          // its parent is in the file
	storedShared                         // its custom_id stands for several organizations
	storedInRing                         // it is its own ancestor
	storedKindLow                        // the kind of parent, two bits
	storedKindHigh
	storedWarned // it has a warning
)

func (m storedMark) kind() check.ParentKind { return check.ParentKind(m / storedKindLow & 3) }

// rowStore holds all rows, and the table of one key.
type rowStore struct {
	blocks []*storedRows
	n      int
	slots  []uint32 // row index + 1; 0 is free
	key    func(b *storedRows, k int) uint64
}

// at gives a row's block and place in it.
func (s *rowStore) at(i int) (*storedRows, int) { return s.blocks[i/storeBlock], i % storeBlock }

// add makes place for one more row.
func (s *rowStore) add() (*storedRows, int) {
	if s.n%storeBlock == 0 {
		s.blocks = append(s.blocks, new(storedRows))
	}
	s.n++
	return s.at(s.n - 1)
}

var seed = maphash.MakeSeed()

func hashText(text string) uint64 {
	if text == "" {
		return 0
	}
	return max(1, maphash.String(seed, text))
}

// group fills the table by a key and calls again for each row but the first of a key, with that first row. After it, find finds first rows.
func (s *rowStore) group(key func(b *storedRows, k int) uint64, again func(i, first int)) {
	if s.slots == nil {
		s.slots = make([]uint32, s.n+s.n/4+1)
	}
	clear(s.slots)
	s.key = key
	for i := range s.n {
		b, k := s.at(i)
		h := key(b, k)
		if h == 0 {
			continue
		}
		if at := s.slot(h); s.slots[at] == 0 {
			s.slots[at] = uint32(i) + 1
		} else {
			again(i, int(s.slots[at])-1)
		}
	}
}

// find gives the first row of a key.
func (s *rowStore) find(h uint64) (row int, ok bool) {
	if h == 0 {
		return 0, false
	}
	row = int(s.slots[s.slot(h)]) - 1
	return row, row >= 0
}

// slot finds the place of a key: where it stands, or where it would.
func (s *rowStore) slot(h uint64) int {
	at, _ := bits.Mul64(h, uint64(len(s.slots)))
	for ; ; at++ {
		if at == uint64(len(s.slots)) {
			at = 0
		}
		row := s.slots[at]
		if row == 0 {
			return int(at)
		}
		if b, k := s.at(int(row) - 1); s.key(b, k) == h {
			return int(at)
		}
	}
}

// The keys that rows are grouped by.
func nameKey(b *storedRows, k int) uint64   { return b.name[k] }
func nearKey(b *storedRows, k int) uint64   { return b.near[k] }
func customKey(b *storedRows, k int) uint64 { return b.custom[k] }
func idKey(b *storedRows, k int) uint64     { return b.id[k] }

// orgKey spreads the numbers, which are near each other, over the table.
func orgKey(b *storedRows, k int) uint64 { return uint64(b.org[k].Bare()) * 0x9e3779b97f4a7c15 }
