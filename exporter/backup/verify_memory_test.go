//go:build linux && !race

package backup

import (
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"
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
	start, snap, live := time.Now(), Open(dir), uint64(0)
	v, err := snap.Verify(t.Context(), VerifyOptions{Progress: func(rows int) {
		if live > 0 || rows < snap.Manifest.Rows*9/10 {
			return
		}
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		live = m.HeapAlloc >> 10
	}})
	if err != nil || !v.Whole() {
		t.Fatal(err, v)
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	fmt.Printf("measured %d %d %s %.1f\n", v.Rows, live, strings.Fields(rest)[0], time.Since(start).Seconds())
}

// What is live at a million rows is what is live at 10,000, and the whole process,
// the program and garbage included, takes at most 40 MiB: in order, and all of one
// created_at in no order at all.
func TestVerifyMemory(t *testing.T) {
	const bound, same = 40 << 10, 2 << 10 // KiB
	for what, line := range map[string]func(w io.Writer, i int){
		"in order": func(w io.Writer, i int) {
			fmt.Fprintf(w, `{"organization":{},"customer_columns":null,"created_at":"2026-11-23T01:%02d:%02d.%06dZ","custom_id":"K-%07d","tags":null,"id":"%08x-0000-4000-8000-%012x","name":"Exempelbacken %d AB"}`+"\n",
				i/60000%60, i/1000%60, i%1000, i, mixed(i)>>32, i, i)
		},
		"of one moment": func(w io.Writer, i int) {
			fmt.Fprintf(w, `{"organization":null,"customer_columns":null,"created_at":"2026-11-23T01:00:00Z","custom_id":null,"tags":null,"id":"%08x-0000-4000-8000-%012x","name":"Exempelbacken %d AB"}`+"\n", mixed(i)>>32, i, i)
		},
	} {
		var live, peak [2]int
		for i, rows := range []int{10_000, *verifyRows} {
			snap := putRows(t, Store{Dir: filepath.Join(t.TempDir(), "nordhus")}, begun, rows, line)
			snap = reseal(t, snap, func(m *Manifest) { m.UntoldParents = rows })
			cmd := exec.Command(os.Args[0], "-test.run=^TestVerifyChild$")
			cmd.Env = append(os.Environ(), verifyThis+"="+snap.Dir)
			out, err := cmd.CombinedOutput()
			var read int
			var took float64
			_, said, _ := strings.Cut(string(out), "measured ")
			if _, scan := fmt.Sscan(said, &read, &live[i], &peak[i], &took); err != nil || scan != nil || read != rows {
				t.Fatalf("%v: %s", err, out)
			}
			t.Logf("%s, %d rows: live %.1f MiB, peak of the process %.1f MiB, %.1f s", what, rows, float64(live[i])/1024, float64(peak[i])/1024, took)
		}
		if peak[1] > bound || live[1] > live[0]+same {
			t.Errorf("%s: %d KiB live at 10,000 rows, %d at %d; peak %d KiB", what, live[0], live[1], *verifyRows, peak[1])
		}
	}
}

func mixed(n int) uint64 { return uint64(n)*0x9E3779B97F4A7C15 ^ uint64(n)<<17 }
