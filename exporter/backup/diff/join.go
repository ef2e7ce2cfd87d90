package diff

import (
	"bytes"
	"context"
	"encoding/binary"
	"iter"

	"github.com/google/uuid"
)

// A row stands in a sorter as its number and its object.
func appendRow(dst []byte, r sideRow) []byte {
	dst = binary.AppendUvarint(dst, uint64(r.number))
	return append(dst, r.raw...)
}

func rowOf(r record) sideRow {
	number, n := binary.Uvarint(r.value)
	return sideRow{id: r.key, number: int(number), raw: r.value[n:]}
}

// sorted gives the rows of a side by id, each id once: of rows that are equal to
// the byte the first is taken, and others are refused. Rows without an id are all
// given.
func (side *Side) sorted(s *sorter) iter.Seq2[sideRow, error] {
	return func(yield func(sideRow, error) bool) {
		var last sideRow
		for r, err := range s.sorted() {
			if err != nil {
				yield(sideRow{}, err)
				return
			}
			row := rowOf(r)
			if row.id != uuid.Nil && row.id == last.id {
				if !bytes.Equal(row.raw, last.raw) {
					yield(sideRow{}, side.twice(row.id, last.number, row.number))
					return
				}
				continue
			}
			last = sideRow{row.id, row.number, append(last.raw[:0], row.raw...)}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// pair is an organization on both sides; nil where a side doesn't have it. It
// is valid until the next.
type pair struct{ a, b *sideRow }

// pairs joins both sides by id.
func (d *Comparison) pairs(ctx context.Context) iter.Seq2[pair, error] {
	return func(yield func(pair, error) bool) {
		a, b := pullRows(d.A.sorted(d.a)), pullRows(d.B.sorted(d.b))
		defer a.stop()
		defer b.stop()
		a.step()
		b.step()
		for n := 0; a.ok || b.ok; n++ {
			if n%1000 == 0 && ctx.Err() != nil {
				yield(pair{}, ctx.Err())
				return
			}
			p, err := nextPair(a, b)
			if !yield(p, err) || err != nil {
				return
			}
			if p.a != nil {
				a.step()
			}
			if p.b != nil {
				b.step()
			}
		}
	}
}

func nextPair(a, b *puller) (pair, error) {
	order := 0
	switch {
	case a.err != nil:
		return pair{}, a.err
	case b.err != nil:
		return pair{}, b.err
	case !b.ok:
		order = -1
	case !a.ok:
		order = 1
	default:
		order = bytes.Compare(a.row.id[:], b.row.id[:])
	}
	switch {
	case order < 0 || order == 0 && a.row.id == uuid.Nil:
		return pair{a: &a.row}, nil
	case order > 0:
		return pair{b: &b.row}, nil
	}
	return pair{&a.row, &b.row}, nil
}

// puller is a sequence of rows that is taken one by one.
type puller struct {
	next func() (sideRow, error, bool)
	stop func()
	row  sideRow
	err  error
	ok   bool
}

func pullRows(rows iter.Seq2[sideRow, error]) *puller {
	p := &puller{}
	p.next, p.stop = iter.Pull2(rows)
	return p
}

func (p *puller) step() { p.row, p.err, p.ok = p.next() }
