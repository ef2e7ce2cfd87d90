package main

import (
	"os"
	"path/filepath"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/exporter/sink"
)

// namedFile is a file that a person names for something of ours; an empty path
// is none.
type namedFile struct {
	flag, path string
	replaces   func(path string) error
}

// mayWrite looks, before any work, at what has those names already.
func mayWrite(files ...namedFile) error {
	for i, f := range files {
		if f.path == "" {
			continue
		}
		for _, other := range files[:i] {
			if other.path != "" && filepath.Clean(other.path) == filepath.Clean(f.path) {
				return problem.Usagef("name a file for each", "%s and %s name one file", other.flag, f.flag)
			}
		}
		if isStandard(f.path) {
			return problem.Usagef("choose another name", "%s is where the output of this command goes", f.path)
		}
		if err := sink.Try(f.path, sink.Options{CheckReplace: f.replaces}); err != nil {
			return problem.InTheWay(err)
		}
	}
	return nil
}

// isStandard reports whether a file is open as standard output or error.
func isStandard(path string) bool {
	info, err := os.Stat(path)
	for _, open := range []*os.File{os.Stdout, os.Stderr} {
		if to, failed := open.Stat(); err == nil && failed == nil && info.Mode().IsRegular() && os.SameFile(info, to) {
			return true
		}
	}
	return false
}
