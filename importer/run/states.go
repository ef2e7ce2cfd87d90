package run

import (
	"encoding/json"

	"github.com/google/uuid"
	"github.com/ncruces/go-sqlite3"
)

// States gives the status of every row and the organization it ended in, zero for none: what planning decided, overruled by the newest
// outcome; a Follow shares the fate of its row. It takes 17 bytes a row.
func (r *Run) States() ([]Status, []uuid.UUID, error) {
	status, ids := make([]Status, r.rows.flushed()), make([]uuid.UUID, r.rows.flushed())
	return status, ids, r.states(status, ids)
}

// states fills status and, unless nil, ids.
func (r *Run) states(status []Status, ids []uuid.UUID) error {
	follows, err := r.planned(status, ids)
	if err != nil {
		return err
	}
	for o, err := range r.journal.outcomes() {
		if err != nil {
			return err
		}
		status[o.Row] = o.Status
		if ids != nil && o.ID != uuid.Nil {
			ids[o.Row] = o.ID
		}
	}
	if !follows {
		return nil
	}
	return r.follow(status, ids)
}

// planned fills in what planning decided, and says whether any row follows another.
func (r *Run) planned(status []Status, ids []uuid.UUID) (follows bool, err error) {
	i := 0
	for d, err := range r.Decisions(0) {
		if err != nil {
			return false, err
		}
		switch d.Action {
		case ActionReject:
			status[i] = Rejected
		case ActionHold:
			status[i] = Held
		case ActionUnchanged, ActionDelete: // which leaves no outcome here
			status[i] = Unchanged
		case ActionFollow:
			follows = true
		}
		if ids != nil {
			ids[i] = d.ID
		}
		i++
	}
	return follows, nil
}

// follow gives each Follow the fate of its row. That one comes earlier, so one pass settles chains too. An outcome of the Follow's own
// stands.
func (r *Run) follow(status []Status, ids []uuid.UUID) error {
	i := 0
	for d, err := range r.Decisions(0) {
		if err != nil {
			return err
		}
		if d.Action == ActionFollow && status[i] == NotReached {
			status[i] = status[d.SameAs]
			if s := status[i]; s == Created || s == Updated {
				status[i] = Unchanged
			}
			if ids != nil {
				ids[i] = ids[d.SameAs]
			}
		}
		i++
	}
	return nil
}

// Books counts the rows by status. They always close; a row without a decision is not reached.
func (r *Run) Books() (Books, error) {
	if r.readOnly {
		if b, ok, err := r.keptBooks(); ok || err != nil {
			return b, err
		}
	}
	status := make([]Status, r.rows.flushed())
	if err := r.states(status, nil); err != nil {
		return Books{}, err
	}
	b := Books{Read: len(status)}
	for _, s := range status {
		b.Add(s, 1)
	}
	return b, nil
}

// The books are kept when a run is closed, so that a list of many runs needn't count all their rows. While a run is open for writing
// there are none, so that a crash can't leave old ones (markOpen).

func (r *Run) keepBooks() error {
	books, err := r.Books()
	if err != nil {
		return err
	}
	body, err := json.Marshal(books)
	if err != nil {
		return err
	}
	return r.db.write(func() error {
		if err := r.db.exec(`DELETE FROM meta WHERE key = '`+openKey+`'`, nil); err != nil {
			return err
		}
		if err := r.db.exec(`INSERT OR REPLACE INTO meta (key, body) VALUES ('`+writerKey+`', sqlite_version())`, nil); err != nil {
			return err
		}
		return r.db.exec(`INSERT OR REPLACE INTO meta (key, body) VALUES ('books', ?)`, nil, body)
	})
}

func (r *Run) keptBooks() (b Books, ok bool, err error) {
	err = r.db.read(`SELECT body FROM meta WHERE key = 'books'`, func(s *sqlite3.Stmt) error {
		ok = true
		return json.Unmarshal(s.ColumnBlob(0, nil), &b)
	})
	return b, ok, err
}
