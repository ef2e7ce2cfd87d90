package sandbox

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func seed(tb testing.TB, s *Sandbox, n int) {
	tb.Helper()
	if err := s.Seed(tb.Context(), n, 1); err != nil {
		tb.Fatal(err)
	}
}

// pausing is a ResponseWriter that calls back once, after so many rows.
type pausing struct {
	*httptest.ResponseRecorder
	after int
	do    func()
}

func (p *pausing) Write(b []byte) (int, error) {
	n, err := p.ResponseRecorder.Write(b)
	if p.do != nil && bytes.Count(p.Body.Bytes(), []byte{'\n'}) >= p.after {
		do := p.do
		p.do = nil
		do()
	}
	return n, err
}

// listWhileDeleting reads a list and deletes, amid it, 50 rows that were sent, half of those to come, and tells how many rows there are then,
// how many the list showed, and whether they are those of the beginning.
func listWhileDeleting(t *testing.T, s *Sandbox) string {
	t.Helper()
	before := s.call("GET", list("_jsonl=true"), "").want(t, 200).objects(t)
	w := &pausing{ResponseRecorder: httptest.NewRecorder(), after: 100, do: func() {
		err := s.store.write(func(w *conn) error {
			return w.Exec("DELETE FROM org WHERE n <= 50 OR n > 1550")
		})
		if err != nil {
			t.Error(err)
		}
	}}
	r := httptest.NewRequest("GET", list("_jsonl=true"), nil)
	for header, value := range DefaultCredentials() {
		r.Header.Set(header, value)
	}
	s.ServeHTTP(w, r)
	after := answer{body: w.Body.String()}.objects(t)
	same := slices.EqualFunc(before, after, func(a, b object) bool { return a.ID == b.ID })
	return fmt.Sprintf("%d %d %v", s.rowsNow(t), len(after), same)
}

// TestSlowReaderKeepsNobodyWaiting reads a few rows of a list and stops, while others write and read.
func TestSlowReaderKeepsNobodyWaiting(t *testing.T) {
	for _, db := range []string{"", filepath.Join(t.TempDir(), "slow.db")} {
		s := open(t, Options{DB: db})
		seed(t, s, 20_000)
		srv := httptest.NewServer(s)
		resp := request(t, "GET", srv.URL+list("_jsonl=true"), nil)
		lines := bufio.NewScanner(resp.Body)
		lines.Scan()
		for i := range 200 {
			s.call("POST", one, fmt.Sprintf(`{"name":"%d"}`, i)).want(t, 201)
		}
		if n := s.rowsNow(t); n != 20_200 {
			t.Errorf("%d rows", n)
		}
		n := 1
		for lines.Scan() {
			n++
		}
		if err := lines.Err(); err != nil || n != 20_000 {
			t.Errorf("the slow list has %d rows, %v", n, err)
		}
		_ = resp.Body.Close()
		srv.Close()
	}
}

// TestClientGone ends a list's work when nobody reads any more.
func TestClientGone(t *testing.T) {
	s := open(t, Options{})
	seed(t, s, 20_000)
	ctx, cancel := context.WithCancel(t.Context())
	w := &pausing{ResponseRecorder: httptest.NewRecorder(), after: 1, do: cancel}
	r := httptest.NewRequest("GET", list("_jsonl=true"), nil).WithContext(ctx)
	for header, value := range DefaultCredentials() {
		r.Header.Set(header, value)
	}
	func() {
		defer func() {
			if recover() != http.ErrAbortHandler {
				t.Error("an incomplete list ended as if complete")
			}
		}()
		s.ServeHTTP(w, r)
	}()
	if rows := strings.Count(w.Body.String(), "\n"); rows > 5000 {
		t.Errorf("%d rows were sent after the client was gone", rows)
	}
	s.call("GET", list("_statistics=true"), "").want(t, 200, `{"count":20000}`) // the connection is as new
}

func TestPaging(t *testing.T) {
	s := open(t, Options{})
	seed(t, s, 23)
	for _, order := range []string{"_order_by=id", "_order_by=-name", "_search="} {
		all := s.names(t, order)
		var pages []string
		for page := range 5 {
			pages = append(pages, s.names(t, order, fmt.Sprint("_page=", page+1), "_page_size=5")...)
		}
		if !slices.Equal(pages, all) || len(all) != 23 {
			t.Errorf("%s: pages %q, all %q", order, pages, all)
		}
	}
	if got := s.names(t, "_page=1", "_page_size=500"); len(got) != 23 {
		t.Errorf("%d rows", len(got))
	}
}

