package run

import (
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
type UndoOutcome struct {
	// Row is the row's index.
	Row    int32
	Status UndoStatus
	// Message is why the row was kept or failed or is unknown: plain English; it may be "".
	Message string
}

// UndoBooks are the counts of the rows that a run wrote, by what became of them when it was undone. They close when every row written is in
// exactly one of the other counts.
type UndoBooks struct {
	Written    int `json:"written"`
	Reversed   int `json:"reversed"`
	Kept       int `json:"kept"`
	Failed     int `json:"failed"`
	Unknown    int `json:"unknown"`
	NotReached int `json:"not_reached"`
}

// Close checks that the books close; the error is ErrBooks with the line and the difference.
func (b UndoBooks) Close() error {
	sum := b.Reversed + b.Kept + b.Failed + b.Unknown + b.NotReached
	if sum == b.Written {
		return nil
	}
	return fmt.Errorf("%w: %s, which is %d rows off", ErrBooks, b, b.Written-sum)
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
