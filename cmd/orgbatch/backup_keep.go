package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/exporter/backup"
)

// keepFlags are the flags that say how many snapshots stay, and why.
func keepFlags(p *backup.Policy) []keepFlag {
	return []keepFlag{
		{"keep-last", &p.Last, "keep the last `N` snapshots"},
		{"keep-hourly", &p.Hourly, "keep the newest of each of the last `N` hours that have any"},
		{"keep-daily", &p.Daily, "keep the newest of each of the last `N` days that have any"},
		{"keep-weekly", &p.Weekly, "keep the newest of each of the last `N` weeks that have any"},
		{"keep-monthly", &p.Monthly, "keep the newest of each of the last `N` months that have any"},
		{"keep-yearly", &p.Yearly, "keep the newest of each of the last `N` years that have any"},
	}
}

type keepFlag struct {
	name  string
	count *int
	usage string
}

func bindKeep(cmd *cobra.Command, p *backup.Policy) {
	for _, flag := range keepFlags(p) {
		cmd.Flags().IntVar(flag.count, flag.name, 0, flag.usage)
	}
}

// keepGiven says whether any of the flags was, and refuses counts that keep nothing.
func keepGiven(cmd *cobra.Command, p *backup.Policy) (bool, error) {
	var given []string
	for _, flag := range keepFlags(p) {
		if cmd.Flags().Changed(flag.name) {
			given = append(given, "--"+flag.name)
		}
		if *flag.count < 0 {
			return true, problem.Usagef("a number from 0 on", "--%s %d keeps less than nothing", flag.name, *flag.count)
		}
	}
	if len(given) > 0 && !p.Keeps() {
		return true, problem.Usagef("one of them must be at least 1; orgbatch backup never removes the last snapshot that is to be trusted",
			"%s of 0 would keep no snapshot", strings.Join(given, " and "))
	}
	return len(given) > 0, nil
}
