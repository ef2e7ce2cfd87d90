package main

import (
	"context"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
)

type configAddOptions struct {
	name    string
	env     string
	url     string
	caFile  string
	keyring bool
	file    string
	command string
	noTest  bool
}

func newConfigAdd(a *app) *cobra.Command {
	var o configAddOptions
	cmd := &cobra.Command{
		Use:   "add NAME",
		Short: "Make a profile: answer questions or paste headers",
		Long: `Make a profile. On a terminal you are asked for each value, the secret without echo.
Otherwise the seven request headers are read from standard input, as pasted:

  X-PIGELLO-CUSTOMER-ID: …

One read then shows whether they work and how many organizations they see. No flag
takes a secret: it is asked for, or on standard input.`,
		Example: `orgbatch config add nordhus
orgbatch config add nordhus-test --env development --secret-file nordhus-test.secret < headers.txt`,
		Args: exactly("NAME"),
		RunE: a.work(func(ctx context.Context, args []string) error {
			o.name = args[0]
			return runConfigAdd(ctx, a, o)
		}),
	}
	f := cmd.Flags()
	f.StringVar(&o.env, "env", "", "`production|development` (default production)")
	f.StringVar(&o.url, "url", "", "the API at `URL`, instead of --env")
	f.BoolVar(&o.keyring, "secret-keyring", false, "keep the secret in the system's keyring instead of the file")
	f.StringVar(&o.file, "secret-file", "", "the secret is the first line of `FILE`")
	f.StringVar(&o.command, "secret-command", "", "the secret is what `COMMAND` prints")
	f.StringVar(&o.caFile, "ca-file", "", "trust the certificate authorities of this PEM `FILE` too")
	f.BoolVar(&o.noTest, "no-test", false, "don't try it")
	return cmd
}

func runConfigAdd(ctx context.Context, a *app, o configAddOptions) error {
	if err := config.CheckName(o.name); err != nil {
		return usagef("", "%s", err)
	}
	file, path, err := a.loadConfig()
	if err != nil {
		return err
	}
	if _, exists := file.Profiles[o.name]; exists {
		return usagef("orgbatch config set "+o.name+" KEY changes it, orgbatch config remove "+o.name+" removes it", "there is a profile %q already", o.name)
	}
	if o.file != "" {
		// On the command line a path is seen from here; in the file, from the file.
		path, err := filepath.Abs(o.file)
		if err != nil {
			return err
		}
		o.file = path
	}
	p := config.Profile{Env: o.env, URL: o.url, SecretFile: absolute(o.file), SecretCommand: o.command}
	p.CAFile = absolute(o.caFile)
	if _, err := p.BaseURL(); err != nil {
		return usagef("", "%s", err)
	}
	if err := a.fillProfile(&p); err != nil {
		return err
	}
	if o.keyring {
		if err := config.StoreInKeyring(o.name, p.Secret); err != nil {
			return &problem{msg: err.Error(), err: err, hint: "leave --secret-keyring out to keep it in the file"}
		}
		p.Secret, p.SecretKeyring = "", o.name
	}
	if !o.noTest {
		if err := a.tryProfile(ctx, o.name, p, path, ""); err != nil {
			return &problem{msg: "the profile was not kept: " + err.Error(), hint: hintOf(err), code: codeOf(ctx, err), err: err}
		}
	}
	if err := putProfile(path, o.name, p); err != nil {
		return err
	}
	a.ui.say("profile %s is kept in %s", o.name, path)
	a.ui.next("orgbatch list --profile " + o.name)
	return nil
}

// fillProfile asks for what the profile lacks, or takes it from pasted headers.
func (a *app) fillProfile(p *config.Profile) error {
	if !a.ui.asks {
		return a.pastedProfile(p)
	}
	for _, k := range p.Missing() {
		ask := a.ui.ask
		if k.Secret {
			ask = a.ui.askSecret
		}
		answer, err := ask(k.Label + ": ")
		if err != nil {
			return err
		}
		if answer == "" {
			return usagef("it stands in the service's settings", "%s is missing", k.Name)
		}
		*k.Field(p) = answer
	}
	return nil
}

// maxPasted bounds what is read of a paste.
const maxPasted = 1 << 20

