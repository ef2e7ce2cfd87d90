package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"filippo.io/age"

	"github.com/orgbatch/orgbatch/exporter"
	"github.com/orgbatch/orgbatch/exporter/backup"
	"github.com/orgbatch/orgbatch/exporter/backup/diff"
	"github.com/orgbatch/orgbatch/exporter/backup/verify"
	"github.com/orgbatch/orgbatch/pigello"
)

// exports writes the list in each format, and reads the manifests.
func exports(ctx context.Context, c *pigello.Client, dir string) error {
	var stdout bytes.Buffer
	m, err := exporter.Export(ctx, c, exporter.Options{Output: exporter.Stdout, Stdout: &stdout, Columns: exporter.AllColumns()})
	if err != nil || m.Rows == 0 || stdout.Len() == 0 {
		return fmt.Errorf("%d rows: %w", m.Rows, err)
	}
	for _, format := range []string{exporter.FormatCSV, exporter.FormatJSONL, exporter.FormatXLSX} {
		o := exporter.Options{
			Format: format, Excel: false, Query: pigello.Query{}, Output: filepath.Join(dir, "all."+format), Overwrite: true,
			Source: exporter.Source{URL: c.BaseURL(), Name: "library"}, Version: "1", Now: time.Now,
			Progress: func(p exporter.Progress) { _ = fmt.Sprint(p.Parents, p.Rows, p.Bytes) },
		}
		m, err := exporter.Export(ctx, c, o)
		if err != nil {
			return err
		}
		kept, err := exporter.ReadManifest(exporter.ManifestPath(o.Output))
		if err != nil || kept.SHA256 != m.SHA256 || kept.Manifest != exporter.ManifestVersion || kept.Window != m.Window {
			return fmt.Errorf("%+v: %w", kept, err)
		}
		_ = fmt.Sprint(m.File, m.Bytes, m.Format, m.Compression, m.Columns, m.Excel, m.Query, m.Source, m.Started, m.Finished,
			m.UntoldParents, m.UnknownParents, m.Version, exporter.NewWindow(m.Started, m.Finished))
	}
	file := filepath.Join(dir, "other.csv")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		return err
	}
	_, err = exporter.Export(ctx, c, exporter.Options{Output: file, Columns: exporter.DefaultColumns()})
	var refused *exporter.ReplaceError
	var sheet *exporter.SheetError
	if !errors.Is(err, exporter.ErrWouldReplace) || !errors.As(err, &refused) || refused.Path != file || refused.Reason == "" || refused.Hint == "" || errors.As(err, &sheet) {
		return fmt.Errorf("it is replaced: %w", err)
	}
	line, err := exporter.AppendLine(nil, &pigello.Organization{Raw: []byte("{}")})
	if err != nil || string(line) != "{}\n" {
		return fmt.Errorf("%q: %w", line, err)
	}
	return nil
}

// backups makes snapshots and does all with them that is done with snapshots.
func backups(ctx context.Context, c *pigello.Client, dir string) error {
	store := backup.Store{Dir: filepath.Join(dir, "backups", "nordhus")}
	shrink := backup.DefaultMaxShrink
	for range 2 {
		snap, err := store.Create(ctx, c, backup.CreateOptions{
			Source: backup.Source{}, Check: backup.CheckSlim, MaxShrink: &shrink, Version: "1", Now: time.Now,
			Prune: backup.PruneOptions{Policy: backup.Policy{Last: 5}, Location: time.UTC}, Progress: func(exporter.Progress) {},
		})
		if err != nil || !snap.Trusted() || snap.State() != backup.Good || snap.Bytes() == 0 || snap.NamedAs() == "" || snap.Err != nil {
			return fmt.Errorf("%+v: %w", snap, err)
		}
		time.Sleep(1100 * time.Millisecond)
	}
	snapshots, err := store.List()
	if err != nil || len(snapshots) != 2 || store.Profile() != "nordhus" {
		return fmt.Errorf("%d snapshots: %w", len(snapshots), err)
	}
	snap, err := store.Find("latest")
	if err != nil {
		return err
	}
	var identities []age.Identity
	for row, err := range snap.Rows(identities...) {
		if err != nil || row.Number == 0 || row.Name == "" {
			return fmt.Errorf("row %d: %w", row.Number, err)
		}
	}
	proof, err := verify.Snapshot(ctx, snap, verify.Options{Identities: identities, Progress: func(int) {}})
	if err != nil || !proof.Whole() {
		return fmt.Errorf("%+v: %w", proof, err)
	}
	compared, err := diff.Compare(ctx, diff.SnapshotSide(snap), diff.LiveSide(c, "now"), diff.Options{Temp: dir, Progress: func(int) {}})
	if err != nil {
		return err
	}
	defer compared.Close()
	for change, err := range compared.Changes(ctx) {
		return fmt.Errorf("%+v differs: %w", change, err)
	}
	restoring, err := snap.Restore(ctx, c, backup.RestoreOptions{Only: []pigello.Filter{pigello.FieldName.StartsWith("Prov")}})
	if err != nil || restoring == nil {
		return err
	}
	prune := backup.PruneOptions{Policy: backup.Policy{Last: 1, Daily: 1}, DryRun: true}
	if n, _, err := store.WouldFree(prune); err != nil || n != 1 || !prune.Policy.Keeps() {
		return fmt.Errorf("%d would go: %w", n, err)
	}
	if _, err := store.Prune(ctx, prune); err != nil {
		return err
	}
	if _, err := store.Strays(); err != nil {
		return err
	}
	stores, err := backup.Stores(filepath.Dir(store.Dir))
	if err != nil || len(stores) != 1 || backup.Open(snap.Dir).Seal != snap.Seal {
		return fmt.Errorf("%v: %w", stores, err)
	}
	m := snap.Manifest
	_ = fmt.Sprint(m.Backup, m.Name, m.Profile, m.Source, m.Started, m.Finished, m.Window, m.Rows, m.UntoldParents, m.Files, m.Recipients,
		m.Check, m.Fields, m.Drift, m.Previous, m.State, m.Reasons, m.Version, snap.Previous(), snap.Time, snap.Accepted)
	return nil
}
