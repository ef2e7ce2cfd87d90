package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/exporter/backup"
)

// keepFlags say how many snapshots stay, and why.
type keepFlags struct{ policy backup.Policy }

// each gives the flags, with what one of each kind is called.
func (f *keepFlags) each() []keepFlag {
	p := &f.policy
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

func bindKeep(cmd *cobra.Command, f *keepFlags) {
	for _, flag := range f.each() {
		cmd.Flags().IntVar(flag.count, flag.name, 0, flag.usage)
	}
}

// given says whether any of the flags was, and refuses counts that keep nothing.
func (f *keepFlags) given(cmd *cobra.Command) (bool, error) {
	var given []string
	for _, flag := range f.each() {
		if cmd.Flags().Changed(flag.name) {
			given = append(given, "--"+flag.name)
		}
		if *flag.count < 0 {
			return true, usagef("a number from 0 on", "--%s %d keeps less than nothing", flag.name, *flag.count)
		}
	}
	if len(given) > 0 && !f.policy.Keeps() {
		return true, usagef("one of them must be at least 1; orgbatch backup never removes the last snapshot that is to be trusted",
			"%s of 0 would keep no snapshot", strings.Join(given, " and "))
	}
	return len(given) > 0, nil
}
