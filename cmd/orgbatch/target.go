package main

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

// need says what a command does to its target.
type need int

const (
	reads    need = iota // a single profile is the default
	writes               // the target must be named, and where it wants an approval there must be one
	goesOn               // as writes, but what was approved was so before, or needs not be
	examines             // as reads, and what is missing is looked at, not refused
)

// finder finds targets and connects to them.
type finder struct {
	ui     *ui.UI
	words  *words.Edition
	events *event.Stream
	log    *slog.Logger
	env    func(string) string
	now    func() time.Time
	config *configs

	profile string // of the target that was found last, "" for variables and the sandbox
}

// target is where a command reads and writes, before it is connected to.
type target struct {
	name       string // as every message starts: production · nordhus
	why        string // what named it: --profile, ORGBATCH_PROFILE, …
	word       string // typed to confirm a write, "" where y is enough
	sandbox    string // file of the embedded sandbox, "" for a service
	profile    config.Profile
	base       string // URL of the service
	configPath string
	// profileName is the profile's, "" for variables and the sandbox.
	profileName string
	flags       *targetFlags
	approval    *approval.Approval // of what is to be written, nil for none
}

// findTarget decides which target the flags, the variables and the profiles
// name, and refuses to guess. Nothing is read from the API.
func (f *finder) findTarget(t *targetFlags, n need) (*target, error) {
	found, err := f.namedTarget(t, n)
	if err != nil {
		return nil, err
	}
	f.profile = found.profileName
	found.approval, err = f.readApproval(found, n)
	return found, err
}

func (f *finder) namedTarget(t *targetFlags, n need) (*target, error) {
	if err := t.conflict(); err != nil {
		return nil, err
	}
	if t.sandboxDB != "" || t.sandbox {
		return t.sandboxTarget()
	}
	if len(t.assume)+len(t.fault) > 0 {
		return nil, problem.Usagef("add --sandbox, or leave them out", "--assume and --fault are the sandbox's, and no sandbox is the target")
	}
	return f.serviceTarget(t, n)
}

