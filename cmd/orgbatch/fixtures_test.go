//go:build !race

package main

import (
	"archive/zip"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ncruces/go-sqlite3"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/run"
)

// Nobody who upgrades loses a run. Runs of every version of the journal are kept in testdata/fixtures, an archive for each, made by the
// program of that time: v1.zip holds, for each of fixtureKinds, the folder of its runs, what the sandbox held by then (there.jsonl) and what
// was known of the run (known.json). v4-58a3a29.zip and v4-fabd723.zip have those of later builds that wrote the same version: the newest before
// runs were opened that another SQLite had looked at, and before runs deleted what a list names.
var makeFixtures = flag.Bool("fixtures", false, "make the archive of runs of the newest version of the journal")

// known is what was known of a run when it was kept.
type known struct {
	State run.State
	Books run.Books
}

func fixtureName(version int) string {
	return filepath.Join("testdata", "fixtures", fmt.Sprintf("v%d.zip", version))
}

// TestFixtures opens the runs of every version: each is what it was, and can be gone on with to its end.
func TestFixtures(t *testing.T) {
	t.Parallel()
	if *makeFixtures {
		makeArchive(t, fixtureName(run.Schema))
	}
	for version := 1; version <= run.Schema; version++ {
		name := fixtureName(version)
		if _, err := os.Stat(name); err != nil {
			t.Errorf("%v: version %d of the journal is new, so runs of it must be kept. Make them, once nothing more is added to its step, with: "+
				"go test ./cmd/orgbatch -run TestFixtures -fixtures, and add that file. One that exists stays as it is: remove it first if it was never released", err, version)
			continue
		}
		checkArchive(t, name, version)
	}
	checkArchive(t, filepath.Join("testdata", "fixtures", "v4-fabd723.zip"), 4)
	later := filepath.Join("testdata", "fixtures", "v4-58a3a29.zip")
	checkArchive(t, later, 4)
	checkArchive(t, later, 4, "sqlite3", "run.db", "select count(*) from chunk")
	checkArchive(t, later, 4, "python3", "-c", "import sqlite3; c = sqlite3.connect('run.db'); c.execute('select count(*) from meta').fetchone(); c.close()")
}

