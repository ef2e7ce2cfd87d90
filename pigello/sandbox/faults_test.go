package sandbox

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func faults(tb testing.TB, switches ...string) (f Faults) {
	tb.Helper()
	for _, one := range switches {
		name, value, _ := strings.Cut(one, "=")
		if err := f.Set(name, value); err != nil {
			tb.Fatal(err)
		}
	}
	return f
}

// faulty gives a sandbox in which every request is hit by the faults.
func faulty(tb testing.TB, switches ...string) *Sandbox {
	tb.Helper()
	return open(tb, Options{Faults: faults(tb, switches...)})
}

// rows of the sandbox, read without faults.
func (s *Sandbox) rowsNow(tb testing.TB) int {
	tb.Helper()
	n, err := s.Count(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	return n
}

func TestDropBeforeAndAfter(t *testing.T) {
	for name, written := range map[string]int{"drop-before": 0, "drop-after": 3} {
		s := faulty(t, name+"=100%")
		for _, a := range []answer{s.call("POST", one, `{"name":"a"}`), s.call("POST", one+"list/", `[{"name":"b"},{"name":"c"}]`), s.call("GET", list(), "")} {
			if !a.dropped {
				t.Errorf("%s: answered %d %s", name, a.status, a.body)
			}
		}
		if n := s.rowsNow(t); n != written {
			t.Errorf("%s: %d rows", name, n)
		}
		if r := s.Requests()[0]; r.Fault != name || r.Status != 0 {
			t.Errorf("%s: logged as %+v", name, r)
		}
	}
}

func TestTooMany(t *testing.T) {
	s := faulty(t, "too-many=100%")
	a := s.call("POST", one, `{"name":"a"}`).want(t, 429, `{"detail":"Request was throttled. Expected available in 1 seconds."}`)
	if a.header.Get("Retry-After") != "1" || s.rowsNow(t) != 0 {
		t.Errorf("%v, %d rows", a.header, s.rowsNow(t))
	}
}

// TestRate: a second's worth comes at once, then so many a second, whatever
// form the refusal has.
func TestRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := faulty(t, "rate=20/s")
		taken := 0
		for from := time.Now(); time.Since(from) < 10*time.Second; time.Sleep(10 * time.Millisecond) {
			switch a := s.call("GET", list(), ""); {
			case a.status == 200:
				taken++
			case a.status != 429 || a.header.Get("Retry-After") != "1":
				t.Fatalf("%d, %v", a.status, a.header)
			}
		}
		if taken < 218 || taken > 220 {
			t.Errorf("%d were taken in ten seconds, want 20 and 200", taken)
		}
		if r := s.Requests(); r[len(r)-1].Fault != "rate" {
			t.Errorf("logged as %+v", r[len(r)-1])
		}
	})
}

// TestGate: a gateway that finds requests too many says 503 and nothing else.
func TestGate(t *testing.T) {
	s := faulty(t, "too-many-503=1/s")
	s.call("POST", one, `{"name":"a"}`).want(t, 201)
	a := s.call("POST", one, `{"name":"b"}`).want(t, 503)
	if a.header.Get("Retry-After") != "" || !strings.HasPrefix(a.body, "<html>") || s.rowsNow(t) != 1 || s.Requests()[1].Fault != "too-many-503" {
		t.Errorf("%v %s, %d rows, logged as %+v", a.header, a.body, s.rowsNow(t), s.Requests()[1])
	}
}

// TestTooLarge: an array that is too much for the server is answered by its gateway.
func TestTooLarge(t *testing.T) {
	s := faulty(t, "too-large-502=2")
	s.call("POST", one+"list/", `[{"name":"a"},{"name":"b"}]`).want(t, 200)
	a := s.call("POST", one+"list/", `[{"name":"c"},{"name":"d"},{"name":"e"}]`).want(t, 502)
	if !strings.HasPrefix(a.body, "<html>") || s.rowsNow(t) != 2 || s.Requests()[1].Fault != "too-large-502" {
		t.Errorf("%s, %d rows, logged as %+v", a.body, s.rowsNow(t), s.Requests()[1])
	}
}

