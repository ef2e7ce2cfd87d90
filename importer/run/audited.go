package run

import (
	"fmt"
	"time"
)

// Audited are the books of an audit: whether what a run wrote was still there. They close: Rows is the sum of the five after it.
type Audited struct {
	// At is when, in UTC.
	At time.Time `json:"at"`
	// Rows counts the rows whose organization was read again: those that were created, updated or unchanged.
	Rows int `json:"rows"`
	// Hold counts those that are as the run says, Changed those with another value, Gone those that aren't there any more, Doubled those
	// that are there twice.
	Hold    int `json:"hold"`
	Changed int `json:"changed"`
	Gone    int `json:"gone"`
	Doubled int `json:"doubled"`
	// InPart counts rows that are as the run says as far as the API tells: of these it doesn't tell the parent, which is neither equal nor
	// different then.
	InPart int `json:"in_part"`
	// ThereNow counts rows that the run did not write and whose name is there; Unknown those whose fate is to be settled first.
	ThereNow int `json:"there_now,omitempty"`
	Unknown  int `json:"unknown,omitempty"`
}

// Differ counts the rows that are not as the run says.
func (a Audited) Differ() int { return a.Changed + a.Gone + a.Doubled }

// Close checks that the books close; the error has the line and the difference.
func (a Audited) Close() error {
	if sum := a.Hold + a.Changed + a.Gone + a.Doubled + a.InPart; sum != a.Rows {
		return fmt.Errorf("%w: %s, which is %d rows off", errBooks, a, a.Rows-sum)
	}
	return nil
}

// String is the line that an audit prints.
func (a Audited) String() string {
	noun := "rows"
	if a.Rows == 1 {
		noun = "row"
	}
	return fmt.Sprintf("%s %s audited = %s as written + %s changed since + %s gone + %s doubled + %s told in part", Thousands(a.Rows), noun,
		Thousands(a.Hold), Thousands(a.Changed), Thousands(a.Gone), Thousands(a.Doubled), Thousands(a.InPart))
}
