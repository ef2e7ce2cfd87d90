package event

import (
	"errors"
	"time"

	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/undo"
)

// StateOf is the state of a run in a word.
func StateOf(info run.Info) string {
	switch {
	case info.InUse:
		return "in use"
	case errors.As(info.Err, new(*run.StorageError)):
		return "unreadable"
	case info.Err != nil:
		return "damaged"
	}
	return info.Meta.Said()
}

// SourceNames are the names of the files that a run read.
func SourceNames(m run.Meta) []string {
	names := make([]string, len(m.Sources))
	for i, s := range m.Sources {
		names[i] = s.Name
	}
	return names
}

// OfRun is a run for a script.
func OfRun(info run.Info) Run {
	e := Run{
		ID: info.Meta.ID, Short: info.Meta.Short, Path: info.Path, State: StateOf(info),
		Created: info.Meta.Created.UTC(), PlannedBy: info.Meta.PlannedBy, Target: info.Meta.Target.Name, Sources: SourceNames(info.Meta), InUse: info.InUse,
	}
	if info.Meta.Approved != nil {
		approved := OfApproval(info.Meta.Approved)
		e.Approval = &approved
	}
	for _, w := range info.Meta.Writes {
		e.Writes = append(e.Writes, Write{Command: w.Command, At: w.At, By: w.By})
	}
	if info.Err != nil {
		e.Error = info.Err.Error()
	} else if !info.InUse {
		books := OfBooks(info.Meta.Short, info.Books, info.Beside)
		books.Planned = info.Meta.State == run.Ready || info.Meta.State == run.Blocked
		e.Books = &books
		if info.Undo != (run.UndoBooks{}) {
			undo := OfUndo(info.Meta.Short, info.Undo)
			e.Undo = &undo
		}
		if info.Meta.Audited != nil {
			audited := OfAudit(info.Meta.Short, *info.Meta.Audited)
			e.Audit = &audited
		}
	}
	return e
}

// OfPlanned are books that would be.
func OfPlanned(short string, b run.Books) Books {
	e := OfBooks(short, b, run.Beside{})
	e.Planned = true
	return e
}

// OfBooks are the books of a run, with what is told beside them.
func OfBooks(short string, b run.Books, beside run.Beside) Books {
	return Books{Run: short, Closed: b.Close() == nil, Books: b, Beside: beside}
}

// OfAudit is what an audit found, for a script.
func OfAudit(short string, b run.Audited) Audit {
	return Audit{
		Run: short, Holds: b.Differ()+b.Unknown == 0, Closed: b.Close() == nil, Rows: b.Rows, Hold: b.Hold, Changed: b.Changed, Gone: b.Gone,
		Doubled: b.Doubled, InPart: b.InPart, ThereNow: b.ThereNow, Unknown: b.Unknown,
	}
}

// Write is one time that somebody wrote for a run.
type Write struct {
	Command string     `json:"command" doc:"the command that wrote: import, apply, resume, undo, …"`
	At      time.Time  `json:"at" doc:"when it began"`
	By      run.Person `json:"by,omitzero" doc:"who gave it"`
}

// Approval tells who approved what is written.
type Approval struct {
	Name     string     `json:"name" doc:"who approved it"`
	At       time.Time  `json:"at" doc:"when it was signed, or said"`
	StatedBy run.Person `json:"stated_by,omitzero" doc:"who says so, where nothing proves it"`
	Key      string     `json:"key,omitempty" doc:"fingerprint of the SSH key that signed it"`
	Code     string     `json:"code,omitempty" doc:"the plan's code, when it is signed"`
	Expires  *time.Time `json:"expires,omitempty" doc:"until when it counts, when it is signed"`
}

// OfApproval is an approval for a script.
func OfApproval(a *run.Approved) Approval {
	e := Approval{Name: a.Name, At: a.At, Key: a.Key}
	if a.StatedBy != nil {
		e.StatedBy = *a.StatedBy
	}
	return e
}

// History tells one line of the history of writes to production.
type History struct {
	Line any `json:"line" doc:"the line, as in the file"`
}

// Difference tells one thing that isn't as a run says, of audit.
type Difference struct {
	Run     string  `json:"run" doc:"the run's short id"`
	Row     int     `json:"row" doc:"as Excel shows it at the left"`
	File    string  `json:"file,omitempty" doc:"the file, where there are several"`
	ID      string  `json:"id" doc:"the organization"`
	Name    string  `json:"name" doc:"its name, as the run says"`
	Status  string  `json:"status" doc:"where the row ended in the run"`
	Finding string  `json:"finding" doc:"changed since, gone, doubled or there now; the last is no difference of the books"`
	Field   string  `json:"field,omitempty" doc:"what differs: name, custom_id or organization; of doubled, id; of gone, id where another of that name was made since"`
	Wrote   *string `json:"wrote" doc:"what the run wrote; null for empty"`
	Now     *string `json:"now" doc:"what is there now; null for empty"`
}

// Audit tells whether the books of a run hold now.
type Audit struct {
	Run      string `json:"run" doc:"the run's short id"`
	Holds    bool   `json:"holds" doc:"nothing differs, and no row is of unknown fate"`
	Closed   bool   `json:"closed" doc:"the buckets add up to rows"`
	Rows     int    `json:"rows" doc:"rows audited: those created, updated or unchanged"`
	Hold     int    `json:"hold" doc:"rows as the run says"`
	Changed  int    `json:"changed" doc:"rows whose organization has another value now"`
	Gone     int    `json:"gone" doc:"rows whose organization isn't there any more"`
	Doubled  int    `json:"doubled" doc:"rows beside whose organization another of that name was made since"`
	InPart   int    `json:"in_part" doc:"rows as the run says, but for the parent, which the API doesn't tell"`
	ThereNow int    `json:"there_now" doc:"rows that the run did not write and whose name is there now"`
	Unknown  int    `json:"unknown" doc:"rows whose write got no answer: settle them first"`
}

// UndoPlan is what an undo would do; its books follow as an event of their
// own.
type UndoPlan struct {
	Run string `json:"run" doc:"the run's short id"`
	undo.Plan
}

// OfUndoPlan is the plan of an undo for a script.
func OfUndoPlan(short string, plan *undo.Plan) UndoPlan {
	e := UndoPlan{short, *plan}
	e.Kept = listed(plan.Kept)
	return e
}

// UndoBooks are the closed books of an undo.
type UndoBooks struct {
	Run     string `json:"run" doc:"the run's short id"`
	Planned bool   `json:"planned" doc:"true: what would be; false: what was"`
	Closed  bool   `json:"closed" doc:"the buckets add up to written"`
	run.UndoBooks
}

// UndoRow is a row that an undo didn't take back.
type UndoRow struct {
	Run    string `json:"run" doc:"the run's short id"`
	Row    int    `json:"row" doc:"as Excel shows it at the left"`
	ID     string `json:"id" doc:"the organization"`
	Name   string `json:"name" doc:"as the run wrote it"`
	Status string `json:"status" doc:"kept, failed or unknown"`
	Reason string `json:"reason" doc:"why"`
}

// OfPlannedUndo are the books of an undo that would be.
func OfPlannedUndo(short string, b run.UndoBooks) UndoBooks {
	e := OfUndo(short, b)
	e.Planned = true
	return e
}

// OfUndo are the books of an undo.
func OfUndo(short string, b run.UndoBooks) UndoBooks {
	return UndoBooks{Run: short, Closed: b.Close() == nil, UndoBooks: b}
}
