package main

import (
	"fmt"
	"log/slog"
	"time"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/build"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/metrics"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
)

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
