package heartbeat

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// key is the secret of the tests' URLs.
const key = "hemligt-0f3b2c"

// watched is a watcher over HTTP that keeps what it was told.
type watched struct {
	mu     sync.Mutex
	told   []string // method, path, query and body
	agents []string
	answer http.HandlerFunc // nil: 200
}

func (s *watched) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	s.mu.Lock()
	s.told = append(s.told, strings.TrimSpace(fmt.Sprint(r.Method, " ", r.URL, " ", string(body))))
	s.agents = append(s.agents, r.UserAgent())
	s.mu.Unlock()
	if err == nil && s.answer != nil {
		s.answer(w, r)
	}
}

func (s *watched) all() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.told, "|")
}

func watcher(t *testing.T, url string) Watcher {
	t.Helper()
	w, err := New(url, nil, "orgbatch/test")
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestDuring(t *testing.T) {
	for _, c := range []struct {
		name, path string
		outcome    Outcome
		want       string
	}{
		{"done", "/ping/" + key, Outcome{OK: true, Summary: "2,140 rows"}, "GET /ping/K/start|POST /ping/K 2,140 rows"},
		{"failed", "/ping/" + key, Outcome{Summary: "exit 7\n\n suspect"}, "GET /ping/K/start|POST /ping/K/fail exit 7 suspect"},
		{"a slash at the end", "/ping/" + key + "/", Outcome{OK: true}, "GET /ping/K/start|POST /ping/K"},
		{"a query", "/" + key + "?create=1", Outcome{}, "GET /K/start?create=1|POST /K/fail?create=1"},
		{"an escaped slash", "/a%2Fb/" + key, Outcome{}, "GET /a%2Fb/K/start|POST /a%2Fb/K/fail"},
		{"no path", "", Outcome{OK: true}, "GET /start|POST /"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &watched{}
			server := httptest.NewServer(s)
			defer server.Close()
			ran := 0
			errs := watcher(t, server.URL+c.path).During(t.Context(), func() Outcome { ran++; return c.outcome })
			if got := strings.ReplaceAll(s.all(), key, "K"); got != c.want || len(errs) > 0 || ran != 1 {
				t.Errorf("told %s, want %s; errors %v; the job ran %d times", got, c.want, errs, ran)
			}
			if s.agents[0] != "orgbatch/test" {
				t.Errorf("the agent is %q", s.agents[0])
			}
		})
	}
}

// TestNone: without a URL the job is done and nobody is told.
func TestNone(t *testing.T) {
	ran := false
	if errs := watcher(t, "").During(t.Context(), func() Outcome { ran = true; return Outcome{} }); errs != nil || !ran {
		t.Errorf("errors %v, ran %v", errs, ran)
	}
}

// TestUnheard: some watchers answer 200 and say that nobody was told; what others say doesn't matter.
func TestUnheard(t *testing.T) {
	for body, want := range map[string]string{
		"OK (not found)":       "tell the heartbeat of the success: it knows no such check",
		"ok (not found)\n":     "tell the heartbeat of the success: it knows no such check",
		"OK (rate limited)":    "tell the heartbeat of the success: it hears too many signals of this check and left this one out",
		"OK":                   "",
		"":                     "",
		"{\"ok\":true}":        "",
		"the page (not found)": "",
		"OK (created)":         "",
	} {
		s := &watched{answer: func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, body) }}
		server := httptest.NewServer(s)
		errs := watcher(t, server.URL+"/"+key).During(t.Context(), func() Outcome { return Outcome{OK: true} })
		server.Close()
		if n := strings.Count(s.all(), "|"); n != 1 {
			t.Errorf("%q: told %s: nothing is sent twice", body, s.all())
		}
		if want == "" {
			if len(errs) > 0 {
				t.Errorf("%q: %v", body, errs)
			}
			continue
		}
		if len(errs) != 2 || errs[1].Error() != want {
			t.Errorf("%q: %v", body, errs)
			continue
		}
		if hint := errs[1].(*Error).Hint(); (hint != "") != strings.Contains(want, "no such check") {
			t.Errorf("%q: hint %q", body, hint)
		}
	}
}

// answers lets a server answer one thing after the other, the last for ever.
func answers(s *watched, statuses ...int) {
	var mu sync.Mutex
	s.answer = func(w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		status := statuses[0]
		if len(statuses) > 1 {
			statuses = statuses[1:]
		}
		w.Header().Set("Location", "/elsewhere/"+key)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, "who knows "+key+" may write here")
	}
}

