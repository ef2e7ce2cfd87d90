package main

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
)

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
