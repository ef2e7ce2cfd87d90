//go:build linux && !race

package diff

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// live is how many bytes of the heap are in use now.
func live() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// measured is what a process of its own says of itself.
type measured struct {
	rows    int
	live    float64 // bytes
	peak    float64 // bytes of the process, with the program and garbage
	seconds float64
}

const measuredForm = "measured %d %g %g %g\n"

// sayMeasured is how such a process ends.
func sayMeasured(t *testing.T, rows int, live uint64, start time.Time) {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	peak, err := strconv.ParseFloat(strings.Fields(rest)[0], 64) // KiB
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf(measuredForm, rows, float64(live), peak*1024, time.Since(start).Seconds())
}

// measure runs one test in a process of its own, told what to do by a variable.
func measure(t *testing.T, test, variable, value string) (m measured) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^"+test+"$")
	cmd.Env = append(os.Environ(), variable+"="+value)
	out, err := cmd.CombinedOutput()
	at := strings.Index(string(out), "measured ")
	if err != nil || at < 0 {
		t.Fatalf("%v: %s", err, out)
	}
	if _, err := fmt.Sscanf(string(out[at:]), measuredForm, &m.rows, &m.live, &m.peak, &m.seconds); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return m
}

func (m measured) String() string {
	return fmt.Sprintf("live %.1f MiB, peak of the process %.1f MiB, %.1f s", m.live/(1<<20), m.peak/(1<<20), m.seconds)
}
