package main

import (
	"errors"

	"github.com/orgbatch/orgbatch/importer/run"
)

// stateOf is the state of a run in a word.
func stateOf(info run.Info) string {
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

// sourceNames are the names of the files that a run read.
func sourceNames(m run.Meta) []string {
	names := make([]string, len(m.Sources))
	for i, s := range m.Sources {
		names[i] = s.Name
	}
	return names
}

// runEvent is a run for a script.
func runEvent(info run.Info) eventRun {
	e := eventRun{
		ID: info.Meta.ID, Short: info.Meta.Short, Path: info.Path, State: stateOf(info),
		Created: info.Meta.Created.UTC(), PlannedBy: personEvent(info.Meta.PlannedBy), Target: info.Meta.Target.Name, Sources: sourceNames(info.Meta), InUse: info.InUse,
	}
	if info.Meta.Approved != nil {
		approved := approvalEvent(info.Meta.Approved)
		e.Approval = &approved
	}
	for _, w := range info.Meta.Writes {
		e.Writes = append(e.Writes, runWrite{Command: w.Command, At: w.At, By: personEvent(w.By)})
	}
	if info.Err != nil {
		e.Error = info.Err.Error()
	} else if !info.InUse {
		books := booksEvent(info.Meta.Short, info.Books, info.Beside)
		books.Planned = info.Meta.State == run.Ready || info.Meta.State == run.Blocked
		e.Books = &books
		if info.Undo != (run.UndoBooks{}) {
			undo := undoBooksEvent(info.Meta.Short, info.Undo)
			e.Undo = &undo
		}
		if info.Meta.Audited != nil {
			audited := auditEvent(info.Meta.Short, *info.Meta.Audited)
			e.Audit = &audited
		}
	}
	return e
}

// plannedBooks are books that would be.
func plannedBooks(short string, b run.Books) eventBooks {
	e := booksEvent(short, b, run.Beside{})
	e.Planned = true
	return e
}

// booksEvent are the books of a run, with what is told beside them.
func booksEvent(short string, b run.Books, beside run.Beside) eventBooks {
	e := eventBooks{
		Run: short, Closed: b.Close() == nil, Read: b.Read, Created: b.Created, Updated: b.Updated,
		Unchanged: b.Unchanged, Rejected: b.Rejected, Held: b.Held, Unknown: b.Unknown, NotReached: b.NotReached,
		FoundThere: beside.FoundThere, FoundCreated: beside.FoundCreated, FoundUpdated: beside.FoundUpdated,
	}
	for _, r := range beside.Unknown {
		e.WhyUnknown = append(e.WhyUnknown, booksReason(r))
	}
	return e
}

// auditEvent is what an audit found, for a script.
func auditEvent(short string, b run.Audited) eventAudit {
	return eventAudit{
		Run: short, Holds: b.Differ()+b.Unknown == 0, Closed: b.Close() == nil, Rows: b.Rows, Hold: b.Hold, Changed: b.Changed, Gone: b.Gone,
		Doubled: b.Doubled, InPart: b.InPart, ThereNow: b.ThereNow, Unknown: b.Unknown,
	}
}
