package run

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/ncruces/go-sqlite3"
)

// status is where a row ended in a phase of a run.
type status interface {
	Status | UndoStatus
	String() string
}

// phase is what tells the journal of a run's import from that of its undo, a stream of its own
// beside it: the tables, and the words for the same bits.
type phase struct {
	chunks, messages string
	keepMessage      string
	of               string    // how errors name its chunks
	first            ChunkKind // the first kind of request
	least, unknown   uint8     // its statuses lie between; the last is that of an intent without an outcome
	meets            bool      // outcomes have an organization that the row met
}

var (
	importing = phase{
		chunks: "chunk", messages: "message",
		keepMessage: `INSERT OR REPLACE INTO message ("row", status, message) VALUES (?1, ?2, ?3)`,
		first:       ChunkCreate, unknown: uint8(Unknown), meets: true,
	}
	undoing = phase{
		chunks: "undo_chunk", messages: "undo_message", of: " of its undo",
		keepMessage: `INSERT OR REPLACE INTO undo_message ("row", message) VALUES (?1, ?3)`,
		first:       ChunkPatch, least: uint8(UndoNotReached), unknown: uint8(UndoUnknown),
	}
)

// Journal is what a run keeps of a phase of its writing:
//
//	Intend ──► rows on disk ──► the request leaves ──► Settle ──► outcomes on disk ──► rows that wait for them go
//	Note ────► outcomes of rows that are in no request
//
// What these calls wrote is on disk when they return, and an intent without an outcome is unknown.
type Journal[S status] struct {
	run   *Run
	phase phase
	// Whether there may be messages, and organizations that held rows met; until then settling
	// needn't look for old ones. Guarded by db.mu.
	hasMessages, hasMet bool
}

// load finds out what there may be.
func (j *Journal[S]) load() error {
	messages, err := j.run.db.number(`SELECT EXISTS (SELECT 1 FROM ` + j.phase.messages + `)`)
	if err != nil {
		return err
	}
	met, err := j.run.db.number(`SELECT EXISTS (SELECT 1 FROM met)`)
	j.hasMessages, j.hasMet = messages > 0, j.phase.meets && met > 0
	return err
}

// Intend says that a request for these rows is about to leave, or one for each of them. When it returns they are known on disk to have
// been sent, whatever happens then: until Settle they are unknown. No request must leave when Intend fails.
//
// ctx is looked at before waiting, not while: a commit takes milliseconds.
func (j *Journal[S]) Intend(ctx context.Context, kind ChunkKind, rows []int32, sentAt time.Time) (chunk int64, err error) {
	if kind < j.phase.first || kind > ChunkDelete || len(rows) == 0 {
		return 0, fmt.Errorf("intend a %s of %d rows%s: there is no such chunk", kind, len(rows), j.phase.of)
	}
	for _, row := range rows {
		if err := j.run.rows.has(row); err != nil {
			return 0, fmt.Errorf("intend a %s%s: %w", kind, j.phase.of, err)
		}
	}
	intent := appendIntent(make([]byte, 0, 2*len(rows)+16), rows)
	err = j.enter(ctx, func() error {
		err := j.run.db.exec(`INSERT INTO `+j.phase.chunks+` (kind, sent_at, intent) VALUES (?, ?, ?)`, nil, int(kind), sentAt.UnixNano(), intent)
		chunk = j.run.db.conn.LastInsertRowID()
		return err
	})
	return chunk, err
}

// Settle enters what became of a chunk's rows; nothing may depend on an outcome before it returns. A row of the chunk that isn't among
// the outcomes stays unknown; one that is known not to have been written is not reached. A chunk is settled once, and what is learned
// later is entered by Note.
func (j *Journal[S]) Settle(ctx context.Context, chunk int64, outcomes []OutcomeOf[S]) error {
	body, err := j.encode(outcomes)
	if err != nil {
		return fmt.Errorf("settle chunk %d%s: %w", chunk, j.phase.of, err)
	}
	return j.enter(ctx, func() error {
		err := j.run.db.exec(`UPDATE `+j.phase.chunks+` SET outcomes = ? WHERE id = ? AND outcomes IS NULL`, nil, body, chunk)
		if err == nil && j.run.db.conn.Changes() != 1 {
			err = fmt.Errorf("settle chunk %d%s: there is none that waits for it", chunk, j.phase.of)
		}
		if err != nil {
			return err
		}
		return j.keep(outcomes)
	})
}

