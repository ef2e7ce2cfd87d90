// Package target finds where a command reads and writes – a profile, variables, the sandbox –
// and connects to it: credentials, proxies, certificates, approvals that it wants, what an
// earlier probe found out about it, and the folder of its runs.
package target

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/approval"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/exporter/backup"
	"github.com/orgbatch/orgbatch/importer/run"
)

// Need says what a command does to its target.
type Need int

const (
	Reads    Need = iota // a single profile is the default
	Writes               // the target must be named, and where it wants an approval there must be one
	GoesOn               // as writes, but what was approved was so before, or needs not be
	Examines             // as reads, and what is missing is looked at, not refused
)

// Finder finds targets and connects to them.
type Finder struct {
	UI     *ui.UI
	Words  *words.Edition
	Events *event.Stream
	Log    *slog.Logger
	Env    func(string) string
	Now    func() time.Time
	Config *Configs

	Profile string // of the target that was found last, "" for variables and the sandbox
}

// Target is where a command reads and writes, before it is connected to.
type Target struct {
	Name       string // as every message starts: production · nordhus
	Why        string // what named it: --profile, ORGBATCH_PROFILE, …
	Word       string // typed to confirm a write, "" where y is enough
	Sandbox    string // file of the embedded sandbox, "" for a service
	Profile    config.Profile
	Base       string // URL of the service
	ConfigPath string
	// profileName is the profile's, "" for variables and the sandbox.
	ProfileName string
	Flags       *Flags
	Approval    *approval.Approval // of what is to be written, nil for none
}

// Find decides which target the flags, the variables and the profiles
// name, and refuses to guess. Nothing is read from the API.
func (f *Finder) Find(t *Flags, n Need) (*Target, error) {
	found, err := f.namedTarget(t, n)
	if err != nil {
		return nil, err
	}
	f.Profile = found.ProfileName
	found.Approval, err = f.readApproval(found, n)
	return found, err
}

func (f *Finder) namedTarget(t *Flags, n Need) (*Target, error) {
	if err := t.conflict(); err != nil {
		return nil, err
	}
	if t.SandboxDB != "" || t.Sandbox {
		return t.sandboxTarget()
	}
	if len(t.assume)+len(t.fault) > 0 {
		return nil, problem.Usagef("add --sandbox, or leave them out", "--assume and --fault are the sandbox's, and no sandbox is the target")
	}
	return f.serviceTarget(t, n)
}

// conflict refuses two targets on one command line.
func (t *Flags) conflict() error {
	var named []string
	for _, f := range []struct {
		set  bool
		name string
	}{
		{t.Sandbox || t.SandboxDB != "", "--sandbox"}, {t.Profile != "", "--profile"},
		{t.URL != "", "--url"}, {t.Env != "", "--env"},
	} {
		if f.set {
			named = append(named, f.name)
		}
	}
	if len(named) > 1 {
		return problem.Usagef("keep one of them", "%s name different targets", strings.Join(named, " and "))
	}
	return nil
}

func (t *Flags) sandboxTarget() (*Target, error) {
	file, why := t.SandboxDB, "--sandbox-db"
	if file == "" {
		file, why = DefaultSandbox, "--sandbox"
	}
	name := "sandbox"
	if file != DefaultSandbox {
		name += " · " + file
	}
	return &Target{Name: name, Why: because(why), Sandbox: file, Flags: t}, nil
}

// serviceTarget picks between profile and variables.
func (f *Finder) serviceTarget(t *Flags, n Need) (*Target, error) {
	profile, source := t.Profile, "--profile"
	if profile == "" && t.URL == "" && t.Env == "" {
		profile, source = f.Env("ORGBATCH_PROFILE"), "ORGBATCH_PROFILE"
	}
	variables := config.VariablesSet(f.Env)
	if profile == "" && (t.URL != "" || t.Env != "") {
		if other := f.Env("ORGBATCH_PROFILE"); other != "" {
			return nil, mixed("ORGBATCH_PROFILE="+other, flagOf(t))
		}
		return f.variablesTarget(t, n, because(flagOf(t)))
	}
	if profile != "" {
		if len(variables) > 0 {
			return nil, mixed(source+" "+profile, strings.Join(variables, ", "))
		}
		return f.profileTarget(t, profile, n, because(source))
	}
	for _, variable := range []string{config.VariableURL, config.VariableEnv} {
		if f.Env(variable) != "" {
			return f.variablesTarget(t, n, because(variable))
		}
	}
	return f.defaultTarget(t, n, variables)
}

func flagOf(t *Flags) string {
	if t.URL != "" {
		return "--url"
	}
	return "--env"
}

func mixed(one, other string) error {
	return problem.Usagef("unset one of them: a target and its credentials come from one place",
		"a profile and variables are mixed: %s, and %s", one, other)
}

// defaultTarget is the only profile there is, for reads; otherwise the choices.
func (f *Finder) defaultTarget(t *Flags, n Need, variables []string) (*Target, error) {
	file, err := f.Config.IfAny()
	if err != nil {
		return nil, err
	}
	names := file.Names()
	if len(names) == 1 && len(variables) > 0 {
		return nil, mixed("[profile."+names[0]+"]", strings.Join(variables, ", "))
	}
	if len(names) == 1 && (n == Reads || n == Examines) {
		return f.profileTarget(t, names[0], n, "because it is the only profile")
	}
	return nil, noTarget(names, variables)
}

