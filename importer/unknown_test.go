package importer_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/engine"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/undo"
	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// gateway stands before a sandbox. The first write that it is told to meet is
// answered by 504, and carried out later, never, or otherwise.
type gateway struct {
	s *sandbox.Sandbox

	mu     sync.Mutex
	method string        // of the write to meet; "" for none
	never  bool          // it isn't carried out
	after  time.Duration // when it is
	empty  bool          // the answer is a success without a row instead
	change func(body []byte) []byte
	late   sync.WaitGroup
}

func (g *gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	meets := r.Method == g.method
	if meets {
		g.method = ""
	}
	g.mu.Unlock()
	if !meets {
		g.s.ServeHTTP(w, r)
		return
	}
	body, _ := io.ReadAll(r.Body)
	if g.change != nil {
		body = g.change(body)
	}
	again := r.Clone(context.Background())
	again.Body, again.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	if !g.never {
		if g.after == 0 {
			g.s.ServeHTTP(httptest.NewRecorder(), again)
		} else {
			g.late.Go(func() {
				time.Sleep(g.after)
				g.s.ServeHTTP(httptest.NewRecorder(), again)
			})
		}
	}
	if g.empty {
		_, _ = io.WriteString(w, "[]")
		return
	}
	http.Error(w, "<title>504</title>", http.StatusGatewayTimeout)
}

