package report

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/orgbatch/orgbatch/exporter/excel"
	"github.com/orgbatch/orgbatch/exporter/sink"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/table/write"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// File is a file that was written.
type File struct {
	// Path is where it is; Rows counts its rows without the header.
	Path string
	Rows int
	// Note is what a person should know beyond that, mostly "". Of a file that couldn't be written
	// for a reason worth telling, Path is "".
	Note string
}

// The columns that are ours. Those that a source has already, a mended reject, are written anew and
// not twice.
const (
	ColumnRow    = "orgbatch_row"
	ColumnError  = "orgbatch_error"
	columnAction = "orgbatch_action"
	columnID     = "orgbatch_id"
	columnStatus = "orgbatch_status"
	columnReason = "orgbatch_message"

	ColumnSuggestion = "orgbatch_suggestion"
)

// IsOurs says that a column is one of ours.
func IsOurs(column string) bool {
	return slices.Contains([]string{ColumnRow, ColumnError, columnAction, columnID, columnStatus, columnReason, ColumnSuggestion}, column)
}

// output is a file on its way. It begins with its first row.
type output struct {
	path   string
	format tabular.Format
	header []string

	// replaces says of a file that a person named what it may replace; it is there without rows,
	// too. nil for those of a run's folder.
	replaces func(path string) error

	file *sink.File
	rows *write.Writer
	n    int
	note string // of the File
}

// begin gives the writer for one more row.
func (o *output) begin() (*write.Writer, error) {
	if o.file == nil {
		if err := o.open(); err != nil {
			return nil, err
		}
	}
	o.n++
	return o.rows, nil
}

// open makes the file, with its header.
func (o *output) open() (err error) {
	if o.file, err = sink.Create(o.path, sink.Options{Overwrite: o.replaces == nil, CheckReplace: o.replaces}); err != nil {
		return err
	}
	o.rows, err = write.NewWriter(o.file, o.format, o.header)
	return err
}

// writeGuarded adds a row of texts that people open in a spreadsheet program, without those beyond
// the header.
func (o *output) writeGuarded(texts []string) error {
	w, err := o.begin()
	if err != nil {
		return err
	}
	cells := make([]tabular.Cell, len(o.header))
	for i := range cells {
		cells[i].Text = excel.Guard(texts[i])
	}
	return w.Write(cells)
}

// Finish gives the file its name. Without a row there is none in a run's folder, and no old one
// either; after an error nothing has changed.
func (o *output) Finish(failed error) ([]File, error) {
	if failed == nil && o.file == nil && o.replaces != nil {
		failed = o.open()
	}
	switch {
	case failed != nil && o.file != nil:
		return nil, errors.Join(failed, o.file.Abort())
	case failed != nil:
		return nil, failed
	case o.file == nil:
		return nil, RemoveOld(o.path)
	}
	err := o.rows.Flush()
	if err == nil {
		_, err = o.file.Commit()
	}
	if err != nil {
		return nil, errors.Join(err, o.file.Abort())
	}
	return []File{{Path: o.path, Rows: o.n, Note: o.note}}, nil
}

// RemoveOld removes a file of an earlier time, if there is one.
func RemoveOld(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return sink.Explain("remove the old", path, err)
	}
	return nil
}

// ours is the format of our own files: a spreadsheet that opens the source opens them alike.
func ours(sources []run.Source) tabular.Format {
	f := spreadsheet()
	if len(sources) == 0 || sources[0].Format.Name != tabular.FormatCSV {
		return f
	}
	source := sources[0].Format
	f.Delimiter = cmp.Or(source.Delimiter, f.Delimiter)
	if source.Newline == "\r\n" {
		f.Newline = source.Newline
	}
	return f
}

// spreadsheet is a format that every spreadsheet program takes.
func spreadsheet() tabular.Format {
	return tabular.Format{Name: tabular.FormatCSV, Encoding: "utf-8", BOM: true, Delimiter: ",", Quote: `"`, Escape: `"`, Newline: "\n"}
}

// FileOf gives the file that a source's rows go to, counted from 0: all go to one when they have
// the same columns and form.
func FileOf(sources []run.Source, source int) int {
	for _, s := range sources {
		if !alike(s, sources[0]) {
			return source
		}
	}
	return 0
}

func alike(a, b run.Source) bool {
	for _, f := range [...]*tabular.Format{&a.Format, &b.Format} {
		// What says how this one file was laid out or packed, and nothing of its rows.
		f.HeaderRow, f.BOM, f.Compression = 0, false, ""
	}
	return a.Format == b.Format && slices.Equal(a.Header, b.Header)
}

// PathOf gives the path of the n-th file of a kind: results.csv, results-2.csv.
func PathOf(r *run.Run, base, extension string, n int) string {
	if n > 0 {
		base = fmt.Sprintf("%s-%d", base, n+1)
	}
	return filepath.Join(r.Dir(), base+"."+extension)
}

// WriteWhole writes a file that is there whole or not at all; replaces is nil for one of a run's
// folder.
func WriteWhole(path string, replaces func(string) error, write func(io.Writer) (int64, error)) error {
	file, err := sink.Create(path, sink.Options{Overwrite: replaces == nil, CheckReplace: replaces})
	if err != nil {
		return err
	}
	if _, err = write(file); err == nil {
		_, err = file.Commit()
	}
	if err != nil {
		return errors.Join(err, file.Abort())
	}
	return nil
}
