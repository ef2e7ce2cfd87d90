package main

import (
	"context"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
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
	again   cmdline.Line
}

func newConfigAdd(a *app) *cobra.Command {
	var o configAddOptions
	cmd := &cobra.Command{
		Use:   "add NAME",
		Short: "Make a profile: answer questions or paste headers",
		Long: `Make a profile. On a terminal you are asked for each value, the secret without echo;
the lines of the seven request headers can be pasted at any question, and < goes back
to the one before. Otherwise the headers are read from standard input, as pasted:

  X-PIGELLO-CUSTOMER-ID: …

The secret is kept in the system's keyring, if you say so, or else in the file.

One read then shows whether they work and how many organizations they see. No flag
takes a secret: it is asked for, or on standard input.`,
		Example: `orgbatch config add nordhus
orgbatch config add nordhus-test --env development --secret-file nordhus-test.secret < headers.txt`,
		Args: exactly("NAME"),
	}
	cmd.RunE = a.work(func(ctx context.Context, args []string) error {
		o.name, o.again = args[0], cmdline.Of(cmd, args)
		return runConfigAdd(ctx, a, o)
	})
	f := cmd.Flags()
	f.StringVar(&o.env, "env", "", "`production|development` (default production)")
	f.StringVar(&o.url, "url", "", "Pigello at `URL`, instead of --env")
	f.BoolVar(&o.keyring, "secret-keyring", false, "keep the secret in the system's keyring instead of the file")
	f.StringVar(&o.file, "secret-file", "", "the secret is the first line of `FILE`")
	f.StringVar(&o.command, "secret-command", "", "the secret is what `COMMAND` prints")
	f.StringVar(&o.caFile, "ca-file", "", "trust the certificate authorities of this PEM `FILE` too")
	f.BoolVar(&o.noTest, "no-test", false, "don't try it")
	cmd.MarkFlagsMutuallyExclusive("secret-keyring", "secret-file", "secret-command")
	cmd.MarkFlagsMutuallyExclusive("env", "url")
	return cmd
}

func runConfigAdd(ctx context.Context, a *app, o configAddOptions) error {
	if err := config.CheckName(o.name); err != nil {
		return problem.Usagef("", "%s", err)
	}
	file, path, err := a.config.Load()
	if err != nil {
		return err
	}
	if _, exists := file.Profiles[o.name]; exists {
		return problem.Usagef("orgbatch config set "+o.name+" KEY changes it, orgbatch config remove "+o.name+" removes it", "there is a profile %q already", o.name)
	}
	p := config.Profile{Env: o.env, URL: o.url, SecretFile: absolute(o.file), SecretCommand: o.command, Settings: config.Settings{CAFile: absolute(o.caFile)}}
	if _, err := p.BaseURL(); err != nil {
		return problem.Usagef("", "%s", err)
	}
	if a.ui.Asks {
		err = askProfile(a.ui, &p)
	} else {
		err = pastedProfile(a.stdin, &p)
	}
	if err != nil {
		return err
	}
	if err := storeSecret(a.ui, &p, o); err != nil {
		return err
	}
	next := "orgbatch list --profile " + o.name
	if !o.noTest {
		a.targets.Profile = o.name
		t, err := target.New(&target.Flags{}, p, o.name, path, "")
		if err == nil {
			err = tryProfile(ctx, a, t)
		}
		if err != nil {
			if err := keepUntried(ctx, a.words, a.ui, o, err); err != nil {
				return err
			}
			next = "orgbatch config test " + o.name
		}
	}
	err = config.Edit(path,
		func(text string) string { return config.PutLines(text, o.name, config.LinesOf(p)) },
		func(f *config.File) { f.Profiles[o.name] = p })
	if err != nil {
		return err
	}
	a.ui.Say("profile %s is saved in %s", o.name, path)
	a.config.WarnOfShared(o.name)
	a.ui.Next(next)
	return nil
}

// keepUntried asks whether a profile that doesn't work is kept, so that nothing need be typed
// twice; without somebody to ask, the error says how. No hint names a command on the profile, which
// isn't there yet.
func keepUntried(ctx context.Context, w *words.Edition, u *ui.UI, o configAddOptions, err error) error {
	causes := strings.TrimSpace(strings.Replace(problem.HintOf(err), problem.RefusedCommands, "", 1))
	if u.Asks && ctx.Err() == nil {
		u.Fail(&problem.Problem{Msg: err.Error(), Hint: causes})
		if yes, failed := u.Confirm(w.Config.KeepIt); yes || failed != nil {
			return failed
		}
		causes = ""
	}
	by := w.Config.KeepItBy(o.again.Text() + " --no-test")
	return &problem.Problem{Msg: w.Config.Refused(err.Error()), Hint: strings.TrimPrefix(causes+"\n      "+by, "\n      "), Code: problem.CodeOf(ctx, err), Err: err}
}

// storeSecret puts a secret into the keyring, where that was said, or is answered to
// the question. Without one it stays for the file then.
func storeSecret(u *ui.UI, p *config.Profile, o configAddOptions) error {
	offered := false
	if !o.keyring && u.Asks && p.SecretSource() == "secret" {
		var err error
		if offered, err = keepsInKeyring(u); err != nil {
			return err
		}
	}
	if !o.keyring && !offered {
		return nil
	}
	switch err := config.StoreInKeyring(o.name, p.Secret); {
	case err != nil && offered:
		u.Warn("%s; it is kept in the file, which only you can read", err)
		return nil
	case err != nil:
		return &problem.Problem{Msg: err.Error(), Err: err, Hint: "leave --secret-keyring out to keep it in the file"}
	}
	p.Secret, p.SecretKeyring = "", o.name
	return nil
}

// maxPasted bounds what is read of a paste.
const maxPasted = 1 << 20

func pastedProfile(stdin io.Reader, p *config.Profile) error {
	text, err := io.ReadAll(io.LimitReader(stdin, maxPasted))
	if err != nil {
		return err
	}
	pasted, err := config.ParseHeaders(string(text))
	if err != nil {
		return problem.Usagef("paste the lines of the seven X-PIGELLO-… headers", "%s", err)
	}
	for _, k := range config.Keys() {
		if k.Secret && p.SecretSource() != "" {
			continue
		}
		*k.Field(p) = *k.Field(&pasted)
	}
	if missing := p.Missing(); len(missing) > 0 {
		return problem.Usagef("paste the lines of the seven headers on standard input, or call it on a terminal to be asked",
			"headers are missing: %s", target.KeyNames(missing, func(k config.Key) string { return k.Header }))
	}
	return nil
}
