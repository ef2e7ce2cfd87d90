//go:build !race

package main

import (
	"archive/zip"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// killedBackups holds stores on which a command of the build of commit 58a3a29 was killed, a folder for each of killedScenes. It was made by this
// test with -fixtures, in a tree of that commit.
var killedBackups = filepath.Join("testdata", "fixtures", "backups-58a3a29.zip")

var killedScenes = []string{"create", "accept", "prune"}

// TestBackupFixtures goes on with backups that an older build was killed in.
func TestBackupFixtures(t *testing.T) {
	t.Parallel()
	if *makeFixtures {
		makeBackupFixtures(t)
	}
	archive, err := zip.OpenReader(killedBackups)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = archive.Close() }() // it was only read
	for _, s := range cutScenes() {
		if !slices.Contains(killedScenes, s.name) {
			continue
		}
		kept, err := fs.Sub(archive, s.name)
		if err != nil {
			t.Fatal(err)
		}
		c := newCut(t, &cutScene{})
		if err := os.CopyFS(filepath.Join(c.dir, cutStore), kept); err != nil {
			t.Fatal(err)
		}
		if hidden := c.look(s.name, s.last(s.stays)); hidden == 0 && s.name != "accept" {
			t.Errorf("%s: nothing half is in it", s.name)
		}
		c.goOnBackups(s.name, &s)
	}
}

// makeBackupFixtures kills each of killedScenes in its middle, and keeps the store.
func makeBackupFixtures(t *testing.T) {
	f, err := os.OpenFile(killedBackups, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	archive := zip.NewWriter(f)
	for _, s := range cutScenes() {
		if slices.Contains(killedScenes, s.name) {
			store := os.DirFS(filepath.Join(killedIn(t, &s).dir, cutStore))
			err = errors.Join(err, keepAll(archive, s.name, store))
		}
	}
	if err := errors.Join(err, archive.Close(), f.Close()); err != nil {
		t.Fatal(err)
	}
}

// killedIn is a scene that was killed when half a snapshot was there, or one
// was half accepted.
func killedIn(t *testing.T, s *cutScene) *tracing {
	_, _, operations := newCut(t, s).traced("count", 0, 0, s.line...)
	for at := len(operations) / 2; at < len(operations); at++ {
		c := newCut(t, s)
		exit, _, _ := c.traced("kill", at, 0, s.line...)
		partial, err := filepath.Glob(filepath.Join(c.dir, cutStore, "2*Z", "*.partial*"))
		if err != nil {
			t.Fatal(err)
		}
		if half := c.look(s.name, nil) + len(partial); exit == 128+9 && half > 0 {
			return c
		}
	}
	t.Fatalf("%s: at none of its %d operations anything half is there", s.name, len(operations))
	return nil
}

func keepAll(archive *zip.Writer, under string, store fs.FS) error {
	return fs.WalkDir(store, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		data, err := fs.ReadFile(store, name)
		if err != nil {
			return err
		}
		w, err := archive.Create(fmt.Sprint(under, "/", name))
		if err == nil {
			_, err = w.Write(data)
		}
		return err
	})
}
