package importer_test

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/importer/engine"
	"github.com/orgbatch/orgbatch/importer/may"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// reopened closes a run and opens it from what is on disk.
func (w *world) reopened(r *run.Run) *run.Run {
	w.t.Helper()
	if err := r.Close(); err != nil {
		w.t.Fatal(err)
	}
	again, err := run.Open(r.Dir())
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() {
		if err := again.Close(); err != nil {
			w.t.Error(err)
		}
	})
	return again
}

func (w *world) resume(r *run.Run, o push.Options) run.Books {
	w.t.Helper()
	books, err := push.Resume(context.Background(), w.client, r, o)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := books.Close(); err != nil {
		w.t.Error(err)
	}
	return books
}

// crashed is a run whose process ended after its intent for the rows was on
// disk, and that was sent then.
func (w *world) crashed(r *run.Run, kind run.ChunkKind, sent time.Time, rows ...int32) {
	w.t.Helper()
	if err := r.SetMeta(func(m *run.Meta) { m.State = run.Applying }); err != nil {
		w.t.Fatal(err)
	}
	if _, err := r.Journal().Intend(context.Background(), kind, rows, sent); err != nil {
		w.t.Fatal(err)
	}
}

// rowsSent counts the rows of all creates that reached the sandbox.
func (w *world) rowsSent() (rows int) {
	for _, q := range w.sandbox.Requests() {
		if q.Method == "POST" {
			rows += q.Rows
		}
	}
	return rows
}

// TestResumeStopped: what was sent before a stop isn't sent again, and what
// wasn't is; a second resume finds nothing to do.
func TestResumeStopped(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	text, want := forest(rand.New(rand.NewPCG(3, 3)), 300)
	r, _ := w.plan(text)
	stop := make(chan struct{})
	books, err := w.apply(r, push.Options{ChunkSize: 20, Concurrency: 1, Stop: stop, Progress: func(p run.Progress) {
		if p.Rows > 100 {
			select {
			case <-stop:
			default:
				close(stop)
			}
		}
	}})
	if !errors.Is(err, engine.ErrStopped) || books.NotReached == 0 || books.Created == 0 {
		t.Fatalf("the apply ended with %v, %v", books, err)
	}
	if !may.LeftBehind(r.Meta()) || may.Finished(r.Meta(), books) {
		t.Errorf("a stopped run is %s", r.Meta().State)
	}
	r = w.reopened(r)
	for range 2 {
		books = w.resume(r, push.Options{ChunkSize: 20})
		if books.Created != 300 || r.Meta().State != run.Done || !may.Finished(r.Meta(), books) {
			t.Errorf("the resume ended with %v, %s", books, r.Meta().State)
		}
	}
	if n := w.rowsSent(); n != 300 {
		t.Errorf("%d rows were sent, want 300: each once", n)
	}
	if got := w.listing(); !slices.Equal(got, want) {
		t.Error(firstDifference(got, want))
	}
}

// TestResumeCreates: a create without an answer is found there when it is, sent
// when it isn't, and held when it is different.
func TestResumeCreates(t *testing.T) {
	for _, c := range []struct {
		name  string
		there string        // "" is nothing
		ago   time.Duration // how long before now it was sent
		want  run.Books
		sent  int
	}{
		{"written", "Exempelbacken AB|K-1", time.Second, run.Books{Read: 1, Unchanged: 1}, 0},
		{"written long ago", "Exempelbacken AB|K-1", time.Hour, run.Books{Read: 1, Unchanged: 1}, 0},
		{"not written", "", time.Hour, run.Books{Read: 1, Created: 1}, 1},
		{"not written yet", "", 0, run.Books{Read: 1, Created: 1}, 1},
		{"somebody else's, the same", "Exempelbacken AB|K-1", -time.Hour, run.Books{Read: 1, Unchanged: 1}, 0},
		{"somebody else's, different", "Exempelbacken AB|K-2", time.Second, run.Books{Read: 1, Held: 1}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, sandbox.Options{})
			r, _ := w.plan("name,custom_id\nExempelbacken AB,K-1\n")
			w.crashed(r, run.ChunkCreate, time.Now().Add(-c.ago), 0)
			if c.there != "" {
				w.load(c.there)
			}
			before := w.writes("POST")
			if got := w.resume(w.reopened(r), push.Options{}); got != c.want {
				t.Errorf("the books are %v, want %v", got, c.want)
			}
			if n := w.writes("POST") - before; n != c.sent {
				t.Errorf("%d writes, want %d", n, c.sent)
			}
		})
	}
}

