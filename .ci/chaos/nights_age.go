package main

import (
	"os"
	"path/filepath"
	"time"

	"github.com/orgbatch/orgbatch/exporter/backup"
	"github.com/orgbatch/orgbatch/exporter/backup/backuptest"
)

// nameTime is the form of a snapshot's name.
const nameTime = "20060102T150405Z"

// age makes all snapshots of a store older, as if time had passed. The names that they have then
// are those of before, less that time.
func age(store string, by time.Duration) error {
	shown, _, err := backuptest.Names(store)
	if err != nil {
		return err
	}
	for _, name := range shown { // the oldest first: no name is taken
		if err := ageSnapshot(store, name, by); err != nil {
			return err
		}
	}
	return nil
}

// older is the name of a snapshot once time has passed for it, "" for none.
func older(name string, by time.Duration) string {
	begun, err := time.Parse(nameTime, name)
	if err != nil {
		return name
	}
	return begun.Add(-by).Format(nameTime)
}

func ageSnapshot(store, name string, by time.Duration) error {
	var m backup.Manifest
	manifest := filepath.Join(store, name, "manifest.json")
	if _, err := backuptest.ReadSealed(manifest, &m); err != nil {
		return err
	}
	m.Name, m.Previous = older(m.Name, by), older(m.Previous, by)
	for _, t := range []*time.Time{&m.Started, &m.Finished, &m.Window.From, &m.Window.To} {
		if !t.IsZero() {
			*t = t.Add(-by)
		}
	}
	seal, err := backuptest.WriteSealed(manifest, &m)
	if err != nil {
		return err
	}
	accepted := filepath.Join(store, name, "accepted.json")
	var a backup.Acceptance
	if _, err := backuptest.ReadSealed(accepted, &a); err == nil {
		a.Name, a.Manifest, a.When = m.Name, seal, a.When.Add(-by)
		if _, err := backuptest.WriteSealed(accepted, &a); err != nil {
			return err
		}
	}
	return os.Rename(filepath.Join(store, name), filepath.Join(store, m.Name))
}
