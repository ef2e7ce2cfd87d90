package sink

import (
	"errors"
	"io"
	"io/fs"
	"os"
)

// Open opens an ordinary file, or a link to one, to read it. Whatever else has the name is an error
// at once: a named pipe would be waited for until somebody writes into it.
func Open(path string) (*os.File, error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "open", Path: path, Err: errNotRegular}
	}
	return os.Open(path)
}

// ReadFile reads an ordinary file, or a link to one, whole; see [Open].
func ReadFile(path string) ([]byte, error) {
	f, err := Open(path)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(f)
	return data, errors.Join(err, f.Close())
}
