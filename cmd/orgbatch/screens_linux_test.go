//go:build !race

// The race detector sees these commands in the scripts.

package main

import (
	"context"
	"encoding/pem"
	"fmt"
	"iter"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rivo/uniseg"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/exporter/backup"
	"github.com/orgbatch/orgbatch/exporter/backup/backuptest"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// screens are commands in the order in which a person gives them, each with the name of its golden file. ID is an organization that is
// there; what isn't named is done but not kept. What prints a script (completion) or doesn't end (sandbox serve) is left to the scripts.
var screens = []struct{ name, line string }{
	{"version", "version"},
	{"help-code", "help parent-missing"},
	{"config-list", "config list"},
	{"config-show", "config show nordhus"},
	{"config-effective", "config show nordhus --effective"},
	{"config-path", "config path"},
	{"config-test", "config test nordhus"},
	{"config-set", "config set nordhus concurrency 2"},
	{"doctor", "doctor"},
	{"inspect", "inspect customers.csv"},
	{"validate", "validate customers.csv"},
	{"validate-errors", "validate errors.csv"},
	{"history-none", "history"},
	{"runs-none", "runs"},
	{"target-none", "import customers.csv"},
	{"import-dry", "import customers.csv --dry-run"},
	{"approve", "approve report.html --key key --yes"},
	{"import-errors", "import errors.csv --dry-run"},
	{"import-messy", "import messy.csv --dry-run"},
	{"import-asked", "import customers.csv --profile nordhus"},
	{"import", "import customers.csv --profile nordhus --yes"},
	{"", "import moved.csv --dry-run"},
	{"run-planned", "runs latest"},
	{"apply", "apply latest --profile nordhus --yes"},
	{"resume", "resume latest --profile nordhus --yes"},
	{"audit", "audit latest"},
	{"run", "runs latest"},
	{"runs", "runs"},
	{"runs-prune-asked", "runs prune 0h"},
	{"undo-dry", "undo latest --dry-run"},
	{"undo-asked", "undo latest --profile nordhus"},
	{"undo", "undo latest --profile nordhus --yes --delete 2"},
	{"history", "history"},
	{"list", "list"},
	{"get", "get ID"},
	{"create-dry", "create --name Exempelbacken --custom-id K-100 --dry-run"},
	{"update-dry", "update ID --custom-id K-200 --dry-run"},
	{"delete-asked", "delete ID --profile nordhus"},
	{"export", "export organizations.csv"},
	{"delete-ids-dry", "delete --ids organizations.csv --dry-run"},
	{"backup-create", "backup create backups"},
	{"backup-list", "backup list backups"},
	{"backup-verify", "backup verify backups --restore"},
	{"", "import changed.csv --profile nordhus --yes"},
	{"backup-diff", "backup diff backups latest live --html diff.html"},
	{"backup-restore-dry", "backup restore backups --revert --dry-run"},
	{"backup-prune-dry", "backup prune backups --keep-last 1 --dry-run"},
	{"backup-list-suspect", "backup list doubtful"},
	{"backup-accept", "backup accept doubtful latest --reason sold --yes"},
	{"sandbox-seed", "sandbox seed 20"},
	{"sandbox-copy", "sandbox copy --sandbox-db copy.db"},
	{"sandbox-reset", "sandbox reset"},
	{"delete-ids", "delete --ids organizations.csv --profile nordhus --yes --delete 5"},
	{"undo-deleted", "undo latest --profile nordhus --yes"},
	{"backup-create-16", "backup create nightly --all-profiles"},
	{"backup-list-16", "backup list nightly"},
	{"backup-verify-16", "backup verify nightly"},
	{"config-remove", "config remove hus16"},
	{"config-add", "config add nordhus --url " + farURL + " --ca-file authority.pem"},
}

// desk is where a person works: a folder, and production behind a proxy.
type desk struct {
	t   *testing.T
	dir string
	env []string
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	s, err := sandbox.Open(sandbox.Options{})
	check(t, err)
	_, err = s.Load(context.Background(), iter.Seq2[[]byte, error](func(yield func([]byte, error) bool) { yield([]byte(exampleRow), nil) }))
	check(t, err)
	secure := httptest.NewTLSServer(s)
	proxy := httptest.NewServer(tunnel(secure.Listener.Addr().String()))
	t.Cleanup(func() {
		for _, h := range []*httptest.Server{proxy, secure} {
			h.CloseClientConnections()
			h.Close()
		}
		_ = s.Close()
	})
	// A path is as long as any other of its kind, wherever temporary files are.
	d := &desk{t: t, dir: fmt.Sprintf("/tmp/orgbatch-%016x", time.Now().UnixNano())}
	t.Cleanup(func() { _ = os.RemoveAll(d.dir) })
	d.env = append(os.Environ(), "HOME="+d.dir, "XDG_CONFIG_HOME="+d.dir, "TERM=xterm", "NO_COLOR=", "TEST_WHO=anna on PC-7", "TEST_CLOCK=stopped", "TZ=UTC", "NO_PROXY=", "no_proxy=", "HTTPS_PROXY="+proxy.URL)
	check(t, os.Mkdir(d.dir, 0o700))
	check(t, os.Mkdir(filepath.Join(d.dir, "orgbatch"), 0o700))
	check(t, os.CopyFS(d.dir, os.DirFS("testdata/screens/files")))
	messy, err := os.ReadFile("../../samples/messy.csv")
	check(t, err)
	d.write("messy.csv", string(messy))
	check(t, makeKey(filepath.Join(d.dir, "key")))
	d.write("authority.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: secure.Certificate().Raw})))
	d.configure("nordhus")
	for _, hours := range []int{50, 26} {
		name := time.Now().UTC().Add(-time.Duration(hours) * time.Hour).Format("20060102T150405Z")
		past := backuptest.Past{Name: name, State: backup.Good, Rows: exampleRow + "\n"}
		check(t, backuptest.Put(filepath.Join(d.dir, "backups/nordhus"), past))
		past.State, past.Reasons = backup.Suspect, []string{"it has 1 organization, and the last good one had 20"}
		check(t, backuptest.Put(filepath.Join(d.dir, "doubtful/nordhus"), past))
	}
	return d
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (d *desk) write(name, text string) {
	d.t.Helper()
	check(d.t, os.WriteFile(filepath.Join(d.dir, name), []byte(text), 0o600))
}

func (d *desk) configure(profiles ...string) {
	var b strings.Builder
	for _, name := range profiles {
		fmt.Fprintf(&b, "%ssecret = %q\nca_file = %q\nrate = 1000\n\n", profile(name, farURL), sandbox.DefaultCredentials()["X-PIGELLO-CLIENT-SECRET"], d.dir+"/authority.pem")
	}
	d.write("orgbatch/config.toml", b.String())
}

// show runs a command and gives the terminal as it is when the command has ended.
func (d *desk) show(line string, columns int, typed ...string) string {
	d.t.Helper()
	cmd := exec.Command("orgbatch", strings.Fields(strings.ReplaceAll(line, "ID", exampleID))...)
	cmd.Dir, cmd.Env = d.dir, d.env
	screen, err := onTerminal(cmd, uint16(columns), typed)
	var b strings.Builder
	for line := range strings.Lines(strings.ReplaceAll(string(screen), "\r\n", "\n")) {
		b.WriteString(settled(line))
	}
	return b.String() + fmt.Sprintf("[exit code %d]\n", exitCodeOf(err))
}

// settled is a line as it is in the end: what stands after a carriage return covers what stood there.
func settled(line string) string {
	shown := []rune{}
	for part := range strings.SplitSeq(strings.TrimSuffix(line, "\n"), "\r") {
		part := []rune(part)
		shown = append(part, shown[min(len(part), len(shown)):]...)
	}
	text := strings.TrimRight(string(shown), " ")
	return text + line[len(strings.TrimSuffix(line, "\n")):]
}

// TestScreens compares what every command leaves on a terminal with its golden file, at 80 and at 40 cells.
func TestScreens(t *testing.T) {
	t.Parallel()
	shown := map[int]map[string]string{80: {}, 40: {}}
	t.Run("columns", func(t *testing.T) {
		for columns, texts := range shown {
			t.Run(fmt.Sprint(columns), func(t *testing.T) {
				t.Parallel()
				d := newDesk(t)
				for _, s := range screens {
					d.prepare(s.name)
					text := d.masked(d.show(s.line, columns, typedAt(s.name)...))
					if s.name == "" {
						continue
					}
					texts[s.name] = text
					t.Run(s.name, func(t *testing.T) {
						fits(t, text, columns)
						golden(t, filepath.Join("testdata", "screens", fmt.Sprintf("%s-%d.txt", s.name, columns)), text)
					})
				}
			})
		}
	})
	for name, narrow := range shown[40] {
		wide := strings.Fields(strings.ToLower(shown[80][name])) // heads of tables are words where there is no room for a table
		if strings.Contains(shown[80][name], "…") {              // it has less of some words
			continue
		}
		for _, word := range strings.Fields(strings.ToLower(narrow)) {
			if !slices.Contains(wide, word) && word != "·" && !strings.HasSuffix(word, "…") {
				t.Errorf("%s: %q is a word at 40 cells alone", name, word)
			}
		}
	}
	if n := strings.Count(shown[80]["import-dry"], "\n") - 1; n > 24 { // all but the exit code
		t.Errorf("a plan without errors takes %d lines", n)
	}
}

// fits checks that no line goes on beyond the terminal's edge, but for what is to be copied and words that are wider by themselves.
func fits(t *testing.T, text string, columns int) {
	t.Helper()
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if strings.ContainsAny(line, "\x1b\r\t\a") {
			t.Errorf("%q moves the cursor", line)
		}
		words := strings.Fields(line)
		alone := len(words) > 0 && uniseg.StringWidth(words[len(words)-1])+4 > columns || len(words) == 1
		if uniseg.StringWidth(line) > columns && !alone && !toCopy.MatchString(line) {
			t.Errorf("%d cells of %d: %s", uniseg.StringWidth(line), columns, line)
		}
	}
}

// toCopy is a line that is unbroken because it is to be copied – a command, JSON or TOML – or because a person typed it.
var toCopy = regexp.MustCompile(`^next: |^  "\w+": |^\w+ = |^(Customer id|Application id|Service id|Service version id|Client entity): `)

// typedAt is what is answered to the questions of a command, one after the other; the others get no answer.
func typedAt(name string) (typed []string) {
	if name == "config-add" {
		for _, k := range config.Keys() {
			typed = append(typed, sandbox.DefaultCredentials()[k.Header]+"\n")
		}
		typed = append(typed, "n\n") // to the keyring
	}
	return typed
}

// prepare does what comes before a command that isn't one of orgbatch's.
func (d *desk) prepare(name string) {
	d.t.Helper()
	switch name {
	case "approve":
		pages, err := filepath.Glob(d.dir + "/orgbatch-runs/*/report.html")
		check(d.t, err)
		check(d.t, os.Rename(pages[0], d.dir+"/report.html"))
	case "backup-create-16":
		var names []string
		for i := range 16 {
			names = append(names, fmt.Sprintf("hus%02d", i+1))
		}
		d.configure(names...)
	case "config-add":
		d.configure() // it is the first
	}
}

// masks are what differs from one run to the next, and what stands for it: as many cells. Short ids of runs are known by their folders.
var masks = []struct {
	what *regexp.Regexp
	as   string
}{
	{regexp.MustCompile(`\x1b\[[0-9]*m`), ""},
	{regexp.MustCompile(`/tmp/orgbatch-[0-9a-f]{16}`), "/home/anna/exempelviken/kunder"},
	{regexp.MustCompile(`127\.0\.0\.1:\d{5}`), "127.0.0.1:45678"},
	{regexp.MustCompile(`\b20\d{6}T\d{6}`), "20261122T021500"},
	{regexp.MustCompile(`\b20\d\d-\d\d-\d\d`), "2026-11-22"},
	{regexp.MustCompile(`T\d\d:\d\d:\d\d\.\d{6}Z`), "T02:15:00.123456Z"},
	{regexp.MustCompile(`\b\d\d:\d\d:\d\d`), "02:15:00"},
	{regexp.MustCompile(`\b\d\d:\d\d\b`), "02:15"},
	{regexp.MustCompile(`\b(code|plan|--code)(\s+)[0-9a-f]{8}\b`), "$1${2}9c41d2aa"},
	{regexp.MustCompile(`T\d\d:\d…`), "T02:1…"},
	{regexp.MustCompile(`\b[0-9a-f]{12}…`), "9c41d2aa9c41…"},
	{regexp.MustCompile(`\b\d{3}(\s+)bytes`), "413${1}bytes"},
	{regexp.MustCompile(`\b(\d?)\d\.\d(\s+)kB`), "${1}2.4${2}kB"},
	{regexp.MustCompile(`\b[0-9a-f]{64}\b`), strings.Repeat("9c41d2aa", 8)},
	{regexp.MustCompile(`\b\d+\.\d [MGT]B there`), "79.0 GB there"},
	{regexp.MustCompile(`\(.*go1\S+ linux/\w+\)`), "(go1.26.8 linux/amd64)"},
	{regexp.MustCompile(`\b[0-9a-f]{8}\.approval`), "9c41d2aa.approval"},
	{regexp.MustCompile(`SHA256:[0-9A-Za-z+/]{43}`), "SHA256:" + strings.Repeat("9c41d2aa", 5) + "9c4"},
}

// someID is an id of an organization, whole or cut.
var someID = regexp.MustCompile(`\b[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|[0-9a-f-]*…)`)

func (d *desk) masked(text string) string {
	d.t.Helper()
	runs, err := filepath.Glob(d.dir + "/orgbatch-runs/*-*")
	check(d.t, err)
	for _, run := range runs {
		text = regexp.MustCompile(`\b`+run[len(run)-4:]+`\b`).ReplaceAllString(text, "k7f3")
	}
	for _, m := range masks {
		text = m.what.ReplaceAllString(text, m.as)
	}
	return someID.ReplaceAllStringFunc(text, func(id string) string {
		return "497f6eca-6276-4993-bfeb-53cbbbba6f08"[:min(36, strings.IndexRune(id+"…", '…'))] + strings.TrimLeft(id, "0123456789abcdef-")
	})
}
