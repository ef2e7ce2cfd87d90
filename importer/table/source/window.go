package source

import (
	"io"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// windowSize is the part of a file held at first; only a row larger than this makes the window grow.
const windowSize = 256 << 10

// Window is the part of a source that is being looked at: buf[pos:end]. It slides forward and holds at least one whole row.
type Window struct {
	src      io.Reader
	buf      []byte
	pos, end int
	Err      error // why there is no more: io.EOF, a read error, or ErrRowTooLarge
}

// NewWindow looks at src from where it stands.
func NewWindow(src io.Reader) *Window { return &Window{src: src} }

// Bytes is what is being looked at, until the next call of More or Skip.
func (w *Window) Bytes() []byte { return w.buf[w.pos:w.end] }

// Skip passes over the first n bytes.
func (w *Window) Skip(n int) { w.pos += n }

// EOF says that Bytes is all that is left.
func (w *Window) EOF() bool { return w.Err == io.EOF }

// More adds to Bytes, which moves them. It fills the whole room, so that a source that gives single bytes makes nobody look at a long row
// once per byte; and it doubles the room, so that looking again from the start of a row stays linear. It reports false when there is no
// more or no room; w.Err says which.
func (w *Window) More() bool {
	if w.Err != nil {
		return false
	}
	w.makeRoom()
	if w.Err != nil {
		return false
	}
	before := w.end
	for idle := 0; w.end < len(w.buf) && w.Err == nil; {
		n, err := w.src.Read(w.buf[w.end:])
		w.end += n
		w.Err = err
		if idle++; n > 0 {
			idle = 0
		} else if idle > 100 && err == nil {
			w.Err = io.ErrNoProgress
		}
	}
	return w.end > before
}

func (w *Window) makeRoom() {
	held := w.end - w.pos
	switch {
	case w.buf == nil:
		w.buf = make([]byte, windowSize)
	case held > tabular.MaxRow:
		w.Err = tabular.ErrRowTooLarge
		return
	case held > len(w.buf)/2:
		grown := make([]byte, 2*len(w.buf))
		copy(grown, w.Bytes())
		w.buf = grown
	default:
		copy(w.buf, w.Bytes())
	}
	w.pos, w.end = 0, held
}
