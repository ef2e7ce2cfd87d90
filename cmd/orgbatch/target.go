package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/approval"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
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
func (a *app) findTarget(t *targetFlags, n need) (*target, error) {
	found, err := a.namedTarget(t, n)
	if err != nil {
		return nil, err
	}
	a.profile = found.profileName
	found.approval, err = a.readApproval(found, n)
	return found, err
}

func (a *app) namedTarget(t *targetFlags, n need) (*target, error) {
	if err := t.conflict(); err != nil {
		return nil, err
	}
	if t.sandboxDB != "" || t.sandbox {
		return t.sandboxTarget()
	}
	if len(t.assume)+len(t.fault) > 0 {
		return nil, problem.Usagef("add --sandbox, or leave them out", "--assume and --fault are the sandbox's, and no sandbox is the target")
	}
	return a.serviceTarget(t, n)
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
func (a *app) serviceTarget(t *targetFlags, n need) (*target, error) {
	profile, source := t.profile, "--profile"
	if profile == "" && t.url == "" && t.env == "" {
		profile, source = a.env("ORGBATCH_PROFILE"), "ORGBATCH_PROFILE"
	}
	variables := config.VariablesSet(a.env)
	if profile == "" && (t.url != "" || t.env != "") {
		if other := a.env("ORGBATCH_PROFILE"); other != "" {
			return nil, mixed("ORGBATCH_PROFILE="+other, flagOf(t))
		}
		return a.variablesTarget(t, n, because(flagOf(t)))
	}
	if profile != "" {
		if len(variables) > 0 {
			return nil, mixed(source+" "+profile, strings.Join(variables, ", "))
		}
		return a.profileTarget(t, profile, n, because(source))
	}
	for _, variable := range []string{config.VariableURL, config.VariableEnv} {
		if a.env(variable) != "" {
			return a.variablesTarget(t, n, because(variable))
		}
	}
	return a.defaultTarget(t, n, variables)
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
func (a *app) defaultTarget(t *targetFlags, n need, variables []string) (*target, error) {
	file, err := a.configIfAny()
	if err != nil {
		return nil, err
	}
	names := file.Names()
	if len(names) == 1 && len(variables) > 0 {
		return nil, mixed("[profile."+names[0]+"]", strings.Join(variables, ", "))
	}
	if len(names) == 1 && (n == reads || n == examines) {
		return a.profileTarget(t, names[0], n, "because it is the only profile")
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

func (a *app) profileTarget(t *targetFlags, name string, n need, why string) (*target, error) {
	p, path, err := a.findProfile(name)
	if err != nil {
		return nil, err
	}
	if missing := p.Missing(); len(missing) > 0 && n != examines {
		return nil, problem.Usagef("orgbatch config set "+name+" "+missing[0].Name, "profile %s lacks %s", name, keyNames(missing, func(k config.Key) string { return k.Name }))
	}
	return newTarget(t, p, name, path, why)
}

func because(what string) string { return "because of " + what }

func (a *app) variablesTarget(t *targetFlags, n need, why string) (*target, error) {
	p := config.FromVariables(a.env)
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

// loadConfig reads the configuration, its warnings said once.
func (a *app) loadConfig() (config.File, string, error) {
	path, err := a.configPath()
	if err != nil {
		return config.File{}, "", err
	}
	file, warnings, err := config.Load(path)
	if err != nil {
		return config.File{}, "", &problem.Problem{Msg: err.Error(), Err: err, Code: problem.ExitUsage, Hint: "correct the file, or move it away: " + path}
	}
	if !a.warned {
		a.warned = true
		for _, w := range warnings {
			a.ui.Warn("%s", w)
		}
	}
	return file, path, nil
}

// configIfAny is loadConfig for what works without one: where there is no place for
// a configuration, as in a service without a home, it is empty.
func (a *app) configIfAny() (config.File, error) {
	if _, err := a.configPath(); err != nil {
		return config.File{}, nil
	}
	file, _, err := a.loadConfig()
	return file, err
}

// warnOfShared names the profiles of which one may be meant for another customer
// than it is: those of one customer, of which one is named.
func (a *app) warnOfShared(names ...string) {
	file, err := a.configIfAny()
	if err != nil {
		return // that is told by what needs it
	}
	for _, shared := range file.Shared() {
		if i := slices.IndexFunc(names, func(name string) bool { return slices.Contains(shared, name) }); i >= 0 {
			a.ui.Warn("%s\nhint: %s", sayShared(shared), sharedHint(names[i]))
		}
	}
}

// sharedHint is the next step after sayShared.
func sharedHint(name string) string {
	return "if " + name + " is meant for another customer: " + cmdline.Join("config", "set", name, "customer_id")
}

func sayShared(names []string) string {
	last := len(names) - 1
	return "profiles " + strings.Join(names[:last], ", ") + " and " + names[last] + " have the same customer id"
}

// configPath is where the configuration lies, whether it exists or not.
func (a *app) configPath() (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		variable := "HOME, or XDG_CONFIG_HOME"
		if runtime.GOOS == "windows" {
			variable = "AppData"
		}
		return "", problem.Usagef("set "+variable, "there is no place for the configuration: %s", err)
	}
	return filepath.Join(dir, "orgbatch", "config.toml"), nil
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
