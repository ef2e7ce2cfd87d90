package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/importer/push"
)

func newConfig(a *app) *cobra.Command {
	return group(&cobra.Command{
		Use:   "config",
		Short: "Keep profiles: targets and their credentials",
		Long: `A profile is a target and the credentials for it, under a name: --profile NAME. They
are kept in one TOML file that only you can read; orgbatch config path says where.

  [defaults]                 what a profile doesn't say itself
  runs = "/srv/orgbatch"     also: ca_file, rate, concurrency, chunk_size, and
  approval = "required"      nothing is written that another person hasn't approved
  allowed_signers = "file"   who may, in OpenSSH's form; own_signers = "you@…" are those
                             of them who plan here, signing_key is what approve signs with

  [profile.nordhus]
  env = "production"         or development, or url = "https://…"
  customer_id = "…"          and application_id, service_id, service_version_id,
                             client_ct, client_entity
  secret_command = "pass show pigello"
                             or secret, secret_file, secret_keyring
  heartbeat = "https://…"    told of backups: URL/start, URL, URL/fail; a secret, too`,
		Example: `orgbatch config add nordhus
orgbatch config list`,
	}, newConfigAdd(a), newConfigList(a), newConfigShow(a), newConfigTest(a), newConfigSet(a), newConfigRemove(a), newConfigPath(a))
}

func newConfigList(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the profiles",
		Long:  "List the profiles: their target, their customer and where their secret is kept.",
		Example: `orgbatch config list
orgbatch config list --json`,
		Args: exactly(),
		RunE: a.work(func(context.Context, []string) error { return runConfigList(a) }),
	}
}

func runConfigList(a *app) error {
	file, path, err := a.config.Load()
	if err != nil {
		return err
	}
	names := file.Names()
	if len(names) == 0 {
		a.ui.Say("no profiles in %s", path)
		a.ui.Next("orgbatch config add NAME")
		return nil
	}
	table := ui.Table{Width: ui.WidthOf(a.stdout)}
	table.Head("PROFILE", "ADDRESS", "CUSTOMER", "SECRET IN")
	for _, name := range names {
		p, _ := file.Profile(name)
		base, _ := p.BaseURL()
		a.events.Send(profileEvent(name, p, nil))
		table.Add(name, base, p.CustomerID, p.SecretSource())
	}
	if a.events != nil {
		return nil
	}
	return table.Flush(a.stdout)
}

func profileEvent(name string, p config.Profile, organizations *int) event.Profile {
	base, _ := p.BaseURL()
	return event.Profile{Name: name, URL: base, Customer: p.CustomerID, Secret: p.SecretSource(), Heartbeat: p.Heartbeat != "", Organizations: organizations}
}

func newConfigShow(a *app) *cobra.Command {
	var o effectiveOptions
	var effective bool
	cmd := &cobra.Command{
		Use:   "show [NAME]",
		Short: "Show one profile without its secret",
		Long: `Show one profile, [defaults] included, as it stands in the file. The secret itself and
the heartbeat's URL are never shown.

--effective shows instead what a command would go by, with these flags and the
variables that are set, and where each value comes from: a flag, a variable, the file,
or orgbatch's own default.`,
		Example: `orgbatch config show nordhus
orgbatch config show --effective --profile nordhus`,
		Args: atMost(0, "NAME"),
	}
	cmd.RunE = a.work(func(_ context.Context, args []string) error {
		if effective {
			return runConfigEffective(a, strings.Join(args, ""), o)
		}
		if err := exactly("NAME")(cmd, args); err != nil {
			return err
		}
		return runConfigShow(a, args[0])
	})
	cmd.Flags().BoolVar(&effective, "effective", false, "show what a command would go by, and where each value comes from")
	target.BindUse(cmd, &o.use)
	bindRuns(cmd, &o.runs)
	target.Bind(cmd, &o.target)
	return cmd
}

func runConfigShow(a *app, name string) error {
	p, _, err := a.config.Profile(name)
	if err != nil {
		return err
	}
	if a.events != nil {
		a.events.Send(profileEvent(name, p, nil))
		return nil
	}
	text := "[profile." + name + "]\n"
	for _, l := range config.LinesOf(p.Masked("(kept here, not shown)")) {
		text += l.String()
	}
	_, err = io.WriteString(a.stdout, text)
	return err
}

func newConfigTest(a *app) *cobra.Command {
	var caFile string
	cmd := &cobra.Command{
		Use:   "test NAME",
		Short: "Try a profile with one read",
		Long:  "Try a profile with one read, and say how many organizations it sees.",
		Example: `orgbatch config test nordhus
orgbatch config test nordhus --json`,
		Args: exactly("NAME"),
		RunE: a.work(func(ctx context.Context, args []string) error {
			return runConfigTest(ctx, a, args[0], caFile)
		}),
	}
	cmd.Flags().StringVar(&caFile, "ca-file", "", "trust the certificate authorities of this PEM `FILE` too")
	return cmd
}

func runConfigTest(ctx context.Context, a *app, name, caFile string) error {
	p, path, err := a.config.Profile(name)
	if err != nil {
		return err
	}
	a.targets.Profile = name
	t, err := target.New(&target.Flags{CAFile: caFile}, p, name, path, "")
	if err == nil {
		err = tryProfile(ctx, a, t)
	}
	if hint := problem.HintOf(err); strings.Contains(hint, problem.TriesIt) { // which is what was done
		return &problem.Problem{Msg: err.Error(), Hint: strings.Replace(hint, problem.TriesIt, "orgbatch doctor --profile "+name+" looks at each value, ", 1), Code: problem.CodeOf(ctx, err), Err: err}
	}
	return err
}

