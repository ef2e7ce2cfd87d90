package run

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/ncruces/go-sqlite3"
)

// The journal of an undo is a stream of its own beside that of the import, whose States and Books it never changes:
//
//	BeginUndo ──► every row written: to be undone, or kept ──► state undoing (of an undone run: those that its undo left)
//	IntendUndo ─► rows on disk ─► DELETE or PATCH leaves ─► SettleUndo ─► outcomes on disk ─► rows that wait for them go
//	NoteUndo  ──► outcomes of rows that nothing was sent for
//
// The same promises hold: what these calls wrote is on disk when they return, and an intent without an outcome is UndoUnknown.

// BeginUndo enters what an undo is going to do and makes the run an undoing one, in one step: outcomes holds every row that the run wrote,
// UndoNotReached for those that are to be undone. Of a run that is undone they are the rows that stayed; what became of the others stands.
func (r *Run) BeginUndo(outcomes []UndoOutcome) error {
	if r.readOnly {
		return r.errReadOnly()
	}
	body, err := r.encodeUndo(outcomes)
	if err != nil {
		return fmt.Errorf("begin undo: %w", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	m := r.meta.clone()
	m.State = Undoing
	if err := m.check(&r.meta); err != nil {
		return err
	}
	if r.meta.State == Undoing {
		return fmt.Errorf("begin undo: run %s is undoing already", m.ID)
	}
	meta, err := json.Marshal(m)
	if err != nil {
		return &StorageError{Op: "write run", Path: r.dir, Err: err}
	}
	err = r.db.write(func() error {
		if err := r.insertUndo(ChunkNote, time.Time{}, nil, body, outcomes); err != nil {
			return err
		}
		return r.db.exec(`INSERT OR REPLACE INTO meta (key, body) VALUES ('meta', ?)`, nil, meta)
	})
	if err == nil {
		r.meta = m
	}
	return err
}

// IntendUndo says that the requests that undo these rows, ChunkDelete or ChunkPatch, are about to leave, one for each row. None may leave
// when it fails.
func (r *Run) IntendUndo(ctx context.Context, kind ChunkKind, rows []int32, sentAt time.Time) (chunk int64, err error) {
	if kind != ChunkPatch && kind != ChunkDelete || len(rows) == 0 {
		return 0, fmt.Errorf("intend to undo by a %s of %d rows: there is no such chunk", kind, len(rows))
	}
	for _, row := range rows {
		if err := r.checkRow(row); err != nil {
			return 0, fmt.Errorf("intend to undo by a %s: %w", kind, err)
		}
	}
	err = r.enter(ctx, func() error {
		err := r.insertUndo(kind, sentAt, rows, nil, nil)
		chunk = r.db.conn.LastInsertRowID()
		return err
	})
	return chunk, err
}

// SettleUndo enters what became of a chunk's rows, once; what is learned later is entered by NoteUndo.
func (r *Run) SettleUndo(ctx context.Context, chunk int64, outcomes []UndoOutcome) error {
	body, err := r.encodeUndo(outcomes)
	if err != nil {
		return fmt.Errorf("settle chunk %d of the undo: %w", chunk, err)
	}
	return r.enter(ctx, func() error {
		err := r.db.exec(`UPDATE undo_chunk SET outcomes = ? WHERE id = ? AND outcomes IS NULL`, nil, body, chunk)
		if err == nil && r.db.conn.Changes() != 1 {
			err = fmt.Errorf("settle chunk %d of the undo: there is none that waits for it", chunk)
		}
		if err != nil {
			return err
		}
		return r.keepUndoMessages(outcomes)
	})
}

// NoteUndo enters outcomes of rows that no request was sent for, and what a later look-up found out.
func (r *Run) NoteUndo(ctx context.Context, outcomes []UndoOutcome) error {
	if len(outcomes) == 0 {
		return nil
	}
	body, err := r.encodeUndo(outcomes)
	if err != nil {
		return fmt.Errorf("note of the undo: %w", err)
	}
	return r.enter(ctx, func() error { return r.insertUndo(ChunkNote, time.Time{}, nil, body, outcomes) })
}

// insertUndo adds a chunk; body is nil while its outcomes aren't known. It runs in a transaction.
func (r *Run) insertUndo(kind ChunkKind, sentAt time.Time, rows []int32, body []byte, outcomes []UndoOutcome) error {
	sent := int64(0)
	if kind != ChunkNote {
		sent = sentAt.UnixNano()
	}
	intent := appendIntent(make([]byte, 0, 2*len(rows)+16), rows)
	if body == nil {
		return r.db.exec(`INSERT INTO undo_chunk (kind, sent_at, intent) VALUES (?, ?, ?)`, nil, int(kind), sent, intent)
	}
	if err := r.db.exec(`INSERT INTO undo_chunk (kind, sent_at, intent, outcomes) VALUES (?, ?, ?, ?)`, nil, int(kind), sent, intent, body); err != nil {
		return err
	}
	return r.keepUndoMessages(outcomes)
}

// keepUndoMessages keeps the newest message of each row. It runs in a transaction.
func (r *Run) keepUndoMessages(outcomes []UndoOutcome) error {
	for i := range outcomes {
		o := &outcomes[i]
		err := error(nil)
		if o.Message != "" {
			err = r.db.exec(`INSERT OR REPLACE INTO undo_message ("row", message) VALUES (?, ?)`, nil, o.Row, o.Message)
		} else {
			err = r.db.exec(`DELETE FROM undo_message WHERE "row" = ?`, nil, o.Row)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// encodeUndo encodes outcomes as those of an import, with other words for the same bits.
func (r *Run) encodeUndo(outcomes []UndoOutcome) ([]byte, error) {
	plain := make([]Outcome, len(outcomes))
	for i, o := range outcomes {
		if err := r.checkRow(o.Row); err != nil {
			return nil, err
		}
		if o.Status == UndoNone || o.Status > UndoUnknown {
			return nil, fmt.Errorf("row %d: %d is no status of an undo", o.Row, o.Status)
		}
		plain[i] = Outcome{Row: o.Row, Status: Status(o.Status)}
	}
	return appendOutcomes(make([]byte, 0, 4*len(outcomes)+16), plain), nil
}

// UndoChunk is one intent of an undo with what became of it.
type UndoChunk struct {
	// ID counts up from 1 in the order of the intents.
	ID   int64
	Kind ChunkKind
	// Rows are the rows of the requests, in their order; SentAt is the time given to IntendUndo. A note has neither.
	Rows   []int32
	SentAt time.Time
	// Settled says that Outcomes are known. They come without their messages.
	Settled  bool
	Outcomes []UndoOutcome
}

// UndoChunks reads the journal of the undo in the order of the intents. An error ends it. The run may be used meanwhile.
func (r *Run) UndoChunks() iter.Seq2[UndoChunk, error] {
	return func(yield func(UndoChunk, error) bool) {
		for last := int64(0); ; {
			c, err := r.undoChunkAfter(last)
			if errors.Is(err, errNoChunk) || !yield(c, err) || err != nil {
				return
			}
			last = c.ID
		}
	}
}

func (r *Run) undoChunkAfter(last int64) (c UndoChunk, err error) {
	var intent, outcomes []byte
	err = r.db.read(`SELECT id, kind, sent_at, intent, outcomes FROM undo_chunk WHERE id > ? ORDER BY id LIMIT 1`, func(s *sqlite3.Stmt) error {
		c = UndoChunk{ID: s.ColumnInt64(0), Kind: ChunkKind(s.ColumnInt(1)), Settled: s.ColumnType(4) != sqlite3.NULL}
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
	if err := r.decodeUndo(&c, intent, outcomes); err != nil {
		return c, &DamagedError{Path: r.dir, Problem: fmt.Sprintf("chunk %d of its undo can't be read", c.ID), Hint: hintDamaged, Err: err}
	}
	return c, nil
}

func (r *Run) decodeUndo(c *UndoChunk, intent, outcomes []byte) error {
	plain := Chunk{Settled: c.Settled}
	var err error
	if plain.Rows, err = decodeIntent(intent); err != nil {
		return err
	}
	if c.Settled {
		if plain.Outcomes, err = decodeOutcomes(outcomes); err != nil {
			return err
		}
	}
	if err := r.checkRows(&plain); err != nil {
		return err
	}
	c.Rows = plain.Rows
	for _, o := range plain.Outcomes {
		if status := UndoStatus(o.Status); status == UndoNone || status > UndoUnknown {
			return errEncoding
		}
		c.Outcomes = append(c.Outcomes, UndoOutcome{Row: o.Row, Status: UndoStatus(o.Status)})
	}
	return nil
}

// UndoStates gives what became of every row when the run was undone; UndoNone of all while it wasn't. It takes a byte a row.
func (r *Run) UndoStates() ([]UndoStatus, error) {
	status := make([]UndoStatus, r.rows.flushed())
	for c, err := range r.UndoChunks() {
		if err != nil {
			return nil, err
		}
		for _, row := range c.Rows {
			status[row] = UndoUnknown // until its outcome says otherwise
		}
		for _, o := range c.Outcomes {
			status[o.Row] = o.Status
		}
	}
	return status, nil
}

// UndoBooks counts the rows that the run wrote by what became of them when it was undone. They always close; of a run that nobody undid they
// are empty.
func (r *Run) UndoBooks() (UndoBooks, error) {
	var b UndoBooks
	status, err := r.UndoStates()
	for _, s := range status {
		b.Add(s, 1)
	}
	return b, err
}

// Reversed calls do for the rows whose organizations are as before; before says that they were so when the undo came to them.
func (r *Run) Reversed(do func(row int, before bool) error) error {
	status, err := r.UndoStates()
	for i, s := range status {
		if s != UndoReversed {
			continue
		}
		message, merr := r.UndoMessage(i)
		if err = errors.Join(err, merr); err == nil {
			err = do(i, message != "")
		}
		if err != nil {
			break
		}
	}
	return err
}

// GoneBefore counts the organizations of a run that deletes which weren't there any more when it came to them; of other runs none.
func (r *Run) GoneBefore() (gone int, err error) {
	if !r.Meta().Deletes {
		return 0, nil
	}
	err = r.Reversed(func(_ int, before bool) error {
		if before {
			gone++
		}
		return nil
	})
	return gone, err
}

// UndoMessage tells why a row was kept or failed when the run was undone, or what is unknown of it; "" when there is nothing to tell.
func (r *Run) UndoMessage(row int) (message string, err error) {
	err = r.db.read(`SELECT message FROM undo_message WHERE "row" = ?`, func(s *sqlite3.Stmt) error {
		message = s.ColumnText(0)
		return nil
	}, row)
	return message, err
}
