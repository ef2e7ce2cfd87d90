package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version is set by a release's build: -ldflags "-X main.version=1.2.3".
var version = ""

// versionText is the release, or where a development build came from.
func versionText() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "devel"
}

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
	v := eventVersion{Version: versionText(), Commit: built("vcs.revision"), Date: built("vcs.time"), Go: runtime.Version()}
	if a.events != nil {
		a.emit(v)
		return nil
	}
	from := v.Go + " " + runtime.GOOS + "/" + runtime.GOARCH
	if v.Commit != "" {
		from = v.Commit + ", " + v.Date + ", " + from
	}
	_, err := fmt.Fprintf(a.stdout, "orgbatch %s (%s)\n", v.Version, from)
	return err
}

// built is what the version control said when the program was built, "" where nobody asked it.
func built(setting string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == setting {
			return s.Value
		}
	}
	return ""
}
