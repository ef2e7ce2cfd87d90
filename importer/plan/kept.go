package plan

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
