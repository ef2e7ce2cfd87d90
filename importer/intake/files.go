package intake

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/orgbatch/orgbatch/exporter/crash"
	"github.com/orgbatch/orgbatch/importer/check"
	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/orgnumber"
	"github.com/orgbatch/orgbatch/importer/rules"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Files are inputs as they were read, one after the other: several are one table, each with its
// own form. What belongs to one of them stands at its place among the inputs.
type Files struct {
	Sources  []run.Source
	Mappings []columns.Mapping
	Checkers []*check.Checker
	Seen     []Seen
	Uniques  rules.Uniques // what a person's checks want unique
	Rows     int           // how many there are in all
	Fixed    int           // how many issues are repairs
}

// Options say how inputs are read, and who is told what meanwhile.
type Options struct {
	Reading *columns.Reading
	Check   check.Options // but for what each input brings along itself
	// Open opens an input so that it can be read from its beginning more than once.
	Open func(Input) (io.ReadSeekCloser, error)
	// Fingerprint fills in the sources' SHA256, for which each is read once more.
	Fingerprint bool
	Opened      func()          // one more source is known how it is read
	Issue       func(run.Issue) // there is something to say of a source as a whole
	Progress    func(run.Progress)
	// Row takes a row and what its checks found; record and issues are its own until it returns.
	Row func(source int, row tabular.Row, rec *check.Record, issues []run.Issue) error
}

// Read reads, maps and checks every input.
func (f *Files) Read(ctx context.Context, inputs []Input, o *Options) error {
	for _, in := range inputs {
		f.Sources = append(f.Sources, run.Source{Name: in.Name, Path: in.Path})
	}
	for n, in := range inputs {
		if err := crash.Do("reading "+in.Name, func() error { return f.read(ctx, n, in, o) }); err != nil {
			return err
		}
	}
	return nil
}

func (f *Files) read(ctx context.Context, n int, in Input, o *Options) (err error) {
	src, err := o.Open(in)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := src.Close(); err == nil && cerr != nil {
			err = fmt.Errorf("read %s: %w", in.Name, cerr)
		}
	}()
	source := &f.Sources[n]
	if err := measure(src, source, o); err != nil {
		return fmt.Errorf("read %s: %w", in.Name, err)
	}
	opened, err := o.Reading.Open(src, in.Name)
	if err != nil {
		return err
	}
	t := opened.Table
	source.Format, source.Header = t.Format(), t.Header()
	source.Mapping = opened.Mapping.FieldsOf(len(source.Header))
	checks := o.Check
	checks.ClearBlank, checks.Fix, checks.Sample = o.Reading.ClearBlank, o.Reading.Fix, opened.Sample
	f.Mappings = append(f.Mappings, opened.Mapping)
	f.Checkers = append(f.Checkers, check.New(opened.Mapping, checks))
	o.Opened()
	if err := f.readRows(ctx, n, &opened, o); err != nil {
		return err
	}
	if err := t.CheckLeftOut(); err != nil {
		return err
	}
	f.Seen = append(f.Seen, SeenOf(t))
	for _, issue := range check.WholeIssues(n, source, t, &opened.Mapping) {
		o.Issue(issue)
	}
	return nil
}

// measure fills in what is known of a source before it is read.
func measure(src io.ReadSeeker, source *run.Source, o *Options) (err error) {
	if o.Fingerprint {
		source.SHA256, source.Bytes, err = run.Fingerprint(src)
		return err
	}
	if source.Bytes, err = src.Seek(0, io.SeekEnd); err == nil {
		_, err = src.Seek(0, io.SeekStart)
	}
	return err
}

func (f *Files) readRows(ctx context.Context, n int, opened *columns.Opened, o *Options) error {
	source, checker := &f.Sources[n], f.Checkers[n]
	for row, err := range columns.Rows(opened.Table) {
		if err != nil {
			return err
		}
		if source.Rows%1024 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			o.Progress(run.Progress{
				Stage: "read", Rows: f.Rows, Bytes: opened.Table.Offset(), TotalBytes: source.Bytes,
			})
		}
		source.Rows++
		rec, issues := checker.Check(row)
		if len(rec.Unique) > 0 {
			f.Uniques.Add(f.Rows, rec.Unique, checker.Shared)
		}
		for i := range issues {
			issues[i] = check.Masked(issues[i], orgnumber.Mask)
			issues[i].Row = f.Rows
			if strings.HasPrefix(issues[i].Code, codes.FixedPrefix) {
				f.Fixed++
			}
		}
		f.Rows++
		if err := o.Row(n, row, &rec, issues); err != nil {
			return err
		}
	}
	return nil
}

// Place is where a row stands: its source, its number as Excel shows it, its line as a text editor
// does.
type Place struct{ Source, Number, Line int }

// Where names a row as its author finds it: the file only when there are several.
func (f *Files) Where(at Place) string { return run.Where(f.Sources, at.Source, at.Number) }

// Issue is one of a row, on the column that feeds a field: on the whole row where none does.
func (f *Files) Issue(row int32, at Place, field string) run.Issue {
	column, name := f.Mappings[at.Source].ColumnOf(field)
	return run.Issue{Row: int(row), Number: at.Number, Line: at.Line, Column: column, ColumnName: name}
}
