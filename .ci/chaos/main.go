// Command chaos proves that an import is never lost and never doubled, and that a backup is whole or not there, by doing to them what the
// world does, many times, and prints what was done as figures.
//
//	go run ./.ci/chaos kill [-points N] [-seed N]    real processes, killed all over an import and resumed
//	go run ./.ci/chaos model [-runs N] [-seed N]     seeded runs in virtual time, compared with a small model
//	go run ./.ci/chaos backup [-points N] [-seed N]  backups, prunes and acceptances, killed all over
//	go run ./.ci/chaos nights [-steps N] [-seed N]   backups of an API that changes, compared with a small model after each step
//	go run ./.ci/chaos trip [-rows N] [-depth N]     a whole estate backed up, lost, restored and compared
//
// Each subcommand takes -h.
package main

import (
	"fmt"
	"os"
)

// commands are the subcommands: each gets its arguments and gives an exit code.
var commands = map[string]func(args []string) int{
	"kill":   killCommand,
	"model":  modelCommand,
	"nights": nightsCommand,
	"backup": backupCommand,
	"trip":   tripCommand,
}

func main() {
	if len(os.Args) < 2 || commands[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: go run ./.ci/chaos kill|model|backup|nights|trip [flags]")
		os.Exit(2)
	}
	os.Exit(commands[os.Args[1]](os.Args[2:]))
}
