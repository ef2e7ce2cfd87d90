package main

import (
	"cmp"
	"errors"
	"strconv"
	"strings"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/importer/push"
)

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
