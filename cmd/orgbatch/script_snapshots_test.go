package main

import (
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/orgbatch/orgbatch/exporter/backup"
	"github.com/orgbatch/orgbatch/exporter/backup/backuptest"
)

// scriptSnapshots puts snapshots of a past into a store, as backup create would
// have made them:
//
//	snapshots STORE good|suspect 20261101T021500Z…
func scriptSnapshots(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args[2:] {
		p := backuptest.Past{Name: name, State: backup.State(args[1]), Rows: backuptest.Rows(10)}
		if p.State == backup.Suspect {
			p.Reasons = []string{"it has 10 organizations, and the last good one had 20"}
		}
		ts.Check(backuptest.Put(ts.MkAbs(args[0]), p))
	}
}

// scriptSnapshot puts a good snapshot of the lines of a file into a store:
//
//	snapshot STORE 20261101T021500Z FILE
func scriptSnapshot(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(backuptest.Put(ts.MkAbs(args[0]), backuptest.Past{Name: args[1], State: backup.Good, Rows: ts.ReadFile(args[2])}))
}
