package run

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/ncruces/go-sqlite3"
)

// Intend says that a request for these rows is about to leave. When it returns they are known on disk to have been sent, whatever
// happens then: until Settle they are Unknown. The request must not leave when Intend fails.
//
// ctx is looked at before waiting, not while: a commit takes milliseconds.
func (r *Run) Intend(ctx context.Context, kind ChunkKind, rows []int32, sentAt time.Time) (chunk int64, err error) {
	if kind < ChunkCreate || kind > ChunkDelete || len(rows) == 0 {
		return 0, fmt.Errorf("intend a %s of %d rows: there is no such chunk", kind, len(rows))
	}
	for _, row := range rows {
		if err := r.checkRow(row); err != nil {
			return 0, fmt.Errorf("intend a %s: %w", kind, err)
		}
	}
	intent := appendIntent(make([]byte, 0, 2*len(rows)+16), rows)
	err = r.enter(ctx, func() error {
		err := r.db.exec(`INSERT INTO chunk (kind, sent_at, intent) VALUES (?, ?, ?)`, nil, int(kind), sentAt.UnixNano(), intent)
		chunk = r.db.conn.LastInsertRowID()
		return err
	})
	return chunk, err
}

// Settle enters what became of a chunk's rows; nothing may depend on an outcome before it returns. A row of the chunk that isn't among
// the outcomes stays Unknown; one that is known not to have been written gets NotReached. A chunk is settled once, and what is learned
// later is entered by Note.
func (r *Run) Settle(ctx context.Context, chunk int64, outcomes []Outcome) error {
	body, err := r.encodeOutcomes(outcomes)
	if err != nil {
		return fmt.Errorf("settle chunk %d: %w", chunk, err)
	}
	return r.enter(ctx, func() error {
		err := r.db.exec(`UPDATE chunk SET outcomes = ? WHERE id = ? AND outcomes IS NULL`, nil, body, chunk)
		if err == nil && r.db.conn.Changes() != 1 {
			err = fmt.Errorf("settle chunk %d: there is none that waits for it", chunk)
		}
		if err != nil {
			return err
		}
		return r.keepTold(outcomes)
	})
}

// Note enters outcomes of rows that are in no request: those that fall with their parent, and what a later look-up found out. It is
// durable when it returns.
func (r *Run) Note(ctx context.Context, outcomes []Outcome) error {
	if len(outcomes) == 0 {
		return nil
	}
	body, err := r.encodeOutcomes(outcomes)
	if err != nil {
		return fmt.Errorf("note: %w", err)
	}
	intent := appendIntent(nil, nil)
	return r.enter(ctx, func() error {
		err := r.db.exec(`INSERT INTO chunk (kind, sent_at, intent, outcomes) VALUES (?, ?, ?, ?)`, nil, int(ChunkNote), int64(0), intent, body)
		if err != nil {
			return err
		}
		return r.keepTold(outcomes)
	})
}

// enter commits f together with whoever else waits.
func (r *Run) enter(ctx context.Context, f func() error) error {
	if r.readOnly {
		return r.errReadOnly()
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return r.commits.do(f)
}

func (r *Run) checkRow(row int32) error {
	if rows := r.rows.flushed(); row < 0 || int(row) >= rows {
		return fmt.Errorf("row %d isn't one of the %d rows", row, rows)
	}
	return nil
}

// checkRows sees that a chunk names rows of this run only.
func (r *Run) checkRows(c *Chunk) error {
	for _, row := range c.Rows {
		if err := r.checkRow(row); err != nil {
			return err
		}
	}
	for i := range c.Outcomes {
		if err := r.checkRow(c.Outcomes[i].Row); err != nil {
			return err
		}
	}
	return nil
}

func (r *Run) encodeOutcomes(outcomes []Outcome) ([]byte, error) {
	for i := range outcomes {
		if err := r.checkRow(outcomes[i].Row); err != nil {
			return nil, err
		}
		if outcomes[i].Status > Unknown {
			return nil, fmt.Errorf("row %d: %d is no status", outcomes[i].Row, outcomes[i].Status)
		}
	}
	return appendOutcomes(make([]byte, 0, 20*len(outcomes)+16), outcomes), nil
}

// Chunks reads the journal in the order of the intents, those that were never settled included: that is what a resume begins with. The
// outcomes come without their messages and what they met. An error ends it. The run may be used meanwhile.
func (r *Run) Chunks() iter.Seq2[Chunk, error] {
	return func(yield func(Chunk, error) bool) {
		for last := int64(0); ; {
			c, err := r.chunkAfter(last)
			if errors.Is(err, errNoChunk) || !yield(c, err) || err != nil {
				return
			}
			last = c.ID
		}
	}
}

// FirstCreate is when the run sent its first new organization, by the server's clock; zero when it sent none.
func (r *Run) FirstCreate() (first time.Time, err error) {
	for c, err := range r.Chunks() {
		if err != nil {
			return first, err
		}
		if c.Kind == ChunkCreate && (first.IsZero() || c.SentAt.Before(first)) {
			first = c.SentAt
		}
	}
	return first, nil
}

// errNoChunk says that the journal ends.
var errNoChunk = errors.New("no chunk")

func (r *Run) chunkAfter(last int64) (c Chunk, err error) {
	var intent, outcomes []byte
	err = r.db.read(`SELECT id, kind, sent_at, intent, outcomes FROM chunk WHERE id > ? ORDER BY id LIMIT 1`, func(s *sqlite3.Stmt) error {
		c = Chunk{ID: s.ColumnInt64(0), Kind: ChunkKind(s.ColumnInt(1)), Settled: s.ColumnType(4) != sqlite3.NULL}
		if c.Kind != ChunkNote {
			c.SentAt = time.Unix(0, s.ColumnInt64(2)).UTC()
		}
		intent, outcomes = s.ColumnBlob(3, nil), s.ColumnBlob(4, nil)
		return nil
	}, last)
	switch {
	case err != nil:
		return c, err
	case c.ID == 0:
		return c, errNoChunk
	}
	c.Rows, err = decodeIntent(intent)
	if err == nil && c.Settled {
		c.Outcomes, err = decodeOutcomes(outcomes)
	}
	if err == nil {
		err = r.checkRows(&c)
	}
	if err != nil {
		err = &DamagedError{Path: r.dir, Problem: fmt.Sprintf("chunk %d can't be read", c.ID), Hint: hintDamaged, Err: err}
	}
	return c, err
}

// Outcomes reads all outcomes in the order of the chunks, without their messages: of a row that comes more than once the last counts. Rows
// of a chunk that was intended and have no outcome come as Unknown. An error ends it. The run may be used meanwhile.
func (r *Run) Outcomes() iter.Seq2[Outcome, error] {
	return func(yield func(Outcome, error) bool) {
		for c, err := range r.Chunks() {
			if err != nil {
				yield(Outcome{}, err)
				return
			}
			for _, row := range c.untold() {
				if !yield(Outcome{Row: row, Status: Unknown}, nil) {
					return
				}
			}
			for _, o := range c.Outcomes {
				if !yield(o, nil) {
					return
				}
			}
		}
	}
}

// untold gives the chunk's rows that have no outcome in it.
func (c *Chunk) untold() []int32 {
	if !c.Settled {
		return c.Rows
	}
	told := make(map[int32]bool, len(c.Outcomes))
	for i := range c.Outcomes {
		told[c.Outcomes[i].Row] = true
	}
	var rows []int32
	for _, row := range c.Rows {
		if !told[row] {
			rows = append(rows, row)
		}
	}
	return rows
}
