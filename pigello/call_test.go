package pigello

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestFates(t *testing.T) {
	create := func(c *Client) error { _, err := c.Create(t.Context(), Write{Name: "x"}); return err }
	update := func(c *Client) error { _, err := c.Update(t.Context(), sampleID, Write{Name: "x"}); return err }
	bulk := func(c *Client) error { _, err := c.BulkWrite(t.Context(), []Write{{Name: "x"}}); return err }
	get := func(c *Client) error { _, err := c.Get(t.Context(), sampleID); return err }
	remove := func(c *Client) error { return c.Delete(t.Context(), sampleID) }
	updateOnce := func(c *Client) error { _, err := c.UpdateOnce(t.Context(), sampleID, Write{Name: "x"}); return err }
	removeOnce := func(c *Client) error { return c.DeleteOnce(t.Context(), sampleID) }
	reset := func(w http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) }
	status := func(code int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code); _, _ = io.WriteString(w, body) }
	}
	tests := []struct {
		name  string
		h     http.HandlerFunc
		call  func(*Client) error
		fate  Fate
		tries int
	}{
		{"create 400", status(400, `{"name":["x"]}`), create, NotWritten, 1},
		{"create 401", status(401, ``), create, NotWritten, 1},
		{"create 403", status(403, ``), create, NotWritten, 1},
		{"create 404", status(404, ``), create, NotWritten, 1},
		{"create 413", status(413, ``), create, NotWritten, 1},
		{"create 409", status(409, ``), create, FateUnknown, 1},
		{"create 500", status(500, ``), create, FateUnknown, 1},
		{"create 503", status(503, ``), create, FateUnknown, 1},
		{"create reset", reset, create, FateUnknown, 1},
		{"create unreadable", status(200, `<html>`), create, FateUnknown, 1},
		{"create empty", status(201, ``), create, FateUnknown, 1},
		{"create 302", status(302, ``), create, FateUnknown, 1},
		{"update 400", status(400, ``), update, NotWritten, 1},
		{"update 500", status(500, ``), update, FateUnknown, 8},
		{"update reset", reset, update, FateUnknown, 8},
		{"bulk 400", status(400, `[{"name":["x"]}]`), bulk, FateUnknown, 1},
		{"bulk 413", status(413, ``), bulk, NotWritten, 1},
		{"bulk 503", status(503, ``), bulk, FateUnknown, 1},
		{"bulk reset", reset, bulk, FateUnknown, 1},
		{"bulk no list", status(200, `{"detail":"x"}`), bulk, FateUnknown, 1},
		{"bulk cut", status(200, `[{"id":`), bulk, FateUnknown, 1},
		{"get 500", status(500, ``), get, FateNone, 8},
		{"get reset", reset, get, FateNone, 8},
		{"get 404", status(404, ``), get, FateNone, 1},
		{"delete 400", status(400, ``), remove, NotWritten, 1},
		{"delete 404", status(404, ``), remove, NotWritten, 1},
		{"delete 500", status(500, ``), remove, FateUnknown, 1},
		{"delete 502", status(502, ``), remove, FateUnknown, 8},
		{"delete once 502", status(502, ``), removeOnce, FateUnknown, 1},
		{"delete once 429", status(429, ``), removeOnce, NotWritten, 1},
		{"delete once 404", status(404, ``), removeOnce, NotWritten, 1},
		{"update once reset", reset, updateOnce, FateUnknown, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var tries atomic.Int32
			err := tt.call(serve(t, func(w http.ResponseWriter, r *http.Request) { tries.Add(1); tt.h(w, r) }))
			var e *Error
			if !errors.As(err, &e) || e.Fate != tt.fate || int(tries.Load()) != tt.tries {
				t.Errorf("fate %v after %d tries (%v), want %v after %d", FateOf(err), tries.Load(), err, tt.fate, tt.tries)
			}
		})
	}
}

func TestNoConnectionIsNotWritten(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	_ = l.Close()
	for _, o := range []Options{{BaseURL: "http://" + addr}, {BaseURL: "https://" + addr}} {
		o.Retry = Retry{MaxTries: 3, BaseDelay: time.Millisecond}
		_, err := mustClient(t, o).BulkWrite(t.Context(), []Write{{Name: "x"}})
		if FateOf(err) != NotWritten || !CanRepeat(err) {
			t.Errorf("%v: %v", err, FateOf(err))
		}
	}
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	_, err = mustClient(t, Options{BaseURL: strings.Replace(plain.URL, "http:", "https:", 1), Retry: Retry{MaxTries: 1}}).Create(t.Context(), Write{Name: "x"})
	if FateOf(err) != NotWritten {
		t.Errorf("no TLS there: %v, %v", err, FateOf(err))
	}
}

