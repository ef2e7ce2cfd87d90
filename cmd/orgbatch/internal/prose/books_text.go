package prose

import (
	"strings"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/importer/run"
)

// Count is how many rows ended in one way, and how that is said.
type Count struct {
	Rows int
	Say  func(int) string
}

// Books says books on one line, without what there is none of: the whole equation
// stands on the pages, in --json and in runs RUN. Books that don't close are said as
// they are, for then every count matters. same of the unchanged rows say what another row
// of the file says: of those nothing need be there.
func Books(w *words.Edition, b run.Books, same int) string {
	if b.Close() != nil {
		return b.String()
	}
	if ends := Ends(w, b, same); ends != "" {
		return w.Books.Closed(ends, b.Read)
	}
	return w.Books.Rows(b.Read)
}

// Ends says how rows ended, without how many they are.
func Ends(w *words.Edition, b run.Books, same int) string {
	return Joined(Count{b.Created, w.Books.Created}, Count{b.Updated, w.Books.Updated}, Count{b.Unchanged - same, w.Books.Unchanged}, Count{same, w.Books.Same},
		Count{b.Rejected, w.Books.Rejected}, Count{b.Held, w.Books.OnHold}, Count{b.Unknown, w.Books.Unknown}, Count{b.NotReached, w.Books.NotReached})
}

// Undo says so the books of an undo, or of a run that deletes; before are the rows of which it
// found that nothing was left to do: an earlier undo took them back, or what was to be deleted was
// gone.
func Undo(w *words.Edition, said *words.Undo, b run.UndoBooks, before int) string {
	if b.Close() != nil {
		return b.String()
	}
	ends := Joined(Count{b.Reversed - before, said.Reversed}, Count{before, said.Before}, Count{b.Kept, said.Kept}, Count{b.Failed, said.Failed},
		Count{b.Unknown, w.Books.Unknown}, Count{b.NotReached, w.Books.NotReached})
	if ends == "" {
		return said.Written(b.Written)
	}
	return said.Closed(ends, b.Written)
}

// Joined says several counts, without those of nothing.
func Joined(counts ...Count) string {
	var parts []string
	for _, c := range counts {
		if c.Rows > 0 {
			parts = append(parts, c.Say(c.Rows))
		}
	}
	return strings.Join(parts, " · ")
}
