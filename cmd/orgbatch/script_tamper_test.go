package main

import (
	"os"
	"path/filepath"

	"github.com/ncruces/go-sqlite3"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/importer/run"
)

// scriptTamper changes the journal of the newest run, as another program or a bad disk would: tamper sql STATEMENT, tamper cut, tamper flip,
// tamper empty or tamper remove. A copy is kept; tamper back puts it back.
func scriptTamper(ts *testscript.TestScript, _ bool, args []string) {
	path, err := run.Resolve(ts.MkAbs(config.DefaultRuns), run.Latest)
	ts.Check(err)
	journal, kept := filepath.Join(path, "run.db"), ts.MkAbs("run.db.kept")
	if args[0] == "back" {
		data, err := os.ReadFile(kept)
		ts.Check(err)
		ts.Check(os.WriteFile(journal, data, 0o600))
		return
	}
	data, err := os.ReadFile(journal)
	ts.Check(err)
	ts.Check(os.WriteFile(kept, data, 0o600))
	switch args[0] {
	case "cut":
		ts.Check(os.Truncate(journal, int64(len(data)/2)))
	case "empty":
		ts.Check(os.Truncate(journal, 0))
	case "remove":
		ts.Check(os.Remove(journal))
	case "flip":
		changed := append([]byte(nil), data...)
		for at := 2000; at < len(changed); at += 4096 { // a byte of each page
			changed[at] ^= 0x40
		}
		ts.Check(os.WriteFile(journal, changed, 0o600))
	case "sql":
		conn, err := sqlite3.Open(journal)
		ts.Check(err)
		ts.Check(conn.Exec(args[1]))
		ts.Check(conn.Close())
	default:
		ts.Fatalf("tamper: unknown way %s", args[0])
	}
}
