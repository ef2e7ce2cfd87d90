//go:build linux && !race

package backup

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/exporter"
	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// createRows is how many rows the memory of a backup is measured at.
var createRows = flag.Int("create-rows", 150_000, "rows of the larger estate at which the memory of a backup is measured")

// createFrom makes the test binary back up an API, and do nothing else: its URL,
// the check, and the folder.
const createFrom = "BACKUP_TEST_CREATE"

// TestCreateChild is what the measured process of TestCreateMemory does; elsewhere
// it does nothing.
func TestCreateChild(t *testing.T) {
	asked := strings.Fields(os.Getenv(createFrom))
	if len(asked) != 3 {
		return
	}
	client, err := pigello.New(pigello.Options{BaseURL: asked[0], Credentials: pigello.CredentialsFrom(sandbox.DefaultCredentials())})
	if err != nil {
		t.Fatal(err)
	}
	start, live := time.Now(), uint64(0)
	snap, err := Store{Dir: asked[2]}.Create(t.Context(), client, CreateOptions{Check: asked[1], Progress: func(p exporter.Progress) {
		if p.Rows%10_000 == 0 {
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			live = max(live, m.HeapAlloc)
		}
	}})
	if err != nil || snap.Manifest.Check.Made != asked[1] {
		t.Fatal(err, snap)
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	fmt.Printf("measured %d %d %s %.1f\n", snap.Manifest.Rows, live, strings.Fields(rest)[0], time.Since(start).Seconds())
}

// What is live grows by at most 24 bytes a row, whatever is checked.
func TestCreateMemory(t *testing.T) {
	const bound = 24
	sizes := [...]int{10_000, *createRows}
	live := map[string][]int{}
	for _, rows := range sizes {
		sb, client := serveSandbox(t, sandbox.Options{DB: filepath.Join(t.TempDir(), "sandbox.db")})
		if err := sb.Seed(t.Context(), rows, 1); err != nil {
			t.Fatal(err)
		}
		for _, check := range []string{CheckSlim, CheckFull} {
			cmd := exec.Command(os.Args[0], "-test.run=^TestCreateChild$")
			cmd.Env = append(os.Environ(), createFrom+"="+client.BaseURL()+" "+check+" "+filepath.Join(t.TempDir(), "nordhus"))
			out, err := cmd.CombinedOutput()
			var made, held, peak int
			var took float64
			_, said, _ := strings.Cut(string(out), "measured ")
			if _, scan := fmt.Sscan(said, &made, &held, &peak, &took); err != nil || scan != nil || made != rows {
				t.Fatalf("%v: %s", err, out)
			}
			live[check] = append(live[check], held)
			t.Logf("%s, %d rows: live %.1f MiB, peak of the process %.1f MiB, %.1f s", check, rows, float64(held)/(1<<20), float64(peak)/1024, took)
		}
	}
	for check, held := range live {
		if more := float64(held[1]-held[0]) / float64(sizes[1]-sizes[0]); more > bound {
			t.Errorf("%s: %.1f bytes a row more, want at most %d", check, more, bound)
		} else {
			t.Logf("%s: %.1f bytes a row more", check, more)
		}
	}
}
