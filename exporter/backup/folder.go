package backup

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"filippo.io/age"

	"github.com/orgbatch/orgbatch/exporter/sink"
)

// folder is a snapshot that is being made. Whoever makes one holds the store's lock, and ends it
// with publish or abort.
type folder struct {
	store      Store
	name       string // it will have
	partial    string
	recipients []age.Recipient // that its files are encrypted for
	files      []madeFile
}

// madeFile is a file that is being made, and what the manifest says of it.
type madeFile struct {
	out   *sink.File
	entry File
}

// newFolder makes the hidden folder of a snapshot begun at a time. Names sort in the order in which
// snapshots were made: if one has that second, or one shortly after it, this one is named by the
// next second.
func (s Store) newFolder(begun time.Time) (*folder, error) {
	name, err := s.freeName(begun)
	if err != nil {
		return nil, err
	}
	return s.newPartial(name)
}

// newPartial makes a hidden folder for what becomes a snapshot of that name, or a part of one.
func (s Store) newPartial(name string) (*folder, error) {
	f := &folder{store: s, name: name, partial: filepath.Join(s.Dir, hidden(name, partialMark))}
	if err := os.Mkdir(f.partial, 0o700); err != nil {
		return nil, sink.Explain("make", f.partial, err)
	}
	return f, nil
}

// freeName is the first name from a time on that comes after those that aren't of the future.
func (s Store) freeName(begun time.Time) (string, error) {
	entries, err := os.ReadDir(s.Dir)
	if err != nil {
		return "", sink.Explain("read", s.Dir, err)
	}
	t := begun.UTC().Truncate(time.Second)
	for _, e := range entries { // sorted by name, which is by time
		at, err := time.Parse(nameTime, e.Name())
		if err == nil && !at.Before(t) && at.Sub(begun) <= clockSlack {
			t = at.Add(time.Second)
		}
	}
	return t.Format(nameTime), nil
}

// What becomes a snapshot, or was one, is hidden under its name with one of these.
const (
	partialMark  = ".partial-"
	removingMark = ".removing-"
)

// hidden is a unique hidden name for a snapshot's folder.
func hidden(name, mark string) string {
	var random [4]byte
	_, _ = rand.Read(random[:]) // never fails
	return "." + name + mark + hex.EncodeToString(random[:])
}

// isHidden says whether a folder is one of those.
func isHidden(folder, mark string) bool {
	name, _, found := strings.Cut(folder, mark)
	return found && strings.HasPrefix(name, ".") && isName(name[1:])
}

// create opens a file of the snapshot: compressed as the name says, and encrypted if there are
// recipients, which the name says then, too.
func (f *folder) create(name string) (*sink.File, error) {
	entry := File{Name: name}
	entry.Compression, _ = sink.CompressionFor(name)
	o := sink.Options{Compression: entry.Compression}
	if len(f.recipients) > 0 {
		entry.Name, entry.Encryption = name+ageEnding, "age"
		o.Encrypt = func(w io.Writer) (io.WriteCloser, error) {
			return age.Encrypt(w, f.recipients...)
		}
	}
	out, err := sink.Create(filepath.Join(f.partial, entry.Name), o)
	if err == nil {
		f.files = append(f.files, madeFile{out, entry})
	}
	return out, err
}

// remove takes a file back.
func (f *folder) remove(out *sink.File) error {
	f.files = slices.DeleteFunc(f.files, func(file madeFile) bool { return file.out == out })
	return out.Abort()
}

// commit brings the files to disk and describes them.
func (f *folder) commit() (entries []File, err error) {
	for _, file := range f.files {
		sum, err := file.out.Commit()
		if err != nil {
			return nil, err
		}
		file.entry.Bytes, file.entry.SHA256 = sum.Bytes, sum.SHA256
		entries = append(entries, file.entry)
	}
	return entries, nil
}

// publish seals the manifest and gives the snapshot its name. Its files are on disk by then. A
// crash leaves either a hidden folder or the whole snapshot.
func (f *folder) publish(m *Manifest) (*Snapshot, error) {
	m.Backup, m.Name = manifestVersion, f.name
	if err := writeSealed(filepath.Join(f.partial, manifestName), m); err != nil {
		return nil, err
	}
	dir := filepath.Join(f.store.Dir, f.name)
	if err := sink.SyncDir(f.partial); err != nil {
		return nil, sink.Explain("sync", f.partial, err)
	}
	if err := sink.Rename(f.partial, dir); err != nil {
		return nil, sink.Explain("publish", dir, err)
	}
	if err := sink.SyncDir(f.store.Dir); err != nil { // it is whole, but may be gone after a crash
		return nil, sink.Explain("sync", f.store.Dir, err)
	}
	snap := Open(dir)
	return snap, snap.Err
}

// abort removes what isn't published; after publish it does nothing.
func (f *folder) abort() (err error) {
	for _, file := range f.files {
		err = errors.Join(err, file.out.Abort())
	}
	if left := os.RemoveAll(f.partial); left != nil {
		err = errors.Join(err, fmt.Errorf("remove an unfinished snapshot: %w", left))
	}
	return err
}

// writeSealed writes a sealed file, whole or not at all.
func writeSealed(path string, v any) error {
	b, _, err := seal(v)
	if err != nil {
		return err
	}
	return sink.WriteFile(path, b, sink.Options{})
}
