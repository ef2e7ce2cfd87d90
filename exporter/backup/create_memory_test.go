//go:build linux && !race

package backup

import (
	"flag"
	"os"
	"path/filepath"
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
	start, most := time.Now(), uint64(0)
	snap, err := Store{Dir: asked[2]}.Create(t.Context(), client, CreateOptions{Check: asked[1], Progress: func(p exporter.Progress) {
		if p.Rows%10_000 == 0 {
			most = max(most, live())
		}
	}})
	if err != nil || snap.Manifest.Check.Made != asked[1] {
		t.Fatal(err, snap)
	}
	sayMeasured(t, snap.Manifest.Rows, most, start)
}

// What is live grows by at most 24 bytes a row, whatever is checked.
func TestCreateMemory(t *testing.T) {
	const bound = 24
	sizes := [...]int{10_000, *createRows}
	all := map[string][]measured{}
	for _, rows := range sizes {
		sb, client := serveSandbox(t, sandbox.Options{DB: filepath.Join(t.TempDir(), "sandbox.db")})
		if err := sb.Seed(t.Context(), rows, 1); err != nil {
			t.Fatal(err)
		}
		for _, check := range []string{CheckSlim, CheckFull} {
			m := measure(t, "TestCreateChild", createFrom, client.BaseURL()+" "+check+" "+filepath.Join(t.TempDir(), "nordhus"))
			if m.rows != rows {
				t.Fatalf("%d rows, want %d", m.rows, rows)
			}
			all[check] = append(all[check], m)
			t.Logf("%s, %d rows: %s", check, rows, m)
		}
	}
	for check, m := range all {
		if more := (m[1].live - m[0].live) / float64(sizes[1]-sizes[0]); more > bound {
			t.Errorf("%s: %.1f bytes a row more, want at most %d", check, more, bound)
		} else {
			t.Logf("%s: %.1f bytes a row more", check, more)
		}
	}
}
