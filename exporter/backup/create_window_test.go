//go:build !race

// Ten times slower, others would write ten times as often as there is time to read.

package backup

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// windowSeeds is how many estates are backed up while they change.
var windowSeeds = flag.Int("window-seeds", 6, "how many estates are backed up while others write to them")

// version is a value that an organization had. What a write did happened between
// its being sent and its being answered.
type version struct {
	name                     string
	sent, answered           time.Time
	endedSent, endedAnswered time.Time // zero: it lasts
}

// history is all that was written, by several writers at once.
type history struct {
	mu   sync.Mutex
	rows map[uuid.UUID][]version
}

func (h *history) began(id uuid.UUID, name string, sent time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.rows[id] = append(h.rows[id], version{name: name, sent: sent, answered: time.Now()})
}

func (h *history) ended(id uuid.UUID, sent time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	last := &h.rows[id][len(h.rows[id])-1]
	last.endedSent, last.endedAnswered = sent, time.Now()
}

// disturb creates, renames and deletes until it is told to stop. Each writer has
// rows of its own, and no name is given twice.
func (h *history) disturb(t *testing.T, client *pigello.Client, own []uuid.UUID, seed uint64, stop <-chan struct{}) {
	rng := rand.New(rand.NewPCG(seed, 5))
	for n := 0; ; n++ {
		select {
		case <-stop:
			return
		default:
		}
		name := fmt.Sprintf("Exempelbacken %d %d AB", seed, n)
		sent := time.Now()
		at := 0
		if len(own) > 0 {
			at = rng.IntN(len(own))
		}
		switch kind := rng.IntN(4); {
		case kind == 0 || len(own) == 0:
			org, err := client.Create(t.Context(), pigello.Write{Name: name})
			if err != nil {
				t.Error(err)
				return
			}
			own = append(own, org.ID)
			h.began(org.ID, name, sent)
		case kind == 1:
			if err := client.Delete(t.Context(), own[at]); err != nil {
				t.Error(err)
				return
			}
			h.ended(own[at], sent)
			own = append(own[:at], own[at+1:]...)
		default:
			if _, err := client.Update(t.Context(), own[at], pigello.Write{Name: name}); err != nil {
				t.Error(err)
				return
			}
			h.ended(own[at], sent)
			h.began(own[at], name, sent)
		}
	}
}

// While others write, a snapshot lacks no row that was there all the time. With
// a full check the rows that it doesn't name are those of one moment.
func TestCreateWhileOthersWrite(t *testing.T) {
	for seed := range *windowSeeds {
		for _, check := range []string{CheckSlim, CheckFull} {
			t.Run(fmt.Sprintf("%s %d", check, seed), func(t *testing.T) {
				h, snap, from, to := backedUpWhileWritten(t, uint64(seed), check)
				got, fuzzy := contents(t, snap)
				h.nothingMissing(t, got, from, to)
				if check == CheckFull {
					h.oneMoment(t, got, fuzzy, from, to)
				}
				if len(fuzzy) == 0 {
					t.Log("nothing was fuzzy")
				}
			})
		}
	}
}

// backedUpWhileWritten makes a snapshot while three writers are at work.
func backedUpWhileWritten(t *testing.T, seed uint64, check string) (h *history, snap *Snapshot, from, to time.Time) {
	var assume sandbox.Assumptions
	if err := assume.Set("list-state", "batches"); err != nil {
		t.Fatal(err)
	}
	if seed%2 == 1 {
		if err := assume.Set("list-cap", "700"); err != nil {
			t.Fatal(err)
		}
	}
	sb, client := serveSandbox(t, sandbox.Options{Assume: assume})
	h = &history{rows: map[uuid.UUID][]version{}}
	if err := sb.Seed(t.Context(), 3000, seed); err != nil {
		t.Fatal(err)
	}
	var leaves [3][]uuid.UUID
	parents := map[uuid.UUID]bool{}
	var all []pigello.Organization
	for org, err := range client.ListAll(t.Context(), pigello.Query{}, nil) {
		if err != nil {
			t.Fatal(err)
		}
		h.began(org.ID, org.Name, time.Time{})
		all = append(all, org)
		if parent, ok := org.Parent.Get(); ok {
			parents[parent] = true
		}
	}
	for i, org := range all {
		if !parents[org.ID] {
			leaves[i%3] = append(leaves[i%3], org.ID)
		}
	}
	stop := make(chan struct{})
	var writers sync.WaitGroup
	for i := range leaves {
		writers.Go(func() { h.disturb(t, client, leaves[i], seed*10+uint64(i), stop) })
	}
	time.Sleep(20 * time.Millisecond)
	from = time.Now()
	snap, err := Store{Dir: filepath.Join(t.TempDir(), "nordhus")}.Create(t.Context(), client, CreateOptions{Check: check})
	to = time.Now()
	close(stop)
	writers.Wait()
	if err != nil {
		t.Fatal(err)
	}
	if _, problems, err := ProveSnapshot(t.Context(), snap); err != nil || len(problems) > 0 {
		t.Fatalf("it isn't whole: %v, %v", problems, err)
	}
	return h, snap, from, to
}

// nothingMissing wants every row that existed throughout.
func (h *history) nothingMissing(t *testing.T, got map[uuid.UUID]string, from, to time.Time) {
	for id, versions := range h.rows {
		first, last := versions[0], versions[len(versions)-1]
		if _, there := got[id]; !there && first.answered.Before(from) && (last.endedSent.IsZero() || last.endedSent.After(to)) {
			t.Errorf("%s existed throughout and is missing", id)
		}
	}
	for id, name := range got {
		if h.versionOf(id, name) == nil {
			t.Errorf("%s never was %q", id, name)
		}
	}
}

func (h *history) versionOf(id uuid.UUID, name string) *version {
	for i := range h.rows[id] {
		if h.rows[id][i].name == name {
			return &h.rows[id][i]
		}
	}
	return nil
}

// oneMoment looks for a moment at which all rows that aren't fuzzy were as the
// snapshot has them, and no other row was there.
func (h *history) oneMoment(t *testing.T, got map[uuid.UUID]string, fuzzy map[uuid.UUID]bool, from, to time.Time) {
	low, high := from, to
	for id, name := range got {
		v := h.versionOf(id, name)
		if v == nil || fuzzy[id] {
			continue
		}
		if v.sent.After(low) {
			low = v.sent
		}
		if !v.endedSent.IsZero() && v.endedAnswered.Before(high) {
			high = v.endedAnswered
		}
	}
	if low.After(high) {
		t.Fatalf("no moment had all the rows: the last began after %v, the first ended before %v", low, high)
	}
	for id, versions := range h.rows {
		if _, there := got[id]; there || fuzzy[id] {
			continue
		}
		first, last := versions[0], versions[len(versions)-1]
		if first.answered.Before(low) && (last.endedSent.IsZero() || last.endedSent.After(high)) {
			t.Errorf("%s was there at that moment, and is neither in the snapshot nor named", id)
		}
	}
}
