package main

import (
	"context"
	"errors"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/build"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/exporter/backup"
)

type verifyOptions struct {
	dir, name string
	profile   string
	all       bool
	restore   bool
	identity  identityFlags
}

func newBackupVerify(a *app) *cobra.Command {
	var o verifyOptions
	cmd := &cobra.Command{
		Use:   "verify [DIR [SNAPSHOT]]",
		Short: "Prove that snapshots are what was made",
		Long: `Prove that snapshots are what was made: each seal, the length and checksum of each
file, and every row. Without SNAPSHOT the newest of each profile in DIR is meant, whatever
is thought of it; --all means all. latest is the newest that is to be trusted; a date, or
the start of one, is the newest of those that begin so, suspect or not. Exit 7 if one
isn't to be trusted.

--restore goes further: the snapshot is restored into an empty sandbox, as backup
restore would do it, read again, and compared record by record. The sandbox lies in DIR
as long as that takes, or in the folder for temporary files (TMPDIR) if DIR can't be
written.

Of an encrypted snapshot the rows are proven with --identity alone; without it the
checksums are, and it is said.`,
		Example: `orgbatch backup verify backups
orgbatch backup verify backups --all --restore`,
		Args: atMost(0, "DIR", "SNAPSHOT"),
	}
	cmd.RunE = a.work(func(ctx context.Context, args []string) (err error) {
		if o.dir, err = backupsDir(a.env, a.config, cmd, args); err != nil {
			return err
		}
		if len(args) > 1 {
			o.name = args[1]
		}
		return runBackupVerify(ctx, a, o)
	})
	f := cmd.Flags()
	bindStore(cmd, &o.profile)
	f.BoolVar(&o.all, "all", false, "prove every snapshot")
	f.BoolVar(&o.restore, "restore", false, "restore into an empty sandbox, too, and compare")
	bindIdentity(cmd, &o.identity)
	return cmd
}

func runBackupVerify(ctx context.Context, a *app, o verifyOptions) error {
	if o.all && o.name != "" {
		return problem.Usagef("leave one of them out", "--all and the snapshot %s were named", o.name)
	}
	v := &verifying{a: a, restore: o.restore}
	var err error
	if v.identities, err = o.identity.read(); err != nil {
		return err
	}
	snaps, err := snapshotsToVerify(a.ui, &o)
	if err != nil {
		return err
	}
	if !o.restore { // little lives as long as rows are read, so that collecting earlier costs next to nothing
		defer debug.SetGCPercent(debug.SetGCPercent(30))
	}
	var failed []error
	for _, snap := range snaps {
		e, err := v.one(ctx, snap)
		var gone *backup.NotFoundError
		switch {
		case ctx.Err() != nil:
			return allOf(ctx, a.ui, a.events, append(failed, ctx.Err()))
		case o.name == "" && errors.As(err, &gone): // a prune at the same time is nothing wrong
			a.ui.Say("%s", gone)
		case err != nil: // that one couldn't be looked at; the others can
			failed = append(failed, err)
		case !e.Whole || !snap.Trusted():
			failed = append(failed, problem.Verdict{Code: problem.ExitUntrusted})
		}
	}
	return allOf(ctx, a.ui, a.events, failed)
}

// snapshotsToVerify are the one that is named, all, or the newest of each profile.
func snapshotsToVerify(u *ui.UI, o *verifyOptions) ([]*backup.Snapshot, error) {
	if o.name != "" {
		store, err := storeOf(o.dir, o.profile)
		if err != nil {
			return nil, err
		}
		snap, err := store.Find(o.name)
		return []*backup.Snapshot{snap}, err
	}
	stores, err := storesOf(o.dir, o.profile)
	if err != nil {
		return nil, err
	}
	var snaps []*backup.Snapshot
	for _, s := range stores {
		list, err := s.List()
		if err != nil {
			return nil, err
		}
		if err := warnOfStrays(u, s); err != nil {
			return nil, err
		}
		present := present(u, list)
		if !o.all && len(present) > 0 {
			list = present
		}
		if !o.all && len(list) > 1 {
			list = list[len(list)-1:]
		}
		snaps = append(snaps, list...)
	}
	if len(snaps) == 0 {
		return nil, &backup.NotFoundError{Dir: o.dir, Hint: cmdline.Join("backup", "create", o.dir) + " makes the first"}
	}
	return snaps, nil
}

