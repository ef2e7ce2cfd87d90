package metrics

import (
	"time"
)

// Run is the last attempt to back a profile up.
type Run struct {
	Profile string
	Version string    // of orgbatch
	Attempt time.Time // when it was begun
	// Success is when the newest snapshot that is to be trusted was begun. Zero:
	// none is known; then [File.Update] keeps the time that stands in the file.
	Success time.Time

	OK       bool // it made a good snapshot, and all that was asked for beside it
	Suspect  bool // it made one that is not to be trusted
	ExitCode int  // as if the profile had been the only one
	Took     time.Duration
	// Snapshots are kept now, of whatever state.
	Snapshots int
	Made      *Made // nil: it published nothing
	Verified  *bool // nil: it wasn't to be verified
}

// Made is the snapshot that an attempt published.
type Made struct {
	Rows  int
	Bytes int64 // on disk
}

// gauge is one metric: how it is called behind the prefix, what it says, and its value in a Run;
// ok is false where a run has none.
type gauge struct {
	name, help string
	value      func(r *Run) (value float64, ok bool)
}

const prefix = "orgbatch_backup_"

// The gauge that has the version as a second label, and 1 for a value, and the one that outlives a
// failed night.
const (
	infoName    = "info"
	successName = "last_success_timestamp_seconds"
)

// gauges lists the metrics in the order of the file.
var gauges = []gauge{
	{infoName, "Which version made the last attempt.",
		func(*Run) (float64, bool) { return 1, true }},
	{"last_attempt_timestamp_seconds", "When the last attempt was begun, as a Unix time.",
		func(r *Run) (float64, bool) { return moment(r.Attempt) }},
	{successName, "When the newest snapshot that is to be trusted was begun, as a Unix time.",
		func(r *Run) (float64, bool) { return moment(r.Success) }},
	{"success", "Whether the last attempt made a good snapshot, and all that was asked for beside it.",
		func(r *Run) (float64, bool) { return oneIf(r.OK), true }},
	{"suspect", "Whether the last attempt made a snapshot that is not to be trusted.",
		func(r *Run) (float64, bool) { return oneIf(r.Suspect), true }},
	{"verified", "Whether the snapshot of the last attempt was proven whole; absent if that wasn't asked for.",
		func(r *Run) (float64, bool) { return oneIf(r.Verified != nil && *r.Verified), r.Verified != nil }},
	{"exit_code", "The exit code of the last attempt; 0 is good.",
		func(r *Run) (float64, bool) { return float64(r.ExitCode), true }},
	{"duration_seconds", "How long the last attempt took.",
		func(r *Run) (float64, bool) { return r.Took.Seconds(), true }},
	{"rows", "Organizations in the snapshot of the last attempt; absent if it made none.",
		func(r *Run) (float64, bool) { return float64(r.made().Rows), r.Made != nil }},
	{"size_bytes", "Bytes on disk of the snapshot of the last attempt; absent if it made none.",
		func(r *Run) (float64, bool) { return float64(r.made().Bytes), r.Made != nil }},
	{"snapshots", "Snapshots that are kept.",
		func(r *Run) (float64, bool) { return float64(r.Snapshots), true }},
}

// moment is a time in seconds; a zero one is absent.
func moment(t time.Time) (float64, bool) { return float64(t.Unix()), !t.IsZero() }

func oneIf(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// made is the snapshot that was published, an empty one for none.
func (r *Run) made() Made {
	if r.Made == nil {
		return Made{}
	}
	return *r.Made
}
