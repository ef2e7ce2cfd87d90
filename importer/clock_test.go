package importer_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/engine"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// jumping is a clock that is an hour behind and then an hour ahead, from one look at it to the next.
func jumping() func() time.Time {
	var looks atomic.Int64
	return func() time.Time {
		return time.Now().Add(time.Duration(looks.Add(1)%3-1) * time.Hour)
	}
}

// TestClockJumps plans by one clock, applies by one that jumps, stops, and goes on by another one, while every fourth write gets no answer:
// nothing is lost, nothing is doubled, and the books close.
func TestClockJumps(t *testing.T) {
	for _, c := range []struct {
		name                  string
		planned, applied, end func() time.Time
	}{
		{"an hour back after planning", time.Now, func() time.Time { return time.Now().Add(-time.Hour) }, time.Now},
		{"an hour ahead while applying", time.Now, func() time.Time { return time.Now().Add(time.Hour) }, time.Now},
		{"to and fro", jumping(), jumping(), jumping()},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, sandbox.Options{FaultSeed: 1})
			w.client = w.impatientClient()
			var there, want []string
			var text strings.Builder
			text.WriteString("name,custom_id\n")
			for i := range 60 {
				if i%3 == 0 { // is changed
					there = append(there, fmt.Sprintf("Exempelbacken %d AB|Z-%d", i, i))
				}
				fmt.Fprintf(&text, "Exempelbacken %d AB,K-%d\n", i, i)
				want = append(want, fmt.Sprintf("Exempelbacken %d AB|K-%d|", i, i))
			}
			slices.Sort(want)
			w.load(there...)
			r, _ := w.plan(text.String(), func(o *plan.Options) { o.Now = c.planned })
			var faults sandbox.Faults
			if err := faults.Set("drop-after", "25%"); err != nil {
				t.Fatal(err)
			}
			w.sandbox.SetFaults(faults)
			stop := make(chan struct{})
			_, err := importer.Apply(context.Background(), w.client, r, push.Options{ChunkSize: 5, Now: c.applied, Stop: stop, Progress: stopAt(stop, 30)})
			if err != nil && !errors.Is(err, engine.ErrStopped) {
				t.Fatal(err)
			}
			r = w.reopened(r)
			books := w.resume(r, push.Options{ChunkSize: 5, Now: c.end})
			if books.Created+books.Unchanged != 40 || books.Updated != 20 {
				t.Errorf("the books are %v", books)
			}
			w.sandbox.SetFaults(sandbox.Faults{})
			if got := w.listing(); !slices.Equal(got, want) {
				t.Error(firstDifference(got, want))
			}
		})
	}
}

// stopAt closes stop once so many rows are done.
func stopAt(stop chan struct{}, rows int) func(run.Progress) {
	var closed atomic.Bool
	return func(p run.Progress) {
		if p.Stage == "push" && p.Rows > rows && closed.CompareAndSwap(false, true) {
			close(stop)
		}
	}
}
