package run

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/ncruces/go-sqlite3"
	"pgregory.net/rapid"
)

func uid(n byte) uuid.UUID { return uuid.UUID{15: n} }

func TestJournal(t *testing.T) {
	r, ctx := newTestRun(t), t.Context()
	fill(t, r, 10)
	sent := time.Date(2026, 11, 23, 20, 36, 0, 123456789, time.FixedZone("", 3600))
	one, err := r.Journal().Intend(ctx, ChunkCreate, []int32{4, 2, 3}, sent)
	must(t, err)
	must(t, r.Journal().Settle(ctx, one, []Outcome{
		{Row: 2, Status: Created, ID: uid(2)}, {Row: 4, Status: Rejected, Message: "name: taken"}})) // nothing of row 3
	_, err = r.Journal().Intend(ctx, ChunkPatch, []int32{5}, sent)
	must(t, err)
	must(t, r.Journal().Note(ctx, []Outcome{{Row: 6, Status: Held, Message: "changed since"}, {Row: 4, Status: Created, ID: uid(4), Adopted: true}}))
	must(t, r.Journal().Note(ctx, nil))

	var chunks []string
	for c, err := range r.Journal().Chunks() {
		must(t, err)
		chunks = append(chunks, fmt.Sprint(c.ID, c.Kind, c.Rows, c.Settled, len(c.Outcomes), c.SentAt.Equal(sent), c.SentAt.IsZero()))
	}
	want := []string{"1 create [4 2 3] true 2 true false", "2 patch [5] false 0 true false", "3 note [] true 2 false true"}
	if !slices.Equal(chunks, want) {
		t.Errorf("the chunks are %q, not %q", chunks, want)
	}
	status, ids, err := r.States()
	must(t, err)
	wantStatus := []Status{NotReached, NotReached, Created, Unknown, Created, Unknown, Held, NotReached, NotReached, NotReached}
	if !slices.Equal(status, wantStatus) || ids[2] != uid(2) || ids[4] != uid(4) || ids[5] != uuid.Nil {
		t.Errorf("the rows are %v with %v", status, ids)
	}
	for row, want := range map[int]string{4: "", 6: "changed since", 2: ""} {
		if got, err := r.Journal().Message(row); err != nil || got != want {
			t.Errorf("the message of row %d is %q, %v", row, got, err)
		}
	}
}

