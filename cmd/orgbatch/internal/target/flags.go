package target

import (
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
)

// DefaultSandbox is the file of the sandbox that --sandbox means.
const DefaultSandbox = "orgbatch-sandbox.db"

// Flags say where a command reads and writes.
type Flags struct {
	Sandbox   bool
	SandboxDB string
	assume    []string
	fault     []string
	faultSeed uint64

	Profile string
	URL     string
	Env     string
	CAFile  string

	Approved ApprovalFlags
}

// Bind gives a command the flags that name a target.
func Bind(cmd *cobra.Command, t *Flags) {
	BindService(cmd, t)
	add(cmd, "target", func(f *pflag.FlagSet) {
		f.BoolVar(&t.Sandbox, "sandbox", false, "the embedded sandbox, kept in "+DefaultSandbox+" (orgbatch help sandbox)")
		f.StringVar(&t.SandboxDB, "sandbox-db", "", "the embedded sandbox, kept in `FILE`")
	})
	BindSandbox(cmd, t)
}

// Words are the flags by which another command gets the same target.
func (t *Flags) Words() (words []string) {
	if t.Sandbox {
		words = append(words, "--sandbox")
	}
	for _, f := range []cmdline.Flag{{Name: "sandbox-db", Value: t.SandboxDB}, {Name: "profile", Value: t.Profile}, {Name: "env", Value: t.Env}, {Name: "url", Value: t.URL}} {
		if f.Value != "" {
			words = append(words, "--"+f.Name, f.Value)
		}
	}
	return words
}

// BindService gives a command the flags that name the real service alone.
func BindService(cmd *cobra.Command, t *Flags) {
	add(cmd, "target", func(f *pflag.FlagSet) {
		f.StringVar(&t.Profile, "profile", "", "the profile `NAME` of the configuration (ORGBATCH_PROFILE)")
		f.StringVar(&t.Env, "env", "", "`production|development`, credentials from PIGELLO_… variables")
		f.StringVar(&t.URL, "url", "", "Pigello at `URL`, credentials from PIGELLO_… variables")
		f.StringVar(&t.CAFile, "ca-file", "", "trust the certificate authorities of this PEM `FILE` too")
	})
}

// sandboxSwitches are the flags of which only the sandbox's help tells: whoever
// imports a file has no use for them.
var sandboxSwitches = []string{"assume", "fault", "fault-seed"}

// BindSandbox gives a command the switches of the sandbox.
func BindSandbox(cmd *cobra.Command, t *Flags) {
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

// Use say how fast the API is used.
type Use struct {
	Rate        Rate
	Concurrency int
}

// BindUse gives a command the flags that say how fast it is.
func BindUse(cmd *cobra.Command, u *Use) {
	cmd.Flags().IntVar(&u.Concurrency, "concurrency", 0, "at most `N` requests at the same time (default 4)")
	cmd.Flags().Var(&u.Rate, "rate", "at most `N/s` requests a second (default 10/s; none on loopback)")
}

// Rate is a number of requests a second: 10 or 10/s; 0 is no limit.
type Rate struct {
	value float64
	set   bool
}

// String is the flag's text, "" when it wasn't given.
func (r *Rate) String() string {
	if !r.set {
		return ""
	}
	return strconv.FormatFloat(r.value, 'f', -1, 64) + "/s"
}

// Type names the flag's value in the help.
func (r *Rate) Type() string { return "N/s" }

// Set parses the flag.
func (r *Rate) Set(s string) error {
	value, err := strconv.ParseFloat(strings.TrimSuffix(s, "/s"), 64)
	if err != nil || value < 0 || value > 1e6 {
		return problem.Usagef("", "%q is no rate: write 10/s, 0 for no limit", s)
	}
	r.value, r.set = value, true
	return nil
}

// Named says whether a flag names a target.
func (t *Flags) Named() bool {
	return t.Sandbox || t.SandboxDB != "" || t.Profile != "" || t.URL != "" || t.Env != ""
}
