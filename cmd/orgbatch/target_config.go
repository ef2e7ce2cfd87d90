package main

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
)

// loadConfig reads the configuration, its warnings said once.
func (c *configs) loadConfig() (config.File, string, error) {
	path, err := configPath()
	if err != nil {
		return config.File{}, "", err
	}
	file, warnings, err := config.Load(path)
	if err != nil {
		return config.File{}, "", &problem.Problem{Msg: err.Error(), Err: err, Code: problem.ExitUsage, Hint: "correct the file, or move it away: " + path}
	}
	if !c.warned {
		c.warned = true
		for _, w := range warnings {
			c.ui.Warn("%s", w)
		}
	}
	return file, path, nil
}

// configIfAny is loadConfig for what works without one: where there is no place for
// a configuration, as in a service without a home, it is empty.
func (c *configs) configIfAny() (config.File, error) {
	if _, err := configPath(); err != nil {
		return config.File{}, nil
	}
	file, _, err := c.loadConfig()
	return file, err
}

// warnOfShared names the profiles of which one may be meant for another customer
// than it is: those of one customer, of which one is named.
func (c *configs) warnOfShared(names ...string) {
	file, err := c.configIfAny()
	if err != nil {
		return // that is told by what needs it
	}
	for _, shared := range file.Shared() {
		if i := slices.IndexFunc(names, func(name string) bool { return slices.Contains(shared, name) }); i >= 0 {
			c.ui.Warn("%s\nhint: %s", sayShared(shared), sharedHint(names[i]))
		}
	}
}

// sharedHint is the next step after sayShared.
func sharedHint(name string) string {
	return "if " + name + " is meant for another customer: " + cmdline.Join("config", "set", name, "customer_id")
}

// sayShared says which profiles are of one customer.
func sayShared(names []string) string {
	last := len(names) - 1
	return "profiles " + strings.Join(names[:last], ", ") + " and " + names[last] + " have the same customer id"
}

// configPath is where the configuration lies, whether it exists or not.
func configPath() (string, error) {
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

// findProfile loads the configuration and picks one profile.
func (c *configs) findProfile(name string) (config.Profile, string, error) {
	file, path, err := c.configWith(name)
	p, _ := file.Profile(name)
	return p, path, err
}

// configWith is loadConfig for what is about a profile in it.
func (c *configs) configWith(profile string) (config.File, string, error) {
	file, path, err := c.loadConfig()
	if _, ok := file.Profiles[profile]; err == nil && !ok {
		err = problem.NoProfile(file, profile)
	}
	return file, path, err
}

// configs reads the configuration, and says once what is odd about it.
type configs struct {
	ui     *ui.UI
	warned bool // it was said
}
