package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/pigello"
)

func newGet(a *app) *cobra.Command {
	var t target.Flags
	cmd := &cobra.Command{
		Use:   "get ID",
		Short: "Print one organization",
		Long: `Print one organization as Pigello answers it, as indented JSON. An id that isn't
there ends in 3.`,
		Example: `orgbatch get 6f1a8f0e-2b7c-4d3a-9c55-0d7f2e4b8a11 --profile nordhus
orgbatch get 6f1a8f0e-2b7c-4d3a-9c55-0d7f2e4b8a11 --sandbox --json`,
		Args: exactly("ID"),
		RunE: a.work(func(ctx context.Context, args []string) error { return runGet(ctx, a, &t, args[0]) }),
	}
	target.Bind(cmd, &t)
	return cmd
}

func runGet(ctx context.Context, a *app, t *target.Flags, given string) (err error) {
	id, err := parseID(given, t)
	if err != nil {
		return err
	}
	c, err := a.targets.Open(ctx, t, target.Reads, target.Use{})
	if err != nil {
		return err
	}
	defer c.End(&err)
	sayLeftBehind(a.ui, a.targets, a.targets.RunsDir("", c.Target))
	org, err := c.Client.Get(ctx, id)
	if err != nil {
		return c.NotFound(err, given)
	}
	return printOrganization(a.stdout, a.events, org)
}

// printOrganization writes one organization to standard output, whole.
func printOrganization(out io.Writer, stream *event.Stream, org pigello.Organization) error {
	if stream != nil {
		stream.Send(event.Organization{Organization: json.RawMessage(org.Raw)})
		return nil
	}
	var b bytes.Buffer
	if err := json.Indent(&b, org.Raw, "", "  "); err != nil {
		return err
	}
	b.WriteByte('\n')
	_, err := out.Write(b.Bytes())
	return err
}
