package main

import (
	"cmp"
	"errors"
	"strconv"
	"strings"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/importer"
)

// effectiveOptions are the flags that a command would be given.
type effectiveOptions struct {
	target targetFlags
	use    useFlags
	runs   string
}

// runConfigEffective shows what a command with these flags goes by: each value, and
// where it comes from.
func runConfigEffective(a *app, name string, o effectiveOptions) error {
	if name != "" && o.target.profile != "" {
		return problem.Usagef("keep one of them", "%s and --profile %s both name a profile", name, o.target.profile)
	}
	o.target.profile = cmp.Or(name, o.target.profile)
	file, err := a.config.configIfAny()
	if err != nil {
		return err
	}
	t, err := a.targets.findTarget(&o.target, examines)
	if errors.Is(err, errNoTarget) { // then [defaults] is what there is to show
		p := config.Profile{Settings: file.Defaults.Settings}
		t, err = &target{name: a.words.Config.NoTarget, why: a.words.Config.Profiles(strings.Join(file.Names(), ", ")), profile: p, flags: &o.target}, nil
	}
	if err != nil {
		return err
	}
	backups, err := a.backupSettings(file)
	if err != nil {
		return err
	}
	table := ui.Table{Width: ui.WidthOf(a.stdout), Whole: true}
	table.Head("KEY", "VALUE", "FROM")
	settings := append([]event.Setting{{Key: "target", Value: t.name, From: t.why}}, a.settingsOf(t, file, o)...)
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
func (a *app) settingsOf(t *target, file config.File, o effectiveOptions) []event.Setting {
	given := map[string]string{"url": o.target.url, "env": o.target.env, "ca_file": o.target.caFile, "runs": o.runs, "rate": o.use.rate.String()}
	if o.use.concurrency > 0 {
		given["concurrency"] = strconv.Itoa(o.use.concurrency)
	}
	flags := map[string]string{"ca_file": "ca-file"}
	variables := map[string]string{"url": config.VariableURL, "env": config.VariableEnv}
	for _, k := range config.Keys() {
		variables[k.Name] = k.Variable
	}
	written, all := valuesOf(file.Profiles[t.profileName]), valuesOf(t.profile.Masked("(not shown)"))
	var list []event.Setting
	for _, key := range config.KeyNames() {
		s := event.Setting{Key: key, Value: cmp.Or(given[key], all[key])}
		switch {
		case given[key] != "":
			s.From = "flag --" + cmp.Or(flags[key], key)
		case key == "runs" && a.env("ORGBATCH_RUNS") != "":
			s.Value, s.From = a.env("ORGBATCH_RUNS"), "variable ORGBATCH_RUNS"
		case written[key] != "":
			s.From = "file [profile." + t.profileName + "]"
		case t.profileName == "" && s.Value != "" && variables[key] != "":
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
func builtIn(t *target, key string) string {
	switch key {
	case "env":
		if t.profile.URL == "" && t.base != "" {
			return config.Production
		}
	case "runs":
		return config.DefaultRuns
	case "rate":
		if t.production() {
			return strconv.Itoa(defaultRate)
		}
		return "none"
	case "concurrency":
		return strconv.Itoa(defaultConcurrency)
	case "chunk_size":
		return strconv.Itoa(importer.DefaultChunkSize)
	}
	return ""
}
