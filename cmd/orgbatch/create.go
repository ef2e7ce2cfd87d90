package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
)

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