// inBubble runs f with a watcher of h on instant time: real net/http, over pipes.
func inBubble(t *testing.T, h http.Handler, f func(t *testing.T, w Watcher)) {
	synctest.Test(t, func(t *testing.T) {
		listener := pipe{make(chan net.Conn), make(chan struct{})}
		server := &http.Server{Handler: h}
		served := make(chan error, 1)
		go func() { served <- server.Serve(listener) }()
		transport := &http.Transport{DialContext: listener.dial}
		w, err := New("http://localhost/"+key, transport, "orgbatch/test")
		if err != nil {
			t.Fatal(err)
		}
		f(t, w)
		transport.CloseIdleConnections()
		_ = server.Close()
		<-served
	})
}

type pipe struct {
	conns chan net.Conn
	ended chan struct{}
}

func (p pipe) Addr() net.Addr { return &net.TCPAddr{} }
func (p pipe) Close() error   { close(p.ended); return nil }
func (p pipe) Accept() (net.Conn, error) {
	select {
	case <-p.ended:
		return nil, net.ErrClosed
	case c := <-p.conns:
		return c, nil
	}
}

func (p pipe) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case p.conns <- far:
		return near, nil
	}
}

// TestTries: what may go better is tried three times, what can't is not; the job runs once and its outcome is told all the same.
func TestTries(t *testing.T) {
	for _, c := range []struct {
		name     string
		statuses []int
		want     string // the errors
		told     int
		took     time.Duration
	}{
		{"once 500", []int{500, 200}, "", 3, time.Second},
		{"429, then 503", []int{429, 503, 200}, "", 4, 5 * time.Second},
		{"always 500", []int{500}, "tell the heartbeat of the start: it answered 500 Internal Server Error|tell the heartbeat of the success: it answered 500 Internal Server Error", 6, 10 * time.Second},
		{"not there", []int{404}, "tell the heartbeat of the start: it answered 404 Not Found|tell the heartbeat of the success: it answered 404 Not Found", 2, 0},
		{"a redirect", []int{302, 200}, "tell the heartbeat of the start: it answered with a redirect (302), which isn't followed", 2, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &watched{}
			answers(s, c.statuses...)
			inBubble(t, s, func(t *testing.T, w Watcher) {
				began, ran := time.Now(), 0
				errs := w.During(t.Context(), func() Outcome { ran++; return Outcome{OK: true} })
				if got := words(errs); got != c.want || ran != 1 || len(s.told) != c.told || time.Since(began) != c.took {
					t.Errorf("%s\n%d runs, told %d times in %s: %s", got, ran, len(s.told), time.Since(began), s.all())
				}
			})
		})
	}
}

// TestHangs: a server that takes requests and never answers costs a known time, of which the start's passes beside the job.
func TestHangs(t *testing.T) {
	hang := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	inBubble(t, hang, func(t *testing.T, w Watcher) {
		began := time.Now()
		errs := w.During(t.Context(), func() Outcome { time.Sleep(time.Hour); return Outcome{} })
		if got := words(errs); got != "tell the heartbeat of the start: no answer within 10s|tell the heartbeat of the failure: no answer within 10s" {
			t.Error(got)
		}
		if took := time.Since(began); took != time.Hour+35*time.Second {
			t.Errorf("it took %s", took)
		}
	})
}

// TestHurry: when the program must end, so do the signals.
func TestHurry(t *testing.T) {
	s := &watched{}
	answers(s, 500)
	inBubble(t, s, func(t *testing.T, w Watcher) {
		ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
		defer cancel()
		began := time.Now()
		if errs := w.During(ctx, func() Outcome { return Outcome{} }); len(errs) != 2 || time.Since(began) != 500*time.Millisecond {
			t.Errorf("%v after %s", errs, time.Since(began))
		}
	})
}

func words(errs []error) string {
	var all []string
	for _, err := range errs {
		all = append(all, err.Error())
	}
	return strings.Join(all, "|")
}

// TestLong: a summary is one line, and a short one, whatever it was made of.
func TestLong(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		got := cut(rapid.String().Draw(t, "summary"))
		if strings.ContainsAny(got, "\r\n\t") || len([]rune(got)) > maxSummary {
			t.Fatalf("%q", got)
		}
	})
	if got := cut(strings.Repeat("å", 600)); len([]rune(got)) != maxSummary || !strings.HasSuffix(got, "å…") {
		t.Errorf("%q", got)
	}
}