func TestTagsAndSegments(t *testing.T) {
	s := open(t, Options{})
	tag, column := strings.Replace(sampleID, "4", "5", 1), strings.Replace(sampleID, "4", "6", 1)
	load(t, s,
		`{"id":"`+sampleID+`","name":"a","created_at":"2020-01-01T00:00:00Z","tags":[{"id":"`+tag+`"}]}`,
		`{"id":"`+tag+`","name":"b","created_at":"2020-01-01T00:00:00Z","customer_columns":[{"id":"`+column+`","value":7}]}`)
	for parameter, want := range map[string]string{
		"tags=" + tag: "a", "tags=" + column + "," + tag: "a", "tags=" + sampleID: "", "tags=": "ab",
		"customer_columns=" + column: "b", "global_segments=" + tag: "", "global_realestates=" + tag: "", "global_segments=": "ab",
	} {
		if got := strings.Join(s.names(t, parameter), ""); got != want {
			t.Errorf("%s gives %q", parameter, got)
		}
	}
	if o := s.call("GET", one+tag+"/", "").object(t); compact(t, string(o.Columns)) != `[{"id":"`+column+`","value":7}]` || string(o.Tags) != "null" {
		t.Errorf("got %+v", o)
	}
}

// TestLinked: what made-up organizations are linked to is found by each filter, and gone with them.
func TestLinked(t *testing.T) {
	s := open(t, Options{})
	if err := s.Seed(t.Context(), 84, 1); err != nil {
		t.Fatal(err)
	}
	for parameter, want := range map[string]int{
		"tags=" + seedTags[0].id: 10, "tags=" + seedTags[1].id: 9, "tags=" + seedTags[0].id + "," + seedTags[1].id: 18,
		"customer_columns=" + seedColumns[0].id: 14, "global_realestates=" + seedEstates[0].id: 12, "global_segments=" + seedSegments[1].id: 10,
		"global_segments=" + seedSegments[0].id + "," + seedSegments[1].id: 21, "global_segments=" + seedEstates[0].id: 0,
	} {
		if got := len(s.names(t, parameter)); got != want {
			t.Errorf("%s gives %d organizations, want %d", parameter, got, want)
		}
	}
	if err := s.Reset(t.Context()); err != nil {
		t.Fatal(err)
	}
	for n := range 7 {
		s.create(t, `{"name":"Exempelbacken %d AB"}`, n)
	}
	if got := s.names(t, "global_realestates="+seedEstates[0].id); len(got) > 0 {
		t.Errorf("%q are linked to what others were made with", got)
	}
}

// TestOverPipe serves a real HTTP server over net.Pipe with synthetic time: everything blocks where synctest can see it.
func TestOverPipe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, err := Open(Options{Faults: faults(t, "latency=1h")})
		if err != nil {
			t.Fatal(err)
		}
		seed(t, s, 5000)
		l := &pipeListener{conns: make(chan net.Conn), done: make(chan struct{})}
		srv := &http.Server{Handler: s}
		go func() { _ = srv.Serve(l) }()
		client := &http.Client{Transport: &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
			near, far := net.Pipe()
			l.conns <- far
			return near, nil
		}}}
		from := time.Now()
		for range 2 {
			r, _ := http.NewRequest("GET", "http://sandbox.test"+list("_jsonl=true"), nil)
			for header, value := range DefaultCredentials() {
				r.Header.Set(header, value)
			}
			resp, err := client.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(resp.Body)
			if n := bytes.Count(body, []byte{'\n'}); n != 5000 || err != nil {
				t.Errorf("%d rows, %v", n, err)
			}
			_ = resp.Body.Close()
		}
		if took := time.Since(from); took != 2*time.Hour {
			t.Errorf("took %v", took)
		}
		client.CloseIdleConnections()
		_ = srv.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
}

type pipeListener struct {
	conns chan net.Conn
	done  chan struct{}
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}
func (l *pipeListener) Close() error { close(l.done); return nil }
func (*pipeListener) Addr() net.Addr { return &net.UnixAddr{Name: "pipe"} }

// TestDateHeader shows the sandbox's own clock.
func TestDateHeader(t *testing.T) {
	s := open(t, Options{Now: func() time.Time { return time.Date(2031, 2, 3, 4, 5, 6, 0, time.UTC) }})
	if got := s.call("GET", list(), "").header.Get("Date"); got != "Mon, 03 Feb 2031 04:05:06 GMT" {
		t.Errorf("Date: %s", got)
	}
	if o := s.create(t, `{"name":"a"}`); o.CreatedAt != "2031-02-03T04:05:06Z" {
		t.Errorf("created_at: %s", o.CreatedAt)
	}
}
