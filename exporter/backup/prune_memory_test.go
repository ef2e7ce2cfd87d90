//go:build !race

package backup

import (
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

// What a prune takes doesn't depend on the rows: it reads manifests, and the
// newest snapshot in pieces.
func TestPruneMemory(t *testing.T) {
	var took [2]uint64
	for i, rows := range []int{1000, 100_000} {
		s := Store{Dir: filepath.Join(t.TempDir(), "nordhus")}
		for night := range 3 {
			put(t, s, begun.AddDate(0, 0, night), rows)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if did, err := s.Prune(t.Context(), PruneOptions{Policy: Policy{Last: 1}, Location: time.UTC}); err != nil || did.Removed != 2 {
			t.Fatalf("%+v, %v", did, err)
		}
		runtime.ReadMemStats(&after)
		took[i] = after.TotalAlloc - before.TotalAlloc
	}
	t.Logf("%d bytes allocated in all at 1,000 rows, %d at 100,000", took[0], took[1])
	if took[1] > took[0]+64<<10 || took[1] > 1<<20 {
		t.Errorf("%d bytes allocated at 1,000 rows, %d at 100,000", took[0], took[1])
	}
}