// checkArchive goes on with every run of an archive. look is a command line of another program, if any, that looks into those first that were
// killed: into what is in their log, too.
func checkArchive(t *testing.T, name string, version int, look ...string) {
	t.Helper()
	program := "nobody"
	if len(look) > 0 {
		program = look[0]
		if _, err := exec.LookPath(program); err != nil {
			t.Run("looked at by "+program, func(t *testing.T) { t.Skipf("%s isn't installed", program) })
			return
		}
	}
	archive, err := zip.OpenReader(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range fixtureKinds {
		if _, err := fs.Stat(archive, k.name); err != nil && k.since > version {
			continue
		}
		if logs, err := fs.Glob(archive, k.name+"/runs/*/run.db-wal"); err != nil || len(logs) == 0 && len(look) > 0 {
			continue
		}
		t.Run(fmt.Sprintf("%s %s, looked at by %s", strings.TrimSuffix(filepath.Base(name), ".zip"), k.name, program),
			func(t *testing.T) { checkFixture(t, &k, archive, version, look) })
	}
	if err := archive.Close(); err != nil {
		t.Error(err)
	}
}

// checkFixture takes a run out of its archive, lets another program look into it, reads it, goes on with it, and looks at what is there then.
func checkFixture(t *testing.T, k *fixtureKind, archive fs.FS, version int, look []string) {
	kept, err := fs.Sub(archive, k.name)
	if err != nil {
		t.Fatal(err)
	}
	c := newFarCell(t, k.text)
	if err := os.CopyFS(filepath.Join(c.dir, "kept"), kept); err != nil {
		t.Fatal(err)
	}
	there, err := os.ReadFile(filepath.Join(c.dir, "kept", "there.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	c.load(string(there))
	if err := os.Rename(filepath.Join(c.dir, "kept", "runs"), filepath.Join(c.dir, config.DefaultRuns)); err != nil {
		t.Fatal(err)
	}
	if got := c.versionOf(); got != version {
		t.Fatalf("its journal has version %d", got)
	}
	if len(look) > 0 {
		cmd := exec.Command(look[0], look[1:]...)
		cmd.Dir = filepath.Dir(c.journal())
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	c.checkKnown(filepath.Join(c.dir, "kept", "known.json"))
	c.checkReports(k)
	for _, step := range k.finish {
		c.step(&step)
	}
	if got := c.listing(); !slices.Equal(got, k.want) {
		t.Errorf("there is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(k.want, "\n"))
	}
	if state := c.readRun().State; state != k.end {
		t.Errorf("in the end it is %s, want %s", state, k.end)
	}
}

// step is a command, at whose request number at, if any, the process ends.
func (c *cell) step(s *fixtureStep) {
	c.t.Helper()
	c.load(s.load)
	args := strings.Fields(s.command)
	if args[0] != "runs" {
		args = append(args, c.flags...)
	}
	c.interrupt = s.interrupt
	exit, said := c.run(s.at, afterWrite, args...)
	if exit != s.exit || !strings.Contains(said, s.says) {
		c.t.Fatalf("orgbatch %s: exit %d, want %d and %q\n%s", s.command, exit, s.exit, s.says, said)
	}
}

// journal is the cell's newest run.
func (c *cell) journal() string {
	c.t.Helper()
	path, err := run.Resolve(filepath.Join(c.dir, config.DefaultRuns), run.Latest)
	if err != nil {
		c.t.Fatal(err)
	}
	return filepath.Join(path, "run.db")
}

// versionOf reads the version of a journal that may lie in the log beside it; it looks at a copy.
func (c *cell) versionOf() int {
	c.t.Helper()
	dir := c.t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Dir(c.journal()))); err != nil {
		c.t.Fatal(err)
	}
	conn, err := sqlite3.Open("file:" + filepath.ToSlash(filepath.Join(dir, "run.db")))
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = conn.Close() }() // it was only read
	s, _, err := conn.Prepare("PRAGMA locking_mode = EXCLUSIVE; ")
	if err == nil {
		s.Step()
		err = s.Close()
	}
	if err == nil {
		s, _, err = conn.Prepare("PRAGMA user_version")
	}
	if err != nil || !s.Step() {
		c.t.Fatal(err)
	}
	version := s.ColumnInt(0)
	if err := s.Close(); err != nil {
		c.t.Fatal(err)
	}
	return version
}

// readRun reads the newest run as whoever looks at it.
func (c *cell) readRun() known {
	c.t.Helper()
	r, err := run.OpenReadOnly(c.journal())
	if err != nil {
		c.t.Fatal(err)
	}
	books, err := r.Books()
	if err != nil {
		c.t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		c.t.Fatal(err)
	}
	return known{State: r.Meta().State, Books: books}
}

func (c *cell) checkKnown(path string) {
	c.t.Helper()
	var want known
	data, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(data, &want)
	}
	if err != nil {
		c.t.Fatal(err)
	}
	if got := c.readRun(); got != want {
		c.t.Errorf("it is read as %+v, was %+v", got, want)
	}
	c.step(&fixtureStep{command: "runs"})
	c.step(&fixtureStep{command: "runs latest"})
}

// checkReports writes every file of a run anew.
func (c *cell) checkReports(k *fixtureKind) {
	c.t.Helper()
	r, err := run.OpenReadOnly(c.journal())
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() {
		if err := r.Close(); err != nil {
			c.t.Error(err)
		}
	}()
	if r.Meta().State == run.Planning {
		return
	}
	summary, err := plan.SummaryOf(r.Meta())
	if err != nil {
		c.t.Fatal(err)
	}
	i := &importing{a: bare(), c: &target.Connection{Target: &target.Target{}}, run: r, summary: summary, o: &importOptions{}}
	if _, err := writePlanFiles(r, &summary, i.planHTML(), rejectsWriters...); err != nil {
		c.t.Error(err)
	}
	if _, err := writeResultFiles(r); err != nil {
		c.t.Error(err)
	}
	if _, err := writeAll(r, i.resultHTML(nextStep{}, 0, ""), undoWriter); err != nil {
		c.t.Error(err)
	}
	for _, name := range k.files {
		if info, err := os.Stat(filepath.Join(r.Dir(), name)); err != nil || info.Size() == 0 {
			c.t.Errorf("%s wasn't written: %v", name, err)
		}
	}
}

// makeArchive makes the runs of fixtureKinds with the program itself and keeps them.
func makeArchive(t *testing.T, name string) {
	if _, err := os.Stat(name); err == nil {
		t.Fatalf("%s is there: a released version keeps its runs; remove it first if this one was never released", name)
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	archive := zip.NewWriter(f)
	for _, k := range fixtureKinds {
		makeFixture(t, &k, archive)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func makeFixture(t *testing.T, k *fixtureKind, archive *zip.Writer) {
	t.Helper()
	c := newFarCell(t, k.text)
	c.stdin = k.text // a run that came from a file would keep where it lay
	for _, step := range k.make {
		c.step(&step)
	}
	dir := filepath.Dir(c.journal())
	keep := func(name string, data []byte) {
		w, err := archive.Create(k.name + "/" + name)
		if err == nil {
			_, err = w.Write(data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"run.db", "run.db-wal", ".gitignore"} { // before anybody looks at it, which folds the log in
		if data, err := os.ReadFile(filepath.Join(dir, name)); err == nil {
			keep("runs/"+filepath.Base(dir)+"/"+name, data)
		}
	}
	data, err := json.MarshalIndent(c.readRun(), "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	keep("known.json", data)
	keep("there.jsonl", []byte(c.dump()))
}

// dump is what the sandbox holds, as a list of the API gives it.
func (c *cell) dump() string {
	c.t.Helper()
	var b strings.Builder
	for _, org := range c.organizations() {
		b.Write(org.Raw)
		b.WriteByte('\n')
	}
	return b.String()
}
