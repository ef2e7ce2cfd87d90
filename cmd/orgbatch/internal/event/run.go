package event

import (
	"errors"

	"github.com/orgbatch/orgbatch/importer/run"
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
		Created: info.Meta.Created.UTC(), PlannedBy: OfPerson(info.Meta.PlannedBy), Target: info.Meta.Target.Name, Sources: SourceNames(info.Meta), InUse: info.InUse,
	}
	if info.Meta.Approved != nil {
		approved := OfApproval(info.Meta.Approved)
		e.Approval = &approved
	}
	for _, w := range info.Meta.Writes {
		e.Writes = append(e.Writes, Write{Command: w.Command, At: w.At, By: OfPerson(w.By)})
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
	e := Books{
		Run: short, Closed: b.Close() == nil, Read: b.Read, Created: b.Created, Updated: b.Updated,
		Unchanged: b.Unchanged, Rejected: b.Rejected, Held: b.Held, Unknown: b.Unknown, NotReached: b.NotReached,
		FoundThere: beside.FoundThere, FoundCreated: beside.FoundCreated, FoundUpdated: beside.FoundUpdated,
	}
	for _, r := range beside.Unknown {
		e.WhyUnknown = append(e.WhyUnknown, Reason(r))
	}
	return e
}

// OfAudit is what an audit found, for a script.
func OfAudit(short string, b run.Audited) Audit {
	return Audit{
		Run: short, Holds: b.Differ()+b.Unknown == 0, Closed: b.Close() == nil, Rows: b.Rows, Hold: b.Hold, Changed: b.Changed, Gone: b.Gone,
		Doubled: b.Doubled, InPart: b.InPart, ThereNow: b.ThereNow, Unknown: b.Unknown,
	}
}
