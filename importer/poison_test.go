package importer_test

import (
	"context"
	"errors"
	"fmt"
	"math/bits"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/wording"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// poisoned imports n rows after the first eleven, of which the API refuses
// those that bad says: their parent is gone by then. It returns the books and
// how many requests it took.
func poisoned(t *testing.T, n int, bad func(i int) bool, badRow, errs, order string) (w *world, requests, rejected int) {
	w = newWorld(t, sandbox.Options{})
	parent := w.load("Moderbolaget AB")["Moderbolaget AB"]
	file := "name,organization\n" + numbered(11, func(i int) string { return fmt.Sprintf("Först %d AB,\n", i) })
	want := 0
	file += numbered(n, func(i int) string {
		if !bad(i) {
			return fmt.Sprintf("Frisk %d AB,\n", i)
		}
		want++
		return fmt.Sprintf("Sjuk %d AB,Moderbolaget AB\n", i)
	})
	r, _ := w.plan(file)
	if err := w.client.Delete(context.Background(), parent.ID); err != nil {
		t.Fatal(err)
	}
	assume := sandbox.Assumptions{}
	if err := errors.Join(assume.Set("bulk-bad-row", badRow), assume.Set("bulk-errors", errs), assume.Set("bulk-order", order)); err != nil {
		t.Fatal(err)
	}
	if err := w.sandbox.SetAssumptions(assume); err != nil {
		t.Fatal(err)
	}
	before := len(w.sandbox.Requests())
	books, err := w.apply(r, push.Options{ChunkSize: n, Concurrency: 1, MaxRejects: push.MaxRejects{Percent: 100}})
	if err != nil {
		t.Fatal(err)
	}
	if books.Rejected != want || books.Created+books.Unchanged != 11+n-want || len(w.listing()) != 11+n-want {
		t.Errorf("%v, want %d rejected of %d", books, want, n)
	}
	for m, err := range run.Messages(r) {
		if err != nil || m.Message == "" || m.Status == run.Unchanged && (badRow != "written-400" || m.Message != wording.English.Outcome.FoundThere) {
			t.Errorf("%+v, %v", m, err)
		}
	}
	return w, len(w.sandbox.Requests()) - before, want
}

// usual is what an import of eleven rows and a chunk takes when all are good:
// the first row with its re-reading, ten with theirs, the chunk, and its ids in the end.
const usual = 7

// TestPoisonRows counts what bad rows cost, under every answer to what a bulk
// write does with them and to how it says so.
func TestPoisonRows(t *testing.T) {
	const n = 128
	lookUp := func(rows int) int { return 2 * (rows + 39) / 40 } // some 40 names a request, and one that nothing is missing
	for _, badRow := range []string{"refused", "written-400", "written-200"} {
		for _, form := range []string{"list", "dict", "detail", "html"} {
			if badRow == "written-200" && form != "list" {
				continue // the form is that of a 400
			}
			mute := form == "detail" || form == "html"
			for _, order := range []string{"sent", "shuffled"} {
				if order == "shuffled" && (badRow != "written-200" || testing.Short()) {
					continue
				}
				for _, share := range []struct {
					name string
					bad  func(i int) bool
				}{
					{"one", func(i int) bool { return i == 100 }},
					{"30%", func(i int) bool { return i*7%10 < 3 }},
					{"100%", func(int) bool { return true }},
				} {
					t.Run(fmt.Sprintf("%s %s %s %s", badRow, form, order, share.name), func(t *testing.T) {
						t.Parallel()
						_, requests, bad := poisoned(t, n, share.bad, badRow, form, order)
						// The first refusal is looked up, and so are the rejected rows in the end.
						most := usual + lookUp(n) + max(2, lookUp(bad))
						switch {
						case !mute && order == "sent":
							most += 2 // the good rows; the bad ones, to see that just they are
						case bad == 1:
							most += 2 * bits.Len(n)
						case badRow == "refused" && bad < n:
							most += n + n/5 // no telling which: hardly more than one by one
						default:
							most += 2 * bad
						}
						t.Logf("%d bad rows of %d: %d requests more than without, %.2f a bad row", bad, n, requests-usual, float64(requests-usual)/float64(bad))
						if requests > most {
							t.Errorf("%d requests, want %d at most", requests, most)
						}
					})
				}
			}
		}
	}
}

// TestNamedOnce: once a run has seen that refusals name the bad rows, one more
// request is all that a chunk with bad rows takes.
func TestNamedOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sandbox.Options{})
	parent := w.load("Moderbolaget AB")["Moderbolaget AB"]
	r, _ := w.plan("name,organization\n" + numbered(911, func(i int) string {
		if i >= 11 && i%100 == 50 {
			return fmt.Sprintf("Sjuk %d AB,Moderbolaget AB\n", i)
		}
		return fmt.Sprintf("Frisk %d AB,\n", i)
	}))
	if err := w.client.Delete(context.Background(), parent.ID); err != nil {
		t.Fatal(err)
	}
	before := w.writes("POST")
	books, err := w.apply(r, push.Options{ChunkSize: 100, Concurrency: 1})
	if err != nil || books.Rejected != 9 {
		t.Fatalf("%v, %v", books, err)
	}
	if posts := w.writes("POST") - before; posts != 2+9+9+1 {
		t.Errorf("%d writes, want two for the first rows, two a chunk, and one the first time", posts)
	}
}

