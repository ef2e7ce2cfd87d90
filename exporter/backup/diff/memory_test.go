//go:build linux && !race

package diff

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/exporter/backup"
)

// diffRows is how many rows the memory of a comparison is measured at.
var diffRows = flag.Int("diff-rows", 100_000, "rows of the larger comparison whose memory is measured; the figure of a million is the peak of the process")

// diffThese makes the test binary compare two snapshots and do nothing else.
const diffThese = "BACKUP_TEST_DIFF"

// TestDiffChild is what the measured process of TestDiffMemory does; elsewhere it
// does nothing.
func TestDiffChild(t *testing.T) {
	dirs := filepath.SplitList(os.Getenv(diffThese))
	if len(dirs) != 2 {
		return
	}
	start := time.Now()
	d, err := Compare(t.Context(), SnapshotSide(backup.Open(dirs[0])), SnapshotSide(backup.Open(dirs[1])), Options{Temp: filepath.Dir(dirs[0])})
	if err != nil {
		t.Fatal(err)
	}
	changes, held := 0, uint64(0)
	for _, err := range d.Changes(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if changes++; changes == 1000 { // everything is open
			held = live()
		}
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	sayMeasured(t, changes, held, start)
}

// Memory grows by at most 24 bytes a row from 10,000 rows to a million, whatever
// differs. The peak of a process is that of its live memory twice, give or take
// some megabytes: with fewer rows the live memory is what can be judged.
func TestDiffMemory(t *testing.T) {
	const bound = 24 // bytes a row
	sizes := [2]int{30_000, *diffRows}
	for _, test := range []struct {
		name string
		line func(w io.Writer, i int)
		want func(rows int) int
	}{
		{"one in ten", func(w io.Writer, i int) { writeRow(w, i, i, i%10 == 0) }, func(n int) int { return n / 10 }},
		{"all with new ids", func(w io.Writer, i int) { writeRow(w, i, i+1<<40, false) }, func(n int) int { return 2 * n }},
	} {
		t.Run(test.name, func(t *testing.T) {
			var m [2]measured
			for i, rows := range sizes {
				s := backup.Store{Dir: filepath.Join(t.TempDir(), "nordhus")}
				a := putRows(t, s, begun, rows, func(w io.Writer, i int) { writeRow(w, i, i, false) })
				b := putRows(t, s, begun, rows, test.line)
				m[i] = measure(t, "TestDiffChild", diffThese, a.Dir+string(filepath.ListSeparator)+b.Dir)
				if m[i].rows != test.want(rows) {
					t.Errorf("%d changes of %d rows", m[i].rows, rows)
				}
				t.Logf("%d rows: %s", rows, m[i])
			}
			rows := float64(sizes[1] - sizes[0])
			grown, peaks := (m[1].live-m[0].live)/rows, (m[1].peak-m[0].peak)/rows
			t.Logf("%.1f bytes a row live, %.1f at the peak", grown, peaks)
			if grown > bound || sizes[1] >= 1_000_000 && peaks > bound {
				t.Errorf("it grows by more than %d bytes a row", bound)
			}
		})
	}
}

// writeRow writes a row that hardly compresses, as ids don't.
func writeRow(w io.Writer, i, id int, changed bool) {
	name := "AB"
	if changed {
		name = "Aktiebolag"
	}
	mix := mixed
	fmt.Fprintf(w, `{"organization":{"id":"%08x-0000-4000-8000-%012x"},"customer_columns":null,"created_at":"2026-11-23T01:00:00.%06dZ","custom_id":"K-%07d","tags":null,"id":"%08x-0000-4000-8000-%012x","name":"Exempelbacken %d %s"}`+"\n",
		mix(i/7)>>32, mix(i/7)&0xffffffffffff, i%1000000, i, mix(id)>>32, mix(id)&0xffffffffffff, i, name)
}

func mixed(n int) uint64 { return uint64(n)*0x9E3779B97F4A7C15 ^ uint64(n)<<17 }
