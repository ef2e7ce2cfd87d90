package main

import (
	"fmt"
	"strings"

	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// switchesHelp lists what --assume and --fault take, which every command with
// --sandbox has.
func switchesHelp() string {
	var b strings.Builder
	b.WriteString("Every command that takes --sandbox also takes switches, which no other help lists:\n\n")
	b.WriteString("--assume name=value answers otherwise where Pigello's documentation is silent; the first value is the default:\n\n")
	for _, s := range sandbox.Switches() {
		fmt.Fprintf(&b, "  %-20s  %s\n  %-20s    %s\n", s.Name, s.Question, "", strings.Join(s.Values, ", "))
	}
	b.WriteString("\n--fault name=P% lets that share of the requests fail; --fault-seed N repeats the same ones:\n\n")
	for _, s := range sandbox.FaultSwitches() {
		fmt.Fprintf(&b, "  %-20s  %s\n", s.Name, s.Question)
	}
	b.WriteString("\n--fault name=N is not drawn, but befalls whoever asks for more:\n\n")
	for _, s := range sandbox.LimitSwitches() {
		fmt.Fprintf(&b, "  %-20s  %s\n", s.Name, s.Question)
	}
	return strings.TrimRight(b.String(), "\n")
}
