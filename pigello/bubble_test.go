package pigello

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// pipes is a listener whose connections are pipes, so that real net/http runs
// on the time of a bubble.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}
func (p *pipes) Close() error   { p.once.Do(func() { close(p.closed) }); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case p.conns <- there:
		return here, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// inBubble runs f with a client of h, on exact and instant time.
func inBubble(t *testing.T, o Options, h http.HandlerFunc, f func(t *testing.T, c *Client)) {
	synctest.Test(t, func(t *testing.T) {
		p := &pipes{conns: make(chan net.Conn), closed: make(chan struct{})}
		server := &http.Server{Handler: h}
		done := make(chan error, 1)
		go func() { done <- server.Serve(p) }()
		transport := &http.Transport{DialContext: p.dial}
		o.BaseURL, o.HTTPClient, o.Credentials = "http://localhost", &http.Client{Transport: transport}, testCredentials
		if o.Retry == (Retry{}) {
			o.Retry = Retry{MaxTries: 8, BaseDelay: 500 * time.Millisecond, MaxDelay: 30 * time.Second}
		}
		c, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		f(t, c)
		transport.CloseIdleConnections()
		_ = server.Close()
		<-done
	})
}

func answerObject(w http.ResponseWriter) {
	fmt.Fprintf(w, `{"id":%q,"name":"x","organization":null,"custom_id":null,"created_at":"2024-01-01T00:00:00Z"}`, sampleID)
}

func TestRetryAfterIsHonoured(t *testing.T) {
	for name, header := range map[string]func() string{
		"seconds": func() string { return "7" },
		"date":    func() string { return time.Now().UTC().Add(7 * time.Second).Format(http.TimeFormat) },
	} {
		var times []time.Time
		inBubble(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
			if times = append(times, time.Now()); len(times) == 1 {
				w.Header().Set("Retry-After", header())
				w.WriteHeader(http.StatusTooManyRequests)
				return
			}
			answerObject(w)
		}, func(t *testing.T, c *Client) {
			if _, err := c.Create(t.Context(), Write{Name: "x"}); err != nil {
				t.Fatal(name, err)
			}
			if wait := times[1].Sub(times[0]); wait < 7*time.Second || wait > 8*time.Second {
				t.Errorf("%s: waited %v", name, wait)
			}
		})
	}
}

func TestRetryAfterPausesEverybody(t *testing.T) {
	var first sync.Once
	var mu sync.Mutex
	var after []time.Duration
	limiter := (*Limiter)(nil)
	began := time.Time{}
	h := func(w http.ResponseWriter, r *http.Request) {
		refused := false
		first.Do(func() { refused = true })
		mu.Lock()
		defer mu.Unlock()
		if refused {
			w.Header().Set("Retry-After", "30")
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		after = append(after, time.Since(began))
		answerObject(w)
	}
	synctestLimiter := func(t *testing.T, c *Client) {
		limiter, began = c.Limiter(), time.Now()
		_, _ = c.Create(t.Context(), Write{Name: "x"}) // 503: not repeated
		s := limiter.State()
		if s.Concurrency != 4 || s.Bound != 8 || !strings.Contains(s.Reason, "wait 30s") || !s.PausedUntil.Equal(began.Add(30*time.Second)) {
			t.Errorf("state %+v", s)
		}
		var wg sync.WaitGroup
		for range 6 {
			wg.Go(func() { _, _ = c.Get(t.Context(), sampleID) })
		}
		wg.Wait()
		for _, d := range after {
			if d < 30*time.Second || d > 32*time.Second {
				t.Errorf("a worker came after %v", d)
			}
		}
		if s := limiter.State(); s.Concurrency != 5 || !s.PausedUntil.IsZero() || s.Reason == "" {
			t.Errorf("later state %+v", s)
		}
		short, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		limiter.observe(time.Now(), 429, time.Hour)
		start := time.Now()
		if err := limiter.acquire(short); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) > 0 {
			t.Errorf("a pause beyond the deadline: %v after %v", err, time.Since(start))
		}
	}
	inBubbleLimited(t, LimiterOptions{Concurrency: 8}, h, synctestLimiter)
}

// inBubbleLimited makes the limiter inside the bubble.
func inBubbleLimited(t *testing.T, lo LimiterOptions, h http.HandlerFunc, f func(t *testing.T, c *Client)) {
	inBubble(t, Options{}, h, func(t *testing.T, c *Client) {
		c.caller.limiter = NewLimiter(lo)
		f(t, c)
	})
}

