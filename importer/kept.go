package importer

import (
	"encoding/json"
	"fmt"

	"github.com/orgbatch/orgbatch/importer/run"
)

// SummaryOf reads the plan's summary that a run keeps.
func SummaryOf(m run.Meta) (Summary, error) {
	var s Summary
	if err := json.Unmarshal(m.Summary, &s); err != nil {
		return Summary{}, fmt.Errorf("read the summary of run %s: %w", m.Short, err)
	}
	return s, nil
}

// plannedChunkSize is the chunk size that a run was planned with, 0 when it
// doesn't say: its forecast counts on it.
func plannedChunkSize(m run.Meta) int {
	var o struct {
		ChunkSize int `json:"chunk_size"`
	}
	if json.Unmarshal(m.Options, &o) != nil {
		return 0
	}
	return o.ChunkSize
}
