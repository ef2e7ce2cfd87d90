package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/exporter"
	"github.com/orgbatch/orgbatch/exporter/backup"
	"github.com/orgbatch/orgbatch/exporter/crash"
)

// night is one run of backup create: one target after the other, or several at
// the same time. None stops another.
type night struct {
	a *app
	o createBackupOptions
	c backup.CreateOptions
	w *watch
	// several says that there are more targets than one: each line starts with
	// its name then, and no bar is drawn.
	several bool
	prover  *verifying // nil without --verify
	failed  failures   // of several targets, to be told by their causes
}

func runBackupCreate(ctx context.Context, a *app, o createBackupOptions) error {
	n := &night{a: a, o: o}
	var err error
	if n.c, err = o.library(a); err != nil {
		return err
	}
	targets, err := o.targets(a)
	if err != nil {
		return err
	}
	n.several = len(targets) > 1
	if targets[0].ProfileName != "" {
		a.config.WarnOfShared(namesOf(targets)...)
	}
	if o.verify != "" {
		n.prover = &verifying{a: a, restore: o.verify == config.VerifyRestore, silent: n.several, brief: n.brief()}
		if n.prover.identities, err = o.identity.read(); err != nil {
			return err
		}
	}
	if n.w, err = newWatch(a, o.metricsFile, o.target.CAFile); err != nil {
		return err
	}
	var only []string
	if o.allProfiles {
		only = namesOf(targets)
	}
	total := n.w.all(only, func() event.BackupTotal { return n.all(ctx, targets) })
	if n.several {
		sayFailures(a, &n.failed, total)
		a.ui.Say("%s", a.words.Night.Total(words.Total{
			Profiles: total.Profiles, Good: total.Good, Suspect: total.Suspect, Failed: total.Failed,
			Organizations: total.Rows, Bytes: total.Bytes, Took: seconds(total.Seconds),
		}))
	}
	return problem.Decided(problem.Code(total.Exit))
}

func namesOf(targets []*target.Target) []string {
	names := make([]string, len(targets))
	for i, t := range targets {
		names[i] = t.StoreName()
	}
	return names
}

// all backs every target up.
func (n *night) all(ctx context.Context, targets []*target.Target) event.BackupTotal {
	begun := n.a.now()
	done := make([]event.Backup, len(targets))
	var g errgroup.Group
	g.SetLimit(n.o.parallel)
	for i, t := range targets {
		g.Go(func() error {
			err := crash.Do("backing up", func() error {
				done[i] = n.one(ctx, t)
				return nil
			})
			if err != nil { // beside the backup itself
				done[i] = event.Backup{Profile: t.StoreName(), Target: t.Name, State: event.Failed}
				n.conclude(ctx, err, &done[i])
			}
			return nil
		})
	}
	_ = g.Wait() // what went wrong stands in done
	var total event.BackupTotal
	for _, b := range done {
		total.Add(b)
	}
	total.Seconds = n.a.now().Sub(begun).Seconds()
	return total
}

// one backs a target up, and says what came of it.
func (n *night) one(ctx context.Context, t *target.Target) event.Backup {
	beat, err := heartbeatOf(t)
	if err != nil {
		n.a.ui.Warn("%s: %s", t.Name, err)
	}
	return n.w.backup(t.StoreName(), beat, func() event.Backup {
		begun := n.a.now()
		b := event.Backup{Profile: t.StoreName(), Target: t.Name, State: event.Failed, Started: begun.UTC().Truncate(time.Second)}
		if n.o.timeout > 0 {
			var cancel func()
			ctx, cancel = context.WithTimeoutCause(ctx, n.o.timeout, errTooLong)
			defer cancel()
		}
		store := backup.Store{Dir: filepath.Join(n.o.dir, t.StoreName())}
		err := crash.Do("backing up", func() error { return n.make(ctx, t, store, &b) })
		n.stand(store, &b)
		b.Seconds = n.a.now().Sub(begun).Seconds()
		n.conclude(ctx, err, &b)
		return b
	})
}

// errTooLong ends a profile that --timeout gave up.
var errTooLong = errors.New("it took too long")

// make makes the snapshot, and prunes after a good one.
func (n *night) make(ctx context.Context, t *target.Target, store backup.Store, b *event.Backup) (err error) {
	if err := target.CheckProxies(t.Profile.Heartbeat); err != nil {
		return err
	}
	c, err := n.a.targets.Connect(ctx, t, n.o.use)
	if err != nil {
		return err
	}
	defer c.End(&err)
	o := n.c
	o.Source = c.Target.Source()
	if !n.several {
		o.Progress = n.a.progress.Exporting
	}
	snap, err := store.Create(ctx, c.Client, o)
	if !n.several {
		n.a.progress.Stop()
	}
	if err != nil {
		return err
	}
	b.Fill(snap)
	if !n.brief() {
		n.saySnapshot(t, snap, b)
	}
	for _, d := range b.Drift {
		n.a.ui.Warn("%s", n.a.words.Night.Drift(b.Profile, ui.Clean(d, 0), snap.Manifest.Previous))
	}
	if snap.State() == backup.Suspect {
		return suspectProblem(snap)
	}
	if err := n.prove(ctx, snap, b); err != nil {
		return err
	}
	said := n.good(snap, b) // before the one that it is compared with is pruned
	if err := n.prune(ctx, store, b); err != nil {
		return err
	}
	if n.brief() {
		n.a.ui.Say("%s", said)
	}
	return nil
}

