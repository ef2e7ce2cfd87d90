package main

import (
	"strings"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/importer/run"
)

// count is how many rows ended in one way, and how that is said.
type count struct {
	rows int
	say  func(int) string
}

// sentence says books on one line, without what there is none of: the whole equation
// stands on the pages, in --json and in runs RUN. Books that don't close are said as
// they are, for then every count matters. same of the unchanged rows say what another row
// of the file says: of those nothing need be there.
func sentence(w *words.Edition, b run.Books, same int) string {
	if b.Close() != nil {
		return b.String()
	}
	if ends := endsOf(w, b, same); ends != "" {
		return w.Books.Closed(ends, b.Read)
	}
	return w.Books.Rows(b.Read)
}

// endsOf says how rows ended, without how many they are.
func endsOf(w *words.Edition, b run.Books, same int) string {
	return joined(count{b.Created, w.Books.Created}, count{b.Updated, w.Books.Updated}, count{b.Unchanged - same, w.Books.Unchanged}, count{same, w.Books.Same},
		count{b.Rejected, w.Books.Rejected}, count{b.Held, w.Books.OnHold}, count{b.Unknown, w.Books.Unknown}, count{b.NotReached, w.Books.NotReached})
}

// undoSentence says so the books of an undo, or of a run that deletes; before are the rows of which it found that nothing was left to do: an
// earlier undo took them back, or what was to be deleted was gone.
func undoSentence(w *words.Edition, said *words.Undo, b run.UndoBooks, before int) string {
	if b.Close() != nil {
		return b.String()
	}
	ends := joined(count{b.Reversed - before, said.Reversed}, count{before, said.Before}, count{b.Kept, said.Kept}, count{b.Failed, said.Failed},
		count{b.Unknown, w.Books.Unknown}, count{b.NotReached, w.Books.NotReached})
	if ends == "" {
		return said.Written(b.Written)
	}
	return said.Closed(ends, b.Written)
}

func joined(counts ...count) string {
	var parts []string
	for _, c := range counts {
		if c.rows > 0 {
			parts = append(parts, c.say(c.rows))
		}
	}
	return strings.Join(parts, " · ")
}
