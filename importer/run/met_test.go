package run

import (
	"errors"
	"testing"
	"time"
)

// TestMet: what a held row met is as durable as its outcome, the newest counts, and a row that ended otherwise has none.
func TestMet(t *testing.T) {
	r, ctx := newTestRun(t), t.Context()
	fill(t, r, 10)
	first := Snapshot{Name: "Exempelbacken AB", CustomID: Text{Kind: Value, Text: "K-7"}, Parent: Text{Kind: Null}}
	second := Snapshot{Name: "Provgatan AB"}
	chunk, err := r.Journal().Intend(ctx, ChunkUpdate, []int32{1, 2, 3}, time.Now())
	must(t, err)
	must(t, r.Journal().Settle(ctx, chunk, []Outcome{{Row: 1, Status: Held, Met: &first}, {Row: 2, Status: Held, Met: &first}, {Row: 3, Status: Held, Met: &first}}))
	must(t, r.Journal().Note(ctx, []Outcome{{Row: 2, Status: Held, Met: &second}, {Row: 3, Status: Updated, ID: uid(1)}}))
	for range 2 {
		for row, want := range map[int]*Snapshot{0: nil, 1: &first, 2: &second, 3: nil} {
			got, ok, err := Met(r, row)
			must(t, err)
			if ok != (want != nil) || ok && got != *want {
				t.Errorf("row %d met %+v, %v", row, got, ok)
			}
		}
		dir := r.Dir()
		must(t, r.Close())
		r, err = Open(dir)
		must(t, err)
		defer func() { must(t, r.Close()) }()
	}
	must(t, r.db.write(func() error { return r.db.exec(`UPDATE met SET body = x'0101' WHERE "row" = 1`, nil) }))
	var damaged *DamagedError
	if _, _, err := Met(r, 1); !errors.As(err, &damaged) {
		t.Errorf("a damaged one gives %v", err)
	}
}