// TestResumeLate: a slow server carries a create out after its process ended
// and while it is looked for: it is adopted, and there is one of it.
func TestResumeLate(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	r, _ := w.plan("name\nExempelbacken AB\n")
	w.crashed(r, run.ChunkCreate, time.Now(), 0)
	done := make(chan error)
	go func() {
		time.Sleep(60 * time.Millisecond)
		_, err := w.client.Create(context.Background(), pigello.Write{Name: "Exempelbacken AB"})
		done <- err
	}()
	books := w.resume(w.reopened(r), push.Options{})
	if err := <-done; err != nil {
		t.Error(err)
	}
	if books.Unchanged != 1 || w.writes("POST") != 1 {
		t.Errorf("%v after %d writes", books, w.writes("POST"))
	}
}

// TestResumeTwiceCut: what a resume looked for in vain and couldn't send again
// is still known to have been sent: a slow server may have carried it out since.
func TestResumeTwiceCut(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	r, _ := w.plan("name\nExempelbacken AB\n")
	w.crashed(r, run.ChunkCreate, time.Now().Add(-time.Hour), 0)
	r = w.reopened(r)
	stop := make(chan struct{})
	books, err := push.Resume(context.Background(), w.client, r, push.Options{Stop: stop, Progress: func(run.Progress) {
		close(stop)
	}})
	if books.Unknown != 1 {
		t.Errorf("after looking in vain: %v, %v", books, err)
	}
	w.load("Exempelbacken AB")
	if got, want := w.resume(w.reopened(r), push.Options{}), (run.Books{Read: 1, Unchanged: 1}); got != want {
		t.Errorf("the books are %v, want %v", got, want)
	}
}

// TestClockBehind: what a run wrote is its own although the server's clock is
// behind this one, and the answer to the very first write names no row.
func TestClockBehind(t *testing.T) {
	w := newWorld(t, sandbox.Options{Now: func() time.Time { return time.Now().Add(-time.Hour) }})
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			w.sandbox.ServeHTTP(httptest.NewRecorder(), r)
			_, _ = io.WriteString(rw, "[]")
			return
		}
		w.sandbox.ServeHTTP(rw, r)
	}))
	t.Cleanup(server.Close)
	w.url = server.URL
	r, _ := w.plan("name\nExempelbacken AB\nExempelviken AB\n")
	w.client = w.newClient(1) // of another process: it has heard nothing yet
	if books, err := w.apply(r, push.Options{}); err != nil || books.Created != 2 {
		t.Errorf("the books are %v, %v", books, err)
	}
}

// TestResumeUpdates: an update without an answer is taken as made when it is
// there, made when nothing has changed, and held when something else has.
func TestResumeUpdates(t *testing.T) {
	for _, c := range []struct {
		name, now string
		want      run.Books
	}{
		{"written", "K-2", run.Books{Read: 1, Updated: 1}},
		{"not written", "K-1", run.Books{Read: 1, Updated: 1}},
		{"changed by somebody", "K-3", run.Books{Read: 1, Held: 1}},
		{"deleted by somebody", "", run.Books{Read: 1, Rejected: 1}},
	} {
		for _, kind := range []run.ChunkKind{run.ChunkUpdate, run.ChunkPatch} {
			t.Run(c.name+" "+kind.String(), func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, sandbox.Options{})
				org := w.load("Exempelbacken AB|K-1")["Exempelbacken AB"]
				r, _ := w.plan("name,custom_id\nExempelbacken AB,K-2\n")
				w.crashed(r, kind, time.Now().Add(-time.Hour), 0)
				var err error
				if c.now == "" {
					err = w.client.Delete(context.Background(), org.ID)
				} else {
					_, err = w.client.Update(context.Background(), org.ID, pigello.Write{Name: org.Name, CustomID: pigello.Some(c.now)})
				}
				if err != nil {
					t.Fatal(err)
				}
				if got := w.resume(w.reopened(r), push.Options{}); got != c.want {
					t.Errorf("the books are %v, want %v", got, c.want)
				}
			})
		}
	}
}