// roundTripper is a transport that tells nothing of connections.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestASilentTransportMayHaveSent(t *testing.T) {
	c := mustClient(t, Options{BaseURL: "http://localhost", HTTPClient: &http.Client{Transport: roundTripper(func(*http.Request) (*http.Response, error) {
		return nil, errors.New("broken pipe")
	})}})
	if _, err := c.Create(t.Context(), Write{Name: "x"}); FateOf(err) != FateUnknown {
		t.Errorf("%v: %v", err, FateOf(err))
	}
}

func TestDeleteThatHadNoAnswer(t *testing.T) {
	n := 0
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if n++; n == 1 {
			panic(http.ErrAbortHandler)
		}
		http.NotFound(w, r)
	})
	if err := c.Delete(t.Context(), sampleID); err != nil || n != 2 {
		t.Errorf("%v after %d tries", err, n)
	}
}

func TestDeleteRefusedBeforeIsNotFound(t *testing.T) {
	n := 0
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if n++; n == 1 {
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		http.NotFound(w, r)
	})
	if err := c.Delete(t.Context(), sampleID); !IsNotFound(err) {
		t.Error(err)
	}
}

func TestRequestsAsDocumented(t *testing.T) {
	var log strings.Builder
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fmt.Fprintf(&log, "%s %s %s %s\n", r.Method, r.URL.RequestURI(), r.Header.Get("Content-Type"), body)
		for _, h := range testCredentials.headers() {
			if r.Header.Get(h.name) != *h.value {
				t.Errorf("%s is %q", h.name, r.Header.Get(h.name))
			}
		}
		switch {
		case r.Method == http.MethodDelete:
			w.WriteHeader(http.StatusNoContent)
		case r.URL.Query().Has("_statistics"):
			_, _ = io.WriteString(w, `{"count": 1}`)
		case strings.HasSuffix(r.URL.Path, "/list/"):
			_, _ = w.Write(sample(t, "sample_list.json"))
		default:
			_, _ = w.Write(sample(t, "sample_object.json"))
		}
	})
	ctx := t.Context()
	w := Write{Name: "string", CustomID: Some("string"), Parent: Some(sampleID)}
	_, err1 := c.Get(ctx, sampleID)
	_, err2 := c.Create(ctx, w)
	_, err3 := c.Update(ctx, sampleID, w)
	answer, err4 := c.BulkWrite(ctx, []Write{w, {ID: sampleID, Name: "string"}})
	rows, err5 := collect(c.List(ctx, Query{Filters: []Filter{FieldName.Is("x").Not()}}))
	stats, err6 := c.Statistics(ctx, Query{})
	if err := errors.Join(err1, err2, err3, err4, err5, err6, c.Delete(ctx, sampleID)); err != nil {
		t.Fatal(err)
	}
	if len(answer.Organizations) != 1 || !answer.Organizations[0].Parent.IsAbsent() || answer.Status != 200 || len(rows) != 1 || string(stats) != `{"count": 1}` {
		t.Errorf("%+v %+v %s", answer, rows, stats)
	}
	golden(t, "requests.golden", []byte(log.String()))
}

func TestBulkAnswers(t *testing.T) {
	row := string(benchRow(1))
	tests := []struct {
		name, body string
		rows       int
		refused    []int
	}{
		{"array", "[" + row + "," + row + "]", 2, nil},
		{"results", `{"results": [` + row + `]}`, 1, nil},
		{"errors in their places", `[` + row + `, {"name": ["This field must be unique."]}, {"id": ["Invalid pk."]}, {}]`, 1, []int{1, 2}},
		{"fewer", `[]`, 0, nil},
		{"nulls", `[null,` + row + `]`, 1, nil},
	}
	for _, tt := range tests {
		b, err := decodeBulk([]byte(tt.body))
		var refused []int
		for _, r := range b.Refused {
			refused = append(refused, r.Index)
		}
		if err != nil || len(b.Organizations) != tt.rows || fmt.Sprint(refused) != fmt.Sprint(tt.refused) {
			t.Errorf("%s: %+v, %v", tt.name, b, err)
		}
	}
	for _, bad := range []string{``, `{}`, `{"results":{}}`, `"x"`, `[` + row, `[` + row + `]x`, `<html>`} {
		if b, err := decodeBulk([]byte(bad)); err == nil {
			t.Errorf("%q: %+v", bad, b)
		}
	}
}

