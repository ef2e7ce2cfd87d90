package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/orgbatch/orgbatch/importer/check"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/intake"
	issues "github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/validate"
)

// reading is what the importer made of a file.
type reading struct {
	header   []string
	rows     map[int]*rowRead // by the line on which they start
	order    []int
	left     map[int]string // by line: the kind of part that it belongs to
	doubted  bool           // a warning asks for --encoding
	err      error          // the file isn't imported
	panicked bool
}

type rowRead struct {
	cells, fields []string // fields are name, custom_id and parent
	refused       bool
	lines         int
}

// look reads a file twice: as Validate judges it, and for what would be sent.
func look(f *file) (seen *reading) {
	seen = &reading{rows: map[int]*rowRead{}, left: map[int]string{}}
	defer func() {
		if p := recover(); p != nil {
			seen.err, seen.panicked = fmt.Errorf("panic: %v", p), true
		}
	}()
	const name = "corpus.csv"
	bad := map[int]bool{}
	_, seen.err = validate.Run(context.Background(), validate.Options{
		Inputs: []intake.Input{{Name: name, Open: func() (io.ReadSeekCloser, error) { return inMemory{bytes.NewReader(f.bytes)}, nil }}},
		Issue: func(issue issues.Issue, _ bool) error {
			switch {
			case issue.Severity == issues.Error && issue.Row < 0:
				return fmt.Errorf("%s: %s", issue.Code, issue.Message)
			case issue.Severity == issues.Error:
				bad[issue.Line] = true
			}
			seen.doubted = seen.doubted || issue.Row < 0 && strings.Contains(issue.Message+issue.Suggestion, "--encoding")
			return nil
		},
	})
	if seen.err == nil {
		seen.err = seen.read(f, name, bad)
	}
	return seen
}

func (seen *reading) read(f *file, name string, bad map[int]bool) error {
	var r columns.Reading
	opened, err := r.Open(bytes.NewReader(f.bytes), name)
	if err != nil {
		return err
	}
	t := opened.Table
	seen.header = t.Header()
	check := check.New(opened.Mapping, check.Options{Sample: opened.Sample})
	for row, err := range columns.Rows(t) {
		if err != nil {
			return err
		}
		rec, _ := check.Check(row)
		seen.rows[row.Line] = &rowRead{
			cells: texts(row.Cells), fields: []string{rec.Name, rec.CustomID.Text, rec.Parent.Text}, refused: bad[row.Line], lines: 1 + bytes.Count(row.Raw, []byte("\n")),
		}
		seen.order = append(seen.order, row.Line)
	}
	for _, part := range t.Parts() {
		for n := range part.Rows {
			seen.left[part.Line+n] = part.Kind
		}
	}
	return nil
}

func texts(cells []tabular.Cell) []string {
	list := make([]string, len(cells))
	for i, c := range cells {
		list[i] = c.Text
	}
	return list
}

// inMemory is a reader that needs no closing.
type inMemory struct{ *bytes.Reader }

func (inMemory) Close() error { return nil }
