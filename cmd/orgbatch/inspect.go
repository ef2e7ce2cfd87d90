package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/exporter/crash"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/table"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// inspectOptions are the flags of inspect.
type inspectOptions struct {
	read        readingOptions
	as          string
	rows        int
	saveMapping string
	runs        string
}

func newInspect(a *app) *cobra.Command {
	var o inspectOptions
	cmd := &cobra.Command{
		Use:   "inspect FILE",
		Short: "Show how a file is read",
		Long: `Show how a file is read: its encoding, what stands between and around the cells, how
sure that is, what of the file is not its table, which column feeds which field, and
the first rows. Nothing is checked and nothing is sent. - is standard input, https://
is fetched.

--as writes the table as it is read to standard output, as clean UTF-8: every row and
every cell, and nothing but them.`,
		Example: `orgbatch inspect customers.csv
orgbatch inspect customers.csv --encoding utf-8 --as jsonl`,
		Args: exactly("FILE"),
	}
	f := cmd.Flags()
	f.StringVar(&o.as, "as", "", "write the table to standard output as `csv|jsonl`")
	f.IntVar(&o.rows, "rows", 10, "show the first `N` rows")
	bindReading(cmd, &o.read)
	bindSaveMapping(cmd, &o.saveMapping)
	bindRuns(cmd, &o.runs)
	cmd.RunE = a.work(func(ctx context.Context, args []string) error { return runInspect(ctx, a, o, args) })
	return cmd
}

// runInspect opens the file and shows it. Whatever can't be read ends in 2.
func runInspect(ctx context.Context, a *app, o inspectOptions, args []string) (err error) {
	if o.as != "" && o.as != "csv" && o.as != "jsonl" {
		return problem.Usagef("--as csv or --as jsonl", "unknown form %q", o.as)
	}
	if o.as != "" && a.events != nil {
		return problem.Usagef("leave one of them out", "--as and --json both write to standard output")
	}
	if err := mayWrite(namedFile{"--save-mapping", o.saveMapping, columns.ReplacesMapping}); err != nil {
		return err
	}
	reading, err := o.read.reading(a.words)
	if err != nil {
		return err
	}
	inputs, err := inputs(ctx, a, args, o.read.sha256)
	if err != nil {
		return err
	}
	sayLeftBehind(a.ui, a.targets, a.targets.RunsDir(o.runs, nil))
	src, err := openInput(a.now, a.targets, inputs[0], o.runs)
	if err != nil && inputs[0].Stream == nil {
		return problem.NoFile(args[0], "", err)
	}
	if err != nil {
		return unreadable(err)
	}
	defer func() {
		if closing := src.Close(); err == nil {
			err = closing
		}
	}()
	return crash.Do("reading "+inputs[0].Name, func() error {
		if o.as != "" {
			return writeAsRead(a, src, inputs[0].Name, reading, o.as)
		}
		return inspect(a, src, inputs[0].Name, reading, o)
	})
}

// writeAsRead writes the table, and names on standard error what of the file it leaves out.
func writeAsRead(a *app, src io.ReadSeeker, name string, r columns.Reading, as string) error {
	t, err := r.OpenTable(src, name)
	if err != nil {
		return unreadable(err)
	}
	write := t.WriteCSV
	if as == "jsonl" {
		write = t.WriteJSONL
	}
	read, err := write(a.stdout)
	if err == nil {
		err = t.CheckLeftOut()
	}
	if err != nil {
		return unreadable(err)
	}
	for _, part := range t.Parts() {
		a.ui.Say("left out: %s", describePart(part))
	}
	for _, p := range read.Problems {
		a.ui.Warn("row %d: %s", p.Number, ui.Clean(p.Message, 0))
	}
	if more := read.Damaged - len(read.Problems); more > 0 {
		a.ui.Warn("and %s more with damage", words.Counted(more, "row"))
	}
	return nil
}

// inspection is all that inspect found out about a file.
type inspection struct {
	name   string
	opened columns.Opened
	open   *columns.MappingError // what import would ask; nil: nothing
	read   table.Read
	rows   [][]tabular.Cell
	first  int // number of the first row
}

