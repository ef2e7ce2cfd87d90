package main

import (
	"io"
	"log/slog"
	"time"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
)

// newLogger is the log on standard error: with -v every request, otherwise
// warnings, and as JSON, which is for machines that keep it, the steps of what
// is done, too, unless --quiet. Its times are UTC. What holds a credential
// blacks itself out; the log needs no filter.
func newLogger(w io.Writer, g globalFlags) (*slog.Logger, error) {
	o := &slog.HandlerOptions{Level: slog.LevelWarn, ReplaceAttr: inUTC}
	switch {
	case g.verbose:
		o.Level = slog.LevelDebug
	case g.logFormat == "json" && !g.quiet:
		o.Level = slog.LevelInfo
	}
	switch g.logFormat {
	case "text":
		return slog.New(slog.NewTextHandler(w, o)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(w, o)), nil
	}
	return nil, problem.Usagef("--log-format text or --log-format json", "unknown log format %q", g.logFormat)
}

// inUTC is for times that programs compare, whatever the machine's zone.
func inUTC(_ []string, a slog.Attr) slog.Attr {
	if t, ok := a.Value.Any().(time.Time); ok && a.Value.Kind() == slog.KindTime {
		a.Value = slog.TimeValue(t.UTC())
	}
	return a
}
