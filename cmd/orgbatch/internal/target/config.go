package target

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

// Load reads the configuration, its warnings said once.
func (c *Configs) Load() (config.File, string, error) {
	path, err := ConfigPath()
	if err != nil {
		return config.File{}, "", err
	}
	file, warnings, err := config.Load(path)
	if err != nil {
		return config.File{}, "", &problem.Problem{Msg: err.Error(), Err: err, Code: problem.ExitUsage, Hint: "correct the file, or move it away: " + path}
	}
	if !c.Warned {
		c.Warned = true
		for _, w := range warnings {
			c.UI.Warn("%s", w)
		}
	}
	return file, path, nil
}

// IfAny is loadConfig for what works without one: where there is no place for
// a configuration, as in a service without a home, it is empty.
func (c *Configs) IfAny() (config.File, error) {
	if _, err := ConfigPath(); err != nil {
		return config.File{}, nil
	}
	file, _, err := c.Load()
	return file, err
}

// WarnOfShared names the profiles of which one may be meant for another customer
// than it is: those of one customer, of which one is named.
func (c *Configs) WarnOfShared(names ...string) {
	file, err := c.IfAny()
	if err != nil {
		return // that is told by what needs it
	}
	for _, shared := range file.Shared() {
		if i := slices.IndexFunc(names, func(name string) bool { return slices.Contains(shared, name) }); i >= 0 {
			c.UI.Warn("%s\nhint: %s", SayShared(shared), SharedHint(names[i]))
		}
	}
}

// SharedHint is the next step after sayShared.
func SharedHint(name string) string {
	return "if " + name + " is meant for another customer: " + cmdline.Join("config", "set", name, "customer_id")
}

// SayShared says which profiles are of one customer.
func SayShared(names []string) string {
	last := len(names) - 1
	return "profiles " + strings.Join(names[:last], ", ") + " and " + names[last] + " have the same customer id"
}

// ConfigPath is where the configuration lies, whether it exists or not.
func ConfigPath() (string, error) {
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

// Profile loads the configuration and picks one profile.
func (c *Configs) Profile(name string) (config.Profile, string, error) {
	file, path, err := c.With(name)
	p, _ := file.Profile(name)
	return p, path, err
}

// With is loadConfig for what is about a profile in it.
func (c *Configs) With(profile string) (config.File, string, error) {
	file, path, err := c.Load()
	if _, ok := file.Profiles[profile]; err == nil && !ok {
		err = problem.NoProfile(file, profile)
	}
	return file, path, err
}

// Configs reads the configuration, and says once what is odd about it.
type Configs struct {
	UI     *ui.UI
	Warned bool // it was said
}