// warnOfStrays names folders that were snapshots before somebody renamed them.
func warnOfStrays(u *ui.UI, s backup.Store) error {
	strays, err := s.Strays()
	for _, path := range strays {
		advice := "move it away"
		if name := backup.Open(path).NamedAs(); name != "" {
			advice = "its name was " + name
		}
		u.Warn("%s has a manifest, but not the name of a snapshot: it is neither listed nor proven; %s", ui.Clean(path, 0), advice)
	}
	return err
}

// one proves a snapshot and says what came of it.
func (v *verifying) one(ctx context.Context, snap *backup.Snapshot) (event.Verification, error) {
	e, err := v.prove(ctx, snap)
	v.a.progress.Stop()
	if err != nil {
		return e, err
	}
	v.keep(snap, &e)
	v.a.events.Send(e)
	for _, w := range e.Warnings {
		v.a.ui.Warn("%s", w)
	}
	v.say(snap, &e)
	return e, nil
}

// keep keeps the proof beside the snapshot. Where nothing can be written, it is only
// said; nothing depends on it.
func (v *verifying) keep(snap *backup.Snapshot, e *event.Verification) {
	var err error
	switch by := backup.ByRows; {
	case !e.Whole:
		err = snap.Disprove()
	case !e.Locked:
		if e.Restored {
			by = backup.ByRestore
		}
		err = snap.KeepProof(backup.Proof{When: v.a.now(), By: by, Rows: e.Rows, Version: build.Version()})
	}
	if err != nil {
		v.a.log.Info("the proof isn't kept", "snapshot", snap.Dir, "error", err)
	}
}

func (v *verifying) say(snap *backup.Snapshot, e *event.Verification) {
	u, store := v.a.ui, filepath.Dir(snap.Dir)
	for _, p := range e.Problems {
		u.Fail(&problem.Problem{Msg: p})
	}
	switch {
	case v.brief && e.Whole && e.State != string(backup.Suspect): // told with all else
		return
	case !e.Whole:
		u.Fail(&problem.Problem{Msg: ui.Clean(snap.Dir, 0) + " is not to be trusted",
			Hint: createAgain(store) + " makes another; " + cmdline.Join("backup", "list", store) + " shows the others"})
	case e.State == string(backup.Suspect):
		u.Fail(suspectProblem(snap))
	case e.Locked:
		u.Say("%s · %s is byte for byte what was made; its rows weren't looked at, which needs --identity", e.Profile, e.Snapshot)
	case e.Restored:
		u.Say("%s · %s is whole: %s; restored into an empty sandbox and compared", e.Profile, e.Snapshot, words.Counted(e.Rows, "row"))
	default:
		u.Say("%s · %s is whole: %s", e.Profile, e.Snapshot, words.Counted(e.Rows, "row"))
	}
	if e.Orphans > 0 {
		u.Say("  note: %s of %s are below organizations that this activation doesn't see: they can be restored where those are, and not into an empty target",
			words.Counted(e.Orphans, "row"), e.Snapshot)
	}
}

// createAgain is the command that makes another snapshot of a store. Only a host,
// which variables name, has a dot.
func createAgain(store string) string {
	profile, dir := backup.Store{Dir: store}.Profile(), filepath.Dir(filepath.Clean(store))
	if filepath.Clean(store) == "." {
		dir = ".."
	}
	switch {
	case profile == "sandbox":
		list, _ := backup.Store{Dir: store}.List() // what can't be read is told by what needs it
		for _, snap := range slices.Backward(list) {
			if flags := target.SandboxFlags(snap.Manifest.Source.URL); flags != nil {
				return cmdline.Line{Command: []string{"backup", "create"}, Args: []string{dir}, Flags: flags}.Text()
			}
		}
		return cmdline.Join("backup", "create", dir, "--sandbox")
	case strings.Contains(profile, "."):
		return cmdline.Join("backup", "create", dir)
	}
	return cmdline.Join("backup", "create", dir, "--profile", profile)
}

// asTexts are the problems as texts.
func asTexts(errs []error) []string {
	var texts []string
	for _, err := range errs {
		texts = append(texts, strings.ReplaceAll(err.Error(), "\n", "; "))
	}
	return texts
}
