//go:build !race

package importer_test

import (
	"context"
	"runtime"
	"testing"

	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/validate"
)

// TestValidateMemory holds the checks over the whole file to 64 bytes a row.
func TestValidateMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("a million rows")
	}
	const rows = 1_000_000
	path := manyRows(t, rows)
	var before, held runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	peak := uint64(0)
	o := validate.Options{Inputs: []intake.Input{fileInput(path)}}
	// A row at the very end, checked last, is the moment at which all is held.
	o.Inputs = append(o.Inputs, input("end.csv", "name,organization\nRing AB,Ring AB\n"))
	o.Issue = func(i run.Issue, _ bool) error {
		if i.Code == "parent-cycle" {
			runtime.GC()
			runtime.ReadMemStats(&held)
			peak = held.HeapAlloc - before.HeapAlloc
		}
		return nil
	}
	if _, err := validate.Run(context.Background(), o); err != nil {
		t.Fatal(err)
	}
	// What doesn't grow with rows – the sample, the texts of parents, buffers – may take 4 MB beside.
	each := (float64(peak) - 4e6) / rows
	t.Logf("%d bytes held, %.1f a row beside what doesn't grow", peak, each)
	if peak == 0 || each > 64 {
		t.Errorf("%.1f bytes a row, more than 64", each)
	}
}