func (a *app) pastedProfile(p *config.Profile) error {
	text, err := io.ReadAll(io.LimitReader(a.stdin, maxPasted))
	if err != nil {
		return err
	}
	pasted, err := config.ParseHeaders(string(text))
	if err != nil {
		return usagef("paste the lines of the seven X-PIGELLO-… headers", "%s", err)
	}
	for _, k := range config.Keys() {
		if k.Secret && p.SecretSource() != "" {
			continue
		}
		*k.Field(p) = *k.Field(&pasted)
	}
	if missing := p.Missing(); len(missing) > 0 {
		return usagef("paste the lines of the seven headers on standard input, or call it on a terminal to be asked",
			"headers are missing: %s", keyNames(missing, func(k config.Key) string { return k.Header }))
	}
	return nil
}

func putProfile(path, name string, p config.Profile) error {
	return config.Edit(path,
		func(text string) string { return config.PutLines(text, name, config.LinesOf(p)) },
		func(f *config.File) { f.Profiles[name] = p })
}

func newConfigSet(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "set NAME KEY [VALUE]",
		Short: "Change one value of a profile",
		Long: `Change one value of a profile; "" takes it away. The secret has no VALUE here: it is
asked for, or read from standard input. Comments in the file stay.

Keys: ` + strings.Join(config.KeyNames(), ", "),
		Example: `orgbatch config set nordhus service_version_id 0b8c7a52-9d4e-4f6b-8a31-7e5d2c1f0a94
orgbatch config set nordhus secret < nordhus.secret`,
		Args: atMost(2, "NAME", "KEY", "VALUE"),
		RunE: a.work(func(_ context.Context, args []string) error {
			return runConfigSet(a, args[0], args[1], args[2:])
		}),
	}
	return cmd
}

func runConfigSet(a *app, name, key string, values []string) error {
	file, path, err := a.loadConfig()
	if err != nil {
		return err
	}
	p, ok := file.Profiles[name]
	if !ok {
		return noProfile(file, name)
	}
	value, err := a.valueFor(key, values)
	if err != nil {
		return err
	}
	if err := p.Put(key, value); err != nil {
		return usagef("the keys are: "+strings.Join(config.KeyNames(), ", "), "%s", err)
	}
	drop := config.DroppedBy(key, value)
	err = config.Edit(path,
		func(text string) string { return config.PutKey(config.DropLines(text, name, drop...), name, key, p) },
		func(f *config.File) { f.Profiles[name] = p })
	if err != nil {
		return err
	}
	a.ui.say("profile %s: %s changed in %s", name, key, path)
	a.ui.next("orgbatch config test " + name)
	return nil
}

// valueFor takes the value from the command line, the secret's from the person.
func (a *app) valueFor(key string, values []string) (string, error) {
	switch {
	case key == "secret" && len(values) > 0:
		return "", usagef("leave it out: it is asked for, or read from standard input", "a secret doesn't belong on the command line, where others see it")
	case key == "secret":
		secret, err := a.ui.askSecret("Client secret: ")
		if err == nil && secret == "" {
			err = usagef("write it on standard input", "the secret is empty")
		}
		return secret, err
	case len(values) == 0:
		return "", usagef(`"" takes it away`, "VALUE is missing")
	}
	if key == "secret_file" || key == "ca_file" {
		return absolute(values[0]), nil
	}
	return values[0], nil
}

// absolute is a path of the command line, which is meant from here, as the
// configuration, which lies elsewhere, can keep it.
func absolute(path string) string {
	if path == "" || strings.HasPrefix(path, "~/") {
		return path
	}
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

func newConfigRemove(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "remove NAME",
		Short: "Remove a profile",
		Long:  "Remove a profile from the configuration, and its secret from the keyring if it is there.",
		Example: `orgbatch config remove nordhus
orgbatch config remove nordhus-test --quiet`,
		Args: exactly("NAME"),
		RunE: a.work(func(_ context.Context, args []string) error { return runConfigRemove(a, args[0]) }),
	}
}

func runConfigRemove(a *app, name string) error {
	file, path, err := a.loadConfig()
	if err != nil {
		return err
	}
	p, ok := file.Profiles[name]
	if !ok {
		return noProfile(file, name)
	}
	err = config.Edit(path,
		func(text string) string { return config.DropSection(text, name) },
		func(f *config.File) { delete(f.Profiles, name) })
	if err != nil {
		return err
	}
	if p.SecretKeyring != "" {
		if err := config.RemoveFromKeyring(p.SecretKeyring); err != nil {
			return err
		}
	}
	a.ui.say("profile %s is gone from %s", name, path)
	return nil
}
