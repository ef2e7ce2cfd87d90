package run

import (
	"encoding/json"
	"errors"
	"fmt"
)

// UndoStatus is where a row that the run wrote ended when the run was undone. It has nothing to do with the row's Status, which stays.
type UndoStatus uint8

const (
	// UndoNone is a row of which nothing was written: an undo has nothing to do with it. It is the zero value.
	UndoNone UndoStatus = iota
	// UndoNotReached is a row that is to be undone and was not yet.
	UndoNotReached
	// UndoReversed is a row whose organization is as it was before the run: gone, or with its former values.
	UndoReversed
	// UndoKept is a row whose organization was left as it is, for the reason in its message.
	UndoKept
	// UndoFailed is a row whose undoing the API refused, for the reason in its message.
	UndoFailed
	// UndoUnknown is a row whose undoing was sent and got no answer yet.
	UndoUnknown
)

// String names the status in words, as undo.csv has it.
func (s UndoStatus) String() string {
	return nameOf(s, "none", "not reached", "reversed", "kept", "failed", "unknown")
}

// UndoOutcome is what became of one row when its run was undone. The newest outcome of a row wins.
type UndoOutcome = OutcomeOf[UndoStatus]

// UndoBooks are the counts of the rows that a run wrote, by what became of them when it was undone. They close when every row written is in
// exactly one of the other counts.
type UndoBooks struct {
	Written    int `json:"written" doc:"rows that the run wrote or may have written"`
	Reversed   int `json:"reversed" doc:"rows whose organization is as before the run"`
	Kept       int `json:"kept" doc:"rows whose organization stays as it is"`
	Failed     int `json:"failed" doc:"rows that the API refused to undo"`
	Unknown    int `json:"unknown" doc:"rows whose request got no answer yet"`
	NotReached int `json:"not_reached" doc:"rows that are still to be undone"`
}

// Close checks that the books close; the error has the line and the difference.
func (b UndoBooks) Close() error {
	sum := b.Reversed + b.Kept + b.Failed + b.Unknown + b.NotReached
	if sum == b.Written {
		return nil
	}
	return fmt.Errorf("%w: %s, which is %d rows off", errBooks, b, b.Written-sum)
}

// String is the line that every summary of an undo prints: "12 written = 10 reversed + 2 kept + …", with commas between thousands.
func (b UndoBooks) String() string {
	return fmt.Sprintf("%s written = %s reversed + %s kept + %s failed + %s unknown + %s not reached",
		Thousands(b.Written), Thousands(b.Reversed), Thousands(b.Kept), Thousands(b.Failed), Thousands(b.Unknown), Thousands(b.NotReached))
}

// Left counts the rows that an undo which goes on would deal with.
func (b UndoBooks) Left() int { return b.Unknown + b.NotReached }

// Add counts n rows of a status, as written too; UndoNone counts nowhere.
func (b *UndoBooks) Add(s UndoStatus, n int) {
	counts := [...]*int{nil, &b.NotReached, &b.Reversed, &b.Kept, &b.Failed, &b.Unknown}
	if s == UndoNone || int(s) >= len(counts) {
		return
	}
	b.Written += n
	*counts[s] += n
}

// BeginUndo enters what an undo is going to do and makes the run an undoing one, in one step: outcomes holds every row that the run wrote,
// UndoNotReached for those that are to be undone. Of a run that is undone they are the rows that stayed; what became of the others stands.
func (r *Run) BeginUndo(outcomes []UndoOutcome) error {
	if r.readOnly {
		return r.db.errReadOnly()
	}
	body, err := r.undo.encode(outcomes)
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
		if err := r.undo.note(body, outcomes); err != nil {
			return err
		}
		return r.db.exec(`INSERT OR REPLACE INTO meta (key, body) VALUES ('meta', ?)`, nil, meta)
	})
	if err == nil {
		r.meta = m
	}
	return err
}

// UndoStates gives what became of every row when the run was undone; UndoNone of all while it wasn't. It takes a byte a row.
func UndoStates(r *Run) ([]UndoStatus, error) {
	status := make([]UndoStatus, r.rows.flushed())
	return status, r.undo.replay(func(o UndoOutcome) { status[o.Row] = o.Status })
}

// UndoBooks counts the rows that the run wrote by what became of them when it was undone. They always close; of a run that nobody undid they
// are empty.
func (r *Run) UndoBooks() (UndoBooks, error) {
	var b UndoBooks
	status, err := UndoStates(r)
	for _, s := range status {
		b.Add(s, 1)
	}
	return b, err
}

// Reversed calls do for the rows of a run that was undone whose organizations are as before; before says that they were so when the undo came to them.
func Reversed(r *Run, do func(row int, before bool) error) error {
	status, err := UndoStates(r)
	for i, s := range status {
		if s != UndoReversed {
			continue
		}
		message, merr := r.undo.Message(i)
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
func GoneBefore(r *Run) (gone int, err error) {
	if !r.Meta().Deletes {
		return 0, nil
	}
	err = Reversed(r, func(_ int, before bool) error {
		if before {
			gone++
		}
		return nil
	})
	return gone, err
}
