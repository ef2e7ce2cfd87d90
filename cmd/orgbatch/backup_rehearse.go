package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"filippo.io/age"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/build"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/exporter/backup"
	"github.com/orgbatch/orgbatch/exporter/backup/verify"
)

// verifying proves snapshots, for backup verify and for backup create.
type verifying struct {
	a          *app
	identities []age.Identity
	restore    bool
	silent     bool // no progress: several are at work
	brief      bool // nothing is said of one that is whole
}

// prove proves a snapshot, and with restore that it can be brought back.
func (v *verifying) prove(ctx context.Context, snap *backup.Snapshot) (event.Verification, error) {
	e := event.Verification{Profile: backup.Store{Dir: filepath.Dir(snap.Dir)}.Profile(), Snapshot: snap.Name, Path: snap.Dir, State: string(snap.State()), Taken: snap.Time}
	o := verify.Options{Identities: v.identities}
	if !v.silent {
		o.Progress = v.a.progress.Verifying
	}
	done, err := verify.Snapshot(ctx, snap, o)
	if err != nil {
		return e, err
	}
	e.Rows, e.Locked, e.Whole, e.Problems, e.Warnings = done.Rows, done.Locked, done.Whole(), asTexts(done.Problems), done.Warnings
	if done.More > 0 {
		e.Problems = append(e.Problems, snap.Dir+": "+words.Counted(done.More, "more error"))
	}
	if !v.restore || !e.Whole {
		return e, nil
	}
	if done.Locked {
		return e, &backup.KeyError{Snapshot: snap.Dir}
	}
	return e, v.rehearse(ctx, snap, &e)
}

// rehearse restores a snapshot into a throw-away sandbox.
func (v *verifying) rehearse(ctx context.Context, snap *backup.Snapshot, e *event.Verification) (err error) {
	scratch, err := backup.Store{Dir: filepath.Dir(snap.Dir)}.NewScratch()
	if err != nil { // the store can only be read, or its disk is full
		var elsewhere error
		if scratch, elsewhere = (backup.Store{Dir: os.TempDir()}).NewScratch(); elsewhere != nil {
			return &problem.Problem{Msg: err.Error() + "; " + elsewhere.Error(), Code: problem.ExitFailed, Hint: "TMPDIR names a folder with room for the rows"}
		}
	}
	defer func() { err = errors.Join(err, scratch.Close()) }()
	// What it is called shows in nothing that is kept.
	t := &target.Target{Name: "rehearsal", Sandbox: filepath.Join(scratch.Dir, "rehearsal.db"), Flags: &target.Flags{}}
	c, err := v.a.targets.ConnectQuietly(ctx, t, target.Use{})
	if err != nil {
		return err
	}
	defer c.End(&err)
	o := verify.RehearseOptions{Identities: v.identities, RunsDir: filepath.Join(scratch.Dir, "runs"), Version: build.Version()}
	if !v.silent {
		o.Progress = v.a.progress.Importing
	}
	r, err := verify.Rehearse(ctx, snap, c.Client, o)
	if err != nil {
		return err
	}
	e.Restored, e.Orphans = true, r.Orphans
	for _, d := range r.Differences {
		e.Problems = append(e.Problems, snap.Dir+", restored into an empty target: "+d)
	}
	if r.More > 0 {
		e.Problems = append(e.Problems, snap.Dir+", restored into an empty target: "+words.Counted(r.More, "more difference"))
	}
	e.Whole = len(e.Problems) == 0
	return nil
}
