package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/build"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/exporter/backup/diff"
	"github.com/orgbatch/orgbatch/importer/report"
	"github.com/orgbatch/orgbatch/importer/report/page"
)

// backupDiffOptions are the arguments and flags of backup diff.
type backupDiffOptions struct {
	target   target.Flags
	use      target.Use
	identity identityFlags
	dir      string
	a, b     string
	csv      string
	html     string
}

func newBackupDiff(a *app) *cobra.Command {
	var o backupDiffOptions
	cmd := &cobra.Command{
		Use:   "diff [DIR] A B",
		Short: "Show what was added, removed and changed",
		Long: `Show what was added, removed and changed from A to B. Either is a snapshot, a file with
ids (an export, or a table), or live for what is there now: in the profile of the store,
if no other target is named. A snapshot is latest, the newest that is to be trusted; a
date or the start of one, the newest of those that begin so, a suspect one with a
warning; or its folder.

Organizations are matched by id, and all their fields are compared, also those that
orgbatch doesn't know; of a table its columns alone. A parent that Pigello doesn't
tell is not compared, but counted. Both sides are read whole before anything is said,
so a damaged snapshot ends in 7 without a claim. Differences end in 3, none in 0.

The terminal names the first of each kind. --csv writes a line for each field, --html a
page to look through, and --json sends an event for each organization.`,
		Example: `orgbatch backup diff backups latest live --profile nordhus
orgbatch backup diff backups latest latest --profile nordhus --html diff.html`,
		Args: orWithout("DIR", "A", "B"),
	}
	cmd.RunE = a.work(func(ctx context.Context, args []string) (err error) {
		sides := len(args) - 2
		o.a, o.b = args[sides], args[sides+1]
		if o.dir, err = backupsDir(a.env, a.config, cmd, args[:sides]); err != nil {
			return err
		}
		return runBackupDiff(ctx, a, &o, cmdline.Of(cmd, args))
	})
	f := cmd.Flags()
	f.StringVar(&o.csv, "csv", "", "write every field that differs to `FILE`")
	f.StringVar(&o.html, "html", "", "write a page to look through to `FILE`")
	bindIdentity(cmd, &o.identity)
	target.BindUse(cmd, &o.use)
	target.Bind(cmd, &o.target)
	return cmd
}

func runBackupDiff(ctx context.Context, a *app, o *backupDiffOptions, g cmdline.Line) (err error) {
	if err := mayWrite(namedFile{"--csv", o.csv, report.ReplacesDiff}, namedFile{"--html", o.html, page.ReplacesComparison}); err != nil {
		return err
	}
	sides := &diffSides{a: a, o: o}
	defer func() { err = errors.Join(err, sides.close()) }()
	if err := sides.find(ctx); err != nil {
		return err
	}
	d, err := diff.Compare(ctx, sides.sides[0], sides.sides[1], diff.Options{Temp: sides.store.Dir, Progress: a.progress.Comparing})
	a.progress.Stop()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	return (&diffing{a: a, o: o, d: d, sides: sides, again: g}).tell(ctx)
}

// diffFiles are the files that a comparison leaves, as far as they were asked for.
type diffFiles struct {
	o    *backupDiffOptions
	csv  *report.DiffWriter // nil without --csv
	page *page.DiffBuilder  // nil without --html
}

func newDiffFiles(t *diffing) *diffFiles {
	f := &diffFiles{o: t.o}
	if t.o.csv != "" {
		f.csv = report.NewDiffWriter(t.o.csv)
	}
	if t.o.html != "" {
		f.page = page.NewDiffBuilder(t.page())
	}
	return f
}

// page is what the page says beside the organizations.
func (t *diffing) page() page.DiffPage {
	p := page.DiffPage{
		Compared: t.a.now().Local(), Version: build.Version(), A: t.pageSide(0), B: t.pageSide(1), All: t.o.csv,
		Summary: t.d.Summary,
	}
	if t.sides.snaps[0] == nil || t.o.b != sideLive {
		return p
	}
	restore := t.restore().OnPage()
	if p.Removed > p.SameName {
		p.Restore = restore.Text() + " --dry-run"
	}
	p.RestoreOne = func(id string, kind diff.ChangeKind) string {
		line := restore.Text() + " --only id=" + id
		if kind == diff.Changed {
			line += " --revert"
		}
		return line + " --dry-run"
	}
	return p
}

func (t *diffing) pageSide(i int) page.DiffSide {
	side := &t.sides.sides[i]
	p := page.DiffSide{Name: side.Name, Skipped: side.Skipped}
	if i == 1 && t.o.b == sideLive && t.sides.snaps[0] != nil && t.sides.from[1].Same(t.sides.from[0]) {
		p.Of = t.sides.snaps[0].Manifest.Profile
	}
	if snap := t.sides.snaps[i]; snap != nil {
		m := &snap.Manifest
		p.Of, p.At = m.Profile, snap.Time
		p.About = fmt.Sprintf("%s snapshot of %s, begun %s; %s", snap.State(), m.Profile, snap.Time.Format("2 January 2006, 15:04:05 MST"), words.Counted(m.Rows, "organization"))
	}
	return p
}

// add writes one change.
func (f *diffFiles) add(c *diff.Change) error {
	if f.page != nil {
		f.page.Add(c)
	}
	if f.csv == nil {
		return nil
	}
	return f.csv.Add(c)
}

// finish names the files; after an error there are none.
func (f *diffFiles) finish(failed error) ([]leftFile, error) {
	var left []leftFile
	if f.csv != nil {
		files, err := f.csv.Finish(failed)
		for _, file := range files {
			left = append(left, leftFile{kind: "changes", path: shownPath(file.Path), rows: file.Rows})
		}
		if failed = err; err != nil {
			return nil, err
		}
	}
	if failed != nil || f.page == nil {
		return left, failed
	}
	if err := f.page.WriteFile(f.o.html); err != nil {
		return left, err
	}
	return append(left, leftFile{kind: "page", path: shownPath(f.o.html)}), nil
}
