package input

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/orgbatch/orgbatch/exporter/sink"
	"github.com/orgbatch/orgbatch/importer/intake"
)

// spooled is what can be read only once, kept in a folder that is gone when it is closed.
type spooled struct {
	io.ReadSeekCloser
	folder func() error // removes the folder
}

// Close removes the file and the folders that were made for it.
func (s *spooled) Close() error { return errors.Join(s.ReadSeekCloser.Close(), s.folder()) }

// Open opens an input that no run keeps. What can't be read twice, as
// standard input, is spooled.
func Open(in intake.Input, runs string, now time.Time) (io.ReadSeekCloser, error) {
	if in.Stream == nil {
		return in.Open()
	}
	own, remove, err := Spool(runs, now)
	if err != nil {
		return nil, err
	}
	src, err := in.OpenIn(own)
	if err != nil {
		return nil, errors.Join(err, remove())
	}
	return &spooled{src, remove}, nil
}

// Spool makes a folder for what must be kept for a while, below the one of
// the runs, which is the user's own: never a shared temporary folder. It is empty
// again when remove is called, which leaves nothing that wasn't there before.
func Spool(runs string, now time.Time) (dir string, remove func() error, err error) {
	_, missing := os.Stat(runs)
	if err = os.MkdirAll(runs, 0o700); err == nil {
		removeLeftSpools(runs, now)
		dir, err = os.MkdirTemp(runs, ".input-") // 0700
	}
	if err != nil {
		return "", nil, sink.Explain("make", runs, err)
	}
	return dir, func() error {
		err := os.Remove(dir)
		if missing != nil && err == nil {
			_ = os.Remove(runs) // unless a run is there by now
		}
		return err
	}, nil
}

// removeLeftSpools removes what killed commands left a day ago or earlier: no reader of a spool
// takes that long, and what lies in it may be of persons. What can't be removed is the next one's.
func removeLeftSpools(runs string, now time.Time) {
	left, _ := filepath.Glob(filepath.Join(runs, ".input-*"))
	for _, dir := range left {
		if info, err := os.Lstat(dir); err == nil && info.IsDir() && now.Sub(info.ModTime()) > 24*time.Hour {
			_ = os.RemoveAll(dir)
		}
	}
}