// TestLate: the answer is there at once, and the write comes later, whoever is gone by then; reading is never late.
func TestLate(t *testing.T) {
	s := faulty(t, "late=100%:300ms")
	h := httptest.NewServer(s)
	defer h.Close()
	post := func() int {
		r, err := http.NewRequest(http.MethodPost, h.URL+one, strings.NewReader(`{"name":"a"}`))
		if err != nil {
			t.Fatal(err)
		}
		for name, value := range DefaultCredentials() {
			r.Header.Set(name, value)
		}
		r.Header.Set("Content-Type", "application/json")
		a, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = a.Body.Close()
		return a.StatusCode
	}
	began := time.Now()
	if status := post(); status != 504 || time.Since(began) > 200*time.Millisecond || s.rowsNow(t) != 0 {
		t.Errorf("%d after %v, %d rows", status, time.Since(began), s.rowsNow(t))
	}
	http.DefaultClient.CloseIdleConnections()
	s.call("GET", list(), "").want(t, 200)
	for s.rowsNow(t) == 0 && time.Since(began) < 5*time.Second {
		time.Sleep(10 * time.Millisecond)
	}
	if s.rowsNow(t) != 1 || time.Since(began) < 300*time.Millisecond {
		t.Errorf("%d rows after %v", s.rowsNow(t), time.Since(began))
	}
}

func TestServerErrors(t *testing.T) {
	for name, statuses := range map[string][]int{"server-error": {500, 503}, "html-error": {502, 504}} {
		s := faulty(t, name+"=100%")
		seen := map[int]bool{}
		for i := range 40 {
			a := s.call("POST", one, fmt.Sprintf(`{"name":"%d"}`, i))
			seen[a.status] = true
			if !slices.Contains(statuses, a.status) || !strings.HasPrefix(a.body, "<html>") {
				t.Fatalf("%s: %d %s", name, a.status, a.body)
			}
		}
		if n := s.rowsNow(t); n < 10 || n > 30 || len(seen) != 2 {
			t.Errorf("%s: %d of 40 written, statuses %v", name, n, seen)
		}
	}
}

func TestFalseBulkAnswers(t *testing.T) {
	var sent []string
	for i := range 40 {
		sent = append(sent, fmt.Sprintf(`{"name":"%02d"}`, i))
	}
	for _, name := range []string{"shuffle", "short", "other-values"} {
		s := faulty(t, name+"=100%")
		var names []string
		for _, o := range s.call("POST", one+"list/", "["+strings.Join(sent, ",")+"]").want(t, 200).objects(t) {
			names = append(names, o.Name)
		}
		stored := s.names(t)
		switch {
		case len(stored) != 40:
			t.Errorf("%s: %d rows", name, len(stored))
		case name == "shuffle" && (len(names) != 40 || slices.IsSorted(names)):
			t.Errorf("shuffle: %q", names)
		case name == "short" && (len(names) >= 40 || len(names) < 30 || !slices.IsSorted(names)):
			t.Errorf("short: %q", names)
		case name == "other-values" && (len(names) != 40 || slices.Equal(names, stored)):
			t.Errorf("other-values: %q", names)
		}
	}
	s := faulty(t, "other-values=100%")
	if o := s.create(t, `{"name":"a"}`); o.Name == "a" || s.names(t)[0] != "a" {
		t.Errorf("other-values of a single create: %+v", o)
	}
}

// TestUntrueAnswers: what was written is there, and the answer tells something else.
func TestUntrueAnswers(t *testing.T) {
	for name, want := range map[string]string{
		"other-ids": "ids", "more": "4 rows", "twice": "a a b", "other-answer": "Främlingen 0 AB Främlingen 1 AB Främlingen 2 AB",
		"empty-answer": "[]", "null-answer": "null", "error-answer": `{"detail":"A server error occurred."}`, "page-answer": "<html>",
	} {
		s := faulty(t, name+"=100%")
		a := s.call("POST", one+"list/", `[{"name":"a"},{"name":"b"},{"name":"c"}]`).want(t, 200)
		if stored := s.names(t); !slices.Equal(stored, []string{"a", "b", "c"}) {
			t.Errorf("%s: stored %q", name, stored)
		}
		switch want {
		case "4 rows":
			if n := len(a.objects(t)); n != 4 {
				t.Errorf("%s: %d rows", name, n)
			}
		case "a a b", "Främlingen 0 AB Främlingen 1 AB Främlingen 2 AB":
			var names []string
			for _, o := range a.objects(t) {
				names = append(names, o.Name)
			}
			if slices.Sort(names); strings.Join(names, " ") != want {
				t.Errorf("%s: %q", name, names)
			}
		case "ids":
			for _, o := range a.objects(t) {
				if got := s.call("GET", one+o.ID+"/", ""); got.status == 200 && got.object(t).Name == o.Name {
					t.Errorf("%s: %s has its own id", name, o.Name)
				}
			}
		default:
			if !strings.HasPrefix(a.body, want) {
				t.Errorf("%s: %s", name, a.body)
			}
		}
	}
}

