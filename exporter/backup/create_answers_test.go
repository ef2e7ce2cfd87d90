package backup

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// listSwitches are the questions whose answers a backup meets.
var listSwitches = []string{"parent-answer", "list-cap", "list-envelope", "list-state", "created-at-filter", "created-at-precision", "bulk-created-at",
	"jsonl-form", "jsonl-paging", "statistics", "unknown-parameters", "server-error", "retry-after"}

// listFaults are those that a list meets.
var listFaults = []string{"", "cut-line=10%", "cut-between=10%", "cut-clean=10%", "server-error=10%", "html-error=10%", "drop-before=10%", "drop-after=10%", "stall=5%:400ms", "latency=20%:5ms", "too-many=2%:1s"}

// Whatever the API answers to what nobody documents, and however it fails: a
// snapshot is whole, or there is none, and an error.
func TestCreateUnderEveryAnswer(t *testing.T) {
	t.Parallel()
	undrawn := map[string]bool{}
	for _, s := range sandbox.Switches() {
		if slices.Contains(listSwitches, s.Name) {
			for _, v := range s.Values {
				undrawn[s.Name+"="+v] = true
			}
		}
	}
	refused := 0
	t.Cleanup(func() {
		if refused > answerSeeds/4 {
			t.Errorf("%d of %d backups were refused", refused, answerSeeds)
		}
	})
	for seed := range answerSeeds {
		o := sandbox.Options{FaultSeed: uint64(seed)}
		rng := rand.New(rand.NewPCG(uint64(seed), 7))
		for _, s := range sandbox.Switches() {
			if !slices.Contains(listSwitches, s.Name) {
				continue
			}
			value := s.Values[rng.IntN(len(s.Values))]
			if s.Name == "list-cap" && seed%3 > 0 { // most estates aren't capped
				value = s.Values[0]
			}
			delete(undrawn, s.Name+"="+value)
			if s.Name == "list-cap" && value != "0" {
				value = "150" // which the estate is larger than
			}
			if err := o.Assume.Set(s.Name, value); err != nil {
				t.Fatal(err)
			}
		}
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			if !createUnder(t, o, uint64(seed)) {
				refused++
			}
		})
	}
	if answerSeeds >= 60 && len(undrawn) > 0 {
		t.Errorf("no seed drew %v", undrawn)
	}
}

// createUnder backs an estate up, and says whether a snapshot was made.
func createUnder(t *testing.T, o sandbox.Options, seed uint64) bool {
	fault := listFaults[int(seed)%len(listFaults)]
	var timeouts pigello.Timeouts
	if strings.HasPrefix(fault, "stall") { // elsewhere nothing but a busy machine would be cut off by it
		timeouts.Stall = 200 * time.Millisecond
	}
	sb, client := serveSandbox(t, o, timeouts)
	if err := sb.Seed(t.Context(), 700, seed); err != nil {
		t.Fatal(err)
	}
	want := map[uuid.UUID]string{}
	for row, err := range client.ListAll(t.Context(), pigello.Query{}, nil) {
		if err != nil { // the answers forbid a proof
			want = nil
			break
		}
		want[row.ID] = row.Name
	}
	if fault != "" {
		var f sandbox.Faults
		name, value, _ := strings.Cut(fault, "=")
		if err := f.Set(name, value); err != nil {
			t.Fatal(err)
		}
		sb.SetFaults(f)
	}
	store := Store{Dir: filepath.Join(t.TempDir(), "nordhus")}
	snap, err := store.Create(t.Context(), client, CreateOptions{Check: []string{CheckSlim, CheckFull}[seed%2]})
	if err != nil {
		if list, broken := store.List(); len(list) > 0 || broken != nil {
			t.Errorf("after %v there is %v, %v", err, list, broken)
		}
		if want != nil && seed%uint64(len(listFaults)) == 0 {
			t.Errorf("without a fault: %v", err)
		}
		return false
	}
	if _, problems, err := ProveSnapshot(t.Context(), snap); err != nil || len(problems) > 0 || snap.State() != Good {
		t.Fatalf("%v, %v, %v", err, problems, snap.State())
	}
	got, _ := contents(t, snap)
	if !maps.Equal(got, want) {
		t.Fatalf("%d rows of %d: %+v", len(got), len(want), snap.Manifest.Check)
	}
	if untold := snap.Manifest.UntoldParents; untold != 0 && untold != len(got) {
		t.Errorf("%d of %d parents are untold", untold, len(got))
	}
	return true
}

// contents are the rows of a snapshot, and those that it calls fuzzy.
func contents(t *testing.T, snap *Snapshot) (rows map[uuid.UUID]string, fuzzy map[uuid.UUID]bool) {
	rows, fuzzy = map[uuid.UUID]string{}, map[uuid.UUID]bool{}
	for row, err := range snap.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		rows[row.ID] = row.Name
	}
	if len(snap.Manifest.Files) > 1 {
		for line, err := range snap.Lines(1) {
			var f Fuzzy
			if err := errors.Join(err, json.Unmarshal(line, &f)); err != nil {
				t.Fatal(err)
			}
			fuzzy[f.ID] = true
		}
	}
	if len(rows) != snap.Manifest.Rows || len(fuzzy) > snap.Manifest.Check.Fuzzy {
		t.Fatalf("%d rows, %d fuzzy, and the manifest says %+v", len(rows), len(fuzzy), snap.Manifest.Check)
	}
	return rows, fuzzy
}
