package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/orgbatch/orgbatch/importer"
)

// spooled is standard input in a file that is gone when it is closed.
type spooled struct {
	*os.File
	remove []string
}

// Close removes the file and the folders that were made for it.
func (s *spooled) Close() error {
	err := s.File.Close()
	for _, path := range s.remove {
		if removing := os.Remove(path); err == nil && !errors.Is(removing, os.ErrNotExist) {
			err = removing
		}
	}
	return err
}

// openInput opens an input that no run keeps. Standard input, which can't be read twice, is spooled below the folder of the runs, which is
// the user's own, and never to a shared temporary folder.
func (a *app) openInput(in importer.Input, runs string) (io.ReadSeekCloser, error) {
	if in.Stream == nil {
		return in.Open()
	}
	dir := a.runsDir(runs, nil)
	_, missing := os.Stat(dir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	own, err := os.MkdirTemp(dir, ".input-") // 0700
	if err != nil {
		return nil, err
	}
	remove := []string{filepath.Join(own, "input"), own}
	if missing != nil {
		remove = append(remove, dir)
	}
	f, err := os.OpenFile(remove[0], os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, errors.Join(err, os.Remove(own))
	}
	s := &spooled{File: f, remove: remove}
	if _, err = io.Copy(f, in.Stream); err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("read %s: %w", in.Name, err), s.Close())
	}
	return s, nil
}