func TestCuts(t *testing.T) {
	s := open(t, Options{})
	seed(t, s, 1000)
	for _, query := range []string{"?_jsonl=true", "?_jsonl=true&_slim=true", "?", "?_jsonl=true&id__in=", "?_jsonl=true&_page=1&_page_size=3"} {
		s.SetFaults(Faults{})
		whole := s.call("GET", one+"list/"+query, "").want(t, 200).body
		for _, name := range []string{"cut-line", "cut-between"} {
			s.SetFaults(faults(t, name+"=100%"))
			a := s.call("GET", one+"list/"+query, "")
			if !a.dropped || !strings.HasPrefix(whole, a.body) {
				t.Fatalf("%s %s: dropped %v, no start of the whole", name, query, a.dropped)
			}
			if between := strings.HasSuffix(strings.TrimRight(a.body, ",\n"), "}"); len(a.body) > 1 && between != (name == "cut-between") {
				t.Errorf("%s %s ends in %q", name, query, a.body[max(0, len(a.body)-40):])
			}
		}
	}
}

// TestCutClean: a list that ends too early looks like any other.
func TestCutClean(t *testing.T) {
	s := open(t, Options{})
	seed(t, s, 1000)
	s.SetFaults(faults(t, "cut-clean=100%"))
	for i := range 10 {
		for query, each := range map[string]string{"_jsonl=true&": `"name"`, "_jsonl=true&_slim=true&": `"id"`, "": `"name"`} {
			a := s.call("GET", one+"list/?"+query+fmt.Sprintf("name!=none%d", i), "").want(t, 200)
			if rows := strings.Count(a.body, each); a.dropped || rows == 0 || rows > 500 || query == "" && !strings.HasSuffix(a.body, "}]") {
				t.Errorf("%s gives %d rows of 1000, dropped %v", query, rows, a.dropped)
			}
		}
	}
	if got := len(s.names(t, "_page=1", "_page_size=1")); got != 1 {
		t.Errorf("a list of one row has %d", got)
	}
}

// TestEmpty: a list without a body comes in many forms, whatever is there, and nothing else is hit.
func TestEmpty(t *testing.T) {
	s := open(t, Options{})
	seed(t, s, 10)
	s.SetFaults(faults(t, "empty=100%"))
	seen := map[string]bool{}
	for i := range 100 {
		for _, query := range []string{"?_jsonl=true", "?"} {
			a := s.call("GET", fmt.Sprintf("%slist/%s&_search=%d", one, query, i), "")
			if a.body != "" || a.dropped {
				t.Fatalf("%s: %d %q", query, a.status, a.body)
			}
			seen[fmt.Sprint(a.status, " ", a.header.Get("Content-Type"))] = true
		}
	}
	for _, form := range []string{"200 text/html", "200 application/x-ndjson", "200 application/json", "204 "} {
		if !seen[form] {
			t.Errorf("never %s: %v", form, seen)
		}
	}
	if len(seen) != 7 {
		t.Errorf("forms %v", seen)
	}
	if o := s.create(t, `{"name":"a"}`); s.call("GET", one+o.ID+"/", "").object(t).Name != "a" {
		t.Error("a single read is hit")
	}
}

// TestCutOverHTTP shows that a client can tell a cut from an end.
func TestCutOverHTTP(t *testing.T) {
	s := open(t, Options{})
	seed(t, s, 3000)
	srv := httptest.NewServer(s)
	defer srv.Close()
	for _, name := range []string{"cut-line", "cut-between"} {
		s.SetFaults(faults(t, name+"=100%"))
		resp := request(t, "GET", srv.URL+list("_jsonl=true"), nil)
		body, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if !errors.Is(err, io.ErrUnexpectedEOF) || len(body) == 0 {
			t.Errorf("%s: %d bytes, %v", name, len(body), err)
		}
	}
}

func TestLatencyAndStall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t, Options{})
		seed(t, s, 10)
		for order, want := range map[string]time.Duration{"latency=100%": 100 * time.Millisecond, "latency=2s": 2 * time.Second, "stall=100%": 90 * time.Second, "stall=100%:5m": 5 * time.Minute} {
			s.SetFaults(faults(t, order))
			for _, target := range []string{list(), list("_jsonl=true"), one + sampleID + "/"} {
				from := time.Now()
				s.call("GET", target, "")
				if took := time.Since(from); took != want {
					t.Errorf("%s %s took %v", order, target, took)
				}
			}
		}
	})
}

