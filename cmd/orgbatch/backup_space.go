package main

import (
	"fmt"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/exporter/backup"
	"github.com/orgbatch/orgbatch/exporter/shell"
)

// spaceHint says how much room is lacking, and how to get it.
func spaceHint(e *backup.SpaceError) string {
	lacking := fmt.Sprintf("free %s", words.Size(e.Need-e.Free))
	if e.Prunable > 0 {
		return fmt.Sprintf("%s; orgbatch backup prune with the same --keep-… would remove %s and free %s", lacking, words.Counted(e.Prunable, "snapshot"), words.Size(e.PrunableBytes))
	}
	return lacking + ", or prune: orgbatch backup prune " + shell.Quote(e.Dir) + " --keep-daily 14 --dry-run shows what that would free"
}
