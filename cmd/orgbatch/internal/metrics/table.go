package metrics

import (
	"cmp"
	"math"
	"time"
)

// metric is one gauge: how it is called, and where in a Run its value is. get's
// second result is false where a run has no such value.
type metric struct {
	name string
	help string
	get  func(Run) (float64, bool)
	set  func(*Run, float64)
}

const prefix = "orgbatch_backup_"

// infoName has the version as a second label, and 1 for a value.
const infoName = prefix + "info"

// table lists the metrics in the order of the file.
func table() []metric {
	return []metric{
		{infoName, "Which version made the last attempt.",
			func(Run) (float64, bool) { return 1, true }, func(*Run, float64) {}},
		moment("last_attempt_timestamp_seconds", "When the last attempt was begun, as a Unix time.", func(r *Run) *time.Time { return &r.Attempt }),
		moment("last_success_timestamp_seconds", "When the newest snapshot that is to be trusted was begun, as a Unix time.", func(r *Run) *time.Time { return &r.Success }),
		yesNo("success", "Whether the last attempt made a good snapshot, and all that was asked for beside it.", func(r *Run) *bool { return &r.OK }),
		yesNo("suspect", "Whether the last attempt made a snapshot that is not to be trusted.", func(r *Run) *bool { return &r.Suspect }),
		{prefix + "verified", "Whether the snapshot of the last attempt was proven whole; absent if that wasn't asked for.",
			func(r Run) (float64, bool) { return oneIf(r.Verified != nil && *r.Verified), r.Verified != nil },
			func(r *Run, v float64) { yes := v != 0; r.Verified = &yes }},
		{prefix + "exit_code", "The exit code of the last attempt; 0 is good.",
			func(r Run) (float64, bool) { return float64(r.ExitCode), true },
			func(r *Run, v float64) { r.ExitCode = int(v) }},
		{prefix + "duration_seconds", "How long the last attempt took.",
			func(r Run) (float64, bool) { return r.Took.Seconds(), true },
			func(r *Run, v float64) { r.Took = time.Duration(math.Round(v * float64(time.Second))) }},
		{prefix + "rows", "Organizations in the snapshot of the last attempt; absent if it made none.",
			func(r Run) (float64, bool) { return float64(cmp.Or(r.Made, &Made{}).Rows), r.Made != nil },
			func(r *Run, v float64) { r.making().Rows = int(v) }},
		{prefix + "size_bytes", "Bytes on disk of the snapshot of the last attempt; absent if it made none.",
			func(r Run) (float64, bool) { return float64(cmp.Or(r.Made, &Made{}).Bytes), r.Made != nil },
			func(r *Run, v float64) { r.making().Bytes = int64(v) }},
		{prefix + "snapshots", "Snapshots that are kept.",
			func(r Run) (float64, bool) { return float64(r.Snapshots), true },
			func(r *Run, v float64) { r.Snapshots = int(v) }},
	}
}

// moment is a time in seconds; a zero one is absent.
func moment(name, help string, field func(*Run) *time.Time) metric {
	return metric{prefix + name, help,
		func(r Run) (float64, bool) { t := *field(&r); return float64(t.Unix()), !t.IsZero() },
		func(r *Run, v float64) { *field(r) = time.Unix(int64(v), 0).UTC() }}
}

func yesNo(name, help string, field func(*Run) *bool) metric {
	return metric{prefix + name, help,
		func(r Run) (float64, bool) { return oneIf(*field(&r)), true },
		func(r *Run, v float64) { *field(r) = v != 0 }}
}

func oneIf(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// making is where the values of a snapshot are put.
func (r *Run) making() *Made {
	r.Made = cmp.Or(r.Made, &Made{})
	return r.Made
}