// TestFaultsRepeat runs the same requests twice, the second time concurrently and in another order, against sandboxes that give other ids: the same
// requests are hit.
func TestFaultsRepeat(t *testing.T) {
	o := Options{FaultSeed: 42, Faults: faults(t, "drop-before=20%", "too-many=20%", "other-values=30%")}
	run := func(workers int) []string {
		s := open(t, o)
		parent := object{}
		s.SetFaults(Faults{})
		parent = s.create(t, `{"name":"parent"}`)
		s.SetFaults(o.Faults)
		var group sync.WaitGroup
		for w := range workers {
			group.Go(func() {
				for i := range 200 {
					if i%workers == w {
						body := fmt.Sprintf(`[{"name":"%d","organization":{"id":%q}}]`, i, parent.ID)
						s.call("POST", one+"list/", body)
						s.call("POST", one+"list/", body)
						s.call("GET", list(fmt.Sprintf("name=%d", i), "created_at__gte="+parent.CreatedAt), "")
					}
				}
			})
		}
		group.Wait()
		var hit []string
		for _, r := range s.Requests()[1:] {
			hit = append(hit, fmt.Sprint(r.Method, r.Body, r.Query[strings.LastIndex(r.Query, "&")+1:], r.Fault, r.Status))
		}
		slices.Sort(hit)
		return hit
	}
	first := run(1)
	if second := run(4); !slices.Equal(first, second) {
		t.Error("the second run was hit otherwise")
	}
	o.FaultSeed = 43
	if other := run(1); slices.Equal(first, other) {
		t.Error("another seed hit the same requests")
	}
	dropped := 0
	for _, line := range first {
		if strings.Contains(line, "drop-before") {
			dropped++
		}
	}
	if dropped < 80 || dropped > 160 {
		t.Errorf("%d of 600 were dropped, not about 120", dropped)
	}
}

func TestFaultNames(t *testing.T) {
	for _, sw := range FaultSwitches() {
		for _, value := range sw.Values {
			var f Faults
			if err := f.Set(sw.Name, value); err != nil {
				t.Error(err)
			}
			if f.any() == (value == "0%") {
				t.Errorf("%s=%s gives %+v", sw.Name, value, f)
			}
		}
		if !strings.HasSuffix(sw.Question, "?") {
			t.Errorf("%s is asked %q", sw.Name, sw.Question)
		}
	}
	if n := len(FaultSwitches()); n != 23 {
		t.Errorf("%d faults", n)
	}
	var f Faults
	for name, value := range map[string]string{"drop-after": "5", "drop-before": "101%", "short": "-1%", "latency": "soon", "stall": "5%:", "too-many": "x%:1s", "cut-line": "5%:1s", "html-error": "NaN%", "fire": "1%"} {
		if err := f.Set(name, value); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s=%s: %v", name, value, err)
		}
	}
	for _, value := range []string{"20", "-1/s", "10%", "x/s", "NaN/s"} {
		if err := f.Set("rate", value); err == nil || !strings.Contains(err.Error(), "20/s") {
			t.Errorf("rate=%s: %v", value, err)
		}
	}
	for _, value := range []string{"20/s", "-1", "10%", "many"} {
		if err := f.Set("too-large-502", value); err == nil || !strings.Contains(err.Error(), "rows as 200") {
			t.Errorf("too-large-502=%s: %v", value, err)
		}
	}
	if f != (Faults{}) {
		t.Errorf("refused orders left %+v", f)
	}
	for _, sw := range LimitSwitches() {
		var f Faults
		if err := f.Set(sw.Name, sw.Values[0]); err != nil || f != (Faults{}) || !strings.HasSuffix(sw.Question, "?") {
			t.Errorf("%s: %q, %+v, %v", sw.Name, sw.Question, f, err)
		}
		if err := f.Set(sw.Name, sw.Values[1]); err != nil || f == (Faults{}) {
			t.Errorf("%s=%s: %+v, %v", sw.Name, sw.Values[1], f, err)
		}
	}
	if err := f.Set("latency", "0.5%:3s"); err != nil || f.Latency != (Fault{0.5, 3 * time.Second}) {
		t.Errorf("%+v, %v", f, err)
	}
}

func TestMaskIDs(t *testing.T) {
	for in, want := range map[string]string{
		"/sales/organization/" + sampleID + "/":          "/sales/organization/*/",
		`{"id":"` + sampleID + `","name":"a"}`:           `{"id":"*","name":"a"}`,
		"created_at__gte=2024-01-15T10:00:00.123Z&x=1":   "created_at__gte=*&x=1",
		"created_at__gte=2024-01-15T10%3A00%3A00.1Z&x=1": "created_at__gte=*&x=1",
		"2024-01-15": "2024-01-15",
		"":           "",
	} {
		if got := string(maskIDs(in)); got != want {
			t.Errorf("%s became %s", in, got)
		}
	}
}