func behindGateway(t *testing.T, o sandbox.Options) (*world, *gateway) {
	t.Helper()
	s, err := sandbox.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	g := &gateway{s: s}
	server := httptest.NewServer(g)
	t.Cleanup(func() {
		server.Close()
		g.late.Wait()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	w := &world{t: t, sandbox: s, url: server.URL, runs: t.TempDir()}
	w.client = w.newClient(4)
	return w, g
}

// TestUnknownFate: a create that gets no answer is looked up after 20, 100 and
// 600 ms, and ends as what is true, whenever the server carries it out: created
// where a later answer says so, else found there; nothing is doubled. The second
// name has a comma: it can't be asked for with others.
func TestUnknownFate(t *testing.T) {
	other := func(body []byte) []byte { return bytes.ReplaceAll(body, []byte(`"K-`), []byte(`"X-`)) }
	for _, c := range []struct {
		name   string
		never  bool
		after  time.Duration
		change func([]byte) []byte
		want   run.Books
	}{
		{"at once", false, 0, nil, run.Books{Read: 12, Created: 2, Unchanged: 10}},
		{"after the first look-up", false, 60 * time.Millisecond, nil, run.Books{Read: 12, Created: 2, Unchanged: 10}},
		{"after the second", false, 300 * time.Millisecond, nil, run.Books{Read: 12, Created: 2, Unchanged: 10}},
		{"after the last", false, 900 * time.Millisecond, nil, run.Books{Read: 12, Created: 12}},
		{"never", true, 0, nil, run.Books{Read: 12, Created: 12}},
		{"with other values", false, 0, other, run.Books{Read: 12, Created: 2, Held: 10}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w, g := behindGateway(t, sandbox.Options{})
			r, _ := w.plan("name,custom_id\nFörsta AB,K-0\n\"Andra, och syster AB\",K-1\n" +
				numbered(10, func(i int) string { return fmt.Sprintf("Exempel %d AB,K-%d\n", i, i+2) }))
			first := true
			books, err := w.apply(r, push.Options{Concurrency: 1, ChunkSize: 11, Progress: func(p run.Progress) {
				if p.Stage == "push" && first { // the first row is there: the next write is met
					first = false
					g.mu.Lock()
					g.method, g.never, g.after, g.change = "POST", c.never, c.after, c.change
					g.mu.Unlock()
				}
			}})
			g.late.Wait()
			if err != nil || books != c.want {
				t.Errorf("%v, %v, want %v", books, err, c.want)
			}
			if n := len(w.listing()); n != 12 {
				t.Errorf("%d organizations there, want 12: %q", n, w.listing())
			}
		})
	}
}

// TestTimeoutShrinksChunks: after a chunk that a gateway gave up on, half as
// many rows go, and more again as they are answered.
func TestTimeoutShrinksChunks(t *testing.T) {
	w, g := behindGateway(t, sandbox.Options{})
	r, _ := w.plan("name\n" + numbered(400, func(i int) string { return fmt.Sprintf("Exempel %d AB\n", i) }))
	books, err := w.apply(r, push.Options{Concurrency: 1, ChunkSize: 40, Progress: func(p run.Progress) {
		if p.Stage == "push" && p.Rows == 51 { // one, ten, and the first full chunk are there
			g.mu.Lock()
			g.method = "POST"
			g.mu.Unlock()
		}
	}})
	if want := (run.Books{Read: 400, Created: 360, Unchanged: 40}); err != nil || books != want {
		t.Fatalf("%v, %v", books, err)
	}
	var sizes []int
	for _, q := range w.sandbox.Requests() {
		if q.Method == "POST" {
			sizes = append(sizes, q.Rows)
		}
	}
	if want := []int{1, 10, 40, 40, 20, 22, 24, 26, 28, 30}; len(sizes) < len(want) || !slices.Equal(sizes[:len(want)], want) {
		t.Errorf("chunks of %v, want them to begin with %v", sizes, want)
	}
}

// TestUnknownUpdates is the same for a change: the first of two, which shows whether bulk updates work, and the only one, which the
// API's call for one carries.
func TestUnknownUpdates(t *testing.T) {
	for _, c := range []struct {
		name   string
		never  bool
		after  time.Duration
		change func([]byte) []byte
		want   run.Books
	}{
		{"at once", false, 0, nil, run.Books{Read: 1, Updated: 1}},
		{"late", false, 60 * time.Millisecond, nil, run.Books{Read: 1, Updated: 1}},
		{"never", true, 0, nil, run.Books{Read: 1, Updated: 1}},
		{"with other values", false, 0, func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("K-2"), []byte("X-2")) }, run.Books{Read: 1, Held: 1}},
	} {
		for _, method := range []string{"POST", "PATCH"} {
			t.Run(c.name+" "+method, func(t *testing.T) {
				t.Parallel()
				w, g := behindGateway(t, sandbox.Options{})
				w.load("Exempelbacken AB|K-1", "Exempelviken AB|K-3")
				want, there := c.want, "Exempelbacken AB|K-2|"
				file, second := "name,custom_id\nExempelbacken AB,K-2\n", "Exempelviken AB|K-3|"
				if method == "POST" {
					file, second = file+"Exempelviken AB,K-4\n", "Exempelviken AB|K-4|"
					want.Read, want.Updated = want.Read+1, want.Updated+1
				}
				r, _ := w.plan(file)
				g.method, g.never, g.after, g.change = method, c.never, c.after, c.change
				books, err := w.apply(r, push.Options{})
				g.late.Wait()
				if c.want.Held > 0 {
					there = "Exempelbacken AB|X-2|"
				}
				if method == "PATCH" && c.change != nil {
					// It is sent again after the 504, as it may be: what it says wins.
					want, there = run.Books{Read: 1, Updated: 1}, "Exempelbacken AB|K-2|"
				}
				if err != nil || books != want || !slices.Equal(w.listing(), []string{there, second}) {
					t.Errorf("%v, %v, want %v; there is %q", books, err, want, w.listing())
				}
			})
		}
	}
}

