package main

import (
	"context"
	"errors"
	"io"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/input"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/prose"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/exporter/crash"
	"github.com/orgbatch/orgbatch/importer/columns"
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
	inputs, err := inputsOf(ctx, a, args, o.read.sha256)
	if err != nil {
		return err
	}
	sayLeftBehind(a.ui, a.targets, a.targets.RunsDir(o.runs, nil))
	src, err := input.Open(inputs[0], a.targets.RunsDir(o.runs, nil), a.now())
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
		a.ui.Say("left out: %s", prose.Part(part))
	}
	for _, p := range read.Problems {
		a.ui.Warn("row %d: %s", p.Number, ui.Clean(p.Message, 0))
	}
	if more := read.Damaged - len(read.Problems); more > 0 {
		a.ui.Warn("and %s more with damage", words.Counted(more, "row"))
	}
	return nil
}

func inspect(a *app, src io.ReadSeeker, name string, r columns.Reading, o inspectOptions) error {
	i := prose.Inspection{Name: name}
	var err error
	i.Opened, err = r.Open(src, name)
	if errors.As(err, &i.Open) && !i.Open.Usage {
		err = nil
	}
	if err == nil {
		err = i.ReadAll(o.rows)
	}
	if err != nil {
		return unreadable(err)
	}
	a.events.Send(i.Event())
	a.ui.Say("%s", prose.Inspected(&i, a.ui.Width()))
	if i.Open == nil {
		return saveMapping(a.ui, a.events, o.saveMapping, i.Opened.Mapping, r)
	}
	if o.saveMapping != "" {
		return i.Open
	}
	return nil
}
