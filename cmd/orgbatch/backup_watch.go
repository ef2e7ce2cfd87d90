package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/build"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/heartbeat"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/metrics"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/exporter/shell"
)

// What watches over backups that nobody looks at: heartbeats, metrics, the log
// and the events. All are made of the same eventBackup, so that they never
// contradict each other, and none changes how the command ends: what can't be
// told is a warning.
//
//	w, err := a.newWatch(metricsFile, caFile)
//	total := w.all(only, func() eventBackupTotal {   // once a command
//		for each profile, perhaps at the same time:
//			beat, err := heartbeatOf(target)
//			total.add(w.backup(name, beat, func() eventBackup { … }))
//	})

// watchHelp is said of it in a command's help.
const watchHelp = `Nobody needs to look: the profile's heartbeat (orgbatch config set NAME heartbeat) is
told of its start, success and failure, and the one in ORGBATCH_HEARTBEAT of those of
the whole command. --metrics-file writes for node_exporter's textfile collector; other
accounts may read that file, which holds numbers, the profiles' names and nothing else.`

func bindWatch(cmd *cobra.Command, metricsFile *string) {
	cmd.Flags().StringVar(metricsFile, "metrics-file", "", "write metrics for Prometheus to `FILE.prom`; profiles that it has already stay in it")
}

// watch tells whoever watches over a command's backups. It may be used concurrently.
type watch struct {
	a       *app
	night   heartbeat.Watcher
	metrics *metrics.File // nil: none is wanted
}

// newWatch refuses a heartbeat that can't be one; a metrics file that can't be
// written is only noticed later.
func newWatch(a *app, metricsFile, caFile string) (*watch, error) {
	w := &watch{a: a}
	if metricsFile != "" {
		if filepath.Ext(metricsFile) != ".prom" {
			return nil, problem.Usagef("--metrics-file "+shell.Quote(metricsFile+".prom"), "--metrics-file %s: node_exporter reads files alone whose names end in .prom", metricsFile)
		}
		w.metrics = metrics.Open(metricsFile)
	}
	var err error
	w.night, err = newHeartbeat(a.env(config.VariableHeartbeat), caFile)
	switch {
	case problem.Is[*problem.Problem](err): // a proxy that can't be read is no fault of the URL
		return nil, err
	case err != nil:
		return nil, problem.Usagef("unset "+config.VariableHeartbeat+", or copy the URL again", "%s: %s", config.VariableHeartbeat, err)
	}
	return w, nil
}

// newHeartbeat reaches a heartbeat as the API is reached: through the proxy, and
// trusting the same authorities.
func newHeartbeat(url, caFile string) (heartbeat.Watcher, error) {
	if url == "" {
		return heartbeat.Watcher{}, nil
	}
	if err := target.CheckProxies(url); err != nil {
		return heartbeat.Watcher{}, err
	}
	roots, err := target.Authorities(caFile)
	if err != nil {
		return heartbeat.Watcher{}, err
	}
	// Hours lie between the two signals: a connection isn't kept for the second.
	transport := &http.Transport{Proxy: target.ProxyOf, TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true, DisableKeepAlives: true}
	return heartbeat.New(url, transport, "orgbatch/"+build.Version())
}

// backup does the backup of one profile, and tells of it: its heartbeat of start
// and end, then events, log and metrics of what it came to. beat is the profile's
// (see heartbeatOf).
func (w *watch) backup(profile string, beat heartbeat.Watcher, do func() event.Backup) event.Backup {
	var done event.Backup
	w.a.log.Info("backup begun", "profile", profile)
	lost := beat.During(w.a.hard, func() heartbeat.Outcome {
		done = do()
		return heartbeat.Outcome{OK: done.Exit == int(problem.ExitDone), Summary: summaryOfBackup(done)}
	})
	w.warn(profile, lost...)
	w.a.events.Send(done)
	w.a.log.LogAttrs(context.Background(), slog.LevelInfo, "backup ended", attrsOf(done)...)
	w.measure(func(p *metrics.Page) { p.Put(metricsOf(done)) })
	return done
}

