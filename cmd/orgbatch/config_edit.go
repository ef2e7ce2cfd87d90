package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
)

func newConfigSet(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "set NAME KEY [VALUE]",
		Short: "Change one value of a profile, or of all",
		Long: `Change one value of a profile, or with defaults.KEY in the place of NAME and KEY one of
[defaults]; "" takes it away. The secret and the heartbeat's URL have no VALUE here:
they are asked for, or read from standard input. Comments in the file stay.

Keys: ` + strings.Join(config.KeyNames(), ", ") + `

Of [defaults]: defaults.` + strings.Join(config.DefaultNames(), ", defaults."),
		Example: `orgbatch config set nordhus secret < nordhus.secret
orgbatch config set defaults.keep.daily 14`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 && strings.HasPrefix(args[0], defaultsPrefix) {
				return atMost(1, defaultsPrefix+"KEY", "VALUE")(cmd, args)
			}
			return atMost(2, "NAME", "KEY", "VALUE")(cmd, args)
		},
		RunE: a.work(func(_ context.Context, args []string) error {
			if key, ok := strings.CutPrefix(args[0], defaultsPrefix); ok {
				return runConfigSetDefault(a, key, args[1:])
			}
			return runConfigSet(a, args[0], args[1], args[2:])
		}),
	}
}

// defaultsPrefix is what names a key of [defaults]; no profile's name has a dot.
const defaultsPrefix = "defaults."

func runConfigSetDefault(a *app, key string, values []string) error {
	file, path, err := a.config.Load()
	if err != nil {
		return err
	}
	value, err := valueFor(a.words, a.ui, defaultsPrefix+key, key, values)
	if err != nil {
		return err
	}
	d := file.Defaults
	if err := d.Put(key, value); err != nil {
		return problem.Usagef("", "[defaults]: %s", err)
	}
	err = config.Edit(path,
		func(text string) string { return config.PutDefault(text, key, d) },
		func(f *config.File) { f.Defaults = d })
	if err != nil {
		return err
	}
	a.ui.Say("%s", a.words.Config.Changed("[defaults]", key, path))
	a.ui.Next("orgbatch config show --effective")
	return nil
}

func runConfigSet(a *app, name, key string, values []string) error {
	file, path, err := a.config.With(name)
	if err != nil {
		return err
	}
	p := file.Profiles[name]
	value, err := valueFor(a.words, a.ui, name+" "+key, key, values)
	if err != nil {
		return err
	}
	if err := p.Put(key, value); err != nil {
		return problem.Usagef("", "%s", err)
	}
	drop := config.DroppedBy(key, value)
	err = config.Edit(path,
		func(text string) string { return config.PutKey(config.DropLines(text, name, drop...), name, key, p) },
		func(f *config.File) { f.Profiles[name] = p })
	if err != nil {
		return err
	}
	a.ui.Say("%s", a.words.Config.Changed("profile "+name, key, path))
	if key == "customer_id" {
		a.config.WarnOfShared(name)
	}
	a.ui.Next("orgbatch config test " + name)
	return nil
}

// valueFor takes the value from the command line, the secret's from the person. what is what config
// set is given before it.
func valueFor(w *words.Edition, u *ui.UI, what, key string, values []string) (string, error) {
	switch {
	case key == "heartbeat" && len(values) == 1 && values[0] == "":
		return "", nil
	case config.IsSecret(key) && len(values) > 0:
		return "", problem.Usagef("leave it out: it is asked for, or read from standard input", "a secret doesn't belong on the command line, where others see it")
	case key == "heartbeat":
		return askFor(u, "the heartbeat", "URL of the heartbeat: ")
	case key == "secret":
		return askFor(u, "the secret", "Client secret: ")
	case len(values) == 0:
		return askValue(w, u, what, key)
	}
	if slices.Contains([]string{"secret_file", "ca_file", "allowed_signers", "signing_key", "backups"}, key) {
		path := absolute(values[0])
		if _, err := os.Stat(config.ResolvePath("", path)); errors.Is(err, fs.ErrNotExist) && key != "backups" && path != "" {
			u.Warn("%s", w.Config.NoFile(key, path))
		}
		return path, nil
	}
	return values[0], nil
}

// askValue asks for the value of a key, where there is somebody to answer.
func askValue(w *words.Edition, u *ui.UI, what, key string) (string, error) {
	answer := ""
	if u.Asks {
		var err error
		if answer, err = u.Ask(key + ": "); err != nil {
			return "", err
		}
	}
	if answer == "" {
		hint := w.Config.SetBy("orgbatch config set " + what + " VALUE")
		if config.KeyNamed(key).Name == "" { // one of the seven is needed
			hint += w.Config.OrDropped
		}
		return "", problem.Usagef(hint, "VALUE is missing")
	}
	return answer, nil
}

// askFor asks for what isn't shown.
func askFor(u *ui.UI, what, prompt string) (string, error) {
	secret, err := u.AskSecret(prompt)
	if err == nil && secret == "" {
		err = problem.Usagef("write it on standard input", "%s is empty", what)
	}
	return secret, err
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
	file, path, err := a.config.With(name)
	if err != nil {
		return err
	}
	err = config.Edit(path,
		func(text string) string { return config.DropSection(text, name) },
		func(f *config.File) { delete(f.Profiles, name) })
	if err != nil {
		return err
	}
	if account := file.Profiles[name].SecretKeyring; account != "" {
		if err := config.RemoveFromKeyring(account); err != nil {
			return err
		}
	}
	if err := config.RemoveAnswers(config.AnswersPath(path, name)); err != nil {
		return err
	}
	a.ui.Say("profile %s is gone from %s", name, path)
	return nil
}
