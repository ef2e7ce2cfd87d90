package importer_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// before puts a handler before a sandbox that has the first say on bulk writes and
// single ones: what it answers itself, the sandbox never sees.
func before(t *testing.T, o sandbox.Options, first func(w http.ResponseWriter, r *http.Request, body []byte) (answered bool)) *world {
	t.Helper()
	w := newWorld(t, o)
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet {
			body, err := io.ReadAll(r.Body)
			if err != nil || first(rw, r, body) {
				return
			}
			r.Body = io.NopCloser(bytes.NewReader(body))
		}
		w.sandbox.ServeHTTP(rw, r)
	}))
	t.Cleanup(server.Close)
	w.url = server.URL
	w.client = w.newClient(4)
	return w
}

// posted gives the rows of the bulk writes that the sandbox answered so.
func (w *world) posted(status ...int) (rows []int) {
	for _, q := range w.sandbox.Requests() {
		if q.Method == "POST" && slices.Contains(status, q.Status) {
			rows = append(rows, q.Rows)
		}
	}
	return rows
}

// messages gives why rows of a status are there, each once.
func messages(t *testing.T, r *run.Run, status run.Status) (all []string) {
	t.Helper()
	for m, err := range run.Messages(r) {
		if err != nil {
			t.Fatal(err)
		}
		if m.Status == status && !slices.Contains(all, m.Message) {
			all = append(all, m.Message)
		}
	}
	return all
}

// TestTooMuchIsHalved: whatever an array comes to that is too much for the service,
// the run finds a size that isn't, for new rows and for changed ones, and keeps to it.
func TestTooMuchIsHalved(t *testing.T) {
	const limit = 60
	rows := func(body []byte) int { return bytes.Count(body, []byte(`"name"`)) }
	fails := func(answer func(http.ResponseWriter)) func(http.ResponseWriter, *http.Request, []byte) bool {
		return func(w http.ResponseWriter, _ *http.Request, body []byte) bool {
			if rows(body) > limit {
				answer(w)
			}
			return rows(body) > limit
		}
	}
	status := func(code int) func(http.ResponseWriter) {
		return func(w http.ResponseWriter) { http.Error(w, "<title>no</title>", code) }
	}
	refusedBy400 := sandbox.Assumptions{BulkLimit: "60", BulkLimitForm: "400"}
	for name, c := range map[string]struct {
		assume sandbox.Assumptions
		first  func(http.ResponseWriter, *http.Request, []byte) bool
	}{
		"400":           {refusedBy400, nil},
		"400, mute":     {sandbox.Assumptions{BulkLimit: "60", BulkLimitForm: "400", BulkErrors: "html"}, nil},
		"413":           {sandbox.Assumptions{BulkLimit: "60"}, nil},
		"500":           {sandbox.Assumptions{}, fails(status(500))},
		"502":           {sandbox.Assumptions{}, fails(status(502))},
		"504":           {sandbox.Assumptions{}, fails(status(504))},
		"a dropped one": {sandbox.Assumptions{}, fails(func(http.ResponseWriter) { panic(http.ErrAbortHandler) })},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var tooMuch, patches atomic.Int64
			w := before(t, sandbox.Options{Assume: c.assume}, func(rw http.ResponseWriter, r *http.Request, body []byte) bool {
				if r.Method == http.MethodPatch {
					patches.Add(1)
				}
				if r.Method == http.MethodPost && rows(body) > limit {
					tooMuch.Add(1)
				}
				return c.first != nil && c.first(rw, r, body)
			})
			line := func(i int) string { return fmt.Sprintf("Exempel %d AB,K-%d\n", i, i) }
			r, _ := w.plan("name,custom_id\n" + numbered(halvedRows, line))
			books, err := w.apply(r, push.Options{Concurrency: 1})
			if err != nil || books.Created != halvedRows {
				t.Errorf("%v, %v", books, err)
			}
			creates := tooMuch.Swap(0)
			done(t, r)
			r, _ = w.plan("name,custom_id\n" + numbered(halvedRows, func(i int) string { return strings.Replace(line(i), "K-", "N-", 1) }))
			books, err = w.apply(r, push.Options{Concurrency: 1})
			if err != nil || books.Updated != halvedRows {
				t.Errorf("%v, %v", books, err)
			}
			t.Logf("%d arrays of new rows were too much, %d of changed ones, %d went alone", creates, tooMuch.Load(), patches.Load())
			if creates > 10 || tooMuch.Load() > 10 || patches.Load() > 1 {
				t.Error("want 10 arrays at most, and a row alone")
			}
		})
	}
}

