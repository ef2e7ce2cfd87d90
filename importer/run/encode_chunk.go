package run

import (
	"encoding/binary"
	"math"

	"github.com/google/uuid"
)

// chunkVersion is the first byte of intents and outcomes: another encoding gets another one.
const chunkVersion = 1

const (
	flagAdopted = 1 << 4
	flagHasID   = 1 << 5
	statusBits  = 1<<4 - 1
)

// appendIntent encodes the rows of a chunk. Neighbours are near each other, so that a row takes a byte or two.
func appendIntent(dst []byte, rows []int32) []byte {
	dst = binary.AppendUvarint(append(dst, chunkVersion), uint64(len(rows)))
	last := int64(0)
	for _, row := range rows {
		dst = binary.AppendVarint(dst, int64(row)-last)
		last = int64(row)
	}
	return seal(dst)
}

func decodeIntent(b []byte) ([]int32, error) {
	c, n, err := openChunk(b, 1)
	if err != nil {
		return nil, err
	}
	rows := make([]int32, n)
	last := int64(0)
	for i := range rows {
		rows[i] = c.row(&last)
	}
	return rows, c.end()
}

// appendOutcomes encodes outcomes without their messages, which have a table of their own.
func appendOutcomes[S status](dst []byte, outcomes []OutcomeOf[S]) []byte {
	dst = binary.AppendUvarint(append(dst, chunkVersion), uint64(len(outcomes)))
	last := int64(0)
	for i := range outcomes {
		o := &outcomes[i]
		flags := byte(o.Status) & statusBits
		if o.Adopted {
			flags |= flagAdopted
		}
		if o.ID != uuid.Nil {
			flags |= flagHasID
		}
		dst = append(binary.AppendVarint(dst, int64(o.Row)-last), flags)
		last = int64(o.Row)
		if o.ID != uuid.Nil {
			dst = append(dst, o.ID[:]...)
		}
	}
	return seal(dst)
}

func decodeOutcomes[S status](b []byte) ([]OutcomeOf[S], error) {
	c, n, err := openChunk(b, 2)
	if err != nil {
		return nil, err
	}
	outcomes := make([]OutcomeOf[S], n)
	last := int64(0)
	for i := range outcomes {
		o := &outcomes[i]
		o.Row = c.row(&last)
		flags := c.byte()
		o.Status, o.Adopted = S(flags&statusBits), flags&flagAdopted != 0
		if flags&flagHasID != 0 {
			o.ID = c.uuid()
		}
	}
	return outcomes, c.end()
}

// openChunk checks what both encodings begin and end with, and gives the number of their records, each of size bytes at least.
func openChunk(b []byte, size int) (*cursor, int, error) {
	b, err := unseal(b)
	if err != nil {
		return nil, 0, err
	}
	c := &cursor{s: string(b)}
	if c.byte() != chunkVersion {
		return nil, 0, errEncoding
	}
	n := c.int(len(c.s) / size)
	if c.bad {
		return nil, 0, errEncoding
	}
	return c, n, nil
}

// row reads a row that was appended as its distance from the last one.
func (c *cursor) row(last *int64) int32 {
	*last += c.signed()
	if *last < 0 || *last > math.MaxInt32 {
		c.fail()
		*last = 0
	}
	return int32(*last)
}
