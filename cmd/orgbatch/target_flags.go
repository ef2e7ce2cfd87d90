package main

import (
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
)

// defaultSandboxDB is the file of the sandbox that --sandbox means.
const defaultSandboxDB = "orgbatch-sandbox.db"

// targetFlags say where a command reads and writes.
type targetFlags struct {
	sandbox   bool
	sandboxDB string
	assume    []string
	fault     []string
	faultSeed uint64

	profile string
	url     string
	env     string
	caFile  string

	approved approvalFlags
}

// bindTarget gives a command the flags that name a target.
func bindTarget(cmd *cobra.Command, t *targetFlags) {
	bindService(cmd, t)
	add(cmd, "target", func(f *pflag.FlagSet) {
		f.BoolVar(&t.sandbox, "sandbox", false, "the embedded sandbox, kept in "+defaultSandboxDB+" (orgbatch help sandbox)")
		f.StringVar(&t.sandboxDB, "sandbox-db", "", "the embedded sandbox, kept in `FILE`")
	})
	bindSandboxOptions(cmd, t)
}

// words are the flags by which another command gets the same target.
func (t *targetFlags) words() (words []string) {
	if t.sandbox {
		words = append(words, "--sandbox")
	}
	for _, f := range []cmdline.Flag{{Name: "sandbox-db", Value: t.sandboxDB}, {Name: "profile", Value: t.profile}, {Name: "env", Value: t.env}, {Name: "url", Value: t.url}} {
		if f.Value != "" {
			words = append(words, "--"+f.Name, f.Value)
		}
	}
	return words
}

// bindService gives a command the flags that name the real service alone.
func bindService(cmd *cobra.Command, t *targetFlags) {
	add(cmd, "target", func(f *pflag.FlagSet) {
		f.StringVar(&t.profile, "profile", "", "the profile `NAME` of the configuration (ORGBATCH_PROFILE)")
		f.StringVar(&t.env, "env", "", "`production|development`, credentials from PIGELLO_… variables")
		f.StringVar(&t.url, "url", "", "Pigello at `URL`, credentials from PIGELLO_… variables")
		f.StringVar(&t.caFile, "ca-file", "", "trust the certificate authorities of this PEM `FILE` too")
	})
}

// sandboxSwitches are the flags of which only the sandbox's help tells: whoever
// imports a file has no use for them.
var sandboxSwitches = []string{"assume", "fault", "fault-seed"}

// bindSandboxOptions gives a command the switches of the sandbox.
func bindSandboxOptions(cmd *cobra.Command, t *targetFlags) {
	f := cmd.Flags()
	f.StringArrayVar(&t.assume, "assume", nil, "let the sandbox answer otherwise: `name=value`")
	f.StringArrayVar(&t.fault, "fault", nil, "let the sandbox fail: `name=P%` of the requests")
	f.Uint64Var(&t.faultSeed, "fault-seed", 0, "repeat the same faults: any `N`")
	for _, name := range sandboxSwitches {
		f.Lookup(name).Hidden = true
	}
}

// add binds flags under a heading of their own.
func add(cmd *cobra.Command, heading string, bind func(*pflag.FlagSet)) {
	set := pflag.NewFlagSet(heading, pflag.ContinueOnError)
	set.SortFlags = false
	bind(set)
	set.VisitAll(func(f *pflag.Flag) { cmdline.Annotate(f, heading) })
	cmd.Flags().AddFlagSet(set)
}

// useFlags say how fast the API is used.
type useFlags struct {
	rate        rateFlag
	concurrency int
}

// bindUse gives a command the flags that say how fast it is.
func bindUse(cmd *cobra.Command, u *useFlags) {
	cmd.Flags().IntVar(&u.concurrency, "concurrency", 0, "at most `N` requests at the same time (default 4)")
	cmd.Flags().Var(&u.rate, "rate", "at most `N/s` requests a second (default 10/s; none on loopback)")
}

// rateFlag is a number of requests a second: 10 or 10/s; 0 is no limit.
type rateFlag struct {
	value float64
	set   bool
}

// String is the flag's text, "" when it wasn't given.
func (r *rateFlag) String() string {
	if !r.set {
		return ""
	}
	return strconv.FormatFloat(r.value, 'f', -1, 64) + "/s"
}

// Type names the flag's value in the help.
func (r *rateFlag) Type() string { return "N/s" }

// Set parses the flag.
func (r *rateFlag) Set(s string) error {
	value, err := strconv.ParseFloat(strings.TrimSuffix(s, "/s"), 64)
	if err != nil || value < 0 || value > 1e6 {
		return problem.Usagef("", "%q is no rate: write 10/s, 0 for no limit", s)
	}
	r.value, r.set = value, true
	return nil
}

// named says whether a flag names a target.
func (t *targetFlags) named() bool {
	return t.sandbox || t.sandboxDB != "" || t.profile != "" || t.url != "" || t.env != ""
}
