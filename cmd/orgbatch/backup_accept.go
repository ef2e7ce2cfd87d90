package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/build"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/exporter/backup"
)

type acceptOptions struct {
	dir, name string
	profile   string
	reason    string
	yes       consent
}

// everyName is the start of each snapshot's name: the newest that has it is the newest of all.
const everyName = "2"

func newBackupAccept(a *app) *cobra.Command {
	var o acceptOptions
	cmd := &cobra.Command{
		Use:   "accept [DIR] SNAPSHOT",
		Short: "Mark a suspect snapshot as good",
		Long: `Mark a suspect snapshot as good, because you know why it has so few rows. Its files are
proven first, and pruning goes on. From then on new snapshots are compared with the last
that is to be trusted, and with the largest trusted one of 30 days since the last accept.

latest is the newest, suspect as it is; a date, or the start of one, is the newest of
those that begin so. Of several profiles in DIR the one that --profile or
ORGBATCH_PROFILE names is meant.

The reason is kept beside the snapshot.`,
		Example: `orgbatch backup accept nightly 20261124T021500Z --reason "the northern branch was sold" --yes
orgbatch backup accept nightly/nordhus 2026-11-24 --reason "duplicates were removed" --yes`,
		Args: orWithout("DIR", "SNAPSHOT"),
	}
	cmd.RunE = a.work(func(ctx context.Context, args []string) (err error) {
		last := len(args) - 1
		o.name = args[last]
		if o.dir, err = backupsDir(a.env, a.config, cmd, args[:last]); err != nil {
			return err
		}
		return runBackupAccept(ctx, a, o)
	})
	cmd.Flags().StringVar(&o.profile, "profile", "", "one of the profile `NAME`")
	cmd.Flags().StringVar(&o.reason, "reason", "", "why it is right: `TEXT`")
	bindYes(cmd, &o.yes)
	return cmd
}

func runBackupAccept(ctx context.Context, a *app, o acceptOptions) error {
	if strings.TrimSpace(o.reason) == "" {
		return problem.Usagef(`--reason "the northern branch was sold"`, "no reason is given")
	}
	if err := mayAsk(a.ui, o.yes, "--yes answers it"); err != nil {
		return err
	}
	store, err := storeMeant(a.env, o.dir, o.profile)
	if err != nil {
		return err
	}
	if o.name == "latest" { // elsewhere that is the newest to be trusted, and only one that isn't can be accepted
		o.name = everyName
	}
	snap, err := store.Find(o.name)
	if err != nil {
		return err
	}
	if snap.State() == backup.Suspect {
		sayDoubts(a.ui, store, snap)
		if ok, err := mayAccept(a.ui, snap, o.yes); !ok || err != nil {
			return err
		}
	}
	if err := snap.Accept(ctx, o.reason, build.Version(), a.now()); err != nil {
		return err
	}
	a.events.Send(event.OfSnapshot(store, snap))
	a.ui.Say("%s · %s is accepted: %s", store.Profile(), snap.Name, ui.Clean(o.reason, 0))
	return nil
}

// sayDoubts says what is about to be accepted: the rows, before and now, and why
// it is suspect.
func sayDoubts(u *ui.UI, store backup.Store, snap *backup.Snapshot) {
	m := &snap.Manifest
	now := words.Counted(m.Rows, "organization")
	if before := snap.Previous(); before != nil {
		now = words.Number(before.Manifest.Rows) + " → " + now
	}
	u.Say("%s · %s, %s: %s", store.Profile(), snap.Name, now, ui.Clean(strings.Join(m.Reasons, "; "), 0))
}

func mayAccept(u *ui.UI, snap *backup.Snapshot, yes consent) (bool, error) {
	if yes {
		return true, nil
	}
	ok, err := u.Confirm("Mark " + snap.Name + " as good?")
	if err == nil && !ok {
		u.Say("nothing was accepted")
	}
	return ok, err
}
