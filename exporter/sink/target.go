package sink

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// maxLinks is how many symbolic links may follow one another, as Linux has it.
const maxLinks = 40

// resolve follows symbolic links, so that the file they lead to is replaced or
// made, and the links stay.
func resolve(path string) string {
	for range maxLinks {
		link, err := os.Readlink(path)
		if err != nil {
			break
		}
		if !filepath.IsAbs(link) {
			// The link may stand in a folder that is one itself.
			if dir, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
				link = filepath.Join(dir, link)
			}
		}
		path = link
	}
	return path
}

// stat returns what has the name now; nil when nothing has.
func stat(path, target string) (fs.FileInfo, error) {
	info, err := os.Stat(target)
	link, _ := os.Lstat(target)
	switch {
	case link != nil && link.Mode()&fs.ModeSymlink != 0: // resolve has followed all that lead anywhere
		return nil, &Error{Op: "create", Path: path, Err: errNotRegular, Hint: "this link leads to itself: choose another name"}
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, Explain("create", path, err)
	case info.IsDir():
		return nil, &Error{Op: "create", Path: path, Err: errIsFolder,
			Hint: "this is a folder: give the name of a file in it"}
	case !info.Mode().IsRegular():
		return nil, &Error{Op: "create", Path: path, Err: errNotRegular,
			Hint: "this is a device or a pipe, which can't be replaced by a file: write to standard output instead"}
	}
	return info, nil
}

// mayReplace says what has the name now, and whether Commit may take it.
func (f *File) mayReplace() (fs.FileInfo, error) {
	info, err := stat(f.path, f.target)
	if err != nil || info == nil {
		return nil, err
	}
	switch {
	case f.opts.Overwrite:
	case f.opts.CheckReplace != nil:
		if err := f.opts.CheckReplace(f.path); err != nil {
			return nil, err
		}
	default:
		return nil, &Error{Op: "create", Path: f.path, Err: fs.ErrExist,
			Hint: "a file of this name exists: choose another name, or allow it to be replaced"}
	}
	return info, Explain("replace", f.path, probe(f.target))
}

// startSize is how much of a file [Only] looks at.
const startSize = 64 << 10

// Only lets a file be replaced whose start is known; it is for
// [Options.CheckReplace]. An empty file holds nothing to lose.
func Only(known func(start []byte) bool) func(path string) error {
	return func(path string) error {
		var start []byte
		f, err := os.Open(path)
		if err == nil {
			start, err = io.ReadAll(io.LimitReader(f, startSize))
			_ = f.Close() // it was only read
		}
		if err == nil && (len(start) == 0 || known(start)) {
			return nil
		}
		return &Error{Op: "replace", Path: path, Err: errForeign, Hint: "choose another name, or remove it first"}
	}
}

// Try says whether [Create] would begin the file, and leaves nothing.
func Try(path string, o Options) error {
	f, err := Create(path, o)
	if err != nil {
		return err
	}
	return f.Abort()
}

// unchanged reports whether what had the name in Create still has it as it was.
func unchanged(before, now fs.FileInfo) bool {
	if before == nil || now == nil {
		return before == nil && now == nil
	}
	return os.SameFile(before, now) && before.Size() == now.Size() && before.ModTime().Equal(now.ModTime())
}

// PartialPattern is the [filepath.Glob] pattern of the partials that a killed
// process may have left for a file of this name.
func PartialPattern(path string) string {
	dir, name := filepath.Split(path)
	return globEscapes.Replace(dir+partialStem(name)) + "*"
}

// partialStem is the start of the partial's name: hidden, and short enough that
// the whole fits the 255 bytes that file systems allow.
func partialStem(name string) string {
	for len(name) > 220 {
		_, n := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-n]
	}
	return "." + name + ".partial-"
}

// globEscapes make the characters that a pattern gives a meaning stand for themselves.
var globEscapes = strings.NewReplacer("*", "[*]", "?", "[?]", "[", "[[]")

// createPartial makes a new file beside the target: the same folder is the same
// file system, and only there is a rename atomic.
func createPartial(target string, mode fs.FileMode) (*os.File, string, error) {
	dir, name := filepath.Split(target)
	var last error
	for range 100 {
		partial := filepath.Join(dir, fmt.Sprintf("%s%08x", partialStem(name), rand.Uint32()))
		file, err := os.OpenFile(partial, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if !errors.Is(err, fs.ErrExist) {
			return file, partial, err
		}
		last = err
	}
	return nil, "", last
}