// TestFailsOnce: a failure that passes costs a changed row no request of its own.
func TestFailsOnce(t *testing.T) {
	var failed atomic.Bool
	patches := atomic.Int64{}
	w := before(t, sandbox.Options{}, func(rw http.ResponseWriter, r *http.Request, body []byte) bool {
		if r.Method == http.MethodPatch {
			patches.Add(1)
		}
		if r.Method == http.MethodPost && bytes.Count(body, []byte(`"id"`)) > 100 && failed.CompareAndSwap(false, true) {
			http.Error(rw, "deadlock", http.StatusInternalServerError)
			return true
		}
		return false
	})
	w.load(strings.Split(strings.TrimSpace(numbered(300, func(i int) string { return fmt.Sprintf("Exempel %d AB|K-%d\n", i, i) })), "\n")...)
	r, _ := w.plan("name,custom_id\n" + numbered(300, func(i int) string { return fmt.Sprintf("Exempel %d AB,N-%d\n", i, i) }))
	books, err := w.apply(r, push.Options{Concurrency: 1})
	if err != nil || books.Updated != 300 || !failed.Load() || patches.Load() > 0 {
		t.Errorf("%v, %v, %d PATCHes", books, err, patches.Load())
	}
}

// TestPoison: a row that no array may have, nor anything else, is found by halves,
// left unknown and said why; the others are written. Going on ends the same way.
func TestPoison(t *testing.T) {
	w := before(t, sandbox.Options{}, func(rw http.ResponseWriter, r *http.Request, body []byte) bool {
		if bytes.Contains(body, []byte("Exempel 33 AB")) {
			http.Error(rw, "<title>Server Error (500)</title>", http.StatusInternalServerError)
			return true
		}
		return false
	})
	r, _ := w.plan("name\n" + numbered(60, func(i int) string { return fmt.Sprintf("Exempel %d AB\n", i) }))
	books, err := w.apply(r, push.Options{Concurrency: 1})
	want := run.Books{Read: 60, Created: 59, Unknown: 1}
	if err != nil || books != want {
		t.Errorf("%v, %v", books, err)
	}
	if got := messages(t, r, run.Unknown); len(got) != 1 || !strings.HasPrefix(got[0], "its write was answered by 500 Internal Server Error") {
		t.Errorf("%q", got)
	}
	r = w.reopened(r)
	if books := w.resume(r, push.Options{}); books != want {
		t.Errorf("gone on with: %v", books)
	}
	if got := messages(t, r, run.Unknown); len(got) != 1 {
		t.Errorf("%q", got)
	}
}

// TestAllWritesFail: while the service answers every write by a failure, whatever
// its size, rows aren't split and sent for ever; going on later writes them.
func TestAllWritesFail(t *testing.T) {
	var down atomic.Bool
	var writes atomic.Int64
	w := before(t, sandbox.Options{}, func(rw http.ResponseWriter, r *http.Request, body []byte) bool {
		if down.Load() {
			writes.Add(1)
			http.Error(rw, "<title>502 Bad Gateway</title>", http.StatusBadGateway)
		}
		return down.Load()
	})
	r, _ := w.plan("name\n" + numbered(3000, func(i int) string { return fmt.Sprintf("Exempel %d AB\n", i) }))
	down.Store(true)
	books, err := w.apply(r, push.Options{})
	if err != nil || books.Unknown != 3000 || writes.Load() > 30 {
		t.Errorf("%v, %v after %d writes", books, err, writes.Load())
	}
	for _, m := range messages(t, r, run.Unknown) {
		if !strings.HasPrefix(m, "its write was answered by 502 Bad Gateway") {
			t.Errorf("%q", m)
		}
	}
	down.Store(false)
	if books := w.resume(w.reopened(r), push.Options{}); books.Created != 3000 {
		t.Errorf("gone on with: %v", books)
	}
}

