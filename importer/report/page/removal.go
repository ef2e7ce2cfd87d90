package page

import "github.com/orgbatch/orgbatch/importer/run"

// removal is how pages call what takes organizations away: an undo, or a run that deletes those of
// a list.
type removal struct {
	kind, act, did, done string // the nouns, and what has become of a row
	row                  string // what is counted: rows of a list that name one organization are one
	of, source           string // what the rows are, and why theirs are deleted
	doomed               string // of what is to be deleted
	nothing, none        string // the verdict where there is nothing to do
	gone                 string // the title of what is as it is to be
	reversed, box, state string // title of what was done, and what that is
	code                 string // what the plan's code stands for
}

var (
	undoing = removal{
		kind: "undo", act: "undoing", did: "undone", done: "Undone", row: "row", of: "written by the run", source: "created by the run", doomed: "The run created these organizations.",
		nothing: "Nothing to undo", none: "All that the run wrote is as before already.", gone: "As before already",
		reversed: "Reversed", box: "as before the run", state: "as they were before the run",
		code: "It stands for exactly what is shown here: when anything of it changes meanwhile, the plan has another code.",
	}
	deleting = removal{
		kind: "deletion", act: "deletion", did: "deleted", done: "Deleted", row: "organization", of: "in the list", source: "in the list", doomed: "The list names these organizations.",
		nothing: "Nothing to delete", none: "All that the list names is gone already.", gone: "Gone already",
		reversed: "Deleted", box: "gone", state: "gone",
		code: "It stands for the organizations of the list as they were when it was planned: what somebody changes meanwhile stays.",
	}
)

// fates are what becomes of the rows, in the order in which they are told.
func (r *removal) fates() []fate {
	return []fate{
		{run.UndoKept, "undo-kept", "Kept", "These organizations were left as they are."},
		{run.UndoFailed, "undo-failed", "Could not be " + r.did, "Pigello refused it."},
		{run.UndoUnknown, "undo-unknown", "Without an answer", "Nobody knows yet whether they were " + r.did + ": resume finds out."},
		{run.UndoNotReached, "undo-missed", "Still to be " + r.did, "Nothing was tried yet: resume goes on with them."},
		{run.UndoReversed, "undo-reversed", r.reversed, "These organizations are " + r.state + "."},
	}
}

type fate struct {
	status           run.UndoStatus
	id, title, intro string
}
