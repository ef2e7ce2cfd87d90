package main

import (
	"context"
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/build"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
)

func newVersion(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Long:  "Print the version, the commit that it was built from and when that was made, and the Go version it was built with.",
		Example: `orgbatch version
orgbatch version --json`,
		Args: exactly(),
		RunE: a.work(func(context.Context, []string) error { return runVersion(a) }),
	}
}

func runVersion(a *app) error {
	v := event.Version{Version: build.Version(), Go: runtime.Version()}
	if v.Commit, v.Date = build.Setting("vcs.revision"), build.Setting("vcs.time"); v.Commit == "" {
		v.Commit, v.Date = build.FromVersion(v.Version)
	}
	if a.events != nil {
		a.events.Send(v)
		return nil
	}
	from := v.Go + " " + runtime.GOOS + "/" + runtime.GOARCH
	if v.Commit != "" {
		from = v.Commit + ", " + v.Date + ", " + from
	}
	_, err := fmt.Fprintf(a.stdout, "orgbatch %s (%s)\n", v.Version, from)
	return err
}
