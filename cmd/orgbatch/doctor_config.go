package main

import (
	"context"
	"errors"
	"slices"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/build"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/pigello"
)

// configuration reads the file and finds the target.
func (d *doctor) configuration() {
	path, err := target.ConfigPath()
	if err != nil {
		d.warn("configuration", problem.HintOf(err), "%s", err)
	} else if err := readConfiguration(d, path); err != nil {
		d.fail(problem.ExitUsage, "configuration", "correct the file, or move it away: "+path, "%s", err)
		if !d.o.target.Sandbox && d.o.target.SandboxDB == "" {
			return
		}
	}
	t, err := d.a.targets.Find(&d.o.target, target.Examines)
	if err != nil {
		d.fail(problem.ExitUsage, "target", problem.HintOf(err), "%s", err)
		return
	}
	d.target = t
	if t.Sandbox != "" {
		d.ok("target", "%s, %s", t.Name, t.Why)
		d.ok("connection", "embedded: no network, no certificate, no clock of its own")
		return
	}
	d.ok("target", "%s, %s, %s", t.Name, t.Base, t.Why)
	switch path, err := d.a.targets.CheckSigners(t); {
	case err != nil:
		d.fail(problem.ExitUsage, "approvals", problem.HintOf(err), "%s", err)
	case path != "":
		d.ok("approvals", "%s", d.a.words.Config.Signers(path))
	}
}

func readConfiguration(d *doctor, path string) error {
	d.a.config.Warned = true // what loadConfig would say is said here
	file, warnings, err := config.Load(path)
	if err != nil {
		return err
	}
	for _, w := range warnings {
		d.warn("configuration", "", "%s", w)
	}
	for _, shared := range file.Shared() {
		d.warn("configuration", target.SharedHint(shared[0]), "%s", target.SayShared(shared))
	}
	if n := len(file.Profiles); n == 0 {
		d.ok("configuration", "no profiles in %s", path)
	} else {
		d.ok("configuration", "%s: %s", path, words.Counted(n, "profile"))
	}
	return nil
}

// credentials looks at each header, and says whether a client would send them.
func (d *doctor) credentials(ctx context.Context) (sendable bool) {
	if d.target.Sandbox != "" {
		d.ok("credentials", "the seven headers are the sandbox's own")
		return true
	}
	secret, source := d.fetchSecret(ctx)
	p, keys := d.target.Profile, config.Keys()
	sendable = true
	for _, s := range target.CredentialsOf(p, secret).Examine() {
		key := keys[slices.IndexFunc(keys, func(k config.Key) bool { return k.Header == s.Name })]
		switch {
		case s.Secret && s.Missing:
			sendable = false // said where it was fetched
		case s.Missing:
			sendable = false
			d.fail(problem.ExitUsage, "credentials", correct(d.target, key), "%s is missing", s.Name)
		case s.Unsendable:
			sendable = false
			d.fail(problem.ExitUsage, "credentials", correct(d.target, key), "%s %s", s.Name, s.Problem)
		case s.Problem != "":
			d.warn("credentials", correct(d.target, key), "%s %s", s.Name, s.Problem)
		case s.Secret:
			d.ok("credentials", "%s is there, from %s", s.Name, source)
		case s.UUID:
			d.ok("credentials", "%s is a UUID", s.Name)
		default:
			d.ok("credentials", "%s is no UUID: %q", s.Name, ui.Clean(*key.Field(&p), 60))
		}
	}
	return sendable
}

// fetchSecret gets the secret once: a command that prints it may ask the person
// something. What it comes from is told, it itself is not.
func (d *doctor) fetchSecret(ctx context.Context) (secret, source string) {
	t := d.target
	source = t.Profile.SecretSource()
	key := config.KeyNamed("secret")
	if source == "" {
		d.fail(problem.ExitUsage, "credentials", correct(d.target, key), "%s is missing", key.Header)
		return "", ""
	}
	secret, err := t.Profile.ReadSecret(ctx, t.ConfigPath)
	if err != nil {
		hint := "orgbatch config show " + t.ProfileName + " says where it is looked for"
		if t.ProfileName == "" {
			hint = correct(d.target, key)
		}
		d.fail(problem.ExitUsage, "credentials", hint, "%s: %s", key.Header, err)
		return "", ""
	}
	if t.ProfileName == "" {
		source = key.Variable
	}
	t.Profile.Secret, t.Profile.SecretFile, t.Profile.SecretCommand, t.Profile.SecretKeyring = secret, "", "", ""
	return secret, source
}

// correct says how a value is set.
func correct(t *target.Target, key config.Key) string {
	if name := t.ProfileName; name != "" {
		return "orgbatch config set " + name + " " + key.Name
	}
	return "set " + key.Variable
}

// authoritiesOf says which certificate authorities a target trusts.
func authoritiesOf(t *target.Target) (string, pigello.Options, error) {
	o := pigello.Options{BaseURL: t.Base, UserAgent: "orgbatch/" + build.Version(), Proxy: target.ProxyOf}
	file := t.CAFile()
	pool, err := target.Authorities(file)
	if p, ok := errors.AsType[*problem.Problem](err); ok {
		err = errors.New(p.Msg)
	}
	o.RootCAs = pool
	return file, o, err
}
