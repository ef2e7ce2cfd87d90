package config

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"runtime"
	"slices"

	"github.com/pelletier/go-toml/v2"

	"github.com/orgbatch/orgbatch/exporter/sink"
)

// DefaultRuns is the folder of the runs where nothing names another.
const DefaultRuns = "orgbatch-runs"

// File is config.toml as read.
type File struct {
	Defaults Defaults           `toml:"defaults"`
	Profiles map[string]Profile `toml:"profile"`
}

// Settings are what a profile may say beside its credentials; [defaults] says
// it for those that don't. A zero value says nothing.
type Settings struct {
	CAFile      string  `toml:"ca_file,omitempty"`     // PEM file of further certificate authorities
	Runs        string  `toml:"runs,omitempty"`        // folder of the runs
	Rate        float64 `toml:"rate,omitempty"`        // requests a second
	Concurrency int     `toml:"concurrency,omitempty"` // requests at the same time
	ChunkSize   int     `toml:"chunk_size,omitempty"`  // rows of a bulk request

	Approval       string `toml:"approval,omitempty"`        // Required: nothing is written that another person hasn't signed
	AllowedSigners string `toml:"allowed_signers,omitempty"` // OpenSSH's file of those who may sign approvals
	OwnSigners     string `toml:"own_signers,omitempty"`     // which of them are the person who plans here, with commas between
	SigningKey     string `toml:"signing_key,omitempty"`     // file of the SSH key that signs approvals here
}

// Defaults are what [defaults] may say: the settings of profiles that don't say
// them, and what a night of backups does, so that its line in a crontab needs no flag.
type Defaults struct {
	Settings

	Backups string `toml:"backups,omitempty"` // folder of the snapshots
	Keep    Keep   `toml:"keep,omitempty"`    // what stays of the old ones
	Verify  string `toml:"verify,omitempty"`  // how a new one is proven: rows or restore

	KeepRuns string `toml:"keep-runs,omitempty"` // the age from which runs are proposed for removal
}

// Keep counts the snapshots that stay, as --keep-last and the others do.
type Keep struct {
	Last    int `toml:"last,omitempty"`
	Hourly  int `toml:"hourly,omitempty"`
	Daily   int `toml:"daily,omitempty"`
	Weekly  int `toml:"weekly,omitempty"`
	Monthly int `toml:"monthly,omitempty"`
	Yearly  int `toml:"yearly,omitempty"`
}

// required is the one thing that approval may say.
const required = "required"

// Profile is one [profile.NAME]: a target and the credentials for it. The
// secret is in one of four places.
type Profile struct {
	Env              string `toml:"env,omitempty"` // production or development
	URL              string `toml:"url,omitempty"` // instead of Env
	CustomerID       string `toml:"customer_id,omitempty"`
	ApplicationID    string `toml:"application_id,omitempty"`
	ServiceID        string `toml:"service_id,omitempty"`
	ServiceVersionID string `toml:"service_version_id,omitempty"`
	ClientCT         string `toml:"client_ct,omitempty"`
	ClientEntity     string `toml:"client_entity,omitempty"`

	Secret        string `toml:"secret,omitempty"`         // the secret itself
	SecretFile    string `toml:"secret_file,omitempty"`    // a file whose first line it is
	SecretCommand string `toml:"secret_command,omitempty"` // a command that prints it
	SecretKeyring string `toml:"secret_keyring,omitempty"` // its account in the system's keyring

	// Heartbeat is the URL that is told of backups, see package heartbeat; a secret.
	Heartbeat string `toml:"heartbeat,omitempty"`

	Settings
}

// Load reads the file at path. A file that doesn't exist is an empty one. The
// warnings are sentences for a person: they don't stop anything.
func Load(path string) (File, []string, error) {
	data, err := readFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return File{}, nil, nil
	}
	if err != nil {
		return File{}, nil, fmt.Errorf("read the configuration: %w", err)
	}
	f, err := parse(path, data)
	if err != nil {
		return File{}, nil, err
	}
	return f, wideWarnings(path, f), nil
}

// readFile reads a file, whose first bytes may be the mark that Windows' editors
// put before UTF-8.
func readFile(path string) ([]byte, error) {
	data, err := sink.ReadFile(path)
	return WithoutBOM(data), err
}

// WithoutBOM is a text without that mark.
func WithoutBOM(text []byte) []byte { return bytes.TrimPrefix(text, []byte("\ufeff")) }

func parse(path string, data []byte) (File, error) {
	var f File
	err := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields().Decode(&f)
	if err != nil {
		return File{}, located(path, data, err, kindOf)
	}
	if err := checkSpelling(path, data); err != nil {
		return File{}, err
	}
	for _, name := range f.Names() {
		p := f.Profiles[name]
		if err := p.check(); err != nil {
			return File{}, fmt.Errorf("%s: [profile.%s]: %w", path, name, err)
		}
	}
	if err := f.Defaults.check(); err != nil {
		return File{}, fmt.Errorf("%s: [defaults]: %w", path, err)
	}
	return f, nil
}

// wideWarnings names a file that others can read although it holds, or leads
// to, a secret. Windows keeps permissions elsewhere.
func wideWarnings(path string, f File) []string {
	if runtime.GOOS == "windows" {
		return nil
	}
	files := []string{path}
	for _, name := range f.Names() {
		if file := f.Profiles[name].SecretFile; file != "" {
			files = append(files, ResolvePath(path, file))
		}
	}
	var warnings []string
	for _, file := range slices.Compact(files) {
		if info, err := os.Stat(file); err == nil && info.Mode().Perm()&0o077 != 0 {
			warnings = append(warnings, fmt.Sprintf("%s can be read by others (mode %04o); correct it with: chmod 600 %s", file, info.Mode().Perm(), file))
		}
	}
	return warnings
}

// Names lists the profiles in alphabetic order.
func (f File) Names() []string {
	return slices.Sorted(maps.Keys(f.Profiles))
}

// Profile returns the profile of that name, its settings completed by
// [defaults].
func (f File) Profile(name string) (Profile, bool) {
	p, ok := f.Profiles[name]
	p.Settings = p.Settings.or(f.Defaults.Settings)
	return p, ok
}

func (s Settings) or(d Settings) Settings {
	return Settings{
		CAFile: cmp.Or(s.CAFile, d.CAFile), Runs: cmp.Or(s.Runs, d.Runs),
		Rate: cmp.Or(s.Rate, d.Rate), Concurrency: cmp.Or(s.Concurrency, d.Concurrency), ChunkSize: cmp.Or(s.ChunkSize, d.ChunkSize),
		Approval: cmp.Or(s.Approval, d.Approval), AllowedSigners: cmp.Or(s.AllowedSigners, d.AllowedSigners),
		OwnSigners: cmp.Or(s.OwnSigners, d.OwnSigners), SigningKey: cmp.Or(s.SigningKey, d.SigningKey),
	}
}