func TestRedirects(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t.Errorf("another host was asked, secret %q", r.Header.Get("X-PIGELLO-CLIENT-SECRET"))
	}))
	defer elsewhere.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		target := elsewhere.URL + "/x"
		asked := 0
		c := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if asked++; r.URL.Path == "/moved" {
				answerObject(w)
				return
			}
			http.Redirect(w, r, target, status)
		})
		_, err := c.Get(t.Context(), sampleID)
		if err == nil || !strings.Contains(err.Error(), "redirect to") || asked != 1 {
			t.Errorf("%d elsewhere: %v, asked %d times", status, err, asked)
		}
		target = "/base/moved"
		if _, err := c.Get(t.Context(), sampleID); err != nil {
			t.Errorf("%d within the host: %v", status, err)
		}
		asked = 0
		if _, err := c.Create(t.Context(), Write{Name: "x"}); err == nil || asked != 1 {
			t.Errorf("%d of a write: %v, asked %d times", status, err, asked)
		}
		if rows, err := collect(c.List(t.Context(), Query{})); err != nil || len(rows) != 1 {
			t.Errorf("%d of a list within the host: %d rows, %v", status, len(rows), err)
		}
	}
}

func TestSecretIsNeverShown(t *testing.T) {
	secret := testCredentials.ClientSecret
	var logged bytes.Buffer
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusForbidden)
		fmt.Fprintf(w, `{"detail": "you sent %s"}`, r.Header.Get("X-PIGELLO-CLIENT-SECRET"))
	}))
	defer server.Close()
	logger := slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	o := Options{BaseURL: server.URL, Credentials: testCredentials, Logger: logger}
	c := mustClient(t, o)
	_, err := c.Get(t.Context(), sampleID)
	logger.Info("x", "credentials", testCredentials, "client", c)
	encoded, jsonErr := json.Marshal(map[string]any{"c": testCredentials, "p": &testCredentials})
	if jsonErr != nil {
		t.Fatal(jsonErr)
	}
	shown := []string{fmt.Sprintf("%v %+v %#v %s %q %x %d", testCredentials, testCredentials, testCredentials, testCredentials, testCredentials, testCredentials, testCredentials),
		fmt.Sprintf("%v %+v %#v", o, o, &testCredentials), fmt.Sprintf("%v %+v %#v %s", c, c, c, c), err.Error(), fmt.Sprintf("%+v", err), logged.String(), string(encoded)}
	for i, s := range shown {
		if strings.Contains(s, secret) || strings.Contains(s, fmt.Sprintf("%x", secret)) {
			t.Errorf("output %d holds the secret: %s", i, s)
		}
	}
	if !IsAuth(err) || !strings.Contains(err.Error(), Redacted) || !strings.Contains(logged.String(), "status=403") {
		t.Errorf("%v\n%s", err, logged.String())
	}
	var e *Error
	if errors.As(err, &e); !strings.Contains(e.Hint, "version id") {
		t.Errorf("hint %q", e.Hint)
	}
}

func TestNewRefuses(t *testing.T) {
	for name, o := range map[string]Options{
		"http": {BaseURL: "http://api.pigello.io", Credentials: testCredentials}, "none": {}, "no host": {BaseURL: "https:///x"},
		"user": {BaseURL: "https://u:p@api.pigello.io", Credentials: testCredentials}, "query": {BaseURL: "https://api.pigello.io?x=1", Credentials: testCredentials},
		"ftp": {BaseURL: "ftp://localhost"}, "credentials": {BaseURL: ProductionURL}, "near loopback": {BaseURL: "http://127.0.0.1.example.com"},
		"line break": {BaseURL: ProductionURL, Credentials: func() Credentials { c := testCredentials; c.ClientSecret += "\n"; return c }()},
	} {
		var usage *UsageError
		if _, err := New(o); !errors.As(err, &usage) || strings.Contains(err.Error(), testCredentials.ClientSecret) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, base := range []string{ProductionURL, DevelopmentURL + "/", "http://localhost:8080", "http://127.0.0.9", "http://[::1]:1/base/"} {
		c := mustClient(t, Options{BaseURL: base})
		if strings.HasSuffix(c.BaseURL(), "/") || c.Loopback() != strings.HasPrefix(base, "http:") {
			t.Errorf("%s: %s, loopback %v", base, c.BaseURL(), c.Loopback())
		}
	}
}

func TestProxyErrorsAreNamed(t *testing.T) {
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusProxyAuthRequired) }))
	defer proxy.Close()
	at, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	c := mustClient(t, Options{BaseURL: "https://api.example", Proxy: http.ProxyURL(at)})
	_, err = c.Create(t.Context(), Write{Name: "x"})
	var refused *ProxyError
	var e *Error
	if !errors.As(err, &refused) || refused.Status != 407 || !errors.As(err, &e) || e.Hint != hintProxy || e.Fate != NotWritten {
		t.Errorf("%v", err)
	}
	c = serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Squid-Error", "ERR_CONNECT_FAIL 111")
		http.Error(w, "<html><title>ERROR</title>", http.StatusGatewayTimeout)
	})
	if _, err = c.Create(t.Context(), Write{Name: "x"}); !errors.As(err, &e) || e.Hint != hintProxy {
		t.Errorf("%v", err)
	}
}

