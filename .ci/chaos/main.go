// Command chaos proves that an import is never lost and never doubled, by doing to it what the world does, many times, and prints what
// was done as figures.
//
//	go run ./.ci/chaos kill [-points N] [-seed N]    real processes, killed all over an import and resumed
//	go run ./.ci/chaos model [-runs N] [-seed N]     seeded runs in virtual time, compared with a small model
//
// Each subcommand takes -h.
package main

import (
	"fmt"
	"os"
)

// commands are the subcommands: each gets its arguments and gives an exit code.
var commands = map[string]func(args []string) int{
	"kill":  killCommand,
	"model": modelCommand,
}

func main() {
	if len(os.Args) < 2 || commands[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: go run ./.ci/chaos kill|model [flags]")
		os.Exit(2)
	}
	os.Exit(commands[os.Args[1]](os.Args[2:]))
}
