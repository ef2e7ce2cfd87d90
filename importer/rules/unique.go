package rules

import (
	"cmp"
	"math/bits"
	"slices"
)

// Uniques finds the rows that share what a check wants unique. It keeps some 16 bytes a row for each such check: a keyed hash of 64 bits, and
// its place in a table. At a million rows two different texts meet in one hash in one file of thirty million. The zero value is ready.
type Uniques struct {
	sets  []keySet // by check
	bytes int      // of the values kept
}

// Twin is a row that shares what check N wants unique with another row.
type Twin struct {
	N, Row, Other int
	Value         string // what they share; "" where very many are shared
}

// maxShared bounds the values that are kept.
const maxShared = 1 << 20

// keySet is one check's keys. Rows count from 0.
type keySet struct {
	keys   []uint64 // by row, 0 for none
	slots  []uint32 // the first row of a key + 1, 0 is free
	used   int
	twins  [][2]uint32       // a row, and the one that it shares with
	shared map[uint32]string // by the first row of several
}

// Add takes in a row's keys. value gives what a check compares, and is only asked where it is shared.
func (u *Uniques) Add(row int, keys []uint64, value func(check int) string) {
	for n, key := range keys {
		if n == len(u.sets) {
			u.sets = append(u.sets, keySet{shared: map[uint32]string{}})
		}
		if key == 0 {
			continue
		}
		s := &u.sets[n]
		first, met := s.add(row, key)
		if !met {
			continue
		}
		if _, known := s.shared[first]; !known {
			text := ""
			if u.bytes < maxShared {
				text = value(n)
				u.bytes += len(text)
			}
			s.shared[first] = text
			s.twins = append(s.twins, [2]uint32{first, uint32(row)})
		}
		s.twins = append(s.twins, [2]uint32{uint32(row), first})
	}
}

// add gives the first row of a key, and whether the row isn't that one itself.
func (s *keySet) add(row int, key uint64) (first uint32, met bool) {
	for len(s.keys) <= row {
		s.keys = append(s.keys, 0)
	}
	s.keys[row] = key
	if 4*(s.used+1) > 3*len(s.slots) {
		old := s.slots
		s.slots = make([]uint32, 64+len(old)*3/2)
		for _, at := range old {
			if at > 0 {
				s.slots[s.slot(s.keys[at-1])] = at
			}
		}
	}
	at := s.slot(key)
	if s.slots[at] != 0 {
		return s.slots[at] - 1, true
	}
	s.slots[at] = uint32(row) + 1
	s.used++
	return uint32(row), false
}

// slot finds the place of a key: where it stands, or where it would.
func (s *keySet) slot(key uint64) int {
	high, _ := bits.Mul64(key, uint64(len(s.slots)))
	for at := int(high); ; at++ {
		if at == len(s.slots) {
			at = 0
		}
		if row := s.slots[at]; row == 0 || s.keys[row-1] == key {
			return at
		}
	}
}

// Twins gives the rows that share something, check by check in the order of the rows. With several of them, each is told of the first.
func (u *Uniques) Twins() []Twin {
	var list []Twin
	for n := range u.sets {
		s := &u.sets[n]
		slices.SortFunc(s.twins, func(a, b [2]uint32) int { return cmp.Compare(a[0], b[0]) })
		for _, t := range s.twins {
			list = append(list, Twin{n, int(t[0]), int(t[1]), s.shared[min(t[0], t[1])]})
		}
	}
	return list
}
