package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/may"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/pigello"
)

// file is one in memory.
type file struct{ *bytes.Reader }

func (file) Close() error { return nil }

func input(name, content string) importer.Input {
	return importer.Input{Name: name, Open: func() (io.ReadSeekCloser, error) {
		return file{bytes.NewReader([]byte(content))}, nil
	}}
}

// imports checks, plans, applies, audits and undoes one import.
func imports(ctx context.Context, c *pigello.Client, dir string) error {
	rows := input("rows.csv", "Namn;Moderbolag\nDotterbacken AB;Moderbacken AB\nModerbacken AB;\n")
	progress := func(p importer.Progress) { _ = fmt.Sprint(p) }
	checked, err := importer.Validate(ctx, importer.ValidateOptions{
		Inputs: []importer.Input{rows}, Opened: func([]run.Source) {}, Progress: progress,
		Issue: func(run.Issue, bool) error { return nil },
		Row:   func(int, tabular.Row, []run.Issue) error { return nil },
	})
	if err != nil {
		return fmt.Errorf("%+v: %w", checked, err)
	}
	target := run.Target{Name: "library", URL: c.BaseURL()}
	plan, summary, err := importer.Plan(ctx, c, importer.PlanOptions{
		Inputs: []importer.Input{rows}, RunsDir: filepath.Join(dir, "runs"), Target: target, Version: "1",
		Command: []string{"library"}, Mode: importer.Upsert, Key: importer.KeyAuto, ChunkSize: importer.DefaultChunkSize,
		Rate: 100, Progress: progress, Now: time.Now,
	})
	if err != nil || summary.Books.Created != 2 || summary.Blocked || summary.Code == "" {
		return fmt.Errorf("%+v: %w", summary, err)
	}
	defer plan.Close()
	_ = fmt.Sprint(summary.LiveRows, summary.Sources, summary.Groups, summary.Twins, summary.Restore, summary.Kept, summary.Changes,
		summary.BlankKept, summary.Fixed, summary.UntoldParents, summary.Unmapped, summary.MissingParents, summary.Forecast,
		summary.WrongCustomer, summary.IDsGiven, summary.IDsMissing, summary.Since)
	books, err := importer.Apply(ctx, c, plan, importer.ApplyOptions{
		ChunkSize: 10, Concurrency: 2, Progress: progress, Stop: make(chan struct{}), Stalled: importer.DefaultStalled, Now: time.Now,
	})
	var refused *importer.RefusedError
	var stopped *importer.StopError
	var stalled *importer.StalledError
	var unfinished *importer.UnfinishedError
	if errors.As(err, &refused) || errors.As(err, &stopped) || errors.As(err, &stalled) || errors.As(err, &unfinished) || err != nil || books.Created != 2 {
		return fmt.Errorf("%v: %w", books, err)
	}
	m := plan.Meta()
	if m.Target.URL != target.URL || may.Audit(m, target) != nil {
		return fmt.Errorf("the run is of %s", m.Target.URL)
	}
	_ = fmt.Sprint(may.Finished(m, books), may.LeftBehind(m), may.Resume(m, target), may.Undo(m, target))
	if _, err := importer.SummaryOf(m); err != nil {
		return err
	}
	if _, err := importer.Audit(ctx, c, plan, importer.AuditOptions{Progress: progress, Found: func(importer.Difference) error { return nil }}); err != nil {
		return err
	}
	undo, err := importer.PlanUndo(ctx, c, plan, importer.UndoOptions{Progress: progress})
	if err != nil {
		return err
	}
	undone, err := importer.Undo(ctx, c, plan, undo, importer.UndoOptions{Concurrency: 1, Progress: progress})
	if err != nil {
		return fmt.Errorf("%v: %w", undone, err)
	}
	for _, code := range codes.Catalogue() {
		_ = fmt.Sprint(code, codes.Advises(fmt.Sprint(code)))
	}
	return nil
}
