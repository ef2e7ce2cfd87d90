package report

import (
	"cmp"
	"iter"
	"slices"

	"github.com/gocarina/gocsv"

	"github.com/orgbatch/orgbatch/importer/run"
)

// All of gocsv is in this file: it turns the structs of the files of fixed shape into rows. It gets
// a writer of ours, and none of its package settings is touched.

// columnFile is the last column of tables that are of several sources.
const columnFile = "file"

// issueRow is a row of issues.csv.
type issueRow struct {
	Row        string `csv:"row"`
	Line       string `csv:"line"`
	Column     string `csv:"column"`
	Letter     string `csv:"column_letter"` // as a spreadsheet names it
	Code       string `csv:"code"`
	Severity   string `csv:"severity"`
	Message    string `csv:"message"`
	Value      string `csv:"value"`
	Suggestion string `csv:"suggestion"`
	File       string `csv:"file"` // columnFile
}

// changeRow is a row of changes.csv.
type changeRow struct {
	Row    string `csv:"row"`
	ID     string `csv:"id"`
	Name   string `csv:"name"`
	Field  string `csv:"field"`
	Before string `csv:"before"`
	After  string `csv:"after"`
}

// missingRow is a row of missing-parents.csv.
type missingRow struct {
	Name    string `csv:"name"`
	Rows    string `csv:"rows"`
	Nearest string `csv:"nearest"`
	AsNear  string `csv:"as_near"`
	Perhaps string `csv:"perhaps"`
}

// undoRow is a row of undo.csv.
type undoRow struct {
	Row      string `csv:"row"`
	Identity string `csv:"orgbatch_row"`
	ID       string `csv:"id"`
	Name     string `csv:"name"`
	Undo     string `csv:"undo"`
	Status   string `csv:"status"`
	Reason   string `csv:"reason"`
}

// auditRow is a row of audit.csv.
type auditRow struct {
	Row     string `csv:"row"`
	ID      string `csv:"id"`
	Name    string `csv:"name"`
	Status  string `csv:"status"`
	Finding string `csv:"finding"`
	Field   string `csv:"field"`
	Wrote   string `csv:"wrote"`
	Now     string `csv:"now"`
	File    string `csv:"file"` // columnFile
}

// diffRow is a row of a comparison.
type diffRow struct {
	Change string `csv:"change"`
	ID     string `csv:"id"`
	Name   string `csv:"name"`
	Field  string `csv:"field"`
	Before string `csv:"before"`
	After  string `csv:"after"`
}

// marshalBatch is how many structs are given to gocsv at a time: enough that its setting up doesn't
// show.
const marshalBatch = 256

// marshaller writes structs of one type to an output.
type marshaller[T any] struct {
	to      *output
	pending []T
}

// tableOf begins a table in a run's folder.
func tableOf[T any](r *run.Run, name string) *marshaller[T] {
	return tableAt[T](PathOf(r, name, "csv", 0), r.Meta().Sources)
}

// tableAt begins a table that is opened as the first of the sources is. One of a single source has
// no column that says which file a row is of.
func tableAt[T any](path string, sources []run.Source) *marshaller[T] {
	header := headerOf[T]()
	if last := len(header) - 1; header[last] == columnFile && len(sources) < 2 {
		header = header[:last]
	}
	return &marshaller[T]{to: &output{path: path, format: ours(sources), header: header}}
}

// headerOf is the header that gocsv gives structs of a type.
func headerOf[T any]() (header []string) {
	_ = gocsv.MarshalCSV([]T{}, &csvSink{write: func(names []string) error { // no row can't fail
		header = slices.Clone(names)
		return nil
	}})
	return header
}

// writeRows writes the rows that come of each thing of a sequence, and finishes the table.
func writeRows[T, E any](to *marshaller[T], things iter.Seq2[E, error], rowsOf func(E) ([]T, error)) ([]File, error) {
	for thing, err := range things {
		var rows []T
		if err == nil {
			rows, err = rowsOf(thing)
		}
		for i := 0; i < len(rows) && err == nil; i++ {
			err = to.add(rows[i])
		}
		if err != nil {
			return to.Finish(err)
		}
	}
	return to.Finish(nil)
}

func (m *marshaller[T]) add(row T) error {
	if m.pending = append(m.pending, row); len(m.pending) < marshalBatch {
		return nil
	}
	return m.flush()
}

// flush writes what is pending.
func (m *marshaller[T]) flush() error {
	sink := &csvSink{write: m.to.writeGuarded}
	err := gocsv.MarshalCSVWithoutHeaders(m.pending, sink)
	m.pending = m.pending[:0]
	return cmp.Or(err, sink.err)
}

// Finish ends the file, after what failed before.
func (m *marshaller[T]) Finish(failed error) ([]File, error) {
	if failed == nil {
		failed = m.flush()
	}
	return m.to.Finish(failed)
}

// csvSink is the writer that gocsv asks for.
type csvSink struct {
	write func(row []string) error
	err   error
}

// Write takes one row. gocsv uses its memory again.
func (s *csvSink) Write(row []string) error {
	if s.err == nil {
		s.err = s.write(row)
	}
	return s.err
}

// Flush does nothing: the output is flushed when it is finished.
func (s *csvSink) Flush() {}

// Error gives the first error of Write.
func (s *csvSink) Error() error { return s.err }