// brief says that a line is enough for a profile of which all is well.
func (n *night) brief() bool { return n.several && !n.a.global.verbose }

// good is that line: how many there are, what that is against the last time, and the proof.
func (n *night) good(snap *backup.Snapshot, b *event.Backup) string {
	w := n.a.words
	text := w.Night.First(b.Profile, b.Rows)
	if before := snap.Previous(); before != nil {
		text = w.Night.Since(b.Profile, b.Rows, b.Rows-before.Manifest.Rows, before.Time.Local())
	}
	if n.prover != nil {
		text += ", " + w.Night.Proven(n.o.verify)
	}
	return text
}

// prove proves what was made.
func (n *night) prove(ctx context.Context, snap *backup.Snapshot, b *event.Backup) error {
	if n.prover == nil {
		return nil
	}
	e, err := n.prover.one(ctx, snap)
	if err != nil {
		return fmt.Errorf("prove the snapshot %s: %w", snap.Name, err)
	}
	b.Verified = &e.Whole
	n.a.log.Info("the snapshot was proven", "profile", b.Profile, "snapshot", snap.Name, "whole", e.Whole, "restored", e.Restored)
	if !e.Whole {
		return &problem.Problem{Msg: "the snapshot " + snap.Name + " was made, and could not be proven", Code: problem.ExitUntrusted,
			Hint: "make another; the older ones were not pruned"}
	}
	return nil
}

// suspectProblem says why a snapshot isn't trusted.
func suspectProblem(snap *backup.Snapshot) *problem.Problem {
	return &problem.Problem{
		Msg:  fmt.Sprintf("the snapshot %s is kept, but it is suspect: %s", snap.Name, strings.Join(snap.Manifest.Reasons, "; ")),
		Hint: problem.NewestHint(&backup.NewestError{Snapshot: snap.Dir}), Code: problem.ExitUntrusted,
	}
}

// prune removes what no --keep-… keeps.
func (n *night) prune(ctx context.Context, store backup.Store, b *event.Backup) error {
	if !n.o.keeps {
		return nil
	}
	done, err := store.Prune(ctx, n.o.pruning())
	if done != nil {
		b.Pruned = done.Removed
		n.a.log.Info("old snapshots were pruned", "profile", b.Profile, "removed", done.Removed, "freed", done.Freed)
		if done.Removed > 0 && !n.brief() {
			n.a.ui.Say("  %s", n.a.words.Night.Pruned(done.Removed, done.Freed))
		}
	}
	return err
}

// stand notes what is kept now.
func (n *night) stand(store backup.Store, b *event.Backup) {
	list, err := store.List()
	if err != nil {
		return // it has been told, or will be by the next command that looks
	}
	b.Snapshots = len(list)
	for _, snap := range present(n.a.ui, list) {
		if snap.Trusted() {
			b.Newest = &snap.Time
		}
	}
}

// conclude notes what went wrong, and says it.
func (n *night) conclude(ctx context.Context, err error, b *event.Backup) {
	if err == nil {
		return
	}
	if context.Cause(ctx) == errTooLong {
		err = &problem.Problem{Msg: "it took longer than " + n.o.timeout.String(), Err: err, Code: problem.ExitFailed,
			Hint: "give it more time with --timeout, or look at Pigello with orgbatch doctor"}
	}
	b.Exit = int(problem.CodeOf(ctx, err))
	said := problem.Explain(ctx, err)
	if said == nil {
		return
	}
	said.Hint = problem.HintFor(b.Profile, said.Hint)
	if problem.Is[*exporter.ListError](err) && !n.several { // of several each cause has its profiles' names
		said.Msg = b.Profile + ": " + said.Msg
	}
	b.Error, b.Hint = said.Msg, said.Hint
	if n.several {
		n.failed.add(b, said)
		return
	}
	if b.Exit == int(problem.ExitFailed) {
		said.Msg += "; " + n.a.words.Night.NewestTrusted(ageOf(n.a.now, n.a.words, b.Newest))
	}
	n.a.ui.Fail(said)
}

// saySnapshot is what a person is told of a snapshot.
func (n *night) saySnapshot(t *target.Target, snap *backup.Snapshot, b *event.Backup) {
	m, u, w := &snap.Manifest, n.a.ui, n.a.words
	took := m.Finished.Sub(m.Started)
	made := w.Night.Made(b.Rows, b.Bytes, took)
	if b.Previous != nil {
		made = w.Night.MadeSince(b.Rows, b.Rows-*b.Previous, m.Previous, b.Bytes, took)
	}
	u.Say("%s · %s", t.Name, made)
	check := w.Night.Check(b.State, b.Check)
	if m.Check.Fuzzy > 0 { // it changed while it was read
		check += "; " + w.Night.Meanwhile(m.Check.Fuzzy)
	}
	u.Say("  %s  %s", ui.Clean(snap.Dir, 0), check)
	// What is so every night is no news to whoever asked for silence.
	if m.Check.Note != "" {
		u.Say("  %s", w.Night.Note(m.Check.Note))
	}
	if m.UntoldParents > 0 {
		u.Say("  %s", w.Night.UntoldParents(m.UntoldParents))
	}
}
