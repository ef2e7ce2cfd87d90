package run

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/ncruces/go-sqlite3"
)

// tamper changes a closed run's journal as another program would.
func tamper(t *testing.T, dir, statement string) {
	t.Helper()
	conn, err := sqlite3.Open(filepath.Join(dir, journalName))
	must(t, err)
	must(t, conn.Exec(statement))
	must(t, conn.Close())
}

func TestRefused(t *testing.T) {
	closed := func(t *testing.T) string {
		r := newTestRun(t)
		fill(t, r, 2000)
		must(t, r.Close())
		return r.Dir()
	}
	journal := func(dir string) string { return filepath.Join(dir, journalName) }
	for name, spoil := range map[string]func(t *testing.T, dir string){
		"missing folder":  func(t *testing.T, dir string) { must(t, os.RemoveAll(dir)) },
		"missing journal": func(t *testing.T, dir string) { must(t, os.Remove(journal(dir))) },
		"empty journal":   func(t *testing.T, dir string) { must(t, os.Truncate(journal(dir), 0)) },
		"short journal":   func(t *testing.T, dir string) { must(t, os.Truncate(journal(dir), 50)) },
		"cut journal":     func(t *testing.T, dir string) { must(t, os.Truncate(journal(dir), 3*4096)) },
		"text":            func(t *testing.T, dir string) { must(t, os.WriteFile(journal(dir), make([]byte, 5000), 0o600)) },
		"a folder": func(t *testing.T, dir string) {
			must(t, os.Remove(journal(dir)))
			must(t, os.Mkdir(journal(dir), 0o700))
		},
		"another program's": func(t *testing.T, dir string) {
			must(t, os.Remove(journal(dir)))
			tamper(t, dir, "CREATE TABLE customer (name TEXT)")
		},
		"another program": func(t *testing.T, dir string) { tamper(t, dir, "PRAGMA application_id = 1") },
		"no version":      func(t *testing.T, dir string) { tamper(t, dir, "PRAGMA user_version = 0") },
		"no tables":       func(t *testing.T, dir string) { tamper(t, dir, "DELETE FROM meta") },
	} {
		t.Run(name, func(t *testing.T) {
			dir := closed(t)
			spoil(t, dir)
			for _, open := range []func(string) (*Run, error){Open, OpenReadOnly} {
				r, err := open(dir)
				if err == nil { // a journal cut in its middle may show it only when it is read
					_, _, err = r.States()
					err = errors.Join(err, r.shut())
				}
				var damaged *DamagedError
				if !errors.As(err, &damaged) || damaged.Hint == "" {
					t.Errorf("it gives %v", err)
				}
			}
		})
	}
}

func TestNewerIsRefused(t *testing.T) {
	r := newTestRun(t)
	must(t, r.Close())
	tamper(t, r.Dir(), "PRAGMA user_version = 7")
	before, err := os.ReadFile(filepath.Join(r.Dir(), journalName))
	must(t, err)
	for _, open := range []func(string) (*Run, error){Open, OpenReadOnly} {
		var version *VersionError
		if _, err := open(r.Dir()); !errors.As(err, &version) || version.Found != 7 || version.Supported != len(schemas) || version.Hint == "" {
			t.Errorf("it gives %v", err)
		} else {
			contains(t, err.Error(), "version 7")
		}
	}
	after, err := os.ReadFile(filepath.Join(r.Dir(), journalName))
	must(t, err)
	if string(before) != string(after) {
		t.Error("it was changed")
	}
	infos, err := List(parentOf(r.Dir()))
	must(t, err)
	if len(infos) != 1 || infos[0].Err == nil || infos[0].InUse {
		t.Errorf("the list says %+v", infos)
	}
}

