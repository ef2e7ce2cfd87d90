package run

import (
	"fmt"

	"github.com/ncruces/go-sqlite3"
)

// metVersion is the first byte of a kept organization: another encoding gets another one.
const metVersion = 1

func (j *Journal[S]) keepMet(o *OutcomeOf[S]) error {
	if o.Met != nil && j.phase.meets {
		j.hasMet = true // also when the transaction fails: it only saves looking
		return j.run.db.exec(`INSERT OR REPLACE INTO met ("row", body) VALUES (?, ?)`, nil, o.Row, encodeMet(o.Met))
	}
	if !j.hasMet {
		return nil
	}
	return j.run.db.exec(`DELETE FROM met WHERE "row" = ?`, nil, o.Row)
}

func encodeMet(s *Snapshot) []byte {
	return seal(appendMaybe(appendMaybe(appendText([]byte{metVersion}, s.Name), s.CustomID), s.Parent))
}

func decodeMet(b []byte) (Snapshot, error) {
	b, err := unseal(b)
	if err != nil {
		return Snapshot{}, err
	}
	c := &cursor{s: string(b)}
	if c.byte() != metVersion {
		return Snapshot{}, errEncoding
	}
	s := Snapshot{Name: c.text(), CustomID: c.maybe(), Parent: c.maybe()}
	return s, c.end()
}

// Met gives the organization as a held row of a run met it, which is what a person decides on. ok is false for a row that wasn't held for what it
// met, and for those of older runs.
func Met(r *Run, row int) (s Snapshot, ok bool, err error) {
	var body []byte
	err = r.db.read(`SELECT body FROM met WHERE "row" = ?`, func(stmt *sqlite3.Stmt) error {
		body = stmt.ColumnBlob(0, nil)
		return nil
	}, row)
	if err != nil || body == nil {
		return Snapshot{}, false, err
	}
	if s, err = decodeMet(body); err != nil {
		err = &DamagedError{Path: r.dir, Problem: fmt.Sprintf("what row %d met can't be read", row), Hint: hintDamaged, Err: err}
	}
	return s, err == nil, err
}