// tryProfile makes one read with a profile and says what it sees.
func tryProfile(ctx context.Context, a *app, t *target.Target) (err error) {
	c, err := a.targets.Connect(ctx, t, target.Use{})
	if err != nil {
		return err
	}
	defer c.End(&err)
	n, err := c.Count(ctx)
	if err != nil {
		return err
	}
	if _, err := a.targets.CheckSigners(t); err != nil {
		return err
	}
	a.events.Send(profileEvent(t.ProfileName, t.Profile, &n))
	a.ui.Say("%s · %s visible", t.Name, words.Counted(n, "organization"))
	return nil
}

func newConfigPath(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "path",
		Short: "Print where the configuration lies",
		Long:  "Print where the configuration lies, whether it exists or not.",
		Example: `orgbatch config path
cat "$(orgbatch config path)"`,
		Args: exactly(),
		RunE: a.work(func(context.Context, []string) error { return runConfigPath(a) }),
	}
}

func runConfigPath(a *app) error {
	path, err := target.ConfigPath()
	if err != nil {
		return err
	}
	if a.events != nil {
		a.events.Send(event.File{Kind: "configuration", Path: path})
		return nil
	}
	_, err = fmt.Fprintln(a.stdout, path)
	return err
}

// effectiveOptions are the flags that a command would be given.
type effectiveOptions struct {
	target target.Flags
	use    target.Use
	runs   string
}

// runConfigEffective shows what a command with these flags goes by: each value, and
// where it comes from.
func runConfigEffective(a *app, name string, o effectiveOptions) error {
	if name != "" && o.target.Profile != "" {
		return problem.Usagef("keep one of them", "%s and --profile %s both name a profile", name, o.target.Profile)
	}
	o.target.Profile = cmp.Or(name, o.target.Profile)
	file, err := a.config.IfAny()
	if err != nil {
		return err
	}
	t, err := a.targets.Find(&o.target, target.Examines)
	if errors.Is(err, target.ErrNoTarget) { // then [defaults] is what there is to show
		p := config.Profile{Settings: file.Defaults.Settings}
		t, err = &target.Target{Name: a.words.Config.NoTarget, Why: a.words.Config.Profiles(strings.Join(file.Names(), ", ")), Profile: p, Flags: &o.target}, nil
	}
	if err != nil {
		return err
	}
	backups, err := backupSettings(a.env, a.config, file)
	if err != nil {
		return err
	}
	table := ui.Table{Width: ui.WidthOf(a.stdout), Whole: true}
	table.Head("KEY", "VALUE", "FROM")
	settings := append([]event.Setting{{Key: "target", Value: t.Name, From: t.Why}}, settingsOf(a.env, t, file, o)...)
	for _, s := range append(settings, backups...) {
		a.events.Send(s)
		table.Add(s.Key, s.Value, s.From)
	}
	if a.events != nil {
		return nil
	}
	return table.Flush(a.stdout)
}

// settingsOf are the values of a target in the order of the file, secrets masked.
func settingsOf(env func(string) string, t *target.Target, file config.File, o effectiveOptions) []event.Setting {
	given := map[string]string{"url": o.target.URL, "env": o.target.Env, "ca_file": o.target.CAFile, "runs": o.runs, "rate": o.use.Rate.String()}
	if o.use.Concurrency > 0 {
		given["concurrency"] = strconv.Itoa(o.use.Concurrency)
	}
	flags := map[string]string{"ca_file": "ca-file"}
	variables := map[string]string{"url": config.VariableURL, "env": config.VariableEnv}
	for _, k := range config.Keys() {
		variables[k.Name] = k.Variable
	}
	written, all := valuesOf(file.Profiles[t.ProfileName]), valuesOf(t.Profile.Masked("(not shown)"))
	var list []event.Setting
	for _, key := range config.KeyNames() {
		s := event.Setting{Key: key, Value: cmp.Or(given[key], all[key])}
		switch {
		case given[key] != "":
			s.From = "flag --" + cmp.Or(flags[key], key)
		case key == "runs" && env("ORGBATCH_RUNS") != "":
			s.Value, s.From = env("ORGBATCH_RUNS"), "variable ORGBATCH_RUNS"
		case written[key] != "":
			s.From = "file [profile." + t.ProfileName + "]"
		case t.ProfileName == "" && s.Value != "" && variables[key] != "":
			s.From = "variable " + variables[key]
		case s.Value != "":
			s.From = fromDefaults
		case key == "runs" && file.Defaults.Runs != "": // of the sandbox, too
			s.Value, s.From = file.Defaults.Runs, fromDefaults
		default:
			s.Value, s.From = builtIn(t, key), "default"
		}
		if s.Value != "" {
			list = append(list, s)
		}
	}
	return list
}

func valuesOf(p config.Profile) map[string]string {
	values := map[string]string{}
	for _, l := range config.LinesOf(p) {
		values[l.Key] = l.Value
	}
	return values
}

// builtIn is what a key means that nobody has set, "" for nothing.
func builtIn(t *target.Target, key string) string {
	switch key {
	case "env":
		if t.Profile.URL == "" && t.Base != "" {
			return config.Production
		}
	case "runs":
		return config.DefaultRuns
	case "rate":
		if t.Production() {
			return strconv.Itoa(target.DefaultRate)
		}
		return "none"
	case "concurrency":
		return strconv.Itoa(target.DefaultConcurrency)
	case "chunk_size":
		return strconv.Itoa(push.DefaultChunkSize)
	}
	return ""
}