// TestResumePassesOn: a process that ended between a parent's refusal and what
// follows from it leaves no child behind.
func TestResumePassesOn(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	r, _ := w.plan("name,organization\nModerbolaget AB,\nDottern AB,Moderbolaget AB\nDotterdottern AB,Dottern AB\nFristående AB,\n")
	w.crashed(r, run.ChunkCreate, time.Now(), 0)
	if err := r.Journal().Settle(context.Background(), 1, []run.Outcome{{Row: 0, Status: run.Rejected, Message: "no"}}); err != nil {
		t.Fatal(err)
	}
	r = w.reopened(r)
	if got, want := w.resume(r, push.Options{}), (run.Books{Read: 4, Created: 1, Rejected: 3}); got != want {
		t.Errorf("the books are %v, want %v", got, want)
	}
	messages := 0
	for m, err := range run.Messages(r) {
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(m.Message, "it needs row ") {
			messages++
		}
	}
	if messages != 2 {
		t.Errorf("%d rows say what they need, want 2", messages)
	}
}

// TestResumeOutage: while the API can't be asked rows stay unknown, and the
// next resume settles them.
func TestResumeOutage(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	r, _ := w.plan("name\nExempelbacken AB\nExempelvik AB\n")
	w.crashed(r, run.ChunkCreate, time.Now().Add(-time.Hour), 0)
	r = w.reopened(r)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	books, err := push.Resume(ctx, w.client, r, push.Options{})
	if err == nil || books.Unknown != 1 || books.NotReached != 1 || r.Meta().State != run.Interrupted {
		t.Errorf("without Pigello: %v, %v, %s", books, err, r.Meta().State)
	}
	if got := w.resume(w.reopened(r), push.Options{}); got.Created != 2 {
		t.Errorf("with it: %v", got)
	}
}

// TestResumeBlocked: a plan that was applied without its rows in error is gone
// on with in the same way.
func TestResumeBlocked(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	r, summary := w.plan("name,organization\nExempelbacken AB,\nExempelvik AB,Finns Inte AB\n")
	if !summary.Blocked {
		t.Fatal("the plan isn't blocked")
	}
	w.crashed(r, run.ChunkCreate, time.Now().Add(-time.Hour), 0)
	if got, want := w.resume(w.reopened(r), push.Options{}), (run.Books{Read: 2, Created: 1, Rejected: 1}); got != want {
		t.Errorf("the books are %v, want %v", got, want)
	}
}

// cutOff applies or resumes, and ends it hard after a few jobs.
func (w *world) cutOff(r *run.Run, rng *rand.Rand, do func(context.Context, *pigello.Client, *run.Run, push.Options) (run.Books, error)) run.Books {
	w.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	jobs := 1 + rng.IntN(8)
	books, err := do(ctx, w.client, r, push.Options{ChunkSize: 20, Concurrency: 4, Progress: func(run.Progress) {
		if jobs--; jobs == 0 {
			cancel()
		}
	}})
	if err != nil && !errors.Is(err, context.Canceled) {
		w.t.Logf("cut off with: %v", err)
	}
	if err := books.Close(); err != nil {
		w.t.Error(err)
	}
	return books
}

func TestMayResume(t *testing.T) {
	target := run.Target{Name: "sandbox", URL: "sandbox:/a.db"}
	for _, c := range []struct {
		state   run.State
		hash    string
		other   bool
		refused string
	}{
		{run.Planning, "", false, "cut short"},
		{run.Interrupted, "", false, "cut short"},
		{run.Ready, "9c41", false, "never applied"},
		{run.Blocked, "9c41", false, "never applied"},
		{run.Applying, "9c41", false, ""},
		{run.Interrupted, "9c41", false, ""},
		{run.Interrupted, "9c41", true, "another target"},
		{run.Done, "9c41", false, ""},
		{run.Undone, "9c41", false, "is undone"},
	} {
		m := run.Meta{Short: "k7f3", State: c.state, PlanHash: c.hash, Target: target}
		asked := target
		if c.other {
			asked.URL = "sandbox:/b.db"
		}
		err := may.Resume(m, asked)
		var refused *may.RefusedError
		switch {
		case c.refused == "" && err != nil:
			t.Errorf("%+v: %v", c, err)
		case c.refused != "" && (!errors.As(err, &refused) || !strings.Contains(err.Error(), c.refused) || refused.Hint == ""):
			t.Errorf("%+v: refused with %v", c, err)
		}
	}
}