func TestRateAndConcurrency(t *testing.T) {
	var mu sync.Mutex
	busy, most, served := 0, 0, 0
	h := func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		busy++
		served++
		most = max(most, busy)
		mu.Unlock()
		time.Sleep(time.Second)
		mu.Lock()
		busy--
		mu.Unlock()
		answerObject(w)
	}
	inBubbleLimited(t, LimiterOptions{Rate: 10, Concurrency: 3}, h, func(t *testing.T, c *Client) {
		start := time.Now()
		var wg sync.WaitGroup
		for range 30 {
			wg.Go(func() {
				if _, err := c.Get(t.Context(), sampleID); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if took := time.Since(start); took < 10*time.Second || took > 12*time.Second || most != 3 || served != 30 {
			t.Errorf("%d requests, %d at once, in %v", served, most, took)
		}
	})
}

func TestLimiterGivesUpInTheQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(LimiterOptions{Concurrency: 1})
		if err := l.acquire(t.Context()); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := l.acquire(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		l.leave()
		if err := l.acquire(t.Context()); err != nil || l.busy != 1 {
			t.Error(err, l.busy)
		}
		l.leave()
	})
}

func TestBackoffBoundsTheTries(t *testing.T) {
	var times []time.Time
	inBubble(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
		times = append(times, time.Now())
		http.Error(w, "<title>down</title>", http.StatusBadGateway)
	}, func(t *testing.T, c *Client) {
		_, err := c.Update(t.Context(), sampleID, Write{Name: "x"})
		if len(times) != 8 || FateOf(err) != FateUnknown || !CanRepeat(err) {
			t.Fatalf("%d tries, %v", len(times), err)
		}
		for i := 1; i < len(times); i++ {
			want := min(30*time.Second, 500*time.Millisecond<<(i-1))
			if d := times[i].Sub(times[i-1]); d < want/2 || d > want*3/2 {
				t.Errorf("try %d after %v, want about %v", i+1, d, want)
			}
		}
	})
}

// TestTooFastIsNoTry: answers of 429 don't use up the tries of a call; the time
// for the call and its repeats bounds them.
func TestTooFastIsNoTry(t *testing.T) {
	for _, tt := range []struct {
		refusals int
		ok       bool
	}{{20, true}, {1 << 30, false}} {
		tries := 0
		inBubble(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
			if tries++; tries <= tt.refusals {
				w.WriteHeader(http.StatusTooManyRequests)
				return
			}
			answerObject(w)
		}, func(t *testing.T, c *Client) {
			start := time.Now()
			_, err := c.Create(t.Context(), Write{Name: "x"})
			if (err == nil) != tt.ok || time.Since(start) > 10*time.Minute || !tt.ok && FateOf(err) != NotWritten {
				t.Errorf("%d refusals: %v after %v and %d tries", tt.refusals, err, time.Since(start), tries)
			}
		})
	}
}

// TestUnavailableWhileOthersSucceed: a gateway that limits the rate says 503 as a
// service does that is down. While other requests succeed it is no try; when none
// does, eight of them are enough.
func TestUnavailableWhileOthersSucceed(t *testing.T) {
	calls := map[string]func(context.Context, *Client) error{
		"get": func(ctx context.Context, c *Client) error { _, err := c.Get(ctx, sampleID); return err },
		"list all": func(ctx context.Context, c *Client) error {
			_, err := collect(c.ListAll(ctx, Query{}, nil))
			return err
		},
	}
	for name, call := range calls {
		for _, others := range []bool{true, false} {
			var refused atomic.Int32
			inBubble(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodPatch {
					answerObject(w)
				} else if refused.Add(1) <= 20 {
					w.WriteHeader(http.StatusServiceUnavailable)
				} else if strings.HasSuffix(r.URL.Path, "/list/") {
					_, _ = io.WriteString(w, "[]")
				} else {
					answerObject(w)
				}
			}, func(t *testing.T, c *Client) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				if others {
					go func() {
						for sleep(ctx, 200*time.Millisecond) == nil {
							_, _ = c.Update(ctx, sampleID, Write{Name: "x"})
						}
					}()
				}
				start := time.Now()
				if err := call(ctx, c); (err == nil) != others || !others && refused.Load() != 8 || time.Since(start) > 11*time.Minute {
					t.Errorf("%s, others %v: %v after %d refusals and %v", name, others, err, refused.Load(), time.Since(start))
				}
			})
		}
	}
}

