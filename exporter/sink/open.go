package sink

import (
	"io/fs"
	"os"
)

// Open opens an ordinary file, or a link to one, to read it. Whatever else has the name is an error at once: a named pipe would be waited for
// until somebody writes into it.
func Open(path string) (*os.File, error) {
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		err = &fs.PathError{Op: "open", Path: path, Err: errNotRegular}
	}
	if err != nil {
		return nil, err
	}
	return os.Open(path)
}