func inspect(a *app, src io.ReadSeeker, name string, r columns.Reading, o inspectOptions) error {
	i := inspection{name: name}
	var err error
	i.opened, err = r.Open(src, name)
	if errors.As(err, &i.open) && !i.open.Usage {
		err = nil
	}
	if err == nil {
		err = i.readAll(o.rows)
	}
	if err != nil {
		return unreadable(err)
	}
	a.events.Send(i.event())
	a.ui.Say("%s", describeInspection(&i, a.ui.Width()))
	if i.open == nil {
		return saveMapping(a.ui, a.events, o.saveMapping, i.opened.Mapping, r)
	}
	if o.saveMapping != "" {
		return i.open
	}
	return nil
}

// readAll reads to the end: only there is known what stands below the table.
func (i *inspection) readAll(rows int) error {
	for row, err := range columns.Rows(i.opened.Table) {
		if err != nil {
			return err
		}
		i.read.Count(row)
		if len(i.rows) < rows {
			i.rows = append(i.rows, append([]tabular.Cell(nil), row.Cells...))
			if i.first == 0 {
				i.first = row.Number
			}
		}
	}
	return i.opened.Table.CheckLeftOut()
}

func describePart(p tabular.Part) string {
	words := map[string]string{
		tabular.PartPreamble: "above the header", tabular.PartFooter: "a note, a total or a line", tabular.PartBlank: "blank", tabular.PartComment: "a comment",
		tabular.PartTable: "another table", tabular.PartHeader: "the header once more", tabular.PartLeftOut: "as you asked",
	}
	text := fmt.Sprintf("row %d", p.Row)
	if p.Rows > 1 {
		text = fmt.Sprintf("rows %d–%d", p.Row, p.Row+p.Rows-1)
	}
	text += ", " + words[p.Kind]
	if p.Text != "" {
		text += ": " + ui.Clean(p.Text, 2*valueWidth)
	}
	return text
}

// event is the inspection for a script.
func (i *inspection) event() event.Inspection {
	t, m := i.opened.Table, &i.opened.Mapping
	d := t.Detection()
	e := event.Inspection{
		Name: i.name, Rows: i.read.Rows, Damaged: i.read.Damaged, Format: event.OfFormat(t.Format()), Score: d.Score,
		RunnerScore: d.RunnerUpScore, NearTie: d.NearTie, Rare: d.Rare, Header: append([]string{}, t.Header()...),
		Parts: []event.Part{}, Columns: []event.Column{}, Suggestions: []event.Suggestion{}, Problems: i.problems(), Sample: i.sample(),
	}
	if d.RunnerUp != nil {
		f := event.OfFormat(*d.RunnerUp)
		e.RunnerUp = &f
	}
	for _, p := range t.Parts() {
		e.Parts = append(e.Parts, event.Part(p))
	}
	for _, c := range m.Columns {
		e.Columns = append(e.Columns, event.Column{Field: c.Field, Column: c.Column, Header: c.Header, How: c.How, Confidence: c.Confidence(), Reason: c.Reason})
	}
	for _, c := range m.Constants {
		if e.Constants == nil {
			e.Constants = map[string]string{}
		}
		e.Constants[c.Field] = c.Value
	}
	for _, s := range m.Suggestions {
		e.Suggestions = append(e.Suggestions, event.Suggestion{
			Field: s.Field, Column: s.Column, Header: s.Header, How: s.How, Confidence: s.Confidence, Reason: s.Reason, Samples: append([]string{}, s.Samples...), Flag: s.Flag,
		})
	}
	if i.open != nil {
		e.Question = i.open.Error()
	}
	return e
}

func (i *inspection) problems() []event.Problem {
	list := []event.Problem{}
	add := func(row int, p tabular.Problem) {
		e := event.Problem{Code: p.Code, Row: row, Message: p.Message}
		if p.Column >= 0 {
			e.Column = &p.Column
		}
		list = append(list, e)
	}
	for _, p := range i.opened.Table.Problems() {
		add(p.Number, p)
	}
	for _, p := range i.read.Problems {
		add(p.Number, p.Problem)
	}
	return list
}

func (i *inspection) sample() [][]*string {
	rows := [][]*string{}
	for _, row := range i.rows {
		cells := []*string{}
		for _, cell := range row {
			if cell.Kind == tabular.Absent || cell.Kind == tabular.Null {
				cells = append(cells, nil)
				continue
			}
			cells = append(cells, &cell.Text)
		}
		rows = append(rows, cells)
	}
	return rows
}
