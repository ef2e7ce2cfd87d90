package exporter

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/orgbatch/orgbatch/exporter/sink"
	"github.com/orgbatch/orgbatch/pigello"
)

// output is where the encoded bytes go: a file to be, or standard output.
type output struct {
	p     *plan
	file  *sink.File    // nil for standard output
	std   *bufio.Writer // nil for a file
	taken int64         // bytes before compression

	leftover []string // manifests of a killed export, to be removed

	side  *sink.File // of rows that can't be taken; nil when they are an error
	kept  int        // rows in it
	stale []string   // that of the export before, which goes with its file
}

// openOutput makes sure, before anything is read from the API, that the file
// may and can be written.
func openOutput(p *plan) (*output, error) {
	out := &output{p: p}
	if p.Output == Stdout {
		out.std = gathering(p.Stdout)
		return out, nil
	}
	manifest := ManifestPath(p.Output)
	if _, err := os.Lstat(manifest); err == nil && !p.Overwrite {
		if err := mayReplaceManifest(manifest); err != nil {
			return nil, err
		}
	}
	var err error
	out.file, err = sink.Create(p.Output, sink.Options{
		Compression: p.compression,
		Overwrite:   p.Overwrite,
		CheckReplace: func(path string) error {
			var err error
			out.leftover, err = mayReplace(path)
			return err
		},
	})
	if err == nil {
		err = out.openSide()
	}
	if err != nil {
		out.abort()
	}
	return out, err
}

// Write takes the next lines.
func (o *output) Write(b []byte) (int, error) {
	if o.file != nil {
		n, err := o.file.Write(b)
		o.taken += int64(n)
		return n, err
	}
	n, err := o.std.Write(b)
	o.taken += int64(n)
	if err != nil {
		err = fmt.Errorf("write standard output: %w", err)
	}
	return n, err
}

// reset forgets what was written, because the list begins anew. What went to
// standard output can't be taken back: then the restart is an error.
func (o *output) reset(restart *pigello.RestartError) error {
	if o.file == nil {
		return fmt.Errorf("write standard output, where rows can't be taken back: %w", restart)
	}
	o.taken, o.kept = 0, 0
	if o.side != nil {
		if err := o.side.Reset(); err != nil {
			return err
		}
	}
	return o.file.Reset()
}

// abort removes what isn't published; after publish it does nothing.
func (o *output) abort() {
	if o.file != nil {
		_ = o.file.Abort() // the error that led here is the one to tell
	}
	if o.side != nil {
		_ = o.side.Abort()
	}
}

// publish completes the manifest and gives file and manifest their names.
//
// Both are on disk before either gets its name, and the file goes first. A
// crash in between leaves the new file beside the old manifest, or beside none:
// the checksum tells that they don't belong together, and the new manifest,
// which lies there as a hidden partial, lets the next export go on by itself
// (see mayReplace).
func (o *output) publish(m *Manifest) error {
	if o.file == nil {
		m.Bytes = o.taken
		if err := o.std.Flush(); err != nil {
			return fmt.Errorf("write standard output: %w", err)
		}
		return nil
	}
	sum, err := o.file.Prepare()
	if err != nil {
		return err
	}
	if m.Rows == 0 && !o.p.AllowEmpty {
		if err := mayEmpty(o.p.Output, sum.Bytes); err != nil {
			return err
		}
	}
	m.File, m.Bytes, m.SHA256 = filepath.Base(o.p.Output), sum.Bytes, sum.SHA256
	if err := o.prepareSide(m); err != nil {
		return err
	}
	manifest, err := o.prepareManifest(m)
	if err != nil {
		return err
	}
	defer func() { _ = manifest.Abort() }() // nothing is left of it after a Commit
	if _, err := o.file.Commit(); err != nil {
		return err
	}
	if o.kept > 0 {
		if _, err := o.side.Commit(); err != nil {
			return err
		}
	}
	if _, err := manifest.Commit(); err != nil {
		return fmt.Errorf("publish the manifest of %s, which is there and whole: %w", o.p.Output, err)
	}
	return o.removeLeftover()
}

// prepareManifest brings the manifest to disk under its hidden name.
func (o *output) prepareManifest(m *Manifest) (*sink.File, error) {
	b, err := m.marshal()
	if err != nil {
		return nil, fmt.Errorf("encode the manifest: %w", err)
	}
	f, err := sink.Create(ManifestPath(o.p.Output), sink.Options{Overwrite: o.p.Overwrite, CheckReplace: mayReplaceManifest})
	if err != nil {
		return nil, err
	}
	_, _ = f.Write(b) // its error is that of Prepare
	_, err = f.Prepare()
	return f, err
}

func (o *output) removeLeftover() error {
	var errs []error
	if o.kept > 0 {
		o.stale = nil // it was replaced
	}
	for _, path := range append(o.stale, o.leftover...) {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, sink.Explain("remove", path, err))
		}
	}
	return errors.Join(errs...)
}
