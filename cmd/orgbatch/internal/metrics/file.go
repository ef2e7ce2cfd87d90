package metrics

import (
	"errors"
	"fmt"
	"sync"

	"github.com/orgbatch/orgbatch/exporter/sink"
)

// fileMode lets node_exporter, which is another account, read the file, whatever
// the umask.
const fileMode = 0o644

// maxTries is how often an update begins anew because another process was
// faster.
const maxTries = 10

// File is a metrics file. It may be used concurrently. Several processes may
// share one, too: an update that another overtook begins anew.
type File struct {
	path string
	mu   sync.Mutex
}

// Open names the file; it is read and written by Update alone.
func Open(path string) *File { return &File{path: path} }

// ForeignError says that the file holds something that isn't orgbatch's. It was
// left as it is.
type ForeignError struct {
	Path string
	Line int // the first that isn't
	Hint string
}

// Error names the file and the line.
func (e *ForeignError) Error() string {
	return fmt.Sprintf("write the metrics: %s, line %d isn't orgbatch's", e.Path, e.Line)
}

// Update reads the file, lets change change what it holds, and replaces it. A
// file that doesn't exist is an empty one. Errors of the file system are of type
// *[sink.Error].
func (f *File) Update(change func(*Page)) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	for range maxTries {
		err := f.update(change)
		if !errors.Is(err, errOvertaken) {
			return err
		}
	}
	return fmt.Errorf("write the metrics: %s is always being replaced by another process", f.path)
}

var errOvertaken = errors.New("the file was replaced meanwhile")

func (f *File) update(change func(*Page)) error {
	var page Page
	begun := false
	out, err := sink.Create(f.path, sink.Options{Mode: fileMode, CheckReplace: func(path string) (err error) {
		if begun { // what has the name now isn't what was read
			return errOvertaken
		}
		page, err = read(path)
		return err
	}})
	if err != nil {
		return err
	}
	begun = true
	change(&page)
	if err := page.write(out); err != nil {
		return errors.Join(err, out.Abort())
	}
	_, err = out.Commit()
	return err
}

func read(path string) (Page, error) {
	data, err := sink.ReadFile(path)
	if err != nil {
		return Page{}, fmt.Errorf("read the metrics: %w", err)
	}
	page, line := parse(data)
	if line > 0 {
		return Page{}, &ForeignError{Path: path, Line: line, Hint: "give orgbatch a file of its own, whose name ends in .prom"}
	}
	return page, nil
}
