package run

// Progress tells how far a stage of planning a run, carrying it out or looking at it has come.
type Progress struct {
	Stage      string // "read", "match", "plan", "settle", "push", "look", "undo", "delete" or "audit"
	Rows       int    // rows done in this stage
	Total      int    // rows in all, 0 when not known yet
	Bytes      int64  // bytes read, stage "read" only
	TotalBytes int64  // bytes in all, stage "read" only
	Note       string // at what rate requests leave and why, stages "push", "undo" and "delete" only
}