func TestJournalRefuses(t *testing.T) {
	r, ctx := newTestRun(t), t.Context()
	fill(t, r, 3)
	now := time.Now()
	chunk, err := r.Journal().Intend(ctx, ChunkCreate, []int32{0}, now)
	must(t, err)
	must(t, r.Journal().Settle(ctx, chunk, []Outcome{{Row: 0, Status: Created}}))
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	intend := func(ctx context.Context, kind ChunkKind, rows ...int32) error {
		_, err := r.Journal().Intend(ctx, kind, rows, now)
		return err
	}
	for name, err := range map[string]error{
		"a chunk without rows":     intend(ctx, ChunkCreate),
		"a row that isn't there":   intend(ctx, ChunkCreate, 3),
		"a row below zero":         intend(ctx, ChunkCreate, -1),
		"an intent that is a note": intend(ctx, ChunkNote, 1),
		"an unknown kind":          intend(ctx, ChunkDelete+1, 1),
		"settling twice":           r.Journal().Settle(ctx, chunk, []Outcome{{Row: 0, Status: Rejected}}),
		"settling nothing":         r.Journal().Settle(ctx, 99, nil),
		"an outcome of no row":     r.Journal().Settle(ctx, chunk, []Outcome{{Row: 3}}),
		"an outcome of no status":  r.Journal().Note(ctx, []Outcome{{Row: 0, Status: Unknown + 1}}),
		"a cancelled context":      intend(cancelled, ChunkCreate, 1),
	} {
		if err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if err := intend(cancelled, ChunkCreate, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled context gives %v", err)
	}
	if status, _, err := r.States(); err != nil || !slices.Equal(status, []Status{Created, NotReached, NotReached}) {
		t.Errorf("the rows are %v, %v", status, err)
	}
}

// TestGroupCommit guards that a failing call fails alone, and that what waits together is written together.
func TestGroupCommit(t *testing.T) {
	r, ctx := newTestRun(t), t.Context()
	fill(t, r, 64)
	var transactions int
	r.db.conn.CommitHook(func() bool { transactions++; return true })
	r.db.mu.Lock() // as if a commit were under way
	var group sync.WaitGroup
	errs := make([]error, 64)
	for i := range errs {
		group.Go(func() {
			if i == 13 {
				errs[i] = r.Journal().Settle(ctx, 999, nil)
			} else {
				_, errs[i] = r.Journal().Intend(ctx, ChunkCreate, []int32{int32(i)}, time.Now())
			}
		})
	}
	for waiting := 0; waiting < len(errs); time.Sleep(time.Millisecond) {
		r.commits.mu.Lock()
		if r.commits.next != nil {
			waiting = len(r.commits.next.fs)
		}
		r.commits.mu.Unlock()
	}
	r.db.mu.Unlock()
	group.Wait()
	for i, err := range errs {
		if (err != nil) != (i == 13) {
			t.Errorf("call %d gives %v", i, err)
		}
	}
	if transactions != 63 { // the common one failed, and each of the good ones got its own
		t.Errorf("%d transactions", transactions)
	}
	books, err := r.Books()
	must(t, err)
	if books.Unknown != 63 {
		t.Errorf("the books are %s", books)
	}
}

func TestGroupCommitSharesTransactions(t *testing.T) {
	r, ctx := newTestRun(t), t.Context()
	fill(t, r, 64)
	var transactions int
	r.db.conn.CommitHook(func() bool {
		transactions++
		time.Sleep(time.Millisecond) // as a disk does
		return true
	})
	var group sync.WaitGroup
	for i := range 64 {
		group.Go(func() {
			chunk, err := r.Journal().Intend(ctx, ChunkCreate, []int32{int32(i)}, time.Now())
			if err == nil {
				err = r.Journal().Settle(ctx, chunk, []Outcome{{Row: int32(i), Status: Created, ID: uid(1)}})
			}
			if err != nil {
				t.Error(err)
			}
			if _, err := r.Row(i); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if transactions >= 128 {
		t.Errorf("%d transactions for 128 calls of 64 goroutines", transactions)
	}
	books, err := r.Books()
	must(t, err)
	if books != (Books{Read: 64, Created: 64}) {
		t.Errorf("the books are %s", books)
	}
}

// TestStatesModel compares States and Books with a plain model, after a reopen too.
func TestStatesModel(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		r, err := Create(dir, testMeta())
		must(t, err)
		n := rapid.IntRange(1, 12).Draw(rt, "rows")
		want := make([]Status, n)
		same := planModel(t, rt, r, want)
		for range rapid.IntRange(0, 8).Draw(rt, "chunks") {
			outcomes := rapid.SliceOfNDistinct(genModelOutcome(n), 1, n, func(o Outcome) int32 { return o.Row }).Draw(rt, "outcomes")
			var rows []int32
			for _, o := range outcomes {
				rows = append(rows, o.Row)
			}
			if rapid.Bool().Draw(rt, "note") {
				must(t, r.Journal().Note(t.Context(), outcomes))
			} else {
				chunk, err := r.Journal().Intend(t.Context(), ChunkCreate, rows, time.Unix(1, 0))
				must(t, err)
				if !rapid.Bool().Draw(rt, "settled") {
					for i := range outcomes {
						outcomes[i].Status = Unknown
					}
				} else {
					must(t, r.Journal().Settle(t.Context(), chunk, outcomes))
				}
			}
			for _, o := range outcomes {
				want[o.Row] = o.Status
			}
		}
		for i, first := range same {
			if first >= 0 && want[i] == NotReached {
				if want[i] = want[first]; want[i] == Created || want[i] == Updated {
					want[i] = Unchanged
				}
			}
		}
		checkModel(t, rt, r, want)
		must(t, r.Close())
		for _, open := range []func(string) (*Run, error){OpenReadOnly, Open} {
			again, err := open(r.Dir())
			must(t, err)
			checkModel(t, rt, again, want)
			must(t, again.Close())
		}
	})
}

// planModel enters rows and decisions, fills in what they mean and gives the rows that follow others.
func planModel(t *testing.T, rt *rapid.T, r *Run, want []Status) (same []int32) {
	t.Helper()
	for i := range want {
		must(t, r.AppendRow(testRow(i)))
	}
	must(t, r.FlushRows())
	for i := range want {
		d := Decision{Action: Action(rapid.IntRange(1, 6).Draw(rt, "action")), ParentRow: -1, NameAfter: -1, SameAs: -1}
		if d.Action == ActionFollow {
			d.Action = ActionCreate
			if i > 0 {
				d.Action, d.SameAs = ActionFollow, rapid.Int32Range(0, int32(i-1)).Draw(rt, "same as")
			}
		}
		same = append(same, d.SameAs)
		want[i] = map[Action]Status{ActionUnchanged: Unchanged, ActionReject: Rejected, ActionHold: Held}[d.Action]
		must(t, r.AppendDecision(d))
	}
	must(t, r.FlushDecisions())
	return same
}

func genModelOutcome(n int) *rapid.Generator[Outcome] {
	return rapid.Custom(func(t *rapid.T) Outcome {
		return Outcome{Row: rapid.Int32Range(0, int32(n-1)).Draw(t, "row"), Status: Status(rapid.IntRange(0, 6).Draw(t, "status")),
			Message: rapid.SampledFrom([]string{"", "reason"}).Draw(t, "message")}
	})
}

func checkModel(t *testing.T, rt *rapid.T, r *Run, want []Status) {
	t.Helper()
	status, _, err := r.States()
	must(t, err)
	if !slices.Equal(status, want) {
		rt.Fatalf("the rows are %v, not %v", status, want)
	}
	books, err := r.Books()
	must(t, err)
	sum := Books{Read: len(want)}
	for _, s := range want {
		sum.Add(s, 1)
	}
	if books != sum || books.Close() != nil {
		rt.Fatalf("the books are %s, not %s", books, sum)
	}
}

func TestAppendDecisionRefuses(t *testing.T) {
	r := newTestRun(t)
	must(t, r.AppendRow(testRow(0)))
	must(t, r.FlushRows())
	none := Decision{Action: ActionCreate, ParentRow: -1, NameAfter: -1, SameAs: -1}
	for name, change := range map[string]func(*Decision){
		"no action":            func(d *Decision) { d.Action = 0 },
		"an unknown action":    func(d *Decision) { d.Action = ActionDelete + 1 },
		"a parent beyond":      func(d *Decision) { d.ParentRow = 1 },
		"a name beyond":        func(d *Decision) { d.NameAfter = 1 },
		"following itself":     func(d *Decision) { d.Action, d.SameAs = ActionFollow, 0 },
		"following none":       func(d *Decision) { d.Action = ActionFollow },
		"the same as a beyond": func(d *Decision) { d.SameAs = 1 },
	} {
		d := none
		change(&d)
		if err := r.AppendDecision(d); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	must(t, r.AppendDecision(none))
	if err := r.AppendDecision(none); err == nil {
		t.Error("a decision without a row is taken")
	}
	if err := r.AppendRow(Row{Number: -1}); err == nil {
		t.Error("a row number below zero is taken")
	}
}

func TestMessages(t *testing.T) {
	t.Parallel()
	r, ctx := newTestRun(t), t.Context()
	fill(t, r, 1000)
	for i := int32(999); i >= 0; i-- {
		must(t, r.Journal().Note(ctx, []Outcome{{Row: i, Status: Rejected, Message: fmt.Sprint("reason ", i)}}))
	}
	must(t, r.Journal().Note(ctx, []Outcome{{Row: 500, Status: Created, ID: uid(1)}, {Row: 501, Status: Held, Message: "another"}}))
	n := int32(0)
	for o, err := range Messages(r) {
		must(t, err)
		if n == 500 {
			n++
		}
		want := Outcome{Row: n, Status: Rejected, Message: fmt.Sprint("reason ", n)}
		if n == 501 {
			want = Outcome{Row: n, Status: Held, Message: "another"}
		}
		if o != want {
			t.Fatalf("%+v comes, not %+v", o, want)
		}
		n++
	}
	if n != 1000 {
		t.Errorf("the messages end at %d", n)
	}
}

func TestBooks(t *testing.T) {
	b := Books{Read: 1234567, Created: 1000000, Updated: 234000, Unchanged: 500, Rejected: 60, Held: 4, Unknown: 2, NotReached: 1}
	want := "1,234,567 read = 1,000,000 created + 234,000 updated + 500 unchanged + 60 rejected + 4 held + 2 unknown + 1 not reached"
	if b.String() != want || b.Close() != nil {
		t.Errorf("the books are %s, %v", b, b.Close())
	}
	b.Read++
	if err := b.Close(); !errors.Is(err, errBooks) {
		t.Errorf("open books give %v", err)
	} else {
		contains(t, err.Error(), "1 rows off")
	}
}

// TestDamagedJournal guards that damage inside a sound database is an error, not another story.
func TestDamagedJournal(t *testing.T) {
	for name, damage := range map[string]string{
		"a block of rows":      `UPDATE row_block SET body = x'01ffff'`,
		"a lost block":         `DELETE FROM row_block WHERE first = 0`,
		"another encoding":     `UPDATE decision_block SET body = x'02' || substr(body, 2)`,
		"outcomes":             `UPDATE chunk SET outcomes = substr(outcomes, 1, 5)`,
		"an intent":            `UPDATE chunk SET intent = x'0000000000'`,
		"a description":        `UPDATE meta SET body = '{' WHERE key = 'meta'`,
		"no description":       `DELETE FROM meta WHERE key = 'meta'`,
		"a block's own length": `UPDATE row_block SET count = count - 1`,
	} {
		t.Run(name, func(t *testing.T) {
			r := newTestRun(t)
			fill(t, r, 1000)
			must(t, r.Journal().Note(t.Context(), []Outcome{{Row: 1, Status: Created, ID: uid(1)}}))
			must(t, r.db.write(func() error { return r.db.exec(damage, nil) }))
			must(t, r.shut())
			err := readAll(r.Dir())
			var damaged *DamagedError
			if !errors.As(err, &damaged) || damaged.Hint == "" || damaged.Path != r.Dir() {
				t.Errorf("it gives %v", err)
			}
		})
	}
}

// readAll opens a run and reads everything.
func readAll(dir string) error {
	r, err := Open(dir)
	if err != nil {
		return err
	}
	_, _, err = r.States()
	for _, e := range r.Rows(0) {
		err = errors.Join(err, e)
	}
	return errors.Join(err, r.shut())
}

func TestExecKeepsStatements(t *testing.T) {
	r := newTestRun(t)
	fail := errors.New("enough")
	err := r.db.read(`SELECT 1 UNION ALL SELECT 2`, func(*sqlite3.Stmt) error { return fail })
	if !errors.Is(err, fail) {
		t.Errorf("the error of a scan comes as %v", err)
	}
	if err := r.db.read(`SELECT ?`, nil, 1.5); err == nil {
		t.Error("a float is bound")
	}
	n, err := r.db.number(`SELECT 1 UNION ALL SELECT 2`)
	if err != nil || n != 2 {
		t.Errorf("%d, %v", n, err)
	}
}
