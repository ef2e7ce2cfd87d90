package exporter

import (
	"bytes"
	"os"

	"github.com/orgbatch/orgbatch/exporter/sink"
)

// UnreadablePath is where the rows lie that an export went on without: a line each, as
// they came.
func UnreadablePath(file string) string { return file + ".unreadable.jsonl" }

// openSide finds what the export before kept there, which goes with the file that it
// belongs to, and makes place for the rows of this one. Nothing else is replaced.
func (o *output) openSide() (err error) {
	path := UnreadablePath(o.p.Output)
	if ownSide(o.p.Output) {
		o.stale = []string{path}
	}
	if o.p.Unreadable == nil {
		return nil
	}
	o.side, err = sink.Create(path, sink.Options{Overwrite: o.p.Overwrite, CheckReplace: func(string) error {
		if ownSide(o.p.Output) {
			return nil
		}
		return newReplaceError(path, "this name is needed for rows that can't be read, and orgbatch didn't write it")
	}})
	return err
}

// ownSide reports whether the manifest of a file describes the rows kept beside it.
func ownSide(file string) bool {
	m, err := ReadManifest(ManifestPath(file))
	if err != nil || m.UnreadableSHA256 == "" {
		return false
	}
	info, err := os.Lstat(UnreadablePath(file))
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	actual, err := fingerprintOf(UnreadablePath(file))
	return err == nil && actual.sha256 == m.UnreadableSHA256
}

// keep writes a row that can't be taken to the side file.
func (o *output) keep(raw []byte) error {
	o.kept++
	_, err := o.side.Write(append(bytes.Join(bytes.FieldsFunc(raw, func(r rune) bool { return r == '\r' || r == '\n' }), nil), '\n'))
	return err
}

// prepareSide brings the rows that were kept to disk and into the manifest.
func (o *output) prepareSide(m *Manifest) error {
	if o.kept == 0 {
		return nil
	}
	sum, err := o.side.Prepare()
	m.Unreadable, m.UnreadableSHA256 = o.kept, sum.SHA256
	return err
}
