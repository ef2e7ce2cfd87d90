package importer_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/orgbatch/orgbatch/exporter/crash"
	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// faulty is a transport that tests break in the middle of a request.
type faulty func(*http.Request) (*http.Response, error)

func (f faulty) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// faultyClient is a client of the world whose requests go through f.
func (w *world) faultyClient(f faulty) *pigello.Client {
	w.t.Helper()
	c, err := pigello.New(pigello.Options{
		BaseURL: w.url, Credentials: pigello.CredentialsFrom(sandbox.DefaultCredentials()), HTTPClient: &http.Client{Transport: f},
		Limiter: pigello.NewLimiter(pigello.LimiterOptions{Concurrency: 8}),
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

const crashRows = 150

func secretRows() string {
	var b strings.Builder
	b.WriteString("name,custom_id\n")
	for i := range crashRows {
		fmt.Fprintf(&b, "Hemliga bolaget %d AB,K-%d\n", i, i)
	}
	return b.String()
}

// A panic in the middle of a write is an error that shows no row. The books close,
// the journal is whole, and the run goes on as after any other death.
func TestPanicWhileWriting(t *testing.T) {
	for _, at := range []int64{1, 2, 3, 5} {
		for _, done := range []bool{false, true} {
			t.Run(fmt.Sprintf("write %d, carried out %t", at, done), func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, sandbox.Options{})
				r, _ := w.plan(secretRows())
				var writes atomic.Int64
				client := w.faultyClient(func(r *http.Request) (*http.Response, error) {
					hit := r.Method == http.MethodPost && writes.Add(1) == at
					if hit && !done {
						panic("Hemliga bolaget 7 AB")
					}
					resp, err := http.DefaultTransport.RoundTrip(r)
					if hit {
						panic("Hemliga bolaget 7 AB")
					}
					return resp, err
				})
				books, err := importer.Apply(context.Background(), client, r, push.Options{ChunkSize: 5})
				wantCrash(t, err, "writing a chunk of rows")
				if books.Close() != nil || books.Unknown == 0 || books.NotReached == 0 {
					t.Errorf("the books are %s", books)
				}
				w.goesOn(r)
			})
		}
	}
}

// A panic of what hands out the work waits for the jobs under way: none of them
// writes in a run that is closed.
func TestPanicBesideWriting(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	r, _ := w.plan(secretRows())
	var writes, underWay atomic.Int64
	broken := make(chan struct{})
	client := w.faultyClient(func(r *http.Request) (*http.Response, error) {
		if r.Method == http.MethodPost && writes.Add(1) > 3 {
			underWay.Add(1)
			defer underWay.Add(-1)
			<-broken
		}
		return http.DefaultTransport.RoundTrip(r)
	})
	var once sync.Once
	books, err := importer.Apply(context.Background(), client, r, push.Options{ChunkSize: 5, Progress: func(p run.Progress) {
		if p.Stage == "push" && underWay.Load() > 0 {
			once.Do(func() { close(broken) })
			panic("Hemliga bolaget 7 AB")
		}
	}})
	if n := underWay.Load(); n > 0 {
		t.Errorf("%d writes are under way after the end", n)
	}
	wantCrash(t, err, "carrying out a run")
	if books.Close() != nil || books.Created == 0 || books.Unknown > 0 {
		t.Errorf("the books are %s", books)
	}
	w.goesOn(r)
}

func wantCrash(t *testing.T, err error, doing string) {
	t.Helper()
	var c *crash.Error
	if !errors.As(err, &c) || c.Doing != doing {
		t.Fatalf("it ended with %v", err)
	}
	if strings.Contains(err.Error(), "Hemliga") {
		t.Errorf("a row shows in %v", err)
	}
}

// goesOn closes a run, opens it anew, and goes on with it to its end.
func (w *world) goesOn(r *run.Run) {
	w.t.Helper()
	if err := r.Close(); err != nil {
		w.t.Fatal(err)
	}
	again, err := run.Open(r.Dir())
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() {
		if err := again.Close(); err != nil {
			w.t.Error(err)
		}
	}()
	books, err := push.Resume(context.Background(), w.client, again, push.Options{})
	if err != nil || books.Created+books.Unchanged != crashRows {
		w.t.Errorf("resumed: %s, %v", books, err)
	}
	if there := w.there(); len(there) != crashRows {
		w.t.Errorf("%d organizations are there, not %d", len(there), crashRows)
	}
}
