package archive

import (
	"io"
	"sync"
	"sync/atomic"
)

// readerAt reads anywhere in a source that can only seek.
type readerAt struct {
	mu    sync.Mutex
	src   io.ReadSeeker
	taken *atomic.Int64
}

// ReadAt reads len(p) bytes at off, fewer only with an error.
func (r *readerAt) ReadAt(p []byte, off int64) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, err := r.src.Seek(off, io.SeekStart); err != nil {
		return 0, err
	}
	n, err := io.ReadFull(r.src, p)
	r.taken.Add(int64(n))
	if err == io.ErrUnexpectedEOF {
		err = io.EOF
	}
	return n, err
}
