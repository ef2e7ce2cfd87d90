package main

import (
	"io"
	"log/slog"
)

// newLogger is the log on standard error: warnings, or with -v every request.
// What holds a credential blacks itself out; the log needs no filter.
func newLogger(w io.Writer, verbose bool, format string) (*slog.Logger, error) {
	o := &slog.HandlerOptions{Level: slog.LevelWarn}
	if verbose {
		o.Level = slog.LevelDebug
	}
	switch format {
	case "text":
		return slog.New(slog.NewTextHandler(w, o)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(w, o)), nil
	}
	return nil, usagef("--log-format text or --log-format json", "unknown log format %q", format)
}
