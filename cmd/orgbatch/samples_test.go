//go:build !race

// The race detector has nothing to see in other programs.

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// exposure is the highest that systemd-analyze may find, from 0 to 100. What is left is that the service talks to a network.
const exposure = "15"

// sampleFile reads a file of samples/, and says where it is.
func sampleFile(t *testing.T, name string) (text, path string) {
	t.Helper()
	path = filepath.Join(packageDir, "..", "..", "samples", filepath.FromSlash(name))
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data), path
}

// judge runs a program that says by its exit code what it thinks of a file, and skips where there is none.
func judge(t *testing.T, needs, program string, args ...string) (said string, good bool) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Skipf("%s is needed: Debian has it in the package %s", program, needs)
	}
	out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput()
	return string(out), err == nil
}

// TestSystemdUnits: systemd itself finds nothing wrong with the units, and the service confined.
func TestSystemdUnits(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	service, _ := sampleFile(t, "systemd/orgbatch-backup.service")
	timer, _ := sampleFile(t, "systemd/orgbatch-backup.timer")
	installed := strings.Replace(service, "ExecStart=orgbatch ", "ExecStart="+os.Args[0]+" ", 1)
	if installed == service {
		t.Fatal("the service starts something else")
	}
	units := []string{put("orgbatch-backup.service", installed), put("orgbatch-backup.timer", timer)}
	if said, good := judge(t, "systemd", "systemd-analyze", append([]string{"verify"}, units...)...); !good || said != "" {
		t.Errorf("verify: %s", said)
	}
	if said, good := judge(t, "systemd", "systemd-analyze", "security", "--offline=yes", "--no-pager", "--threshold="+exposure, units[0]); !good {
		t.Errorf("security: %s", said)
	}
	if _, good := judge(t, "systemd", "systemd-analyze", "verify", put("bad.timer", strings.Replace(timer, "02:15", "25:15", 1))); good {
		t.Error("systemd takes 25:15 for a time of day")
	}
	open := put("open.service", strings.Replace(installed, "CapabilityBoundingSet=\n", "", 1))
	if _, good := judge(t, "systemd", "systemd-analyze", "security", "--offline=yes", "--threshold="+exposure, open); good {
		t.Error("a service that keeps all capabilities counts as confined")
	}
}

// TestCrontab: cron itself takes the sample.
func TestCrontab(t *testing.T) {
	t.Parallel()
	text, path := sampleFile(t, "cron/orgbatch")
	dry := "-n" // newer versions call it -T
	if said, _ := judge(t, "cron", "crontab", "-h"); !strings.Contains(said, "-n") {
		dry = "-T"
	}
	if said, good := judge(t, "cron", "crontab", dry, path); !good {
		t.Error(said)
	}
	bad := filepath.Join(t.TempDir(), "bad")
	if err := os.WriteFile(bad, []byte(strings.Replace(text, "\n15 1 ", "\n15 25 ", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, good := judge(t, "cron", "crontab", dry, bad); good {
		t.Error("cron takes 25 for an hour")
	}
}

// TestSamples runs the commands of the samples, so that what they say stays true.
func TestSamples(t *testing.T) {
	t.Parallel()
	p := scriptParams("testdata/samples")
	p.Cmds["sample"] = scriptSample
	setup := p.Setup
	p.Setup = func(e *testscript.Env) error {
		e.Setenv("SAMPLES", filepath.Join(packageDir, "..", "..", "samples"))
		return setup(e)
	}
	testscript.Run(t, p)
}

// scriptSample runs the command of a sample in a shell, with folders of the script
// in place of the sample's, and expects that it succeeds: sample FILE [OLD=NEW]….
func scriptSample(ts *testscript.TestScript, _ bool, args []string) {
	data, err := os.ReadFile(filepath.Join(packageDir, "..", "..", "samples", filepath.FromSlash(args[0])))
	ts.Check(err)
	command := commandOf(args[0], strings.ReplaceAll(string(data), "\r\n", "\n"))
	for _, pair := range args[1:] {
		from, to, _ := strings.Cut(pair, "=")
		if !strings.Contains(command, from) {
			ts.Fatalf("%s is nowhere in %s", from, command)
		}
		command = strings.ReplaceAll(command, from, to)
	}
	ts.Check(ts.Exec("sh", "-c", command))
}

// commandOf is the command line that a sample has a machine run.
func commandOf(name, text string) string {
	switch filepath.Ext(name) {
	case ".service":
		return regexp.MustCompile(`(?m)^ExecStart=(.*)$`).FindStringSubmatch(text)[1]
	case ".yaml":
		command := "orgbatch"
		list := regexp.MustCompile(`(?m)^ +args:\n((?: +- .*\n)+)`).FindStringSubmatch(text)[1]
		for line := range strings.Lines(list) {
			command += strings.TrimSuffix(strings.Replace(line, "- ", "", 1), "\n")
		}
		return strings.Join(strings.Fields(command), " ")
	}
	return regexp.MustCompile(`(?m)^\S+ \S+ \* \* \*\t(.*)$`).FindStringSubmatch(text)[1]
}

// TestDocsHaveTheCrontab: the page on backups shows the sample's line, and no other.
func TestDocsHaveTheCrontab(t *testing.T) {
	t.Parallel()
	text, _ := sampleFile(t, "cron/orgbatch")
	page := pages(t)["backups.md"]
	if command := commandOf("orgbatch", strings.ReplaceAll(text, "\r\n", "\n")); !strings.Contains(page, "    15 1 * * *  "+command) {
		t.Errorf("backups.md lacks: %s", command)
	}
}

// TestDocsHaveTheRules: the rules that the page on imports shows are among the sample's.
func TestDocsHaveTheRules(t *testing.T) {
	t.Parallel()
	text, _ := sampleFile(t, "kunder.toml")
	block := regexp.MustCompile("(?ms)^```toml\n(.*?)^```").FindStringSubmatch(pages(t)["import.md"])
	if block == nil {
		t.Fatal("import.md shows no rules")
	}
	for _, rule := range strings.Split(strings.TrimSpace(block[1]), "\n\n") {
		if !strings.Contains(strings.ReplaceAll(text, "\r\n", "\n"), "\n"+rule+"\n") {
			t.Errorf("the sample lacks: %s", rule)
		}
	}
}
