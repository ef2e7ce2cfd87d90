package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/exporter/shell"
	"github.com/orgbatch/orgbatch/importer/run"
)

// littleSpace is what a large import may need: its journal, results and rejects.
const littleSpace = 500e6

// runFolder looks at the place of the runs. It leaves nothing there.
func (d *doctor) runFolder() {
	dir := d.a.targets.RunsDir(d.o.runs, d.target)
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		newFolder(d, dir)
	case err != nil:
		d.fail(problem.ExitFailed, "run folder", "--runs names another", "%s can't be looked at: %s", dir, err)
	case !info.IsDir():
		d.fail(problem.ExitFailed, "run folder", "--runs names another", "%s is no folder", dir)
	default:
		oldFolder(d, dir, info)
	}
	if why := run.Unsafe(dir, d.a.env); why != "" {
		d.warn("run folder", "--runs names another place", "%s %s: run.db may be damaged there while it is written", dir, why)
	}
	sayLeftBehind(d.a.ui, d.a.targets, dir)
}

// backups says where the snapshots lie, where that is set.
func (d *doctor) backups() {
	if dir, from, err := defaultBackups(d.a.env, d.a.config); err == nil && dir != "" {
		d.ok("backups", "%s", d.a.words.Night.Folder(absolute(dir), from))
	}
}

// newFolder tries whether a folder could be made: in the nearest one that exists.
func newFolder(d *doctor, dir string) {
	above, err := filepath.Abs(dir)
	for err == nil {
		above = filepath.Dir(above)
		if _, missing := os.Stat(above); !errors.Is(missing, fs.ErrNotExist) || above == filepath.Dir(above) {
			break
		}
	}
	if err == nil {
		err = tryWriting(above)
	}
	if err != nil {
		d.fail(problem.ExitFailed, "run folder", "--runs names another place", "%s doesn't exist and can't be made: %s", dir, err)
		return
	}
	d.ok("run folder", "%s doesn't exist yet and can be made in %s", dir, above)
	space(d, above)
}

func oldFolder(d *doctor, dir string, info fs.FileInfo) {
	if err := tryWriting(dir); err != nil {
		d.fail(problem.ExitFailed, "run folder", "--runs names another place", "%s can't be written: %s", dir, err)
		return
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 && runtime.GOOS != "windows" {
		d.warn("run folder", "chmod 700 "+shell.Quote(dir), "%s can be read by others (mode %04o); the folders of the runs in it can't", dir, mode)
	} else {
		d.ok("run folder", "%s can be written", dir)
	}
	space(d, dir)
}

// tryWriting makes a file and removes it.
func tryWriting(dir string) error {
	f, err := os.CreateTemp(dir, ".orgbatch-doctor-*")
	if err != nil {
		return err
	}
	_, err = f.Write([]byte("orgbatch"))
	return errors.Join(err, f.Close(), os.Remove(f.Name()))
}

// space says how much is free, where that can be told.
func space(d *doctor, dir string) {
	free, ok := freeSpace(dir)
	switch {
	case !ok:
	case free < littleSpace:
		d.warn("free space", "--runs names another place; orgbatch runs prune 90d removes old runs", "%s there; a large import may need more", words.Size(free))
	default:
		d.ok("free space", "%s there", words.Size(free))
	}
}