// Note enters outcomes of rows that are in no request: those that fall with their parent, and what a later look-up found out. It is
// durable when it returns.
func (j *Journal[S]) Note(ctx context.Context, outcomes []OutcomeOf[S]) error {
	if len(outcomes) == 0 {
		return nil
	}
	body, err := j.encode(outcomes)
	if err != nil {
		return fmt.Errorf("note%s: %w", j.phase.of, err)
	}
	return j.enter(ctx, func() error { return j.note(body, outcomes) })
}

// note adds a chunk without a request. It runs in a transaction.
func (j *Journal[S]) note(body []byte, outcomes []OutcomeOf[S]) error {
	err := j.run.db.exec(`INSERT INTO `+j.phase.chunks+` (kind, sent_at, intent, outcomes) VALUES (?, ?, ?, ?)`, nil,
		int(ChunkNote), int64(0), appendIntent(nil, nil), body)
	if err != nil {
		return err
	}
	return j.keep(outcomes)
}

// enter commits f together with whoever else waits.
func (j *Journal[S]) enter(ctx context.Context, f func() error) error {
	if j.run.readOnly {
		return j.run.db.errReadOnly()
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return j.run.commits.do(f)
}

func (j *Journal[S]) encode(outcomes []OutcomeOf[S]) ([]byte, error) {
	for i := range outcomes {
		if err := j.run.rows.has(outcomes[i].Row); err != nil {
			return nil, err
		}
		if !j.knows(outcomes[i].Status) {
			return nil, fmt.Errorf("row %d: %d is no status%s", outcomes[i].Row, outcomes[i].Status, j.phase.of)
		}
	}
	return appendOutcomes(make([]byte, 0, 20*len(outcomes)+16), outcomes), nil
}

// knows reports whether a status is one of the phase.
func (j *Journal[S]) knows(s S) bool { return uint8(s) >= j.phase.least && uint8(s) <= j.phase.unknown }

// check sees that a chunk names rows of this run only, and statuses of the phase.
func (j *Journal[S]) check(c *ChunkOf[S]) error {
	for _, row := range c.Rows {
		if err := j.run.rows.has(row); err != nil {
			return err
		}
	}
	for i := range c.Outcomes {
		if err := j.run.rows.has(c.Outcomes[i].Row); err != nil {
			return err
		}
		if !j.knows(c.Outcomes[i].Status) {
			return errEncoding
		}
	}
	return nil
}

// Chunks reads the journal in the order of the intents, those that were never settled included: that is what a resume begins with. The
// outcomes come without their messages and what they met. An error ends it. The run may be used meanwhile.
func (j *Journal[S]) Chunks() iter.Seq2[ChunkOf[S], error] {
	return func(yield func(ChunkOf[S], error) bool) {
		for last := int64(0); ; {
			c, err := j.chunkAfter(last)
			if errors.Is(err, errNoChunk) || !yield(c, err) || err != nil {
				return
			}
			last = c.ID
		}
	}
}

// errNoChunk says that the journal ends.
var errNoChunk = errors.New("no chunk")

func (j *Journal[S]) chunkAfter(last int64) (c ChunkOf[S], err error) {
	var intent, outcomes []byte
	err = j.run.db.read(`SELECT id, kind, sent_at, intent, outcomes FROM `+j.phase.chunks+` WHERE id > ? ORDER BY id LIMIT 1`, func(s *sqlite3.Stmt) error {
		c = ChunkOf[S]{ID: s.ColumnInt64(0), Kind: ChunkKind(s.ColumnInt(1)), Settled: s.ColumnType(4) != sqlite3.NULL}
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
		c.Outcomes, err = decodeOutcomes[S](outcomes)
	}
	if err == nil {
		err = j.check(&c)
	}
	if err != nil {
		err = &DamagedError{Path: j.run.dir, Problem: fmt.Sprintf("chunk %d%s can't be read", c.ID, j.phase.of), Hint: hintDamaged, Err: err}
	}
	return c, err
}

// replay gives all outcomes in the order of the chunks, without their messages: of a row that comes more than once the last counts. Each
// row that was sent comes as unknown first.
func (j *Journal[S]) replay(enter func(OutcomeOf[S])) error {
	for c, err := range j.Chunks() {
		if err != nil {
			return err
		}
		for _, row := range c.Rows {
			enter(OutcomeOf[S]{Row: row, Status: S(j.phase.unknown)})
		}
		for _, o := range c.Outcomes {
			enter(o)
		}
	}
	return nil
}

// FirstCreate is when a run sent its first new organization, by the server's clock; zero when it sent none.
func FirstCreate(r *Run) (first time.Time, err error) {
	for c, err := range r.journal.Chunks() {
		if err != nil {
			return first, err
		}
		if c.Kind == ChunkCreate && (first.IsZero() || c.SentAt.Before(first)) {
			first = c.SentAt
		}
	}
	return first, nil
}