// TestOlderOpens guards that a step added later reaches older runs, by either way of opening them.
func TestOlderOpens(t *testing.T) {
	next := access{steps: append(schemas[:], `CREATE TABLE later (x INTEGER); INSERT INTO later VALUES (42)`)}
	for name, open := range map[string]func(string) (*Run, error){"open": next.open, "read only": next.openReadOnly} {
		t.Run(name, func(t *testing.T) {
			old := newTestRun(t)
			fill(t, old, 3)
			must(t, old.Close())
			r, err := open(old.Dir())
			must(t, err)
			if n, err := r.db.number(`SELECT x FROM later`); err != nil || n != 42 {
				t.Errorf("the step wasn't taken: %d, %v", n, err)
			}
			if r.RowCount() != 3 {
				t.Errorf("there are %d rows", r.RowCount())
			}
			must(t, r.Close())
			var version *VersionError
			if _, err := Open(old.Dir()); !errors.As(err, &version) {
				t.Errorf("an older program gets %v", err)
			}
		})
	}
}

// TestNeverFinished guards what a kill leaves between making the folder and making the journal.
func TestNeverFinished(t *testing.T) {
	runs := t.TempDir()
	dir, _, err := makeFolder(runs, testMeta().Created)
	must(t, err)
	var damaged *DamagedError
	if _, err := Open(dir); !errors.As(err, &damaged) {
		t.Errorf("it gives %v", err)
	}
	// The tables are there, the description isn't.
	db, err := dial(dir, filepath.Join(dir, journalName), "", sqlite3.OPEN_READWRITE)
	must(t, err)
	must(t, db.install(0, schemas[:]))
	must(t, db.close())
	if _, err := Open(dir); !errors.As(err, &damaged) {
		t.Errorf("it gives %v", err)
	}
	infos, err := List(runs)
	must(t, err)
	if len(infos) != 1 || infos[0].Err == nil || infos[0].Meta.Created.IsZero() {
		t.Errorf("the list says %+v", infos)
	}
}

func TestPathsOfAllKinds(t *testing.T) {
	for _, name := range []string{"with space", "å ä ö", "100%", "a?b#c", "semi;colon", "plus+"} {
		r, err := Create(filepath.Join(t.TempDir(), name), testMeta())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		fill(t, r, 1)
		must(t, r.Close())
		ro, err := OpenReadOnly(r.Dir())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		must(t, ro.Close())
		checkModes(t, r.Dir())
	}
}

func TestUnwritableFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(file, nil, 0o600))
	if _, err := Create(filepath.Join(file, "runs"), testMeta()); err == nil {
		t.Error("a folder in a file is made")
	}
	if os.Getuid() == 0 {
		return // may write everywhere
	}
	runs := t.TempDir()
	must(t, os.Chmod(runs, 0o500))
	_, err := Create(runs, testMeta())
	var storage *StorageError
	if !errors.As(err, &storage) || storage.Full || storage.Hint != hintForbidden {
		t.Errorf("it gives %v", err)
	}
}

func TestErrorsExplainThemselves(t *testing.T) {
	cause := fmt.Errorf("cause")
	for text, err := range map[string]error{
		"open run d: another orgbatch is using it":                           &LockedError{Path: "d", Err: cause},
		"open run d: its journal has version 9, this orgbatch knows up to 1": &VersionError{Path: "d", Found: 9, Supported: 1},
		"read run d: its journal is damaged: cause":                          &DamagedError{Path: "d", Problem: "its journal is damaged", Err: cause},
		"write run d: cause":                                                 &StorageError{Op: "write run", Path: "d", Err: cause},
		`find run "x" in d: there is no such run`:                            &NotFoundError{Ref: "x", Runs: "d"},
		`find run "x" in d: 2 runs begin so`:                                 &NotFoundError{Ref: "x", Runs: "d", Matches: []string{"xa", "xb"}},
		"write run d: file system says":                                      classify("write run", "d", errors.New("file system says")),
	} {
		if err.Error() != text {
			t.Errorf("%q isn't %q", err, text)
		}
	}
}
