//go:build !race

package main

import (
	"fmt"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// noteRequest enters a request that changes what the API holds as it leaves, and whether the journal had reached the disk by then.
func (t *tracer) noteRequest(tid int, r *syscall.PtraceRegs) {
	if r.Orig_rax != syscall.SYS_WRITE {
		return
	}
	method, _, _ := strings.Cut(string(memoryOf(tid, r.Rsi, int(min(r.Rdx, 8)))), " ")
	if !slices.Contains([]string{"POST", "PATCH", "DELETE"}, method) {
		return
	}
	text := "request " + method
	if t.disk.pending("run.db") {
		text += " before the journal is synced"
	}
	t.ops = append(t.ops, text)
}

// pending says whether anything waits to be synced in files whose names begin so.
func (s *shadow) pending(prefix string) bool {
	return slices.ContainsFunc(s.all, func(n *inode) bool {
		return slices.ContainsFunc(n.pending, func(o operation) bool {
			name := o.path[strings.LastIndexByte(o.path, '/')+1:]
			return strings.HasPrefix(name, prefix)
		})
	})
}

// TestIntentFirst looks at the order in which a run of one worker writes, syncs and sends: no request leaves before its intent is on disk, nor
// before the outcome of the one before is. An undo intends the rows of a level together, so that there fewer syncs are enough.
func TestIntentFirst(t *testing.T) {
	t.Parallel()
	text, want := family(40)
	c := newTracing(t, text)
	for _, line := range []struct {
		args            []string
		requests, syncs int // at the least: in all, and before each
	}{
		{append(slices.Clone(importLine), "--concurrency", "1"), 5, 2},
		{[]string{"undo", "latest", "--yes", "--delete", "40", "--concurrency", "1"}, 40, 0},
	} {
		exit, said, operations := c.traced("order", 0, 0, line.args...)
		if exit != 0 {
			t.Fatalf("exit %d, %s", exit, said)
		}
		if requests := checkOrder(t, operations, line.syncs); requests < line.requests {
			t.Errorf("%s: %d requests were seen, want %d or more", line.args[0], requests, line.requests)
		}
		if got := c.listing(); line.args[0] == "import" && !slices.Equal(got, want) {
			t.Errorf("there are %d organizations, want %d", len(got), len(want))
		}
	}
}

// checkOrder looks at what was synced before each request, since the one before, and counts the requests.
func checkOrder(t *testing.T, operations []string, need int) (requests int) {
	t.Helper()
	syncs := 0
	for at, op := range operations {
		switch {
		case op == "sync run.db-wal":
			syncs++
		case strings.HasPrefix(op, "request "):
			requests++
			what := fmt.Sprintf("%s, the %d., operation %d", op, requests, at+1)
			if strings.HasSuffix(op, "synced") {
				t.Error(what)
			}
			if requests == 1 && syncs == 0 || requests > 1 && syncs < need { // an outcome and an intent
				t.Errorf("%s comes after %d syncs", what, syncs)
			}
			syncs = 0
		}
	}
	return requests
}
