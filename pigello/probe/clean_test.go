//go:build !race

package probe_test

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/probe"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// TestProbeCleansUpUnderFaults lets requests fail before and after their work: what is made is
// removed all the same.
func TestProbeCleansUpUnderFaults(t *testing.T) {
	for _, name := range []string{"drop-after", "drop-before", "server-error", "html-error", "short", "shuffle", "other-values"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var faults sandbox.Faults
			if err := faults.Set(name, "15%"); err != nil {
				t.Fatal(err)
			}
			report := probed(t, sandbox.Options{FaultSeed: 7}, 3, faults)
			none := 0
			for _, a := range report.Answers {
				if a.Value == "" && a.NotAsked == "" {
					none++
				}
			}
			if none > len(report.Answers)/2 {
				t.Errorf("%d questions got no answer", none)
			}
		})
	}
}

// TestProbeRemovesLeftovers finds what an earlier one left, children first. It touches nothing that
// has another name, that is above somebody else's, or that another probe may have made just now.
func TestProbeRemovesLeftovers(t *testing.T) {
	for _, parting := range []string{"refused", "null", "cascade"} {
		var later atomic.Int64
		o := sandbox.Options{Now: func() time.Time { return time.Now().Add(time.Duration(later.Load())) }}
		if err := o.Assume.Set("delete-parent", parting); err != nil {
			t.Fatal(err)
		}
		c, s := dial(t, o)
		ctx := t.Context()
		create := func(name string, parent uuid.UUID) uuid.UUID {
			w := pigello.Write{Name: name}
			if parent != (uuid.UUID{}) {
				w.Parent = pigello.Some(parent)
			}
			return must(c.Create(ctx, w))(t).ID
		}
		old := create(probe.Prefix+"abcdefghij-1", uuid.UUID{})
		create(probe.Prefix+"abcdefghij-2-case", old)
		used := create(probe.Prefix+"abcdefghij-3", uuid.UUID{})
		between := create(probe.Prefix+"abcdefghij-4", used)
		create("Dotterbacken AB", between)
		create(probe.Prefix+"of somebody", uuid.UUID{})
		later.Store(int64(2 * time.Hour))
		fresh := create(probe.Prefix+"jihgfedcba-1", uuid.UUID{})
		report, err := probe.Run(ctx, c, probe.Options{})
		if err != nil || len(report.Leftovers) != 2 || !haveIDs(report.Left, used, between) || !haveIDs(report.Fresh, fresh) {
			t.Errorf("%s: removed %v, left %v, fresh %v, %v", parting, report.Leftovers, report.Left, report.Fresh, err)
		}
		if n, err := s.Count(ctx); n != 5 || err != nil {
			t.Errorf("%s: %d organizations, %v", parting, n, err)
		}
	}
}

func haveIDs(rows []pigello.Organization, want ...uuid.UUID) bool {
	in := func(id uuid.UUID) bool {
		return slices.ContainsFunc(rows, func(o pigello.Organization) bool { return o.ID == id })
	}
	return len(rows) == len(want) && !slices.ContainsFunc(want, func(id uuid.UUID) bool { return !in(id) })
}

// TestProbeSparesOthers lets somebody put an organization below each of the probe's while it is at
// work: those stay as they are, and what they are below of is named.
func TestProbeSparesOthers(t *testing.T) {
	for _, parting := range []string{"refused", "null", "cascade"} {
		var o sandbox.Options
		if err := o.Assume.Set("delete-parent", parting); err != nil {
			t.Fatal(err)
		}
		c, _ := dial(t, o)
		var above []uuid.UUID
		report, err := probe.Run(t.Context(), c, probe.Options{Each: func(a probe.Answer) {
			if a.Name != "request-line" {
				return
			}
			for org, err := range c.List(t.Context(), pigello.Query{}) {
				if err != nil {
					t.Error(err)
				}
				above = append(above, org.ID)
			}
			for n, id := range above {
				must(c.Create(t.Context(), pigello.Write{Name: fmt.Sprintf("Dotterbacken %d AB", n), Parent: pigello.Some(id)}))(t)
			}
		}})
		if err != nil || !haveIDs(report.Left, above...) {
			t.Errorf("%s: %d of %d left, %v", parting, len(report.Left), len(above), err)
		}
		for org, err := range c.List(t.Context(), pigello.Query{}) {
			parent, _ := org.Parent.Get()
			if err != nil || strings.HasPrefix(org.Name, "Dotter") && !slices.Contains(above, parent) {
				t.Errorf("%s: %s lost its parent, %v", parting, org.Name, err)
			}
		}
	}
}
