package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// spooled is what can be read only once, in a file that is gone when it is closed.
type spooled struct {
	*os.File
	folder func() error // removes the folder
}

// Close removes the file and the folders that were made for it.
func (s *spooled) Close() error {
	return errors.Join(s.File.Close(), os.Remove(s.Name()), s.folder())
}

// openInput opens an input that no run keeps. What can't be read twice, as
// standard input, is spooled.
func (a *app) openInput(in importer.Input, runs string) (io.ReadSeekCloser, error) {
	if in.Stream == nil {
		return in.Open()
	}
	own, remove, err := a.spoolFolder(runs)
	if err != nil {
		return nil, err
	}
	f, err := os.OpenFile(filepath.Join(own, "input"), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, errors.Join(err, remove())
	}
	s := &spooled{File: f, folder: remove}
	if _, err = io.Copy(f, in.Stream); err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(tabular.Named("read", in.Name, err), s.Close())
	}
	return s, nil
}

// spoolFolder makes a folder for what must be kept for a while, below the one of
// the runs, which is the user's own: never a shared temporary folder. It is empty
// again when remove is called, which leaves nothing that wasn't there before.
func (a *app) spoolFolder(runs string) (dir string, remove func() error, err error) {
	above := a.runsDir(runs, nil)
	_, missing := os.Stat(above)
	if err := os.MkdirAll(above, 0o700); err != nil {
		return "", nil, err
	}
	if dir, err = os.MkdirTemp(above, ".input-"); err != nil { // 0700
		return "", nil, err
	}
	return dir, func() error {
		err := os.Remove(dir)
		if missing != nil && err == nil {
			_ = os.Remove(above) // unless a run is there by now
		}
		return err
	}, nil
}