// conflict refuses two targets on one command line.
func (t *targetFlags) conflict() error {
	var named []string
	for _, f := range []struct {
		set  bool
		name string
	}{
		{t.sandbox || t.sandboxDB != "", "--sandbox"}, {t.profile != "", "--profile"},
		{t.url != "", "--url"}, {t.env != "", "--env"},
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

func (t *targetFlags) sandboxTarget() (*target, error) {
	file, why := t.sandboxDB, "--sandbox-db"
	if file == "" {
		file, why = defaultSandboxDB, "--sandbox"
	}
	name := "sandbox"
	if file != defaultSandboxDB {
		name += " · " + file
	}
	return &target{name: name, why: because(why), sandbox: file, flags: t}, nil
}

// serviceTarget picks between profile and variables.
func (f *finder) serviceTarget(t *targetFlags, n need) (*target, error) {
	profile, source := t.profile, "--profile"
	if profile == "" && t.url == "" && t.env == "" {
		profile, source = f.env("ORGBATCH_PROFILE"), "ORGBATCH_PROFILE"
	}
	variables := config.VariablesSet(f.env)
	if profile == "" && (t.url != "" || t.env != "") {
		if other := f.env("ORGBATCH_PROFILE"); other != "" {
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
		if f.env(variable) != "" {
			return f.variablesTarget(t, n, because(variable))
		}
	}
	return f.defaultTarget(t, n, variables)
}

func flagOf(t *targetFlags) string {
	if t.url != "" {
		return "--url"
	}
	return "--env"
}

func mixed(one, other string) error {
	return problem.Usagef("unset one of them: a target and its credentials come from one place",
		"a profile and variables are mixed: %s, and %s", one, other)
}

// defaultTarget is the only profile there is, for reads; otherwise the choices.
func (f *finder) defaultTarget(t *targetFlags, n need, variables []string) (*target, error) {
	file, err := f.config.configIfAny()
	if err != nil {
		return nil, err
	}
	names := file.Names()
	if len(names) == 1 && len(variables) > 0 {
		return nil, mixed("[profile."+names[0]+"]", strings.Join(variables, ", "))
	}
	if len(names) == 1 && (n == reads || n == examines) {
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
	return &problem.Problem{Msg: errNoTarget.Error(), Hint: choices, Code: problem.ExitUsage, Err: errNoTarget}
}

func (f *finder) profileTarget(t *targetFlags, name string, n need, why string) (*target, error) {
	p, path, err := f.config.findProfile(name)
	if err != nil {
		return nil, err
	}
	if missing := p.Missing(); len(missing) > 0 && n != examines {
		return nil, problem.Usagef("orgbatch config set "+name+" "+missing[0].Name, "profile %s lacks %s", name, keyNames(missing, func(k config.Key) string { return k.Name }))
	}
	return newTarget(t, p, name, path, why)
}

func because(what string) string { return "because of " + what }

func (f *finder) variablesTarget(t *targetFlags, n need, why string) (*target, error) {
	p := config.FromVariables(f.env)
	if t.url != "" {
		p.URL, p.Env = t.url, ""
	}
	if t.env != "" {
		p.URL, p.Env = "", t.env
	}
	if missing := p.Missing(); len(missing) > 0 && n != examines {
		return nil, problem.Usagef("set them, or make a profile: orgbatch config add NAME",
			"variables are not set: %s", keyNames(missing, func(k config.Key) string { return k.Variable }))
	}
	return newTarget(t, p, "", "", why)
}

// keyNames are the names of keys, one after the other.
func keyNames(keys []config.Key, name func(config.Key) string) string {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = name(k)
	}
	return strings.Join(names, ", ")
}

// newTarget names a service, and the word that confirms writing to it.
func newTarget(t *targetFlags, p config.Profile, profile, path, why string) (*target, error) {
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
	return &target{name: name, why: why, word: word, profile: p, profileName: profile, base: base, configPath: path, flags: t}, nil
}

// placeOf names the host, and the word to type before writing there: every
// host that isn't known to be harmless is production.
func placeOf(u *url.URL) (place, word string) {
	switch host := u.Hostname(); {
	case "https://"+host == config.ProductionURL:
		return config.Production, config.Production
	case "https://"+host == config.DevelopmentURL:
		return config.Development, ""
	case isLoopback(host):
		return u.Host, ""
	default:
		return u.Host, host
	}
}

// production says whether what is written there may be somebody's own.
func (t *target) production() bool { return t.sandbox == "" && !isLoopback(hostOf(t.base)) }

// runTarget is the target as a run keeps it: enough to know it again.
func (t *target) runTarget() run.Target {
	if t.sandbox != "" {
		path, err := filepath.Abs(t.sandbox)
		if err != nil {
			path = t.sandbox
		}
		return run.Target{Name: t.name, URL: "sandbox:" + filepath.ToSlash(path)}
	}
	return run.Target{
		Name: t.name, URL: t.base, Customer: t.profile.CustomerID,
		Activation: t.profile.ClientCT + "/" + t.profile.ClientEntity,
	}
}

// source is the target as a snapshot's manifest says where it came from.
func (t *target) source() backup.Source {
	r := t.runTarget()
	return backup.Source{URL: r.URL, Name: r.Name, Customer: r.Customer, Activation: r.Activation}
}

// secret fetches what authenticates the target's requests.
func (t *target) secret(ctx context.Context) (string, error) {
	secret, err := t.profile.ReadSecret(ctx, t.configPath)
	if err != nil {
		p := &problem.Problem{Msg: fmt.Sprintf("%s: %s", t.name, err), Err: err, Code: problem.ExitUsage}
		if errors.Is(err, exec.ErrNotFound) { // a shell, or the desktop's keyring
			p.Hint = "this machine lacks that program; secret_file needs none"
		}
		return "", p
	}
	return secret, nil
}

// storeName is the name of a target's folder: the profile, sandbox, or the host.
func (t *target) storeName() string {
	switch {
	case t.sandbox != "":
		return "sandbox"
	case t.profileName != "":
		return t.profileName
	}
	return strings.Map(func(r rune) rune {
		if r < 0x80 && (r == '.' || r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') {
			return r
		}
		return '_'
	}, hostOf(t.base))
}