// TestNothingIsGuessed: as long as no look-up is answered, nothing is known of what
// was sent, and nothing of it is sent again.
func TestNothingIsGuessed(t *testing.T) {
	var away atomic.Bool
	var sent atomic.Int64
	w := newWorld(t, sandbox.Options{})
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && w.writes("POST") == 1 && !away.Swap(true) {
			w.sandbox.ServeHTTP(httptest.NewRecorder(), r)
		}
		if r.Method == http.MethodPost {
			sent.Add(1)
		}
		if away.Load() {
			panic(http.ErrAbortHandler)
		}
		w.sandbox.ServeHTTP(rw, r)
	}))
	defer server.Close()
	w.url = server.URL
	w.client = w.newClient(4)
	r, _ := w.plan("name\n" + numbered(11, func(i int) string { return fmt.Sprintf("Exempel %d AB\n", i) }))
	books, err := w.apply(r, push.Options{})
	if err != nil || books.Created != 1 || books.Unknown != 10 || sent.Load() != 2 {
		t.Errorf("%v, %v after %d writes", books, err, sent.Load())
	}
	if got := messages(t, r, run.Unknown); !slices.Equal(got, []string{"its write got no answer: the connection was dropped"}) {
		t.Errorf("%q", got)
	}
}

// TestGatewayWithoutTime: a gateway that limits the rate by 503 slows a run down, and
// leaves nothing unknown, at whatever pace the run begins.
func TestGatewayWithoutTime(t *testing.T) {
	for _, limit := range []string{"10/s", "20/s"} {
		t.Run(limit, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, sandbox.Options{})
			r, _ := w.plan("name\n" + numbered(800, func(i int) string { return fmt.Sprintf("Exempel %d AB\n", i) }))
			w.fault("too-many-503", limit)
			books, err := w.apply(r, push.Options{ChunkSize: 10, Concurrency: 8})
			if err != nil || books.Created != 800 {
				t.Errorf("%v, %v, %q", books, err, messages(t, r, run.Unknown))
			}
			if refused := w.status(503); refused == 0 {
				t.Error("nothing was refused")
			}
		})
	}
}

// TestSentBeforeProvesNothing: the service still works on what a killed process sent
// while the run is gone on with. That rows appear then says nothing of what it does
// with the array that is refused for them: the others don't go one by one.
func TestSentBeforeProvesNothing(t *testing.T) {
	for _, form := range []string{"list", "html"} {
		t.Run(form, func(t *testing.T) { sentBefore(t, form) })
	}
}

func sentBefore(t *testing.T, form string) {
	var w *world
	var late sync.Once
	w = before(t, sandbox.Options{Assume: sandbox.Assumptions{BulkErrors: form}}, func(_ http.ResponseWriter, _ *http.Request, body []byte) bool {
		if bytes.Count(body, []byte(`"name"`)) > 50 {
			late.Do(func() {
				past := httptest.NewRequest(http.MethodPost, "/sales/organization/list/", strings.NewReader("["+strings.TrimSuffix(
					numbered(50, func(i int) string { return fmt.Sprintf(`{"name":"Exempel %d AB"},`, i+100) }), ",")+"]"))
				for name, value := range sandbox.DefaultCredentials() {
					past.Header.Set(name, value)
				}
				past.Header.Set("Content-Type", "application/json")
				w.sandbox.ServeHTTP(httptest.NewRecorder(), past)
			})
		}
		return false
	})
	r, _ := w.plan("name\n" + numbered(400, func(i int) string { return fmt.Sprintf("Exempel %d AB\n", i) }))
	sent := make([]int32, 200)
	for i := range sent {
		sent[i] = int32(i)
	}
	w.crashed(r, run.ChunkCreate, time.Now().Add(-time.Hour), sent...)
	if books, want := w.resume(w.reopened(r), push.Options{}), (run.Books{Read: 400, Created: 350, Unchanged: 50}); books != want {
		t.Errorf("%v, want %v", books, want)
	}
	if got, want := w.posted(200, 400), []int{1, 10, 50, 389, 339}; !slices.Equal(got, want) {
		t.Errorf("writes of %d rows, want %d", got, want)
	}
}