// all does a command's backups, and tells of them as of one. only, if not nil, are
// all profiles that there are: others leave the metrics file.
func (w *watch) all(only []string, do func() event.BackupTotal) event.BackupTotal {
	var total event.BackupTotal
	lost := w.night.During(w.a.hard, func() heartbeat.Outcome {
		total = do()
		return heartbeat.Outcome{OK: total.Exit == int(problem.ExitDone), Summary: summaryOfNight(total)}
	})
	w.warn(config.VariableHeartbeat, lost...)
	if only != nil {
		w.measure(func(p *metrics.Page) { p.Keep(only) })
	}
	w.a.events.Send(total)
	w.a.log.Info("backups ended", "profiles", total.Profiles, "good", total.Good, "suspect", total.Suspect, "failed", total.Failed,
		"rows", total.Rows, "seconds", total.Seconds, "exit", total.Exit)
	return total
}

func (w *watch) measure(change func(*metrics.Page)) {
	if w.metrics == nil {
		return
	}
	if err := w.metrics.Update(change); err != nil {
		w.warn("--metrics-file", err)
	}
}

// warn says what couldn't be told, with what to do about it.
func (w *watch) warn(whose string, errs ...error) {
	for _, err := range errs {
		hint := problem.HintOf(err)
		if hint != "" {
			hint = "\nhint: " + hint
		}
		w.a.ui.Warn("%s: %s%s", ui.Clean(whose, 0), err, hint)
	}
}

// heartbeatOf is the profile's own; none for variables and the sandbox.
func heartbeatOf(t *target.Target) (heartbeat.Watcher, error) {
	return newHeartbeat(t.Profile.Heartbeat, t.CAFile())
}

// summaryOfBackup is one line for a heartbeat, which others may keep: numbers alone, no
// name and no message, in which there might be one.
func summaryOfBackup(b event.Backup) string {
	code := problem.Code(b.Exit)
	if code != problem.ExitDone {
		state := b.State
		if state == event.Good {
			state = "made" // and then refuted, or not pruned
		}
		return fmt.Sprintf("%s, exit %d: %s", state, code, code.Meaning())
	}
	text := fmt.Sprintf("%s: %s, %s", b.State, words.Counted(b.Rows, "row"), words.Size(b.Bytes))
	if b.Verified != nil {
		text += ", verified"
	}
	return text + ", " + words.Span(seconds(b.Seconds))
}

// summaryOfNight is one line for the heartbeat of a whole night.
func summaryOfNight(t event.BackupTotal) string {
	if t.Exit == int(problem.ExitDone) {
		return fmt.Sprintf("good: %s, %s, %s, %s", words.Counted(t.Profiles, "profile"), words.Counted(t.Rows, "row"), words.Size(t.Bytes), words.Span(seconds(t.Seconds)))
	}
	return fmt.Sprintf("exit %d: %d good, %d suspect and %d failed of %s, %s",
		t.Exit, t.Good, t.Suspect, t.Failed, words.Counted(t.Profiles, "profile"), words.Span(seconds(t.Seconds)))
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// attrsOf are what the log says of it.
func attrsOf(b event.Backup) []slog.Attr {
	attrs := []slog.Attr{
		slog.String("profile", b.Profile), slog.String("snapshot", b.Snapshot), slog.String("state", b.State),
		slog.Int("rows", b.Rows), slog.Int64("bytes", b.Bytes), slog.Float64("seconds", b.Seconds), slog.Int("exit", b.Exit),
	}
	if b.Error != "" {
		attrs = append(attrs, slog.String("error", b.Error))
	}
	return attrs
}

// metricsOf are what Prometheus is shown of it.
func metricsOf(b event.Backup) metrics.Run {
	r := metrics.Run{
		Profile: b.Profile, Version: build.Version(), Attempt: b.Started, OK: b.State == event.Good && b.Exit == int(problem.ExitDone),
		Suspect: b.State == event.Suspect, ExitCode: b.Exit, Took: seconds(b.Seconds), Snapshots: b.Snapshots, Verified: b.Verified,
	}
	// Its manifest alone doesn't make a snapshot that was just refuted the newest.
	if b.Newest != nil && (b.Verified == nil || *b.Verified) {
		r.Success = *b.Newest
	}
	if b.Snapshot != "" {
		r.Made = &metrics.Made{Rows: b.Rows, Bytes: b.Bytes}
	}
	return r
}