// TestCertificatesAreFinal: one that isn't trusted is looked at once, and so is a server that doesn't speak TLS.
func TestCertificatesAreFinal(t *testing.T) {
	for name, start := range map[string]func(*httptest.Server){"unknown authority": (*httptest.Server).StartTLS, "no TLS": (*httptest.Server).Start} {
		s := httptest.NewUnstartedServer(http.NotFoundHandler())
		s.Config.ErrorLog = log.New(io.Discard, "", 0)
		var conns atomic.Int32
		s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
			if state == http.StateNew {
				conns.Add(1)
			}
		}
		start(s)
		c := mustClient(t, Options{BaseURL: "https://" + s.Listener.Addr().String(), Retry: Retry{BaseDelay: time.Millisecond, MaxDelay: 5 * time.Millisecond}})
		_, listing := collect(c.ListAll(t.Context(), Query{}, nil))
		_, creating := c.Create(t.Context(), Write{Name: "x"})
		if CanRepeat(listing) || CanRepeat(creating) || FateOf(creating) != NotWritten || conns.Load() != 2 {
			t.Errorf("%s: %d connections; %v; %v", name, conns.Load(), listing, creating)
		}
		s.Close()
	}
}

func TestConnectionsAreReused(t *testing.T) {
	opened := 0
	n := 0
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch n++; n % 4 {
		case 0:
			http.Error(w, strings.Repeat("x", 100_000), http.StatusNotFound)
		case 1:
			_, _ = io.WriteString(w, lines(300))
		default:
			answerObject(w)
		}
	}))
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			opened++
		}
	}
	s.Start()
	defer s.Close()
	c := mustClient(t, Options{BaseURL: s.URL})
	for range 12 {
		_, _ = collect(c.List(t.Context(), Query{}))
		_, _ = c.Get(t.Context(), sampleID)
	}
	if opened != 1 {
		t.Errorf("%d connections", opened)
	}
}

func TestListErrors(t *testing.T) {
	tests := []struct {
		name string
		h    http.HandlerFunc
		says string
	}{
		{"HTML on 200", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html><title>Log in</title>") }, "Log in"},
		{"detail on 200", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{"detail": "Out of order."}`) }, "Out of order."},
		{"cut between rows", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, lines(2))
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		}, "after 2 rows"},
		{"shorter than announced", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100000")
			_, _ = io.WriteString(w, lines(2))
		}, "after 2 rows"},
		{"an end that nobody announces", func(w http.ResponseWriter, _ *http.Request) {
			conn, buf, err := w.(http.Hijacker).Hijack()
			if err != nil {
				panic(err)
			}
			fmt.Fprintf(buf, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n%s", lines(2))
			_ = buf.Flush()
			_ = conn.Close()
		}, "where it ends"},
		{"a bad row", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, lines(1)+`{"id":5}`) }, "field id is 5"},
	}
	for _, tt := range tests {
		_, err := collect(serve(t, tt.h).List(t.Context(), Query{}))
		if err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func TestErrorText(t *testing.T) {
	e := &Error{Op: "write 5 organizations", Status: 400, Rows: []RowError{{1, []FieldError{{"name", []string{"This field must be unique."}}}},
		{2, []FieldError{{"", []string{"a"}}, {"custom_id", []string{"b", "c"}}}}, {3, nil}, {4, nil}}}
	want := "write 5 organizations: Pigello answered 400 Bad Request: element 1: name: This field must be unique.: element 2: a; custom_id: b c: element 3: : and 1 more rows"
	if e.Error() != want {
		t.Errorf("got  %s\nwant %s", e.Error(), want)
	}
	if FateOf(nil) != FateNone || CanRepeat(nil) || IsNotFound(errors.New("x")) || FateOf(fmt.Errorf("x: %w", &Error{Fate: NotWritten})) != NotWritten {
		t.Error("predicates")
	}
	for f, s := range map[Fate]string{FateNone: "none", NotWritten: "not written", FateUnknown: "unknown"} {
		if f.String() != s {
			t.Error(f.String())
		}
	}
}
