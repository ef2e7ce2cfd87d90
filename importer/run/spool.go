package run

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// spool is a file of the run's folder that is gone when it is closed.
type spool struct {
	*os.File
	closed bool
}

// Close removes the file: after planning the rows are in the journal. Closing again does nothing. Not safe for concurrent use.
func (s *spool) Close() error {
	if s.closed {
		return nil
	}
	s.closed = true
	return errors.Join(s.File.Close(), os.Remove(s.Name()))
}

// Spool copies src, which can't be read twice, into a file of the run's folder (0600) and gives it back, at its beginning. name is what a
// person calls it, for errors. Closing it removes the file; closing the Run does so too.
//
// The error is a *StorageError when the folder can't take it, else that of src.
func (r *Run) Spool(name string, src io.Reader) (io.ReadSeekCloser, error) {
	if r.readOnly {
		return nil, r.db.errReadOnly()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	path := filepath.Join(r.dir, fmt.Sprintf("input-%d.tmp", len(r.spools)+1))
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, classify("keep "+name+" in", path, err)
	}
	s := &spool{File: f}
	r.spools = append(r.spools, s)
	in := &markedReader{Reader: src}
	if _, err = io.Copy(f, in); err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err == nil {
		return s, nil
	}
	if in.err != nil {
		err = tabular.Named("read", name, in.err)
	} else {
		err = classify("keep "+name+" in", path, err)
	}
	return nil, errors.Join(err, s.Close())
}

// markedReader remembers an error of its own side, so that it isn't taken for one of the disk.
type markedReader struct {
	io.Reader
	err error
}

func (m *markedReader) Read(p []byte) (int, error) {
	n, err := m.Reader.Read(p)
	if err != nil && err != io.EOF {
		m.err = err
	}
	return n, err
}
