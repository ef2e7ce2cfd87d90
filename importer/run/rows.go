package run

import (
	"errors"
	"fmt"
	"iter"
	"math"
)

// AppendRow keeps the next row; its Index is ignored, it is the number of rows before it. Everything is copied. Rows are kept in blocks:
// call FlushRows before reading them.
func (r *Run) AppendRow(row Row) error {
	if r.readOnly {
		return r.db.errReadOnly()
	}
	if row.Source < 0 || row.Number < 0 || row.Line < 0 || r.rows.count() == math.MaxInt32 {
		return fmt.Errorf("keep row %d: a position is out of range", row.Number)
	}
	return r.rows.add(func(b []byte) []byte { return appendRow(b, &row) })
}

// FlushRows makes the rows appended so far durable and readable.
func (r *Run) FlushRows() error {
	if r.readOnly {
		return nil
	}
	return r.rows.flush()
}

// AppendDecision keeps the decision of the next row; decisions come in the order of the rows, which must have been flushed. A row that it
// names must be one of the run, and one that it follows an earlier one.
func (r *Run) AppendDecision(d Decision) error {
	if r.readOnly {
		return r.db.errReadOnly()
	}
	i := r.decisions.count()
	if rows := r.rows.flushed(); i >= rows {
		return fmt.Errorf("keep decision %d: there are only %d rows", i, rows)
	}
	if err := checkDecision(&d, i, r.rows.flushed()); err != nil {
		return fmt.Errorf("keep decision of row %d: %w", i, err)
	}
	return r.decisions.add(func(b []byte) []byte { return appendDecision(b, &d) })
}

// checkDecision sees that the decision of a row, one of so many, can be acted on without looking twice.
func checkDecision(d *Decision, i, rows int) error {
	switch {
	case d.Action < ActionCreate || d.Action > ActionDelete:
		return fmt.Errorf("%d is no action", d.Action)
	case d.Action == ActionFollow && (d.SameAs < 0 || int(d.SameAs) >= i):
		return fmt.Errorf("it can't follow row %d, only an earlier one", d.SameAs)
	case int(d.ParentRow) >= rows || int(d.NameAfter) >= rows || int(d.SameAs) >= rows || int(d.MoveAfter) > rows:
		return errors.New("it names a row that isn't there")
	}
	return nil
}

// checkedDecision decodes decisions on rows, and checks them.
func checkedDecision(rows *blocks) func(b []byte, i int) (Decision, error) {
	return func(b []byte, i int) (Decision, error) {
		d, err := decodeDecision(b, i)
		if err == nil {
			err = checkDecision(&d, i, rows.flushed())
		}
		return d, err
	}
}

// FlushDecisions makes the decisions appended so far durable and readable.
func (r *Run) FlushDecisions() error {
	if r.readOnly {
		return nil
	}
	return r.decisions.flush()
}

// RowCount is the number of rows appended.
func (r *Run) RowCount() int { return r.rows.count() }

// Row reads one row, whose memory is the caller's.
func (r *Run) Row(i int) (Row, error) { return recordAt(&r.rows, i, decodeRow) }

// Decision reads the decision of one row.
func (r *Run) Decision(i int) (Decision, error) {
	return recordAt(&r.decisions, i, checkedDecision(&r.rows))
}

// Rows reads the flushed rows in order, beginning with index from. An error ends it. The run may be used meanwhile.
func (r *Run) Rows(from int) iter.Seq2[Row, error] { return recordsFrom(&r.rows, from, decodeRow) }

// Decisions reads the flushed decisions in order, beginning with that of row from. An error ends it. The run may be used meanwhile.
func (r *Run) Decisions(from int) iter.Seq2[Decision, error] {
	return recordsFrom(&r.decisions, from, checkedDecision(&r.rows))
}

func recordAt[T any](b *blocks, i int, decode func([]byte, int) (T, error)) (T, error) {
	var zero T
	k, err := b.block(i)
	if err != nil {
		return zero, err
	}
	v, err := decode(k.record(i), i)
	if err != nil {
		return zero, b.damaged(err)
	}
	return v, nil
}

func recordsFrom[T any](b *blocks, from int, decode func([]byte, int) (T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		for i := max(from, 0); i < b.flushed(); {
			k, err := b.block(i)
			if err != nil {
				yield(zero, err)
				return
			}
			for ; i < k.first+k.count(); i++ {
				v, err := decode(k.record(i), i)
				if err != nil {
					yield(zero, b.damaged(err))
					return
				}
				if !yield(v, nil) {
					return
				}
			}
		}
	}
}

// flushed is how many records can be read.
func (b *blocks) flushed() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.stored
}

// has refuses a row that isn't among the records.
func (b *blocks) has(row int32) error {
	if rows := b.flushed(); row < 0 || int(row) >= rows {
		return fmt.Errorf("row %d isn't one of the %d rows", row, rows)
	}
	return nil
}

func (b *blocks) damaged(err error) error {
	return &DamagedError{Path: b.db.dir, Problem: "a record of " + b.table + " can't be read", Hint: hintDamaged, Err: err}
}
