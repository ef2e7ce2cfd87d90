package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
)

// newExitCodesTopic is `orgbatch help exit-codes`.
func newExitCodesTopic() *cobra.Command {
	var b strings.Builder
	b.WriteString("How a command ends, for scripts:\n\n")
	for _, row := range problem.Table {
		fmt.Fprintf(&b, "  %3d  %s\n", row.Code, row.Meaning)
	}
	b.WriteString(`
Books that don't close always end in 1. Where several of the others apply, the
first of 2, 4, 130, 143, 6, 1, 7, 5, 3, 0 is the one. A dry run never ends in 5
because of errors in the file: that is 3.
`)
	return &cobra.Command{Use: "exit-codes", Short: "How commands end, for scripts", Long: b.String()}
}

// newEnvironmentTopic is `orgbatch help environment`.
func newEnvironmentTopic() *cobra.Command {
	var b strings.Builder
	row := func(name, says string) { fmt.Fprintf(&b, "  %-26s  %s\n", name, says) }
	b.WriteString("The variables that commands go by. Where a flag says the same, the flag wins.\n\n")
	row("ORGBATCH_PROFILE", "the profile, where no flag names a target")
	row("ORGBATCH_RUNS", "folder of the runs")
	row("ORGBATCH_BACKUPS", "folder of the backups, where DIR is left out")
	row(config.VariableHeartbeat, "URL that is told how a backup create went as a whole")
	row(config.VariableURL, "Pigello at this URL, with the credentials below")
	row(config.VariableEnv, "production or development, in the place of a URL")
	for _, k := range config.Keys() {
		row(k.Variable, "value of the header "+k.Header)
	}
	row("XDG_CONFIG_HOME", "on Linux: where the folder of the configuration lies")
	row("HTTPS_PROXY, NO_PROXY", "the proxy on the way to Pigello, and which hosts need none")
	row("NO_COLOR", "set to anything: no colours")
	row("TZ", "the time zone whose hours, days and months backups are kept by")
	row("TMPDIR", "folder for temporary files")
	row("SSH_AUTH_SOCK", "the SSH agent, which may have the key that approve signs with")
	return &cobra.Command{Use: "environment", Short: "The variables that commands go by", Long: b.String()}
}

// newJSONTopic is `orgbatch help json`.
func newJSONTopic() *cobra.Command {
	return &cobra.Command{Use: "json", Short: "The events of --json", Long: event.Schema()}
}
