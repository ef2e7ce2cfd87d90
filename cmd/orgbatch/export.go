package main

import (
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/build"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/exporter"
	"github.com/orgbatch/orgbatch/exporter/crash"
	"github.com/orgbatch/orgbatch/pigello"
)

type exportOptions struct {
	target    target.Flags
	query     queryFlags
	use       target.Use
	output    string
	format    string
	columns   string
	overwrite bool
	empty     bool
	skip      bool
	excel     bool
}

func newExport(a *app) *cobra.Command {
	var o exportOptions
	cmd := &cobra.Command{
		Use:   "export [FILE|-]",
		Short: "Write organizations to a file",
		Long: `Write organizations to a file, or with - to standard output. The name says the
format: .csv, .jsonl, .xlsx or .ods; .gz or .zst after the first two compresses. A
workbook (.xlsx, and .ods, LibreOffice's own) has text cells alone, so that a
spreadsheet program changes none. A CSV file for Excel (--excel) has semicolons, and an
apostrophe before what begins like a formula, which an import takes away again.

The file appears under its name only when it is whole and on disk, with a
FILE.manifest.json beside it. An existing file is replaced only if its manifest
matches it, and one that has rows not by one that has none: that ends in 5, unless
--allow-empty. An export imports back with zero changes. A row that came whole and can't
be read all the same – a name stands in it twice, its text is no Unicode – ends it;
--skip-unreadable goes on without it: exit 3.

` + filterHelp,
		Example: `orgbatch export organizations.csv --profile nordhus
orgbatch export backup.jsonl.zst --filter name__istartswith=å --order-by -created_at --sandbox`,
		Args: atMost(0, "FILE"),
		RunE: a.work(func(ctx context.Context, args []string) error {
			o.output = exporter.Stdout
			if len(args) > 0 {
				o.output = args[0]
			}
			return runExport(ctx, a, o)
		}),
	}
	f := cmd.Flags()
	f.StringVar(&o.format, "format", "", "`csv|jsonl|xlsx|ods` (default: from the name; csv for -)")
	bindQuery(cmd, &o.query)
	f.StringVar(&o.columns, "columns", "", "of a CSV, XLSX or ODS file: `NAME,…`, also organization_name and organization_custom_id")
	f.BoolVar(&o.excel, "excel", false, "write a CSV file so that Excel opens it and changes nothing")
	f.BoolVar(&o.overwrite, "overwrite", false, "replace FILE even if it isn't an export as it was written")
	f.BoolVar(&o.empty, "allow-empty", false, "replace a FILE that has rows even by one that has none")
	f.BoolVar(&o.skip, "skip-unreadable", false, "go on without rows that can't be read, and keep them in FILE.unreadable.jsonl")
	target.BindUse(cmd, &o.use)
	target.Bind(cmd, &o.target)
	return cmd
}

func runExport(ctx context.Context, a *app, o exportOptions) (err error) {
	query, err := o.query.parse()
	if err != nil {
		return err
	}
	if o.output == exporter.Stdout && a.global.json {
		return problem.Usagef("name a file, or leave --json out", "the rows and the events of --json can't share standard output")
	}
	c, err := a.targets.Open(ctx, &o.target, target.Reads, o.use)
	if err != nil {
		return err
	}
	defer c.End(&err)
	sayLeftBehind(a.ui, a.targets, a.targets.RunsDir("", c.Target))
	started := a.now()
	var m exporter.Manifest
	var unreadable func(*pigello.UnreadableError)
	if o.skip {
		unreadable = func(e *pigello.UnreadableError) { a.ui.Warn("%s", ui.Clean(e.Error(), 0)) }
	}
	err = crash.Do("exporting", func() (err error) {
		m, err = exporter.Export(ctx, c.Client, exporter.Options{
			Format: o.format, Columns: splitList(o.columns), Query: query,
			Output: o.output, Stdout: a.stdout, Overwrite: o.overwrite, AllowEmpty: o.empty, Excel: o.excel, Unreadable: unreadable,
			Source:  exporter.Source{URL: c.Target.RunTarget().URL, Name: c.Target.Name},
			Version: build.Version(), Progress: a.progress.Exporting, Now: a.now,
		})
		return err
	})
	a.progress.Stop()
	if err != nil {
		return problem.InTheWay(err)
	}
	sayExport(a, c, o, m, a.now().Sub(started))
	if m.Unreadable > 0 {
		return problem.Verdict{Code: problem.ExitIncomplete}
	}
	return nil
}

func splitList(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ",")
}

// sayExport is what a person is told of a finished export.
func sayExport(a *app, c *target.Connection, o exportOptions, m exporter.Manifest, took time.Duration) {
	a.events.Send(event.Manifest{Manifest: m})
	if m.UntoldParents > 0 {
		a.ui.Warn("Pigello didn't tell the parent of %s: their parent is blank, which doesn't mean that there is none", words.Counted(m.UntoldParents, "row"))
	}
	if m.Replaced > 0 {
		a.ui.Warn("%s", a.words.Export.Replaced(m.Replaced))
	}
	a.ui.Say("%s · %s exported in %s", c.Target.Name, words.Counted(m.Rows, "organization"), words.Span(took))
	if o.output == exporter.Stdout {
		return
	}
	manifest := exporter.ManifestPath(o.output)
	a.events.Send(event.File{Kind: "export", Path: o.output, Rows: m.Rows})
	a.events.Send(event.File{Kind: "manifest", Path: manifest})
	a.ui.Say("  %s  %s, SHA-256 %s…", ui.Clean(o.output, 0), words.Size(m.Bytes), m.SHA256[:min(12, len(m.SHA256))])
	a.ui.Say("  %s  its manifest", ui.Clean(manifest, 0))
	if m.Unreadable > 0 {
		side := exporter.UnreadablePath(o.output)
		a.events.Send(event.File{Kind: "unreadable", Path: side, Rows: m.Unreadable})
		a.ui.Warn("not in the file: %s that can't be read, kept as it came in %s", words.Counted(m.Unreadable, "row"), ui.Clean(side, 0))
	}
}
