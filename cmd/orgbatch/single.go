package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/importer/intake"
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
	o.inputs = []intake.Input{{
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

func newCreate(a *app) *cobra.Command {
	var o singleOptions
	cmd := &cobra.Command{
		Use:   "create --name NAME",
		Short: "Create one organization",
		Long: `Create one organization: an import of one row, with its plan, its question and its
run. One of that name, or nearly that name, isn't created again.`,
		Example: `orgbatch create --name "Exempelbacken Fastigheter AB" --custom-id K-1042 --profile nordhus
orgbatch create --name "Exempelbacken Drift AB" --sandbox --yes`,
		Args: exactly(),
	}
	bindSingle(cmd, &o)
	cmd.Flags().BoolVar(&o.allowTwins, "allow-twins", false, "create it although one that is there resembles it")
	cmd.RunE = a.work(func(ctx context.Context, args []string) error { return runCreate(ctx, a, o, cmdline.Of(cmd, args)) })
	return cmd
}

func runCreate(ctx context.Context, a *app, o singleOptions, g cmdline.Line) error {
	if o.name == "" {
		return problem.Usagef(`orgbatch create --name "Exempelbacken Fastigheter AB"`, "--name is missing")
	}
	o.mode = "create"
	return runSingle(ctx, a, o, g, o.fields())
}

// clearable are the fields that --clear empties.
var clearable = []string{"custom_id", "organization"}

func newUpdate(a *app) *cobra.Command {
	var o singleOptions
	cmd := &cobra.Command{
		Use:   "update ID",
		Short: "Change one organization",
		Long: `Change one organization: an import of one row, with its plan, its question and its
run. Fields that aren't named stay as they are. An id that isn't there ends in 3.`,
		Example: `orgbatch update 6f1a8f0e-2b7c-4d3a-9c55-0d7f2e4b8a11 --name "Exempelbacken Holding AB" --profile nordhus
orgbatch update 6f1a8f0e-2b7c-4d3a-9c55-0d7f2e4b8a11 --clear custom_id --sandbox --yes`,
		Args: exactly("ID"),
	}
	bindSingle(cmd, &o)
	cmd.Flags().StringArrayVar(&o.clear, "clear", nil, "empty this `FIELD`: "+strings.Join(clearable, " or "))
	cmd.RunE = a.work(func(ctx context.Context, args []string) error {
		o.id = args[0]
		return runUpdate(ctx, a, o, cmdline.Of(cmd, args))
	})
	return cmd
}

func runUpdate(ctx context.Context, a *app, o singleOptions, g cmdline.Line) error {
	id, err := parseID(o.id, &o.target)
	if err != nil {
		return err
	}
	fields := o.fields()
	for _, field := range o.clear {
		if !slices.Contains(clearable, field) {
			return problem.Usagef("--clear "+strings.Join(clearable, ", --clear "), "%q can't be emptied", field)
		}
		if fields[field] != nil {
			return problem.Usagef("keep one of them", "%s is set and emptied", field)
		}
		fields[field] = nil
	}
	if len(fields) == 0 {
		return problem.Usagef("--name, --custom-id, --parent or --clear FIELD", "nothing is to be changed")
	}
	if err := o.keepName(ctx, a, id, fields); err != nil {
		return err
	}
	fields["id"] = o.id
	o.mode, o.key = "update", "id"
	return runSingle(ctx, a, o, g, fields)
}

// keepName puts the name that is there into the row: a write always carries
// one. It is also where an id that isn't there is found out.
func (o *singleOptions) keepName(ctx context.Context, a *app, id uuid.UUID, fields map[string]any) (err error) {
	need, err := needOf(a, &o.target, o.dryRun.need(target.Writes), o.yes)
	if err != nil {
		return err
	}
	c, err := a.targets.Open(ctx, &o.target, need, o.use)
	if err != nil {
		return err
	}
	defer c.End(&err)
	org, err := c.Client.Get(ctx, id)
	if err != nil {
		return c.NotFound(err, o.id)
	}
	if _, named := fields["name"]; !named {
		fields["name"] = org.Name
	}
	return nil
}
