package run

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
)

func BenchmarkAppendRow(b *testing.B) {
	r := newTestRun(b)
	rows := make([]Row, 1024)
	for i := range rows {
		rows[i] = testRow(i)
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		must(b, r.AppendRow(rows[i%len(rows)]))
	}
	must(b, r.FlushRows())
	perSecond(b, b.N)
}

func BenchmarkAppendDecision(b *testing.B) {
	r := newTestRun(b)
	row := Row{Number: 1, Line: 1}
	for range b.N {
		must(b, r.AppendRow(row))
	}
	must(b, r.FlushRows())
	d := Decision{Action: ActionUpdate, ID: uuid.New(), ParentRow: -1, NameAfter: -1, SameAs: -1, SetCustomID: true,
		Before: Snapshot{Name: "Exempelbacken AB", CustomID: Text{"K1", Value}},
		After:  Snapshot{Name: "Exempelbacken AB", CustomID: Text{"K2", Value}}}
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		must(b, r.AppendDecision(d))
	}
	must(b, r.FlushDecisions())
	perSecond(b, b.N)
}

func BenchmarkRows(b *testing.B) {
	r := newTestRun(b)
	for i := range b.N {
		must(b, r.AppendRow(testRow(i)))
	}
	must(b, r.FlushRows())
	b.ReportAllocs()
	b.ResetTimer()
	for _, err := range r.Rows(0) {
		must(b, err)
	}
	perSecond(b, b.N)
}

// BenchmarkJournal is what a push costs here: chunks of 500 rows from four goroutines.
func BenchmarkJournal(b *testing.B) {
	const size, workers = 500, 4
	r := newTestRun(b)
	fill(b, r, size*workers)
	ctx := context.Background()
	b.ResetTimer()
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() {
			rows, outcomes := make([]int32, size), make([]Outcome, size)
			for i := range rows {
				rows[i] = int32(w*size + i)
				outcomes[i] = Outcome{Row: rows[i], Status: Created, ID: uuid.New()}
			}
			for i := w; i < b.N; i += workers {
				chunk, err := r.Journal().Intend(ctx, ChunkCreate, rows, time.Now())
				if err == nil {
					err = r.Journal().Settle(ctx, chunk, outcomes)
				}
				if err != nil {
					b.Error(err)
				}
			}
		})
	}
	group.Wait()
	perSecond(b, b.N*size)
}

func BenchmarkAppendIssue(b *testing.B) {
	r := newTestRun(b)
	for i := range b.N {
		must(b, r.AppendIssue(Issue{Row: i, Number: i + 2, Line: i + 2, Column: 2, ColumnName: "Koncern", Code: "missing-parent",
			Severity: Error, Message: "there is no organization of this name", Value: "Exempelbacken AB"}))
	}
	must(b, r.issues.flush())
	perSecond(b, b.N)
}

func BenchmarkStates(b *testing.B) {
	r := newTestRun(b)
	fill(b, r, b.N)
	b.ResetTimer()
	_, _, err := r.States()
	must(b, err)
	perSecond(b, b.N)
}

func perSecond(b *testing.B, rows int) {
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}
