package table

import (
	"errors"
	"io"
)

// windowSize is the part of a file held at first; only a row larger than this makes the window grow.
const windowSize = 256 << 10

// errRowTooLarge says that no row ended within MaxRow bytes.
var errRowTooLarge = errors.New("row too large")

// window is the part of a source that is being looked at: buf[pos:end]. It slides forward and holds at least one whole row.
type window struct {
	src      io.Reader
	buf      []byte
	pos, end int
	err      error // why there is no more: io.EOF, a read error, or errRowTooLarge
}

func newWindow(src io.Reader) *window { return &window{src: src} }

func (w *window) bytes() []byte { return w.buf[w.pos:w.end] }

func (w *window) skip(n int) { w.pos += n }

// eof says that bytes is all that is left.
func (w *window) eof() bool { return w.err == io.EOF }

// more adds to bytes, which moves them. It fills the whole room, so that a source that gives single bytes makes nobody look at a long row
// once per byte; and it doubles the room, so that looking again from the start of a row stays linear. It reports false when there is no
// more or no room; w.err says which.
func (w *window) more() bool {
	if w.err != nil {
		return false
	}
	w.makeRoom()
	if w.err != nil {
		return false
	}
	before := w.end
	for idle := 0; w.end < len(w.buf) && w.err == nil; {
		n, err := w.src.Read(w.buf[w.end:])
		w.end += n
		w.err = err
		if idle++; n > 0 {
			idle = 0
		} else if idle > 100 && err == nil {
			w.err = io.ErrNoProgress
		}
	}
	return w.end > before
}

func (w *window) makeRoom() {
	held := w.end - w.pos
	switch {
	case w.buf == nil:
		w.buf = make([]byte, windowSize)
	case held > MaxRow:
		w.err = errRowTooLarge
		return
	case held > len(w.buf)/2:
		grown := make([]byte, 2*len(w.buf))
		copy(grown, w.bytes())
		w.buf = grown
	default:
		copy(w.buf, w.bytes())
	}
	w.pos, w.end = 0, held
}