func TestTimeouts(t *testing.T) {
	hang := func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // a server sees that the client has gone only once the body is read
		<-r.Context().Done()
	}
	tests := []struct {
		name string
		h    http.HandlerFunc
		call func(c *Client, ctx context.Context) error
		want time.Duration
		fate Fate
	}{
		{"an answer that never begins", hang, func(c *Client, ctx context.Context) error { _, err := c.Create(ctx, Write{Name: "x"}); return err }, time.Minute, FateUnknown},
		{"a bulk answer", hang, func(c *Client, ctx context.Context) error {
			_, err := c.BulkWrite(ctx, []Write{{Name: "x"}})
			return err
		}, 2 * time.Minute, FateUnknown},
		{"a stream that stalls", func(w http.ResponseWriter, r *http.Request) {
			for i := range 3 {
				_, _ = w.Write(append(benchRow(i), '\n'))
				w.(http.Flusher).Flush()
				time.Sleep(50 * time.Second)
			}
			<-r.Context().Done()
		}, func(c *Client, ctx context.Context) error {
			rows, err := collect(c.List(ctx, Query{}))
			if len(rows) != 3 {
				return fmt.Errorf("%d rows: %w", len(rows), err)
			}
			return err
		}, 160 * time.Second, FateNone},
		{"a stream of white space", func(w http.ResponseWriter, r *http.Request) {
			_, _ = w.Write([]byte{'['})
			for {
				select {
				case <-r.Context().Done():
					return
				case <-time.After(time.Second):
				}
				_, _ = io.WriteString(w, " \n")
				w.(http.Flusher).Flush()
			}
		}, func(c *Client, ctx context.Context) error { _, err := collect(c.List(ctx, Query{})); return err }, 61 * time.Second, FateNone}, // a second until the bracket
		{"a flood of white space", func(w http.ResponseWriter, r *http.Request) {
			for range 20 {
				_, _ = io.WriteString(w, strings.Repeat(" ", 1<<20))
			}
		}, func(c *Client, ctx context.Context) error { _, err := collect(c.List(ctx, Query{})); return err }, 0, FateNone},
	}
	for _, tt := range tests {
		inBubble(t, Options{}, tt.h, func(t *testing.T, c *Client) {
			start := time.Now()
			err := tt.call(c, t.Context())
			var timeout *TimeoutError
			if took := time.Since(start); !errors.As(err, &timeout) || took != tt.want || FateOf(err) != tt.fate {
				t.Errorf("%s: %v after %v", tt.name, err, took)
			}
		})
	}
}

// TestRetryAfterIsBounded: no call waits longer than calls may take, a list neither, however
// often it is asked to; what it was asked is in the error, and a pause is told as it begins.
func TestRetryAfterIsBounded(t *testing.T) {
	calls := map[string]func(ctx context.Context, c *Client) error{
		"list": func(ctx context.Context, c *Client) error { _, err := collect(c.List(ctx, Query{})); return err },
		"list all": func(ctx context.Context, c *Client) error {
			_, err := collect(c.ListAll(ctx, Query{}, nil))
			return err
		},
		"ordered": func(ctx context.Context, c *Client) error {
			_, err := collect(c.ListAll(ctx, Query{OrderBy: []Order{{Field: NameName}}}, nil))
			return err
		},
		"get": func(ctx context.Context, c *Client) error { _, err := c.Get(ctx, sampleID); return err },
	}
	for name, call := range calls {
		for header, words := range map[string]string{"3600": "wait 1h0m0s", "500": "wait 8m20s"} {
			inBubble(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Retry-After", header)
				w.WriteHeader(http.StatusTooManyRequests)
			}, func(t *testing.T, c *Client) {
				var told []string
				c.caller.limiter = NewLimiter(LimiterOptions{Paused: func(reason string, wait time.Duration) {
					told = append(told, fmt.Sprintf("%s, wait %s", reason, wait))
				}})
				start := time.Now()
				err := call(t.Context(), c)
				if took := time.Since(start); err == nil || took > 11*time.Minute || header == "3600" && took > time.Minute || !strings.Contains(err.Error(), " asks to wait ") {
					t.Errorf("%s, %s: %v after %v", name, header, err, took)
				}
				if len(told) == 0 || len(told) > 2 || told[0] != "Pigello answered 429 Too Many Requests, "+words {
					t.Errorf("%s, %s: told %q", name, header, told)
				}
			})
		}
	}
}

// TestWhiteSpaceMayKeepAConnectionAlive while a server thinks.
func TestWhiteSpaceMayKeepAConnectionAlive(t *testing.T) {
	inBubble(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
		for i := range 5 {
			for range 50 {
				_, _ = w.Write([]byte{'\n'})
				w.(http.Flusher).Flush()
				time.Sleep(time.Second)
			}
			_, _ = w.Write(append(benchRow(i), '\n'))
			w.(http.Flusher).Flush()
		}
	}, func(t *testing.T, c *Client) {
		if rows, err := collect(c.List(t.Context(), Query{})); err != nil || len(rows) != 5 {
			t.Errorf("%d rows, %v", len(rows), err)
		}
	})
}

