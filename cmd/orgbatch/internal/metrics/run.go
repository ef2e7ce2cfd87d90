package metrics

import "time"

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