// noTarget lists the choices.
func noTarget(profiles, variables []string) error {
	choices := "--sandbox                            the embedded sandbox, to try things"
	for _, name := range profiles {
		choices += "\n      --profile " + ui.Pad(name, 26) + " from the configuration"
	}
	if len(profiles) == 0 {
		choices += "\n      orgbatch config add NAME             makes a profile, for --profile NAME"
	}
	choices += "\n      --env production|development, --url  with credentials in PIGELLO_… variables"
	if len(variables) > 0 {
		choices += "\n      (" + strings.Join(variables, ", ") + " set, but neither PIGELLO_URL nor PIGELLO_ENV)"
	}
	return &problem.Problem{Msg: ErrNoTarget.Error(), Hint: choices, Code: problem.ExitUsage, Err: ErrNoTarget}
}

func (f *Finder) profileTarget(t *Flags, name string, n Need, why string) (*Target, error) {
	p, path, err := f.Config.Profile(name)
	if err != nil {
		return nil, err
	}
	if missing := p.Missing(); len(missing) > 0 && n != Examines {
		return nil, problem.Usagef("orgbatch config set "+name+" "+missing[0].Name, "profile %s lacks %s", name, KeyNames(missing, func(k config.Key) string { return k.Name }))
	}
	return New(t, p, name, path, why)
}

func because(what string) string { return "because of " + what }

func (f *Finder) variablesTarget(t *Flags, n Need, why string) (*Target, error) {
	p := config.FromVariables(f.Env)
	if t.URL != "" {
		p.URL, p.Env = t.URL, ""
	}
	if t.Env != "" {
		p.URL, p.Env = "", t.Env
	}
	if missing := p.Missing(); len(missing) > 0 && n != Examines {
		return nil, problem.Usagef("set them, or make a profile: orgbatch config add NAME",
			"variables are not set: %s", KeyNames(missing, func(k config.Key) string { return k.Variable }))
	}
	return New(t, p, "", "", why)
}

// KeyNames are the names of keys, one after the other.
func KeyNames(keys []config.Key, name func(config.Key) string) string {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = name(k)
	}
	return strings.Join(names, ", ")
}

// New names a service, and the word that confirms writing to it.
func New(t *Flags, p config.Profile, profile, path, why string) (*Target, error) {
	base, err := p.BaseURL()
	if err != nil {
		return nil, problem.Usagef("", "%s", err)
	}
	u, err := url.Parse(base)
	if err != nil || u.Host == "" {
		return nil, problem.Usagef("write it as https://HOST", "%q is no URL of an API", base)
	}
	place, word := placeOf(u)
	if word != "" && profile != "" {
		word = profile
	}
	name := place
	if profile != "" {
		name += " · " + profile
	}
	return &Target{Name: name, Why: why, Word: word, Profile: p, ProfileName: profile, Base: base, ConfigPath: path, Flags: t}, nil
}

// placeOf names the host, and the word to type before writing there: every
// host that isn't known to be harmless is production.
func placeOf(u *url.URL) (place, word string) {
	switch host := u.Hostname(); {
	case "https://"+host == config.ProductionURL:
		return config.Production, config.Production
	case "https://"+host == config.DevelopmentURL:
		return config.Development, ""
	case IsLoopback(host):
		return u.Host, ""
	default:
		return u.Host, host
	}
}

// Production says whether what is written there may be somebody's own.
func (t *Target) Production() bool { return t.Sandbox == "" && !IsLoopback(HostOf(t.Base)) }

// RunTarget is the target as a run keeps it: enough to know it again.
func (t *Target) RunTarget() run.Target {
	if t.Sandbox != "" {
		path, err := filepath.Abs(t.Sandbox)
		if err != nil {
			path = t.Sandbox
		}
		return run.Target{Name: t.Name, URL: "sandbox:" + filepath.ToSlash(path)}
	}
	return run.Target{
		Name: t.Name, URL: t.Base, Customer: t.Profile.CustomerID,
		Activation: t.Profile.ClientCT + "/" + t.Profile.ClientEntity,
	}
}

// Source is the target as a snapshot's manifest says where it came from.
func (t *Target) Source() backup.Source {
	r := t.RunTarget()
	return backup.Source{URL: r.URL, Name: r.Name, Customer: r.Customer, Activation: r.Activation}
}

// secret fetches what authenticates the target's requests.
func (t *Target) secret(ctx context.Context) (string, error) {
	secret, err := t.Profile.ReadSecret(ctx, t.ConfigPath)
	if err != nil {
		p := &problem.Problem{Msg: fmt.Sprintf("%s: %s", t.Name, err), Err: err, Code: problem.ExitUsage}
		if errors.Is(err, exec.ErrNotFound) { // a shell, or the desktop's keyring
			p.Hint = "this machine lacks that program; secret_file needs none"
		}
		return "", p
	}
	return secret, nil
}

// StoreName is the name of a target's folder: the profile, sandbox, or the host.
func (t *Target) StoreName() string {
	switch {
	case t.Sandbox != "":
		return "sandbox"
	case t.ProfileName != "":
		return t.ProfileName
	}
	return strings.Map(func(r rune) rune {
		if r < 0x80 && (r == '.' || r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') {
			return r
		}
		return '_'
	}, HostOf(t.Base))
}

// ErrNoTarget is the cause of an error that says that nothing names a target.
var ErrNoTarget = errors.New("no target is named")
