package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"
	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/exporter/backup"
)

func newBackup(a *app) *cobra.Command {
	return group(&cobra.Command{
		Use:   "backup",
		Short: "Keep dated snapshots, prove that they are whole, bring them back",
		Long: `Keep dated snapshots of all organizations, prove that they are whole, compare them,
and bring back what is missing.

DIR is a folder of your choice. In it each profile has a folder, and in that one
each snapshot has a folder, named by the time (UTC) at which it was begun:
DIR/nordhus/20261123T021500Z. Where one profile is meant, DIR/nordhus can be
given as well. DIR may be left out where ORGBATCH_BACKUPS names it, or
backups in [defaults] of the configuration; there a relative one is meant from the
folder of that file. SNAPSHOT is latest, a date or the start of one, or the path of a
snapshot's folder.`,
		Example: `orgbatch backup create backups --profile nordhus
orgbatch backup list backups`,
	},
		newBackupCreate(a), newBackupList(a), newBackupVerify(a), newBackupAccept(a), newBackupDiff(a), newBackupPrune(a), newBackupRestore(a),
	)
}

// bindStore gives a command the flag that names one of the stores of a folder.
func bindStore(cmd *cobra.Command, profile *string) {
	cmd.Flags().StringVar(profile, "profile", "", "those of the profile `NAME` alone")
}

// identityFlags name the keys that open encrypted snapshots.
type identityFlags struct{ files []string }

func bindIdentity(cmd *cobra.Command, f *identityFlags) {
	cmd.Flags().StringArrayVar(&f.files, "identity", nil, "`FILE` of age keys that open encrypted snapshots; may be repeated")
}

// read reads the keys.
func (f identityFlags) read() ([]age.Identity, error) {
	var all []age.Identity
	for _, path := range f.files {
		ids, err := identitiesOf(path)
		if err != nil {
			return nil, problem.Usagef("age-keygen makes such a file", "--identity %s: %s", path, err)
		}
		all = append(all, ids...)
	}
	return all, nil
}

func identitiesOf(path string) ([]age.Identity, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return backup.ParseIdentities(bytes.NewReader(config.WithoutBOM(text)))
}

// storesOf finds the stores in a folder, all of them or that of one profile.
func storesOf(dir, profile string) ([]backup.Store, error) {
	stores, err := backup.Stores(dir)
	if err != nil || profile == "" {
		return stores, err
	}
	var names []string
	for _, s := range stores {
		if s.Profile() == profile {
			return []backup.Store{s}, nil
		}
		names = append(names, s.Profile())
	}
	return nil, problem.Usagef(cmdline.Join("backup", "list", dir)+" shows those of "+strings.Join(names, ", "), "%s holds no snapshots of %s", dir, profile)
}

// present are the snapshots of a list without those of the future, which it names.
func present(u *ui.UI, list []*backup.Snapshot) (present []*backup.Snapshot) {
	for _, snap := range list {
		if snap.Future {
			warnOfFuture(u, snap)
		} else {
			present = append(present, snap)
		}
	}
	return present
}

func warnOfFuture(u *ui.UI, snap *backup.Snapshot) {
	u.Warn("%s is dated in the future: it is neither the latest, nor does it take the place of another; set this computer's clock, or move it away", ui.Clean(snap.Dir, 0))
}

// storeMeant is the store of the profile that a flag names or, of several, the variable.
func storeMeant(env func(string) string, dir, profile string) (backup.Store, error) {
	if stores, err := storesOf(dir, profile); err == nil && len(stores) > 1 {
		profile = env("ORGBATCH_PROFILE")
	}
	return storeOf(dir, profile)
}

// storeOf finds the one store that is meant.
func storeOf(dir, profile string) (backup.Store, error) {
	stores, err := storesOf(dir, profile)
	if err != nil {
		return backup.Store{}, err
	}
	if len(stores) > 1 {
		var choices []string
		for _, s := range stores {
			choices = append(choices, filepath.Join(dir, s.Profile()))
		}
		return backup.Store{}, problem.Usagef("name one of them: "+strings.Join(choices, ", "), "%s holds snapshots of several profiles", dir)
	}
	return stores[0], nil
}
