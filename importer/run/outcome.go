package run

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
)

// Status is where a row ended. Each row of a run has exactly one.
type Status uint8

const (
	// NotReached is a row of which nothing was tried, or nothing that was written. It is the zero value.
	NotReached Status = iota
	// Created is a row whose organization is new.
	Created
	// Updated is a row whose organization was changed.
	Updated
	// Unchanged is a row whose organization already was as the row wants it.
	Unchanged
	// Rejected is a row with an error, or one that the API refused.
	Rejected
	// Held is a row that waits for a person's decision.
	Held
	// Unknown is a row whose write got no answer yet.
	Unknown
)

// String names the status in words, as results.csv has it.
func (s Status) String() string {
	return nameOf(s, "not reached", "created", "updated", "unchanged", "rejected", "held", "unknown")
}

// IsWritten says whether the row's organization is as the row wants it.
func (s Status) IsWritten() bool { return s == Created || s == Updated || s == Unchanged }

// IsReject says whether the row is among the rejects of its run.
func (s Status) IsReject() bool { return s == Rejected || s == Held }

// Outcome is what became of one row when it was written. The newest outcome of a row wins.
type Outcome = OutcomeOf[Status]

// OutcomeOf is what became of one row in a phase of a run, in the statuses of that phase.
type OutcomeOf[S status] struct {
	// Row is the row's index.
	Row    int32
	Status S
	// ID is the organization, zero when there is none or it isn't known.
	ID uuid.UUID
	// Adopted says that the organization was found after its write had got no answer.
	Adopted bool
	// Message is why the row ended so: plain English; it may be "".
	Message string
	// Met is the organization as it was found when the row was held for it, nil for none. See [Met].
	Met *Snapshot
}

// ChunkKind is the request that a chunk stands for.
type ChunkKind uint8

const (
	// ChunkNote is no request: outcomes that were entered by Note.
	ChunkNote ChunkKind = iota
	// ChunkCreate is a POST of new organizations, one or an array.
	ChunkCreate
	// ChunkUpdate is a bulk write of existing ones.
	ChunkUpdate
	// ChunkPatch is a PATCH of a single one.
	ChunkPatch
	// ChunkDelete is a DELETE of single ones, in an undo.
	ChunkDelete
)

// String names the kind in one lower-case word.
func (k ChunkKind) String() string {
	return nameOf(k, "note", "create", "update", "patch", "delete")
}

// Chunk is one intent of the journal of an import with what became of it.
type Chunk = ChunkOf[Status]

// ChunkOf is one intent of a journal with what became of it.
type ChunkOf[S status] struct {
	// ID counts up from 1 in the order of the intents.
	ID   int64
	Kind ChunkKind
	// Rows are the rows of the request, or requests, in their order.
	Rows []int32
	// SentAt is the time given to Intend, in UTC with nanoseconds; zero for a note.
	SentAt time.Time
	// Settled says that Outcomes are known; a chunk without is one whose request may or may not have
	// been carried out. They come without their messages and what they met.
	Settled  bool
	Outcomes []OutcomeOf[S]
}

// Books are the counts of a run's rows. They close when every row read is in exactly one of the other counts.
type Books struct {
	Read       int `json:"read" doc:"rows read"`
	Created    int `json:"created" doc:"rows created"`
	Updated    int `json:"updated" doc:"rows updated"`
	Unchanged  int `json:"unchanged" doc:"rows that were there as they are"`
	Rejected   int `json:"rejected" doc:"rows with an error, or refused by the API"`
	Held       int `json:"held" doc:"rows that wait for a person's decision"`
	Unknown    int `json:"unknown" doc:"rows whose write got no answer yet"`
	NotReached int `json:"not_reached" doc:"rows that nothing was tried for"`
}

// errBooks is the error of books that don't close.
var errBooks = errors.New("the books don't close")

// Close checks that the books close; the error has the line and the difference.
func (b Books) Close() error {
	sum := b.Created + b.Updated + b.Unchanged + b.Rejected + b.Held + b.Unknown + b.NotReached
	if sum == b.Read {
		return nil
	}
	return fmt.Errorf("%w: %s, which is %d rows off", errBooks, b, b.Read-sum)
}

// String is the line that every summary prints: "12 read = 9 created + 0 updated + …", with commas between thousands.
func (b Books) String() string {
	return fmt.Sprintf("%s read = %s created + %s updated + %s unchanged + %s rejected + %s held + %s unknown + %s not reached",
		Thousands(b.Read), Thousands(b.Created), Thousands(b.Updated), Thousands(b.Unchanged),
		Thousands(b.Rejected), Thousands(b.Held), Thousands(b.Unknown), Thousands(b.NotReached))
}

// Add counts n rows of a status.
func (b *Books) Add(s Status, n int) {
	counts := [...]*int{&b.NotReached, &b.Created, &b.Updated, &b.Unchanged, &b.Rejected, &b.Held, &b.Unknown}
	if int(s) < len(counts) {
		*counts[s] += n
	}
}

// Thousands writes 1234567 as "1,234,567".
func Thousands(n int) string {
	digits := strconv.Itoa(n)
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 && digits[i-1] != '-' {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return b.String()
}
