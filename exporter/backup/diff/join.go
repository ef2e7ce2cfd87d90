package diff

import (
	"bytes"
	"context"
	"encoding/binary"
	"iter"

	"github.com/google/uuid"
)

// Both sides' rows are in one sorter, each as its side, its number and its object.
const (
	ofA = 0
	ofB = 1
)

func appendRow(dst []byte, side byte, r sideRow) []byte {
	dst = binary.AppendUvarint(append(dst, side), uint64(r.number))
	return append(dst, r.raw...)
}

func rowOf(r record) (side byte, row sideRow) {
	number, n := binary.Uvarint(r.value[1:])
	return r.value[0], sideRow{id: r.key, number: int(number), raw: r.value[1+n:]}
}

// pair is an organization on both sides; nil where a side doesn't have it. It is valid until the
// next.
type pair struct{ a, b *sideRow }

// pairs joins both sides by id. Of rows of one side that are equal to the byte the first is taken,
// and others that share an id are refused. Rows without an id are all given.
func (d *Comparison) pairs(ctx context.Context) iter.Seq2[pair, error] {
	return func(yield func(pair, error) bool) {
		var p pair
		var id uuid.UUID    // of the pair
		var kept [2]sideRow // its rows: a record is valid until the next
		n := 0
		for r, err := range d.rows.sorted() {
			if err == nil && n%1000 == 0 {
				err = ctx.Err()
			}
			if err != nil {
				yield(pair{}, err)
				return
			}
			n++
			side, row := rowOf(r)
			if (row.id != id || id == uuid.Nil) && p != (pair{}) {
				if !yield(p, nil) {
					return
				}
				p = pair{}
			}
			id = row.id
			of, place := &d.A, &p.a
			if side == ofB {
				of, place = &d.B, &p.b
			}
			if first := *place; first == nil {
				*place = &kept[side]
				**place = sideRow{row.id, row.number, append(kept[side].raw[:0], row.raw...)}
			} else if !bytes.Equal(first.raw, row.raw) {
				yield(pair{}, of.duplicate(row.id, first.number, row.number))
				return
			}
		}
		if p != (pair{}) {
			yield(p, nil)
		}
	}
}
