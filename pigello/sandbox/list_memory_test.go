//go:build !race

package sandbox

import (
	"io"
	"net/http/httptest"
	"path/filepath"
	"runtime"
	"testing"
)

// TestListMemory streams ten times as many rows and uses no more memory.
func TestListMemory(t *testing.T) {
	s := open(t, Options{DB: filepath.Join(t.TempDir(), "memory.db")})
	seed(t, s, 40_000)
	srv := httptest.NewServer(s)
	defer srv.Close()
	peak := func(parameters ...string) (highest uint64) {
		resp := request(t, "GET", srv.URL+list(parameters...), nil)
		defer func() { _ = resp.Body.Close() }()
		buf := make([]byte, 1<<20)
		var stats runtime.MemStats
		for {
			_, err := io.ReadFull(resp.Body, buf)
			runtime.GC()
			runtime.ReadMemStats(&stats)
			highest = max(highest, stats.HeapAlloc)
			if err != nil {
				return highest
			}
		}
	}
	peak("_jsonl=true") // connections, caches
	few := peak("_jsonl=true", "created_at__lt=2016-01-04")
	for _, parameters := range [][]string{{"_jsonl=true"}, {}, {"_jsonl=true", "_order_by=created_at,id"}} {
		if all := peak(parameters...); all > few+4<<20 {
			t.Errorf("%v takes %d kB, a tenth of it %d kB", parameters, all>>10, few>>10)
		}
	}
}