func TestTotalBoundsReads(t *testing.T) {
	inBubble(t, Options{Retry: Retry{MaxTries: 1000, BaseDelay: time.Second, MaxDelay: 30 * time.Second}}, func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, "", http.StatusBadGateway)
	}, func(t *testing.T, c *Client) {
		start := time.Now()
		_, err := c.Get(t.Context(), sampleID)
		if took := time.Since(start); err == nil || took > 10*time.Minute || took < 9*time.Minute {
			t.Errorf("%v after %v", err, took)
		}
	})
}

func TestASlowConsumerIsNoStall(t *testing.T) {
	body := lines(2000)
	inBubble(t, Options{}, func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte(body)) }, func(t *testing.T, c *Client) {
		n := 0
		for _, err := range c.List(t.Context(), Query{}) {
			if err != nil {
				t.Fatal(err)
			}
			if n++; n%400 == 0 {
				time.Sleep(5 * time.Minute)
			}
		}
		if n != 2000 {
			t.Errorf("%d rows", n)
		}
	})
}

func TestCancelKeepsTheFate(t *testing.T) {
	tries := 0
	inBubble(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
		tries++
		panic(http.ErrAbortHandler)
	}, func(t *testing.T, c *Client) {
		ctx, cancel := context.WithTimeout(t.Context(), 900*time.Millisecond)
		defer cancel()
		_, err := c.Update(ctx, sampleID, Write{Name: "x"})
		if !errors.Is(err, context.DeadlineExceeded) || FateOf(err) != FateUnknown {
			t.Errorf("%v, fate %v after %d tries", err, FateOf(err), tries)
		}
		canceled, stop := context.WithCancel(t.Context())
		stop()
		_, err = c.Create(canceled, Write{Name: "x"})
		if !errors.Is(err, context.Canceled) || FateOf(err) != NotWritten || CanRepeat(err) {
			t.Errorf("canceled before: %v, %v", err, FateOf(err))
		}
	})
}

func TestServerNow(t *testing.T) {
	inBubble(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", time.Now().UTC().Add(-time.Hour).Format(http.TimeFormat))
		answerObject(w)
	}, func(t *testing.T, c *Client) {
		if !c.ServerNow().Equal(time.Now()) || c.KnowsServerNow() {
			t.Error("before any answer it is not the local clock")
		}
		if _, err := c.Get(t.Context(), sampleID); err != nil {
			t.Fatal(err)
		}
		if d := c.ServerNow().Sub(time.Now().Add(-time.Hour)).Abs(); d > time.Second || !c.KnowsServerNow() {
			t.Errorf("off by %v", d)
		}
	})
}

// TestServerNowDoubted: a Date that is days off changes nothing, and is said once.
func TestServerNowDoubted(t *testing.T) {
	var log strings.Builder
	off := []time.Duration{-20000 * 24 * time.Hour, 49 * time.Hour, -25 * time.Hour, 24 * time.Hour, 60 * time.Hour}
	inBubble(t, Options{Logger: slog.New(slog.NewTextHandler(&log, nil))}, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", time.Now().UTC().Add(off[0]).Format(http.TimeFormat))
		answerObject(w)
	}, func(t *testing.T, c *Client) {
		for _, want := range []time.Duration{0, 0, 0, 24 * time.Hour, 24 * time.Hour} {
			if _, err := c.Get(t.Context(), sampleID); err != nil {
				t.Fatal(err)
			}
			if d := c.ServerNow().Sub(time.Now().Add(want)).Abs(); d > time.Second || c.KnowsServerNow() != (want != 0) {
				t.Errorf("a server ahead by %v: off by %v", off[0], d)
			}
			off = off[1:]
		}
	})
	if n := strings.Count(log.String(), "isn't believed"); n != 1 {
		t.Errorf("it is said %d times:\n%s", n, log.String())
	}
}

// TestLimiterEndedBefore: a request whose context has ended already keeps no
// place, whatever number of them there is.
func TestLimiterEndedBefore(t *testing.T) {
	l := NewLimiter(LimiterOptions{Concurrency: 1})
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	for range 3 {
		if err := l.acquire(ended); !errors.Is(err, context.Canceled) {
			t.Fatalf("got %v", err)
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := l.acquire(ctx); err != nil {
		t.Errorf("the place is gone: %v", err)
	}
}
