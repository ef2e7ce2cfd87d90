package run

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/ncruces/go-sqlite3"
)

func parentOf(dir string) string { return filepath.Dir(dir) }

func TestCreateMakesAPrivateFolder(t *testing.T) {
	runs := filepath.Join(t.TempDir(), "new", "runs")
	r, err := Create(runs, testMeta())
	must(t, err)
	defer func() { must(t, r.Close()) }()
	fill(t, r, 2)
	spooled, err := r.Spool("standard input", strings.NewReader("a\n"))
	must(t, err)
	_ = spooled

	m := r.Meta()
	if !strings.HasPrefix(m.ID, "20261123T203529-") || m.ID[16:] != m.Short || filepath.Base(r.Dir()) != m.ID || m.State != Planning {
		t.Errorf("the run is %+v in %s", m, r.Dir())
	}
	if strings.ContainsAny(m.ID, `<>:"/\|?*`) || !isID(m.ID) {
		t.Errorf("%q isn't a name that every system takes", m.ID)
	}
	for _, path := range []string{filepath.Join(runs, ".gitignore"), filepath.Join(r.Dir(), ".gitignore")} {
		if b, err := os.ReadFile(path); err != nil || string(b) != "*\n" {
			t.Errorf("%s holds %q, %v", path, b, err)
		}
	}
	checkModes(t, r.Dir())
}

// checkModes sees that nobody else can read a run.
func checkModes(t *testing.T, dir string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		return
	}
	must(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		must(t, err)
		info, err := d.Info()
		must(t, err)
		if want := map[bool]fs.FileMode{true: 0o700, false: 0o600}[d.IsDir()]; info.Mode().Perm() != want {
			t.Errorf("%s is %v, not %v", path, info.Mode().Perm(), want)
		}
		return nil
	}))
}

func TestCreateLeavesAnExistingFolderAlone(t *testing.T) {
	runs := t.TempDir()
	must(t, os.Chmod(runs, 0o755))
	r, err := Create(runs, testMeta())
	must(t, err)
	must(t, r.Close())
	if _, err := os.Stat(filepath.Join(runs, ".gitignore")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a .gitignore appeared in somebody's folder: %v", err)
	}
}

func TestSettings(t *testing.T) {
	r := newTestRun(t)
	for pragma, want := range map[string]string{
		"application_id": "1869768546", "user_version": strconv.Itoa(Schema), "synchronous": "2", "journal_mode": "wal", "locking_mode": "exclusive",
	} {
		var got string
		must(t, r.db.read("PRAGMA "+pragma, func(s *sqlite3.Stmt) error { got = s.ColumnText(0); return nil }))
		if got != want {
			t.Errorf("%s is %s, not %s", pragma, got, want)
		}
	}
}

func TestReopen(t *testing.T) {
	r := newTestRun(t)
	fill(t, r, 1300)
	must(t, r.SetMeta(func(m *Meta) { m.State, m.PlanHash, m.Sources[0].Rows = Ready, "9c41d2aa", 1300 }))
	want := r.Meta()
	must(t, r.Close())
	must(t, r.Close())

	for _, open := range []func(string) (*Run, error){Open, OpenReadOnly} {
		for _, path := range []string{r.Dir(), filepath.Join(r.Dir(), "run.db")} {
			again, err := open(path)
			must(t, err)
			if got := again.Meta(); got.ID != want.ID || got.State != Ready || got.PlanHash != want.PlanHash || got.Sources[0].Rows != 1300 {
				t.Errorf("the run is %+v", got)
			}
			if again.RowCount() != 1300 || again.Dir() != r.Dir() {
				t.Errorf("%s has %d rows", again.Dir(), again.RowCount())
			}
			books, err := again.Books()
			must(t, err)
			if books != (Books{Read: 1300, NotReached: 1300}) {
				t.Errorf("the books are %s", books)
			}
			must(t, again.Close())
		}
	}
	for _, leftover := range []string{"run.db-wal", "run.db-shm", "run.db-journal"} {
		if _, err := os.Stat(filepath.Join(r.Dir(), leftover)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is left", leftover)
		}
	}
}

func TestManyReaders(t *testing.T) {
	r := newTestRun(t)
	fill(t, r, 10)
	must(t, r.Close())
	one, err := OpenReadOnly(r.Dir())
	must(t, err)
	two, err := OpenReadOnly(r.Dir())
	must(t, err)
	var locked *LockedError
	if _, err := Open(r.Dir()); !errors.As(err, &locked) {
		t.Errorf("a writer gets %v while the run is read", err)
	}
	must(t, one.Close())
	must(t, two.Close())
	w, err := Open(r.Dir())
	must(t, err)
	must(t, w.Close())
}

func TestReadOnlyRefusesToWrite(t *testing.T) {
	r := newTestRun(t)
	fill(t, r, 1)
	must(t, r.Close())
	ro, err := OpenReadOnly(r.Dir())
	must(t, err)
	defer func() { must(t, ro.Close()) }()
	_, intend := ro.Journal().Intend(t.Context(), ChunkCreate, []int32{0}, testMeta().Created)
	_, spool := ro.Spool("x", strings.NewReader(""))
	for name, err := range map[string]error{
		"AppendRow": ro.AppendRow(testRow(1)), "AppendIssue": ro.AppendIssue(Issue{}), "AppendDecision": ro.AppendDecision(Decision{}),
		"SetMeta": ro.SetMeta(func(*Meta) {}), "Intend": intend, "Settle": ro.Journal().Settle(t.Context(), 1, nil),
		"Note": ro.Journal().Note(t.Context(), []Outcome{{}}), "Spool": spool,
	} {
		var storage *StorageError
		if !errors.As(err, &storage) {
			t.Errorf("%s gives %v", name, err)
		}
	}
}

func TestClosedRun(t *testing.T) {
	r := newTestRun(t)
	fill(t, r, 1)
	must(t, r.Close())
	if _, err := r.Row(0); err == nil {
		t.Error("a row can be read")
	}
	if _, err := r.Journal().Intend(t.Context(), ChunkCreate, []int32{0}, testMeta().Created); !errors.Is(err, errClosed) {
		t.Errorf("Intend gives %v", err)
	}
}

func TestStates(t *testing.T) {
	all := []State{Planning, Ready, Blocked, Applying, Done, Interrupted, Undoing, Undone}
	for from, want := range map[State]string{
		Planning: "planning ready blocked interrupted", Ready: "ready blocked applying done", Blocked: "ready blocked applying done",
		Applying: "applying done interrupted", Done: "applying done interrupted undoing", Interrupted: "applying done interrupted undoing",
		Undoing: "undoing undone", Undone: "undoing undone",
	} {
		var got []string
		for _, to := range all {
			if from.mayBecome(to) {
				got = append(got, string(to))
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s may become %v, not %s", from, got, want)
		}
	}
}

func TestSetMetaRefuses(t *testing.T) {
	r := newTestRun(t)
	before := r.Meta()
	for name, change := range map[string]func(*Meta){
		"another id":       func(m *Meta) { m.ID = "x" },
		"a step backwards": func(m *Meta) { m.State = Undone },
	} {
		if err := r.SetMeta(change); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if after := r.Meta(); after.ID != before.ID || after.State != before.State {
		t.Errorf("a refused change stays: %+v", after)
	}
	m := r.Meta()
	m.Sources[0].Header[0] = "changed"
	if r.Meta().Sources[0].Header[0] != "Namn" {
		t.Error("Meta shares memory")
	}
}
