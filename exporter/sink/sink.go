package sink

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// bufferSize is what is handed to the file system at once: large enough that
// system calls don't show in a profile.
const bufferSize = 256 << 10

// writebackSize is how much is gathered before the kernel is asked to begin
// bringing it to disk.
const writebackSize = 4 << 20

// private is the permission of a file that nobody said another of.
const private fs.FileMode = 0o600

// Options say how the file is written. The zero value writes an uncompressed
// file that only its owner can read and replaces nothing.
type Options struct {
	// Compression is "" (none), "gzip" or "zstd"; see [CompressionFor].
	Compression string

	// Encrypt, if not nil, stands between compression and disk: what is written
	// to its result is encrypted onto its argument, to the end with Close.
	Encrypt func(io.Writer) (io.WriteCloser, error)

	// Overwrite lets Commit replace whatever file has the name.
	Overwrite bool

	// CheckReplace is asked, when a file has the name and Overwrite is false,
	// whether it may be replaced: nil allows it, an error is returned as it is.
	// Without it no existing file is replaced. It runs in Create, and again in
	// Commit if that file has changed meanwhile.
	CheckReplace func(path string) error

	// Mode is the permission of the file, whatever the umask; 0 is 0600.
	Mode fs.FileMode
}

// Summary is what lies on disk after [File.Prepare] or [File.Commit].
type Summary struct {
	Bytes  int64  // length of the file, compressed if it is
	SHA256 string // of those bytes, lower-case hexadecimal
}

// File is a file being written. It is an [io.Writer]; one goroutine uses it.
type File struct {
	path    string // as given
	target  string // path, or what it links to
	partial string
	opts    Options
	found   fs.FileInfo // what had the name in Create; nil: nothing

	file  *os.File
	disk  *bufio.Writer
	zip   io.WriteCloser // nil: neither compressed nor encrypted
	hash  hash.Hash
	bytes int64

	started int64 // of these, what the kernel was asked to bring to disk early

	state state
	err   error // the first failure; it stays
}

// state is how far a file has come.
type state uint8

const (
	writing state = iota
	prepared
	committed
	aborted
)

// Create opens a partial beside path. It fails before anything is written when
// the folder is missing or unwritable, when path is no ordinary file, or when
// a file of that name may not be replaced. The caller ends it with
// [File.Commit] or [File.Abort]; both may be called, in any order.
func Create(path string, o Options) (*File, error) {
	if o.Mode == 0 {
		o.Mode = private
	}
	f := &File{path: path, target: resolve(path), opts: o, hash: sha256.New()}
	found, err := f.mayReplace()
	if err != nil {
		return nil, err
	}
	f.found = found
	if f.file, f.partial, err = createPartial(f.target, o.Mode); err != nil {
		return nil, Explain("create", path, err)
	}
	if o.Mode != private {
		_ = f.file.Chmod(o.Mode) // some file systems keep no permissions
	}
	f.disk = bufio.NewWriterSize((*onDisk)(f), bufferSize)
	if f.zip, err = o.layers(f.disk); err != nil {
		return nil, f.fail(&Error{Op: "create", Path: path, Err: err})
	}
	return f, nil
}

// Write takes the next bytes, before compression. After an error every further
// call returns that error.
func (f *File) Write(p []byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	if f.state != writing {
		return 0, f.closed()
	}
	var w io.Writer = f.disk
	if f.zip != nil {
		w = f.zip
	}
	n, err := w.Write(p)
	if err != nil {
		f.err = Explain("write", f.path, err)
	}
	return n, f.err
}

// Reset forgets all that was written, for a source that begins anew. After
// Prepare, Commit or Abort it is an error.
func (f *File) Reset() error {
	if f.err != nil {
		return f.err
	}
	if f.state != writing {
		return f.closed()
	}
	if err := f.rewind(); err != nil {
		return f.fail(Explain("write", f.path, err))
	}
	return nil
}

func (f *File) rewind() error {
	if err := f.file.Truncate(0); err != nil {
		return err
	}
	if _, err := f.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	f.hash.Reset()
	f.bytes, f.started = 0, 0
	f.disk.Reset((*onDisk)(f))
	var err error
	f.zip, err = f.opts.layers(f.disk)
	return err
}

// Prepare ends the compression and brings the partial to disk, without giving
// it its name yet: for two files that are published together. It may be called
// again. On an error the partial is removed.
func (f *File) Prepare() (Summary, error) {
	if f.err != nil && f.state != committed {
		return Summary{}, f.fail(f.err)
	}
	if f.state == aborted {
		return Summary{}, f.closed()
	}
	if f.state == writing {
		if err := f.settle(); err != nil {
			return Summary{}, f.fail(Explain("write", f.path, err))
		}
		f.state = prepared
	}
	return Summary{Bytes: f.bytes, SHA256: hex.EncodeToString(f.hash.Sum(nil))}, nil
}

// settle writes out what is buffered, brings it to disk and closes the file
// (Windows doesn't rename an open one).
func (f *File) settle() error {
	if f.zip != nil {
		if err := f.zip.Close(); err != nil {
			return err
		}
	}
	if err := f.disk.Flush(); err != nil {
		return err
	}
	if err := f.file.Sync(); err != nil {
		return err
	}
	return f.file.Close()
}

// Commit gives the file its name and returns what lies on disk. On an error
// the name still stands for what it stood for before, and the partial is
// removed; only when the folder itself could not be brought to disk (Op
// "sync") is the new file there, whole, but perhaps not after a power loss.
// A second call returns the first one's result.
func (f *File) Commit() (Summary, error) {
	sum, err := f.Prepare()
	if err != nil {
		return sum, err
	}
	if f.state == committed {
		return sum, f.err
	}
	if err := f.publish(); err != nil {
		return Summary{}, f.fail(err)
	}
	f.state = committed
	if err := SyncDir(filepath.Dir(f.target)); err != nil {
		f.err = Explain("sync", f.path, err)
	}
	return sum, f.err
}

// publish renames, after a last look at what has the name now. What appears
// between the look and the rename is replaced.
func (f *File) publish() error {
	now, err := stat(f.path, f.target)
	if err != nil {
		return err
	}
	if !unchanged(f.found, now) {
		if _, err := f.mayReplace(); err != nil {
			return err
		}
	}
	return Explain("replace", f.path, Rename(f.partial, f.target))
}

// Abort removes the partial. After Commit it does nothing, so that it can be
// deferred; it may be called again.
func (f *File) Abort() error {
	if f.state == committed || f.state == aborted {
		return nil
	}
	f.state = aborted
	_ = f.file.Close() // already closed after Prepare; nothing of it is kept either way
	if err := os.Remove(f.partial); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Explain("remove", f.partial, err)
	}
	return nil
}

// fail keeps the first failure and removes the partial.
func (f *File) fail(err error) error {
	f.err = err
	if removal := f.Abort(); removal != nil {
		return errors.Join(err, removal)
	}
	return err
}

func (f *File) closed() error {
	return &Error{Op: "write", Path: f.path, Err: fs.ErrClosed}
}

// onDisk counts and hashes what the file system took.
type onDisk File

func (d *onDisk) Write(p []byte) (int, error) {
	n, err := d.file.Write(p)
	d.hash.Write(p[:n]) // a hash never fails
	d.bytes += int64(n)
	if pending := d.bytes - d.started; pending >= writebackSize {
		writeback(d.file, d.started, pending)
		d.started = d.bytes
	}
	return n, err
}
