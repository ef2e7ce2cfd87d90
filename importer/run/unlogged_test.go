package run

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ncruces/go-sqlite3"
)

// killedRun is the folder of a run as a killed process leaves it: sent from the plan that another process made, or by the one that planned it.
func killedRun(t *testing.T, applied bool) string {
	t.Helper()
	r := newTestRun(t)
	fill(t, r, 600)
	must(t, r.SetMeta(func(m *Meta) { m.State, m.PlanHash = Ready, "9c41d2aa" }))
	if applied {
		must(t, r.Close())
		var err error
		r, err = Open(r.Dir())
		must(t, err)
	}
	must(t, r.SetMeta(func(m *Meta) { m.State = Applying }))
	for i := int32(0); i < 300; i += 50 {
		chunk, err := r.Journal().Intend(t.Context(), ChunkCreate, []int32{i, i + 1}, time.Unix(int64(i), 0))
		must(t, err)
		if i < 250 {
			must(t, r.Journal().Settle(t.Context(), chunk, []Outcome{{Row: i, Status: Created, ID: uid(1)}, {Row: i + 1, Status: Rejected, Message: "no"}}))
		}
	}
	dir := copyFolder(t, r.Dir())
	must(t, r.Close())
	return dir
}

func copyFolder(t *testing.T, dir string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), filepath.Base(dir))
	must(t, os.CopyFS(to, os.DirFS(dir)))
	return to
}

// TestWithoutLog guards that a killed run whose log is gone says so, and isn't taken for one that had come less far.
func TestWithoutLog(t *testing.T) {
	for _, applied := range []bool{false, true} {
		for name, open := range map[string]func(string) (*Run, error){"open": Open, "read": OpenReadOnly} {
			dir := killedRun(t, applied)
			must(t, os.Remove(filepath.Join(dir, journalName+"-wal")))
			_, err := open(dir)
			var damaged *DamagedError
			if !errors.As(err, &damaged) || !strings.Contains(err.Error(), "run.db-wal is missing") || damaged.Hint != hintNoLog {
				t.Errorf("applied %v, %s: %v", applied, name, err)
			}
		}
	}
}

// TestErrorKeepsLog guards that a process which ends with an error leaves the log, so that its absence always tells.
func TestErrorKeepsLog(t *testing.T) {
	r := newTestRun(t)
	fill(t, r, 3)
	must(t, r.shut())
	if info, err := os.Stat(filepath.Join(r.Dir(), journalName+"-wal")); err != nil || info.Size() == 0 {
		t.Errorf("the log: %v", err)
	}
	r, err := Open(r.Dir())
	must(t, err)
	must(t, r.Close())
}

// TestClosedWithoutLog guards that a run which was closed, but for the last write, is whole: its log is gone and its header says that there is
// one.
func TestClosedWithoutLog(t *testing.T) {
	dir, content := wholeRun(t)
	conn, err := sqlite3.Open(filepath.Join(dir, journalName))
	must(t, err)
	must(t, conn.Exec("PRAGMA journal_mode = WAL"))
	journal, err := os.ReadFile(filepath.Join(dir, journalName))
	must(t, err)
	must(t, conn.Close())
	if journal[18] != 2 {
		t.Fatal("it isn't as a process leaves it that dies now")
	}
	checkDamaged(t, "closed", copyOf(t, dir, journal), content, "open", "read")
}

// TestCutAtBirth guards that a run whose process died before it had said what it is, with its log there, is none that wrote anything.
func TestCutAtBirth(t *testing.T) {
	dir, _, err := makeFolder(t.TempDir(), time.Now())
	must(t, err)
	db, err := dial(dir, filepath.Join(dir, journalName), "", sqlite3.OPEN_READWRITE)
	must(t, err)
	must(t, errors.Join(db.check(), db.lock(), db.install(0, access{}.schema()), db.own()))
	killed := copyFolder(t, dir)
	must(t, db.close())
	for range 2 {
		for name, open := range map[string]func(string) (*Run, error){"open": Open, "read": OpenReadOnly} {
			_, err := open(killed)
			var damaged *DamagedError
			if !errors.As(err, &damaged) || damaged.Hint != hintUnplanned {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}