// TestFirstChunkRefused: a refusal that is the same for the whole first chunk
// stops the run although the row before it was taken; but not when nothing is
// left to stop.
func TestFirstChunkRefused(t *testing.T) {
	for rows, stops := range map[int]bool{300: true, 11: false} {
		w := newWorld(t, sandbox.Options{})
		parent := w.load("Moderbolaget AB")["Moderbolaget AB"]
		r, _ := w.plan("name,organization\n" + numbered(rows, func(i int) string {
			if i == 0 {
				return "Den första AB,\n"
			}
			return fmt.Sprintf("Barn %d AB,Moderbolaget AB\n", i)
		}))
		if err := w.client.Delete(context.Background(), parent.ID); err != nil {
			t.Fatal(err)
		}
		books, err := w.apply(r, push.Options{MaxRejects: push.MaxRejects{Percent: 100}})
		var stop *push.StopError
		if errors.As(err, &stop) != stops || books.Rejected != 10 || books.Created != 1 {
			t.Errorf("%d rows: %v, %v", rows, books, err)
		}
	}
}

// TestMaxRejectsStopsInAChunk: a chunk full of bad rows isn't gone through to
// its end, and the run can be gone on with.
func TestMaxRejectsStopsInAChunk(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sandbox.Options{Assume: sandbox.Assumptions{BulkErrors: "html"}})
	parent := w.load("Moderbolaget AB")["Moderbolaget AB"]
	r, _ := w.plan("name,organization\n" + numbered(1011, func(i int) string {
		if i < 11 {
			return fmt.Sprintf("Frisk %d AB,\n", i)
		}
		return fmt.Sprintf("Sjuk %d AB,Moderbolaget AB\n", i)
	}))
	if err := w.client.Delete(context.Background(), parent.ID); err != nil {
		t.Fatal(err)
	}
	books, err := w.apply(r, push.Options{ChunkSize: 1000, Concurrency: 1})
	var stop *push.StopError
	if !errors.As(err, &stop) || books.Rejected < 100 || books.Rejected > 180 || books.Unknown != 0 {
		t.Errorf("%v, %v", books, err)
	}
	if books := w.resume(w.reopened(r), push.Options{MaxRejects: push.MaxRejects{Percent: 100}}); books.Rejected != 1000 {
		t.Errorf("gone on with: %v", books)
	}
}

// TestMaxRejectsStopsAtItsNumber: every other row is bad, four requests go at once, and what is under way may bring one more each; the sentence
// has the number of the books. Where an answer names its bad rows, one chunk is the bound.
func TestMaxRejectsStopsAtItsNumber(t *testing.T) {
	for name, c := range map[string]struct {
		assume sandbox.Assumptions
		update bool
		most   int
	}{
		"halved":   {sandbox.Assumptions{BulkErrors: "html"}, false, 10 + 4},
		"named":    {sandbox.Assumptions{}, false, 10 + 4*10},
		"patched":  {sandbox.Assumptions{BulkID: "ignored"}, true, 10 + 4},
		"answered": {sandbox.Assumptions{BulkBadRow: "written-200"}, false, 10 + 4*10},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, sandbox.Options{Assume: c.assume})
			parent := w.load("Moderbolaget AB", "Annan AB")["Moderbolaget AB"]
			row := func(i int) string { return fmt.Sprintf("Rad %d AB,%s\n", i, []string{"", "Moderbolaget AB"}[i%2]) }
			if c.update {
				w.load(strings.Split(strings.TrimSpace(numbered(200, func(i int) string { return fmt.Sprintf("Rad %d AB\n", i) })), "\n")...)
				row = func(i int) string {
					return fmt.Sprintf("Rad %d AB,%s\n", i, []string{"Annan AB", "Moderbolaget AB"}[i%2])
				}
			}
			r, _ := w.plan("name,organization\n" + numbered(200, row))
			if err := w.client.Delete(context.Background(), parent.ID); err != nil {
				t.Fatal(err)
			}
			books, err := w.apply(r, push.Options{ChunkSize: 20, Concurrency: 4, MaxRejects: push.MaxRejects{Rows: 10}})
			var stop *push.StopError
			if !errors.As(err, &stop) || books.Rejected <= 10 || books.Rejected > c.most || books.Unknown != 0 || books.NotReached == 0 {
				t.Fatalf("%v, %v: want at most %d", books, err, c.most)
			}
			if !strings.Contains(stop.Reason, fmt.Sprintf("refused %d of the %d rows sent, more than 10;", books.Rejected, books.Rejected+books.Created+books.Updated)) {
				t.Errorf("%v: %s", books, stop.Reason)
			}
			if books := w.resume(w.reopened(r), push.Options{MaxRejects: push.MaxRejects{Percent: 100}}); books.Rejected != 100 && !c.update || books.NotReached > 0 {
				t.Errorf("gone on with: %v", books)
			}
		})
	}
}
