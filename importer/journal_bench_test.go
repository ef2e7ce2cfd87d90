package importer_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

const (
	// The journal is to cost less than this share of an import that does so many rows a second.
	journalShare  = 0.05
	journalSpeed  = 10_000
	journalRows   = 100_000
	journalAtOnce = 4
)

// BenchmarkJournalShare imports 100,000 rows into a sandbox over HTTP, and then enters once more, in a run of its own and as many at once,
// all that the run's journal took: what planning appended, and what the push intended and settled, each on disk before it returned. It prints
// what share that is of an import at 10,000 rows a second, and of this one; beyond 5% of the former it fails.
func BenchmarkJournalShare(b *testing.B) {
	for range b.N {
		w := newWorld(b, sandbox.Options{})
		began := time.Now()
		r, _ := w.plan(benchRows(journalRows))
		planned := time.Since(began)
		books, err := importer.Apply(context.Background(), w.client, r, push.Options{Concurrency: journalAtOnce})
		took := time.Since(began)
		if err != nil || books.Created != journalRows {
			b.Fatalf("%v, %v", books, err)
		}
		again := again(b, r)
		plan := timed(func() { copyPlan(b, r, again) })
		push := timed(func() { copyPush(b, r, again) })
		budget := time.Duration(journalRows) * time.Second / journalSpeed
		share := (plan + push).Seconds() / budget.Seconds()
		b.ReportMetric(100*share, "%/10000rows/s")
		b.ReportMetric(100*push.Seconds()/budget.Seconds(), "%push/10000rows/s")
		b.ReportMetric(100*(plan+push).Seconds()/took.Seconds(), "%/this")
		b.ReportMetric(journalRows/took.Seconds(), "rows/s")
		b.ReportMetric(journalRows/(took-planned).Seconds(), "pushed/s")
		if share > journalShare {
			b.Errorf("the journal costs %.1f%% of an import at %d rows a second: %v for the plan, %v for the push", 100*share, journalSpeed, plan, push)
		}
	}
}

func benchRows(n int) string {
	var s strings.Builder
	s.WriteString("name,custom_id,organization\n")
	for i := range n {
		parent := ""
		if i >= 100 {
			parent = fmt.Sprintf("Exempelbacken %d Fastigheter AB", i%100)
		}
		fmt.Fprintf(&s, "Exempelbacken %d Fastigheter AB,K-%d,%s\n", i, i, parent)
	}
	return s.String()
}

// again is an empty run like r.
func again(b *testing.B, r *run.Run) *run.Run {
	b.Helper()
	m := r.Meta()
	m.State = run.Planning
	copied, err := run.Create(b.TempDir(), m)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := copied.Close(); err != nil {
			b.Error(err)
		}
	})
	return copied
}

// copyPlan appends what planning did. Reading it is counted too, so that the share is rather too large.
func copyPlan(b *testing.B, from, to *run.Run) {
	b.Helper()
	for row, err := range from.Rows(0) {
		if err == nil {
			err = to.AppendRow(row)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	if err := to.FlushRows(); err != nil {
		b.Fatal(err)
	}
	for d, err := range from.Decisions(0) {
		if err == nil {
			err = to.AppendDecision(d)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	if err := to.FlushDecisions(); err != nil {
		b.Fatal(err)
	}
}

// copyPush enters the chunks of the push, as many at once as it did.
func copyPush(b *testing.B, from, to *run.Run) {
	b.Helper()
	chunks := make(chan run.Chunk)
	var workers sync.WaitGroup
	for range journalAtOnce {
		workers.Go(func() {
			for c := range chunks {
				if err := enter(b.Context(), to, &c); err != nil {
					b.Error(err)
				}
			}
		})
	}
	for c, err := range from.Journal().Chunks() {
		if err != nil {
			b.Error(err)
			break
		}
		chunks <- c
	}
	close(chunks)
	workers.Wait()
}

func enter(ctx context.Context, to *run.Run, c *run.Chunk) error {
	if c.Kind == run.ChunkNote {
		return to.Journal().Note(ctx, c.Outcomes)
	}
	id, err := to.Journal().Intend(ctx, c.Kind, c.Rows, c.SentAt)
	if err != nil {
		return err
	}
	return to.Journal().Settle(ctx, id, c.Outcomes)
}

func timed(f func()) time.Duration {
	began := time.Now()
	f()
	return time.Since(began)
}
