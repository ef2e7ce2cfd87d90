package main

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/exporter/backup"
	"github.com/orgbatch/orgbatch/exporter/backup/diff"
	"github.com/orgbatch/orgbatch/importer/columns"
)

// sideLive is the word for what is there now.
const sideLive = "live"

// diffSides finds what the two arguments of backup diff name.
type diffSides struct {
	a     *app
	o     *backupDiffOptions
	store backup.Store // zero until one is needed
	sides [2]diff.Side
	snaps [2]*backup.Snapshot // nil for what isn't one
	from  [2]backup.Source    // zero for a file
	ends  []func() error
}

// close ends what the sides were read from.
func (s *diffSides) close() error {
	var errs []error
	for _, end := range slices.Backward(s.ends) {
		errs = append(errs, end())
	}
	return errors.Join(errs...)
}

func (s *diffSides) find(ctx context.Context) error {
	if s.o.a == sideLive && s.o.b == sideLive {
		return problem.Usagef("orgbatch backup diff "+s.o.dir+" latest live shows what changed since", "live is named twice")
	}
	for i, name := range []string{s.o.a, s.o.b} {
		var err error
		info, missing := os.Stat(name)
		switch isFile := missing == nil && info.Mode().IsRegular(); {
		case name == sideLive:
			err = s.live(ctx, i)
		case isFile && !looksDated(name):
			err = s.file(i, name)
		default: // a snapshot's name before a file's
			err = s.snapshot(i, name)
			switch missing := problem.Is[*backup.NotFoundError](err); {
			case missing && isFile:
				err = s.file(i, name)
			case missing && filepath.Ext(name) != "":
				err = problem.Usagef("orgbatch backup list "+s.o.dir+" shows the snapshots there are",
					"%s is neither a file nor a snapshot", name)
			}
		}
		if err != nil {
			return err
		}
	}
	if a, b := s.from[0], s.from[1]; a.URL != "" && b.URL != "" && !a.Same(b) {
		s.a.ui.Warn("the first is of %s, the second of %s", describeSource(a), describeSource(b))
	}
	return nil
}

func describeSource(s backup.Source) string {
	text := cmp.Or(s.Name, s.URL)
	if s.Customer != "" {
		text += ", customer " + s.Customer + ", activation " + s.Activation
	}
	return ui.Clean(text, 0)
}

// looksDated says whether a name may be a snapshot's before it may be a file's.
func looksDated(name string) bool {
	return name == "latest" || strings.Trim(name, "0123456789-:TZ") == ""
}

// snapshot finds a snapshot and its keys. Another state than good is said.
func (s *diffSides) snapshot(i int, name string) error {
	snap, err := s.open(name)
	if err != nil {
		return err
	}
	if snap.Err != nil {
		return snap.Err
	}
	keys, err := s.o.identity.read()
	if err != nil {
		return err
	}
	warnOfSuspect(s.a.ui, snap)
	s.snaps[i], s.sides[i], s.from[i] = snap, diff.SnapshotSide(snap, keys...), snap.Manifest.Source
	return nil
}

// open finds a snapshot by its folder wherever that is, and else in the store.
func (s *diffSides) open(name string) (*backup.Snapshot, error) {
	if strings.ContainsAny(name, `/\`) {
		return backup.Store{Dir: filepath.Dir(filepath.Clean(name))}.Find(name)
	}
	if err := s.findStore(); err != nil {
		return nil, err
	}
	return s.store.Find(name)
}

// findStore finds the only store of the folder, or of several that of the
// profile that is named: a snapshot may be compared with another target, too.
func (s *diffSides) findStore() (err error) {
	if s.store.Dir != "" {
		return nil
	}
	stores, err := storesOf(s.o.dir, "")
	if err != nil {
		return err
	}
	if s.store = stores[0]; len(stores) > 1 {
		s.store, err = storeOf(s.o.dir, s.profile())
	}
	return err
}

// profile is the store that a target's name leads to, "" for none.
func (s *diffSides) profile() string {
	switch t := &s.o.target; {
	case t.Sandbox || t.SandboxDB != "":
		return "sandbox"
	case t.Profile != "":
		return t.Profile
	case t.Named():
		return ""
	}
	return s.a.env("ORGBATCH_PROFILE")
}

// live connects to what is there now: to the target that is named, or to the
// profile that the store is of.
func (s *diffSides) live(ctx context.Context, i int) error {
	if err := s.defaultTarget(); err != nil {
		return err
	}
	c, err := s.a.targets.Open(ctx, &s.o.target, target.Reads, s.o.use)
	if err != nil {
		return err
	}
	s.ends = append(s.ends, c.Close)
	s.sides[i] = diff.LiveSide(c.Client, "live ("+c.Target.Name+")")
	s.from[i] = c.Target.Source()
	return nil
}

// defaultTarget names the store's profile where nothing else names a target.
func (s *diffSides) defaultTarget() error {
	t := &s.o.target
	if t.Named() || s.profile() != "" || len(config.VariablesSet(s.a.env)) > 0 {
		return nil
	}
	if err := s.findStore(); err != nil {
		return nil // there may be no store, and one profile all the same
	}
	file, err := s.a.config.IfAny()
	if err != nil {
		return err
	}
	if profile := s.store.Profile(); slices.Contains(file.Names(), profile) {
		t.Profile = profile
	} else if profile == "sandbox" {
		t.Sandbox = true
	}
	return nil
}

// file opens a file of organizations.
func (s *diffSides) file(i int, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	s.ends = append(s.ends, f.Close)
	var reading columns.Reading
	t, err := reading.OpenTable(f, filepath.Base(path))
	if err != nil {
		return err
	}
	s.sides[i], err = diff.FileSide(t, path)
	return err
}
