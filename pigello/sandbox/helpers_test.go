package sandbox

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestMain(m *testing.M) {
	flag.Parse()
	goleak.VerifyTestMain(m)
}

// open gives an empty sandbox in memory that closes with the test.
func open(tb testing.TB, o Options) *Sandbox {
	tb.Helper()
	s, err := Open(o)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	return s
}

// assuming gives a sandbox with assumptions given as name=value.
func assuming(tb testing.TB, switches ...string) *Sandbox {
	tb.Helper()
	var a Assumptions
	for _, one := range switches {
		name, value, _ := strings.Cut(one, "=")
		if err := a.Set(name, value); err != nil {
			tb.Fatal(err)
		}
	}
	return open(tb, Options{Assume: a})
}

// answer is what a call gave; dropped says that the connection was.
type answer struct {
	status  int
	header  http.Header
	body    string
	dropped bool
}

// call sends a request straight to the handler, with the default credentials.
func (s *Sandbox) call(method, target, body string) (a answer) {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	for header, value := range DefaultCredentials() {
		r.Header.Set(header, value)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	return s.serve(r)
}

func (s *Sandbox) serve(r *http.Request) (a answer) {
	w := httptest.NewRecorder()
	defer func() {
		if p := recover(); p != nil {
			if p != http.ErrAbortHandler {
				panic(p)
			}
			a.dropped = true
		}
		a.status, a.header, a.body = w.Code, w.Header(), w.Body.String()
	}()
	s.ServeHTTP(w, r)
	return a
}

// want fails unless the answer has the status and, if given, exactly this body.
func (a answer) want(tb testing.TB, status int, body ...string) answer {
	tb.Helper()
	if a.dropped || a.status != status || len(body) > 0 && a.body != body[0] {
		tb.Fatalf("got %d (dropped %v)\n%s\nwant %d\n%s", a.status, a.dropped, a.body, status, strings.Join(body, ""))
	}
	return a
}

// object is an organization as a client sees it.
type object struct {
	ID           string           `json:"id"`
	Name         string           `json:"name"`
	CustomID     *string          `json:"custom_id"`
	CreatedAt    string           `json:"created_at"`
	Organization *json.RawMessage `json:"organization"`
	Tags         json.RawMessage  `json:"tags"`
	Columns      json.RawMessage  `json:"customer_columns"`
}

func (o object) parent() string {
	var p struct{ ID string }
	if o.Organization != nil {
		_ = json.Unmarshal(*o.Organization, &p)
	}
	return p.ID
}

func (a answer) object(tb testing.TB) (o object) {
	tb.Helper()
	if err := json.Unmarshal([]byte(a.body), &o); err != nil {
		tb.Fatalf("%v in %s", err, a.body)
	}
	return o
}

// objects reads an array, or lines.
func (a answer) objects(tb testing.TB) (list []object) {
	tb.Helper()
	body := a.body
	if !strings.HasPrefix(body, "[") {
		body = "[" + strings.ReplaceAll(strings.TrimSuffix(body, "\n"), "\n", ",") + "]"
	}
	if err := json.Unmarshal([]byte(body), &list); err != nil {
		tb.Fatalf("%v in %s", err, a.body)
	}
	return list
}

// names of a list with these parameters, in its order.
func (s *Sandbox) names(tb testing.TB, parameters ...string) []string {
	tb.Helper()
	var names []string
	for _, o := range s.call("GET", list(parameters...), "").want(tb, 200).objects(tb) {
		names = append(names, o.Name)
	}
	return names
}

// list gives the address of the list with parameters name=value, escaped.
func list(parameters ...string) string {
	values := url.Values{}
	for _, one := range parameters {
		// A negated filter ends in "!" before the "=".
		name, value, _ := strings.Cut(one, "=")
		values.Set(name, value)
	}
	return "/sales/organization/list/?" + values.Encode()
}

// create adds an organization of this body.
func (s *Sandbox) create(tb testing.TB, format string, args ...any) object {
	tb.Helper()
	return s.call("POST", "/sales/organization/", fmt.Sprintf(format, args...)).want(tb, 201).object(tb)
}

func compact(tb testing.TB, s string) string {
	tb.Helper()
	var b bytes.Buffer
	if err := json.Compact(&b, []byte(s)); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}
