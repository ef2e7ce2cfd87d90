package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/run"
)

// singleOptions are the fields of one organization on the command line.
type singleOptions struct {
	importOptions
	id       string
	name     string
	customID string
	parent   string
	clear    []string
	given    func(flag string) bool
}

func bindSingle(cmd *cobra.Command, o *singleOptions) {
	f := cmd.Flags()
	f.StringVar(&o.name, "name", "", "its `NAME`")
	f.StringVar(&o.customID, "custom-id", "", "its custom_id, any `TEXT`")
	f.StringVar(&o.parent, "parent", "", "its parent: `ID|NAME|CUSTOM_ID`")
	bindDryRun(cmd, &o.dryRun, "stop after the plan: nothing is written")
	bindFix(cmd, &o.read.fix)
	bindAccept(cmd, &o.accept)
	bindYes(cmd, &o.yes)
	bindRuns(cmd, &o.runs)
	target.BindApproval(cmd, &o.target.Approved)
	target.Bind(cmd, &o.target)
	o.given = f.Changed
}

// fields are those that the flags name, as a JSON row has them.
func (o *singleOptions) fields() map[string]any {
	fields := map[string]any{}
	for _, f := range []struct{ flag, field, value string }{
		{"name", "name", o.name}, {"custom-id", "custom_id", o.customID}, {"parent", "organization", o.parent},
	} {
		if o.given(f.flag) {
			fields[f.field] = f.value
		}
	}
	return fields
}

// runSingle imports one row, and prints the organization that came of it.
func runSingle(ctx context.Context, a *app, o singleOptions, g cmdline.Line, fields map[string]any) error {
	row, err := json.Marshal(fields)
	if err != nil {
		return err
	}
	o.read.format = "jsonl"
	o.inputs = []plan.Input{{
		Name: "the command line",
		Open: func() (io.ReadSeekCloser, error) { return memory{bytes.NewReader(append(row, '\n'))}, nil },
	}}
	o.finished = func(ctx context.Context, c *target.Connection, r *run.Run) error {
		return printRow(ctx, a.stdout, a.events, c, r)
	}
	return runImport(ctx, a, o.importOptions, g)
}

// printRow prints the organization of a run's only row.
func printRow(ctx context.Context, out io.Writer, stream *event.Stream, c *target.Connection, r *run.Run) error {
	_, ids, err := r.States()
	if err != nil || len(ids) == 0 || ids[0] == uuid.Nil {
		return err
	}
	org, err := c.Client.Get(ctx, ids[0])
	if err != nil {
		return err
	}
	return printOrganization(out, stream, org)
}

// memory is a file that is only a value.
type memory struct{ *bytes.Reader }

// Close does nothing.
func (memory) Close() error { return nil }
