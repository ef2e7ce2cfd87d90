package run

import (
	"encoding/json"

	"github.com/google/uuid"
	"github.com/ncruces/go-sqlite3"
)

// States gives the status of every row and the organization it ended in, zero for none: what planning decided, overruled by the newest
// outcome; a Follow shares the fate of its row. It takes 17 bytes a row.
func (r *Run) States() ([]Status, []uuid.UUID, error) {
	f := fates{run: r, status: make([]Status, r.rows.flushed()), ids: make([]uuid.UUID, r.rows.flushed())}
	return f.status, f.ids, f.read()
}

// fates is where the rows of a run ended.
type fates struct {
	run    *Run
	status []Status
	ids    []uuid.UUID // nil when nobody asks for them
}

func (f *fates) read() error {
	follows, err := f.planned()
	if err != nil {
		return err
	}
	err = f.run.journal.replay(func(o Outcome) {
		f.status[o.Row] = o.Status
		if f.ids != nil && o.ID != uuid.Nil {
			f.ids[o.Row] = o.ID
		}
	})
	if err != nil || !follows {
		return err
	}
	return f.follow()
}

// planned fills in what planning decided, and says whether any row follows another.
func (f *fates) planned() (follows bool, err error) {
	i := 0
	for d, err := range f.run.Decisions(0) {
		if err != nil {
			return false, err
		}
		switch d.Action {
		case ActionReject:
			f.status[i] = Rejected
		case ActionHold:
			f.status[i] = Held
		case ActionUnchanged, ActionDelete: // which leaves no outcome here
			f.status[i] = Unchanged
		case ActionFollow:
			follows = true
		}
		if f.ids != nil {
			f.ids[i] = d.ID
		}
		i++
	}
	return follows, nil
}

// follow gives each Follow the fate of its row. That one comes earlier, so one pass settles chains too. An outcome of the Follow's own
// stands.
func (f *fates) follow() error {
	i := 0
	for d, err := range f.run.Decisions(0) {
		if err != nil {
			return err
		}
		if d.Action == ActionFollow && f.status[i] == NotReached {
			f.status[i] = f.status[d.SameAs]
			if s := f.status[i]; s == Created || s == Updated {
				f.status[i] = Unchanged
			}
			if f.ids != nil {
				f.ids[i] = f.ids[d.SameAs]
			}
		}
		i++
	}
	return nil
}

// Books counts the rows by status. They always close; a row without a decision is not reached.
func (r *Run) Books() (Books, error) {
	if r.readOnly {
		if b, ok, err := r.db.keptBooks(); ok || err != nil {
			return b, err
		}
	}
	f := fates{run: r, status: make([]Status, r.rows.flushed())}
	if err := f.read(); err != nil {
		return Books{}, err
	}
	b := Books{Read: len(f.status)}
	for _, s := range f.status {
		b.Add(s, 1)
	}
	return b, nil
}

// The books are kept when a run is closed, so that a list of many runs needn't count all their rows. While a run is open for writing
// there are none, so that a crash can't leave old ones (markOpen).

func keepBooks(r *Run) error {
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

func (d *database) keptBooks() (b Books, ok bool, err error) {
	err = d.read(`SELECT body FROM meta WHERE key = 'books'`, func(s *sqlite3.Stmt) error {
		ok = true
		return json.Unmarshal(s.ColumnBlob(0, nil), &b)
	})
	return b, ok, err
}
