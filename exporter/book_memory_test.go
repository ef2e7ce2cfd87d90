//go:build !race

package exporter

import (
	"io"
	"runtime"
	"testing"
	"time"
)

// A workbook is never held in memory, however many rows it has.
func TestBooksInConstantMemory(t *testing.T) {
	const rows, bound = 50_000, 4 << 20
	held := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	for name, form := range forms() {
		e := newBookEncoder(io.Discard, form, DefaultColumns(), nil, time.Now())
		org := sampleOrganization(1)
		if err := e.encode(&org); err != nil {
			t.Fatal(err)
		}
		before := held()
		for range rows {
			if err := e.encode(&org); err != nil {
				t.Fatal(err)
			}
		}
		if after := held(); after > before+bound {
			t.Errorf("%s: %d rows are held in %d bytes", name, rows, after-before)
		}
		if err := e.end(); err != nil {
			t.Fatal(err)
		}
	}
}
