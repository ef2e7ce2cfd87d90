package diff

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"iter"
	"slices"
)

// The bounds of a sorter's memory: what it holds before it writes it to the spool, and the blocks
// in which that is read again, one of each run at a time. So it grows by blockSize for each runSize
// of both sides, some 4 bytes a row of 250.
const (
	runSize   = 2 << 20
	blockSize = 16 << 10
)

// keySize is the length of a key: a UUID, or a hash.
const keySize = 16

// record is a key and its value. It is stored as the key, the length of the value, and the value.
type record struct {
	key   [keySize]byte
	value []byte // valid until the next record
}

// sorter takes records in any order and gives them by their keys, equal keys in the order in which
// they came, in memory that is bounded by what is above. Once everything is added, it can be read
// any number of times.
type sorter struct {
	spool *spool
	buf   []byte
	at    []int32 // where the records of buf begin
	runs  [][]block
	bound int // of buf, in bytes
}

// newSorter makes a sorter; a bound of 0 is runSize.
func newSorter(s *spool, bound int) *sorter {
	return &sorter{spool: s, bound: cmp.Or(bound, runSize)}
}

func (s *sorter) add(key [keySize]byte, value []byte) error {
	if len(s.at) > 0 && len(s.buf)+len(value) > s.bound {
		if err := s.spill(); err != nil {
			return err
		}
	}
	s.at = append(s.at, int32(len(s.buf)))
	s.buf = append(s.buf, key[:]...)
	s.buf = binary.LittleEndian.AppendUint32(s.buf, uint32(len(value)))
	s.buf = append(s.buf, value...)
	return nil
}

// end is called when all is added. What was little stays in memory.
func (s *sorter) end() error {
	if len(s.runs) == 0 {
		s.sort()
		return nil
	}
	err := s.spill()
	s.buf, s.at = nil, nil
	return err
}

func (s *sorter) sort() {
	slices.SortFunc(s.at, func(a, b int32) int {
		return cmp.Or(bytes.Compare(s.buf[a:a+keySize], s.buf[b:b+keySize]), cmp.Compare(a, b))
	})
}

// spill writes what is held as a run.
func (s *sorter) spill() error {
	s.sort()
	var run []block
	piece := make([]byte, 0, blockSize)
	flush := func() error {
		b, err := s.spool.write(piece)
		run, piece = append(run, b), piece[:0]
		return err
	}
	for _, at := range s.at {
		_, size := recordAt(s.buf[at:])
		if len(piece) > 0 && len(piece)+size > blockSize {
			if err := flush(); err != nil {
				return err
			}
		}
		piece = append(piece, s.buf[at:int(at)+size]...)
	}
	if len(piece) > 0 {
		if err := flush(); err != nil {
			return err
		}
	}
	s.runs, s.buf, s.at = append(s.runs, run), s.buf[:0], s.at[:0]
	return nil
}

// recordAt gives the record at the start of b, and its size there.
func recordAt(b []byte) (record, int) {
	var r record
	copy(r.key[:], b)
	size := keySize + 4 + int(binary.LittleEndian.Uint32(b[keySize:]))
	r.value = b[keySize+4 : size]
	return r, size
}

// sorted gives the records by their keys.
func (s *sorter) sorted() iter.Seq2[record, error] {
	if len(s.runs) == 0 {
		return s.held
	}
	return s.merged
}

func (s *sorter) held(yield func(record, error) bool) {
	for _, at := range s.at {
		if r, _ := recordAt(s.buf[at:]); !yield(r, nil) {
			return
		}
	}
}

func (s *sorter) merged(yield func(record, error) bool) {
	var open []*cursor // by the records at which they stand
	for i, run := range s.runs {
		c := &cursor{run: i, blocks: run}
		more, err := c.next(s.spool)
		if err != nil {
			yield(record{}, err)
			return
		}
		if more {
			open = append(open, c)
		}
	}
	slices.SortFunc(open, (*cursor).compare)
	for len(open) > 0 {
		first := open[0]
		if !yield(first.record, nil) {
			return
		}
		more, err := first.next(s.spool)
		if err != nil {
			yield(record{}, err)
			return
		}
		if !more {
			open = open[1:]
			continue
		}
		at, _ := slices.BinarySearchFunc(open[1:], first, (*cursor).compare)
		copy(open, open[1:at+1])
		open[at] = first
	}
}

// cursor reads one run.
type cursor struct {
	run    int
	blocks []block
	memory []byte // of the block
	rest   []byte // of it
	record record
}

func (c *cursor) next(s *spool) (bool, error) {
	if len(c.rest) == 0 {
		if len(c.blocks) == 0 {
			return false, nil
		}
		var err error
		if c.memory, err = s.read(c.blocks[0], c.memory); err != nil {
			return false, err
		}
		c.blocks, c.rest = c.blocks[1:], c.memory
	}
	r, size := recordAt(c.rest)
	c.record, c.rest = r, c.rest[size:]
	return true, nil
}

func (c *cursor) compare(other *cursor) int {
	return cmp.Or(bytes.Compare(c.record.key[:], other.record.key[:]),
		cmp.Compare(c.run, other.run))
}
