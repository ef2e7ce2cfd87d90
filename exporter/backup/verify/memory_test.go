//go:build linux && !race

package verify

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/exporter/backup"
)

// verifyRows is how many rows the memory of a verification is measured at.
var verifyRows = flag.Int("verify-rows", 200_000, "rows of the larger snapshot at which the memory of a verification is measured")

// verifyThis makes the test binary verify one snapshot and do nothing else.
const verifyThis = "BACKUP_TEST_VERIFY"

// TestVerifyChild is what the measured process of TestVerifyMemory does;
// elsewhere it does nothing.
func TestVerifyChild(t *testing.T) {
	dir := os.Getenv(verifyThis)
	if dir == "" {
		return
	}
	debug.SetGCPercent(30) // as orgbatch backup verify does: what a busy machine collects late is no matter then
	start, snap, held := time.Now(), backup.Open(dir), uint64(0)
	v, err := Snapshot(t.Context(), snap, Options{Progress: func(rows int) {
		if held == 0 && rows >= snap.Manifest.Rows*9/10 {
			held = live()
		}
	}})
	if err != nil || !v.Whole() {
		t.Fatal(err, v)
	}
	sayMeasured(t, v.Rows, held, start)
}

// What is live at a million rows is what is live at 10,000, and the whole process,
// the program and garbage included, takes at most 40 MiB: in order, and all of one
// created_at in no order at all.
func TestVerifyMemory(t *testing.T) {
	const bound, same = 40 << 20, 2 << 20 // bytes
	for what, line := range map[string]func(w io.Writer, i int){
		"in order": func(w io.Writer, i int) {
			fmt.Fprintf(w, `{"organization":{},"customer_columns":null,"created_at":"2026-11-23T01:%02d:%02d.%06dZ","custom_id":"K-%07d","tags":null,"id":"%08x-0000-4000-8000-%012x","name":"Exempelbacken %d AB"}`+"\n",
				i/60000%60, i/1000%60, i%1000, i, mixed(i)>>32, i, i)
		},
		"of one moment": func(w io.Writer, i int) {
			fmt.Fprintf(w, `{"organization":null,"customer_columns":null,"created_at":"2026-11-23T01:00:00Z","custom_id":null,"tags":null,"id":"%08x-0000-4000-8000-%012x","name":"Exempelbacken %d AB"}`+"\n", mixed(i)>>32, i, i)
		},
	} {
		var m [2]measured
		for i, rows := range []int{10_000, *verifyRows} {
			snap := putRows(t, backup.Store{Dir: filepath.Join(t.TempDir(), "nordhus")}, begun, rows, line)
			snap = reseal(t, snap, func(m *backup.Manifest) { m.UntoldParents = rows })
			if m[i] = measure(t, "TestVerifyChild", verifyThis, snap.Dir); m[i].rows != rows {
				t.Fatalf("%d rows, want %d", m[i].rows, rows)
			}
			t.Logf("%s, %d rows: %s", what, rows, m[i])
		}
		if m[1].peak > bound || m[1].live > m[0].live+same {
			t.Errorf("%s: 10,000 rows: %s; %d rows: %s", what, m[0], *verifyRows, m[1])
		}
	}
}

func mixed(n int) uint64 { return uint64(n)*0x9E3779B97F4A7C15 ^ uint64(n)<<17 }
