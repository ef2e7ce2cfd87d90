package main

import (
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/exporter/backup"
	"github.com/orgbatch/orgbatch/importer/history"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

type restoreOptions struct {
	dir, name string // of the snapshot
	only      []string
	revert    bool
	identity  identityFlags
	imported  importOptions
}

func newBackupRestore(a *app) *cobra.Command {
	var o restoreOptions
	cmd := &cobra.Command{
		Use:   "restore [DIR [SNAPSHOT]]",
		Short: "Bring back what a snapshot has and the target lacks",
		Long: `Bring back what a snapshot has and the target lacks; without SNAPSHOT, of the newest
that is to be trusted, as is latest; a date, or the start of one, is the newest of those
that begin so, a suspect one with a warning. It is an import like any other: a plan is
shown and asked about, its run can be looked at, resumed, audited and undone.

What is missing is made anew, parents before children. Ids and created_at are given
by Pigello and can't be brought back: results.csv names the new id beside each old one.
Tags and customer_columns can't be written. Organizations that are there and differ stay as
they are and are listed; --revert gives them their former values. Those that were made
since the snapshot are never touched.

` + filterHelp,
		Example: `orgbatch backup restore backups --profile nordhus --dry-run
orgbatch backup restore backups 2026-11-22 --only name__icontains=exempel --profile nordhus --yes`,
		Args: atMost(0, "DIR", "SNAPSHOT"),
	}
	cmd.RunE = a.work(func(ctx context.Context, args []string) (err error) {
		if o.dir, err = backupsDir(a.env, a.config, cmd, args); err != nil {
			return err
		}
		if len(args) > 1 {
			o.name = args[1]
		}
		return runBackupRestore(ctx, a, o, cmdline.Of(cmd, args))
	})
	f, i := cmd.Flags(), &o.imported
	f.StringArrayVar(&o.only, "only", nil, "only those for which `FIELD__OP=VALUE` held in the snapshot; may be repeated")
	f.BoolVar(&o.revert, "revert", false, "give organizations that differ their former values")
	bindIdentity(cmd, &o.identity)
	bindDryRun(cmd, &i.dryRun, "stop after the plan: nothing is written")
	bindYes(cmd, &i.yes)
	f.BoolVar(&i.skipInvalid, "skip-invalid", false, "restore the others although some can't be restored")
	f.BoolVar(&i.allowTwins, "allow-twins", false, "restore those that resemble an organization that is there")
	bindAccept(cmd, &i.accept)
	bindMaxRejects(cmd, &i.maxRejects)
	bindChunkSize(cmd, &i.chunkSize, "500")
	target.BindUse(cmd, &i.use)
	bindRuns(cmd, &i.runs)
	target.BindApproval(cmd, &i.target.Approved)
	target.Bind(cmd, &i.target)
	return cmd
}

// runBackupRestore finds the snapshot, then imports what of it is wanted.
func runBackupRestore(ctx context.Context, a *app, o restoreOptions, again cmdline.Line) error {
	library := backup.RestoreOptions{}
	for _, text := range o.only {
		f, err := pigello.ParseFilter(text)
		if err != nil {
			return err
		}
		library.Only = append(library.Only, f)
	}
	var err error
	if library.Identities, err = o.identity.read(); err != nil {
		return err
	}
	snap, err := snapshotToRestore(a.ui, a.targets, &o)
	if err != nil {
		return err
	}
	var restoring *backup.Restoring
	defer func() {
		if restoring != nil {
			restoring.Close()
		}
	}()
	o.imported.restoring = func(ctx context.Context, c *target.Connection, planned *plan.Options) error {
		var err error
		if restoring, err = snap.Restore(ctx, c.Client, library); err != nil {
			return err
		}
		sayRestoring(a.ui, c, restoring)
		if err := warnOfUndone(a.words, a.ui, planned.RunsDir, planned.Target, snap.Time); err != nil {
			return err
		}
		if restoring.Selected == 0 {
			return &problem.Problem{Msg: "nothing is selected: the snapshot has no such organization", Code: problem.ExitIncomplete,
				Hint: "orgbatch backup diff compares it with what is there"}
		}
		ids, err := history.Restored(planned.RunsDir, planned.Target)
		planned.Inputs, planned.Reading = []intake.Input{restoring.Input()}, restoring.Reading()
		planned.Restore = &plan.RestoreOptions{Revert: o.revert, IDs: ids}
		return err
	}
	return runImport(ctx, a, o.imported, again)
}

// snapshotToRestore finds the snapshot. Of several profiles' that of the target
// is meant; without a name, the newest to be trusted.
func snapshotToRestore(u *ui.UI, targets *target.Finder, o *restoreOptions) (*backup.Snapshot, error) {
	stores, err := storesOf(o.dir, "")
	if err != nil {
		return nil, err
	}
	store := stores[0]
	if len(stores) > 1 {
		t, err := targets.Find(&o.imported.target, target.Reads)
		if err != nil {
			return nil, err
		}
		if store, err = storeOf(o.dir, t.StoreName()); err != nil {
			return nil, err
		}
	}
	snap, err := store.Find(o.name)
	if err != nil {
		return nil, err
	}
	warnOfSuspect(u, snap)
	if o.name == "" || o.name == "latest" {
		warnOfNewer(u, store, snap)
	}
	return snap, nil
}

// warnOfSuspect says that a snapshot isn't to be trusted, and why.
func warnOfSuspect(u *ui.UI, snap *backup.Snapshot) {
	if snap.State() == backup.Suspect {
		u.Warn("the snapshot %s is suspect: %s", snap.Name, ui.Clean(strings.Join(snap.Manifest.Reasons, "; "), 0))
	}
}

// warnOfNewer names a newer snapshot that isn't to be trusted.
func warnOfNewer(u *ui.UI, store backup.Store, snap *backup.Snapshot) {
	list, err := store.List()
	if list = present(u, list); err != nil || len(list) == 0 {
		return
	}
	if newest := list[len(list)-1]; newest.Name != snap.Name {
		u.Warn("the snapshot %s is newer, but %s: the newest to be trusted is taken, %s", newest.Name, newest.State(), snap.Name)
	}
}

// warnOfUndone names the runs whose writes the snapshot holds and an undo has taken back since. Of
// a snapshot's time only the second is known.
func warnOfUndone(w *words.Edition, u *ui.UI, runsDir string, target run.Target, taken time.Time) error {
	infos, err := run.List(runsDir)
	for _, info := range infos {
		m, n := &info.Meta, len(info.Meta.Writes)-1
		if n > 0 && m.Writes[n].Command == "undo" && !m.Writes[0].At.After(taken) && m.Writes[n].At.Truncate(time.Second).After(taken) && info.Undo.Reversed > 0 && m.Target.Same(target) {
			u.Warn("%s", w.List.ComesBack(m.Short, w.Minute(m.Writes[n].At.Local()), info.Undo.Reversed))
		}
	}
	return err
}

// sayLost says what a restore can't bring back.
func sayLost(u *ui.UI) {
	u.Say("  can't be brought back: ids and created_at, which Pigello gives anew; tags and customer_columns, which it doesn't take")
}

// sayRestoring says what is brought back, and what can't be.
func sayRestoring(u *ui.UI, c *target.Connection, r *backup.Restoring) {
	m := &r.Snapshot.Manifest
	what := words.Counted(m.Rows, "organization")
	if r.Selected < m.Rows {
		what += ", " + words.Number(r.Selected) + " of them selected"
	}
	if r.Above > 0 {
		what += ", and " + words.Number(r.Above) + " above these that aren't there any more"
	}
	u.Say("%s · restore of %s, taken %s: %s", c.Target.Name, ui.Clean(r.Snapshot.Dir, 0), r.Snapshot.Time.In(time.Local).Format("2006-01-02 15:04"), what)
	if m.Source.URL != "" && !m.Source.Same(c.Target.Source()) {
		u.Warn("the snapshot is of another target: %s", m.Source)
	}
	sayLost(u)
	if m.UntoldParents > 0 {
		u.Warn("of %s the snapshot doesn't know the parent", words.Counted(m.UntoldParents, "row"))
	}
}