// TestWhoseRow tells what this run made from what somebody else made before it,
// where a success names no row, by the server's clock, however wrong this computer's is and however coarse
// created_at: the client that applies has asked nothing before.
func TestWhoseRow(t *testing.T) {
	for _, ahead := range []time.Duration{0, time.Hour, -time.Hour, 24 * time.Hour, -24 * time.Hour} {
		for _, precision := range []string{"microseconds", "seconds"} {
			for _, ours := range []bool{true, false} {
				t.Run(fmt.Sprintf("server ahead by %v, %s, ours %v", ahead, precision, ours), func(t *testing.T) {
					t.Parallel()
					var ago sync.Map
					now := func() time.Time {
						if back, ok := ago.Load("back"); ok {
							return time.Now().Add(ahead).Add(-back.(time.Duration))
						}
						return time.Now().Add(ahead)
					}
					w, g := behindGateway(t, sandbox.Options{Now: now, Assume: sandbox.Assumptions{CreatedAtPrecision: precision}})
					r, _ := w.plan("name,custom_id\nExempelbacken AB,K-1\nExempelviken AB,K-2\n") // the only one would go by itself
					if !ours {
						ago.Store("back", 4*time.Second) // somebody wrote it four seconds ago
						w.load("Exempelbacken AB|K-1")
						ago.Delete("back")
					}
					g.method, g.never, g.empty = "POST", !ours, true
					w.client = w.newClient(4)
					books, err := w.apply(r, push.Options{})
					want := run.Books{Read: 2, Created: 1, Unchanged: 1}
					if ours {
						want = run.Books{Read: 2, Created: 2}
					}
					if err != nil || books != want {
						t.Errorf("%v, %v, want %v", books, err, want)
					}
					if n := len(w.listing()); n != 2 {
						t.Errorf("%d organizations", n)
					}
				})
			}
		}
	}
}

// TestStalled: when nothing moves the run ends, with its rows unknown, and can
// be gone on with.
func TestStalled(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	r, _ := w.plan("name\n" + numbered(30, func(i int) string { return fmt.Sprintf("Exempel %d AB\n", i) }))
	patient := w.newClient(4, pigello.Timeouts{Stall: time.Hour, Bulk: time.Hour, Total: time.Hour})
	w.fault("stall", "100%:1h")
	start := time.Now()
	books, err := importer.Apply(context.Background(), patient, r, push.Options{Stalled: 400 * time.Millisecond})
	w.sandbox.SetFaults(sandbox.Faults{})
	patient.CloseIdleConnections()
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
	var stalled *engine.StalledError
	if !errors.As(err, &stalled) || books.Close() != nil || r.Meta().State != run.Interrupted || books.Created > 0 {
		t.Errorf("%v, %v, %s", books, err, r.Meta().State)
	}
	if books := w.resume(w.reopened(r), push.Options{}); books.Created != 30 {
		t.Errorf("gone on with: %v", books)
	}
}

// TestUndoStalled is the same for an undo, while it looks and while it writes.
func TestUndoStalled(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	r := w.imported("name\n" + numbered(30, func(i int) string { return fmt.Sprintf("Exempel %d AB\n", i) }))
	patient := w.newClient(4, pigello.Timeouts{Stall: time.Hour, Bulk: time.Hour, Total: time.Hour})
	o := undo.Options{Stalled: 400 * time.Millisecond}
	var stalled *engine.StalledError

	w.fault("stall", "100%:1h")
	if _, err := undo.NewPlan(context.Background(), patient, r, o); !errors.As(err, &stalled) {
		t.Errorf("looked: %v", err)
	}
	w.sandbox.SetFaults(sandbox.Faults{})
	plan, err := undo.NewPlan(context.Background(), patient, r, o)
	if err != nil {
		t.Fatal(err)
	}
	w.fault("stall", "100%:1h")
	books, err := undo.Apply(context.Background(), patient, r, plan, o)
	if !errors.As(err, &stalled) || books.Close() != nil || books.Reversed > 0 || r.Meta().State != run.Undoing {
		t.Errorf("%v, %v, %s", books, err, r.Meta().State)
	}
	w.sandbox.SetFaults(sandbox.Faults{})
	patient.CloseIdleConnections()
	books, err = undo.Resume(context.Background(), w.client, w.reopened(r), undo.Options{})
	if err != nil || books.Reversed != 30 || len(w.there()) > 0 {
		t.Errorf("gone on with: %v, %v", books, err)
	}
}
