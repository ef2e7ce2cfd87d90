package exporter

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/orgbatch/orgbatch/pigello"
)

// Stdout is the Output that means Options.Stdout.
const Stdout = "-"

// progressEvery is the number of rows between two calls of Options.Progress.
const progressEvery = 500

// Options say what is exported, and where to. Output and, for standard output,
// Stdout must be given; the rest has defaults.
type Options struct {
	// Format is "csv", "jsonl", "xlsx" or "ods". "" takes it from the ending of Output
	// (.csv, .jsonl, .ndjson, before .gz or .zst, and .xlsx, .ods); for standard output
	// it is CSV.
	Format string

	// Columns are the columns of a CSV, XLSX or ODS file in their order; none means
	// [DefaultColumns]. organization_name and organization_custom_id cost
	// one more read of all organizations that are visible, whose names are
	// kept for as long as the export runs: about 200 bytes each.
	Columns []string

	// Excel writes a CSV file that Excel opens by itself and takes no text of for a
	// formula; an import of it takes away again what that needs.
	Excel bool

	// Query selects and orders. Its Page, PageSize and Slim must be zero: an
	// export is always the whole list.
	Query pigello.Query

	// Output is the path of the file; an ending of .gz or .zst compresses.
	// "-" writes to Stdout instead: uncompressed, without a manifest.
	Output string
	Stdout io.Writer

	// Overwrite allows replacing a file that orgbatch didn't write, or that
	// was changed since; without it that is a [*ReplaceError].
	Overwrite bool

	// AllowEmpty lets a file without rows replace one that has some; without it
	// that is an [*EmptyError].
	AllowEmpty bool

	// Unreadable is told of each row that came and can't be taken. The export goes on
	// without it, and keeps it in [UnreadablePath] of Output, which must be a file. nil:
	// such a row ends the export as its error.
	Unreadable func(*pigello.UnreadableError)

	// Source goes into the manifest. An empty URL is the client's.
	Source Source

	// Version is the version of the program, for the manifest.
	Version string

	// Progress is called now and then, and once at the end, by the goroutine
	// that called Export.
	Progress func(Progress)

	// Now is the local clock, for the manifest; nil is time.Now.
	Now func() time.Time
}

// Progress is how far an export has come.
type Progress struct {
	Parents int   // organizations read for the names of parents; 0 when none were asked for
	Rows    int   // rows encoded
	Bytes   int64 // their length, before compression
}

// Export reads the whole list and writes it. The file appears under its name
// when it is whole and on disk; after an error, or when ctx ends, what had the
// name still has it. What was written to standard output stays written.
//
// Errors: [*pigello.UsageError] for options that can't be, [*ReplaceError] for a file
// that may not be replaced, [*sink.Error] from the file system, those of
// package pigello from the API.
func Export(ctx context.Context, client *pigello.Client, o Options) (Manifest, error) {
	p, err := newPlan(o)
	if err != nil {
		return Manifest{}, err
	}
	out, err := openOutput(p)
	if err != nil {
		return Manifest{}, err
	}
	defer out.abort()
	m := Manifest{
		Manifest: ManifestVersion,
		Format:   p.format, Compression: p.compression, Columns: p.columns, Excel: p.Excel,
		Query: o.Query.Encode(), Source: p.source(client), Started: p.now(), Version: o.Version,
	}
	if err := p.run(ctx, client, out, &m); err != nil {
		return Manifest{}, err
	}
	m.Finished = p.now()
	if err := out.publish(&m); err != nil {
		return Manifest{}, err
	}
	return m, nil
}

// run reads the list and encodes it onto out.
func (p *plan) run(ctx context.Context, client *pigello.Client, out *output, m *Manifest) error {
	progress := Progress{}
	tell := func() {
		if p.Progress != nil {
			progress.Bytes = out.taken
			p.Progress(progress)
		}
	}
	ofParents := func(c string) bool { return c == columnParentName || c == columnParentCustomID }
	if slices.ContainsFunc(p.columns, ofParents) {
		p.parents = &parents{skips: p.Unreadable != nil}
		err := p.parents.read(ctx, client, func(n int) { progress.Parents = n; tell() })
		if err != nil {
			return err
		}
	}
	enc := p.newEncoder(out)
	var report pigello.ListReport
	for org, err := range client.ListAll(ctx, p.Query, &report) {
		var restart *pigello.RestartError
		var unreadable *pigello.UnreadableError
		switch {
		case p.Unreadable != nil && errors.As(err, &unreadable):
			p.Unreadable(unreadable)
			err = out.keep(unreadable.Raw)
		case errors.As(err, &restart):
			if err = out.reset(restart); err == nil {
				enc, progress.Rows = p.newEncoder(out), 0
			}
		case err != nil:
			err = &ListError{progress.Rows, err}
		default:
			progress.Rows++
			err = enc.encode(&org)
		}
		if err != nil {
			return err
		}
		if progress.Rows%progressEvery == 0 {
			tell()
		}
	}
	if err := enc.end(); err != nil {
		return err
	}
	tell()
	m.Rows = progress.Rows
	m.Window = NewWindow(report.Started, report.Finished)
	m.UntoldParents, m.Replaced = report.UntoldParents, p.replaced
	if p.parents != nil {
		m.UnknownParents = p.parents.unknown
	}
	return nil
}

// newEncoder starts the file.
func (p *plan) newEncoder(out *output) encoder {
	if p.format == FormatJSONL {
		return &jsonlEncoder{w: gathering(out)}
	}
	if p.parents != nil {
		p.parents.unknown = 0
	}
	switch p.format {
	case FormatXLSX:
		return newBookEncoder(out, xlsxForm{}, p.columns, p.parents, p.now())
	case FormatODS:
		p.replaced = 0
		return newBookEncoder(out, odsForm{&p.replaced}, p.columns, p.parents, p.now())
	}
	return newCSVEncoder(out, p)
}

// encoder turns organizations into lines.
type encoder interface {
	encode(*pigello.Organization) error
	end() error // writes what is still held back
}

// ListError says that the list of organizations couldn't be read to its end.
type ListError struct {
	Rows int // that were read before it broke off
	Err  error
}

// Error says how far the reading came, and the cause.
func (e *ListError) Error() string {
	return fmt.Sprintf("read the list, after %d rows: %s", e.Rows, e.Err)
}

// Unwrap returns the cause.
func (e *ListError) Unwrap() error { return e.Err }
