package run

import (
	"iter"

	"github.com/ncruces/go-sqlite3"

	"github.com/orgbatch/orgbatch/importer/wording"
)

const messagePage = 256

// keep keeps what outcomes say beyond their status: the newest message of each row, and the organization that it met, both singly, since
// they are asked for singly. It runs in the transaction of the outcomes, so that a row is never held without them.
func (j *Journal[S]) keep(outcomes []OutcomeOf[S]) error {
	for i := range outcomes {
		o := &outcomes[i]
		if err := j.keepMessage(o); err != nil {
			return err
		}
		if err := j.keepMet(o); err != nil {
			return err
		}
	}
	return nil
}

func (j *Journal[S]) keepMessage(o *OutcomeOf[S]) error {
	if o.Message != "" {
		j.hasMessages = true // also when the transaction fails: it only saves looking
		return j.run.db.exec(j.phase.keepMessage, nil, o.Row, int(o.Status), o.Message)
	}
	if !j.hasMessages {
		return nil
	}
	return j.run.db.exec(`DELETE FROM `+j.phase.messages+` WHERE "row" = ?`, nil, o.Row)
}

// Message tells why a row ended as it did, or what is unknown of it: the newest outcome's message, "" when it has none. Why planning
// rejected or held a row is told by its issues.
func (j *Journal[S]) Message(row int) (message string, err error) {
	err = j.run.db.read(`SELECT message FROM `+j.phase.messages+` WHERE "row" = ?`, func(s *sqlite3.Stmt) error {
		message = s.ColumnText(0)
		return nil
	}, row)
	return message, err
}

// Messages reads all messages of a run's import in the order of the rows; Row, Status and Message of each outcome are set. An error ends it. The run may be
// used meanwhile.
func Messages(r *Run) iter.Seq2[Outcome, error] {
	return func(yield func(Outcome, error) bool) {
		for last := int32(-1); ; {
			var page []Outcome
			err := r.db.read(`SELECT "row", status, message FROM message WHERE "row" > ? ORDER BY "row" LIMIT ?`, func(s *sqlite3.Stmt) error {
				page = append(page, Outcome{Row: int32(s.ColumnInt64(0)), Status: Status(s.ColumnInt(1)), Message: s.ColumnText(2)})
				return nil
			}, last, messagePage)
			if err != nil {
				yield(Outcome{}, err)
				return
			}
			for _, o := range page {
				if !yield(o, nil) {
					return
				}
				last = o.Row
			}
			if len(page) < messagePage {
				return
			}
		}
	}
}

// Reason is a message with the number of rows that have it.
type Reason struct {
	Message string `json:"message" doc:"what came of the write, as a sentence about one row"`
	Rows    int    `json:"rows" doc:"how many rows"`
}

// Beside is what the books don't tell of their counts.
type Beside struct {
	FoundThere   int      `json:"found_there,omitempty" doc:"of the unchanged, rows that were to be created, and of which no answer said that they were; an undo leaves them alone"`
	FoundCreated int      `json:"found_created,omitempty" doc:"of the created, rows whose write got no answer, and which were found as they were to be; an undo leaves them alone"`
	FoundUpdated int      `json:"found_updated,omitempty" doc:"of the updated, the same"`
	WhyUnknown   []Reason `json:"why_unknown,omitempty" doc:"why rows are unknown, the most frequent reason first"`
}

// BesideOf gives what is to be told beside the books, which are the run's.
func BesideOf(r *Run, b Books) (beside Beside, err error) {
	if b.Created+b.Updated+b.Unchanged+b.Unknown == 0 {
		return beside, nil
	}
	const query = `SELECT status, message, count(*) FROM message WHERE status IN (?, ?, ?, ?) GROUP BY status, message ORDER BY count(*) DESC, message`
	left := b.Unknown
	err = r.db.read(query, func(s *sqlite3.Stmt) error {
		rows := s.ColumnInt(2)
		switch Status(s.ColumnInt(0)) {
		case Created:
			beside.FoundCreated += rows
		case Updated:
			beside.FoundUpdated += rows
		case Unchanged:
			beside.FoundThere += rows
		default:
			beside.WhyUnknown = append(beside.WhyUnknown, Reason{s.ColumnText(1), rows})
			left -= rows
		}
		return nil
	}, int(Created), int(Updated), int(Unchanged), int(Unknown))
	if left > 0 {
		beside.WhyUnknown = append(beside.WhyUnknown, Reason{wording.English.Outcome.Unanswered, left})
	}
	return beside, err
}
