package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// exchange is one request as it went over the wire, and its answer's status.
type exchange struct {
	method, path string
	query        url.Values
	header       http.Header
	body         string
	status       int
}

// bodyOf is where a request keeps its body.
type bodyOf struct{}

// recorder is a proxy before a sandbox that writes down what passes.
type recorder struct {
	t    *testing.T
	url  string
	mu   sync.Mutex
	seen []exchange
}

func newRecorder(t *testing.T) *recorder {
	t.Helper()
	s, err := sandbox.Open(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	api := httptest.NewServer(s)
	target, err := url.Parse(api.URL)
	if err != nil {
		t.Fatal(err)
	}
	r := &recorder{t: t}
	pass := httputil.NewSingleHostReverseProxy(target)
	pass.ModifyResponse = func(answer *http.Response) error {
		body, _ := answer.Request.Context().Value(bodyOf{}).(string)
		r.mu.Lock()
		defer r.mu.Unlock()
		q := answer.Request
		r.seen = append(r.seen, exchange{q.Method, q.URL.Path, q.URL.Query(), q.Header.Clone(), body, answer.StatusCode})
		return nil
	}
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, err := io.ReadAll(q.Body)
		if err != nil {
			t.Error(err)
		}
		q.Body = io.NopCloser(bytes.NewReader(body))
		pass.ServeHTTP(w, q.WithContext(context.WithValue(q.Context(), bodyOf{}, string(body))))
	}))
	t.Cleanup(func() {
		proxy.Close()
		api.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	r.url = proxy.URL
	return r
}

// run calls the program and gives what went over the wire, and standard output.
func (r *recorder) run(args ...string) ([]exchange, string) {
	r.t.Helper()
	env := map[string]string{config.VariableURL: r.url, "HOME": r.t.TempDir()}
	for _, k := range config.Keys() {
		if k.Header != "" {
			env[k.Variable] = sandbox.DefaultCredentials()[k.Header]
		}
	}
	r.seen = nil
	var out, said bytes.Buffer
	if code := execute(r.t.Context(), process{
		args: args, stdin: strings.NewReader(""),
		stdout: &out, stderr: &said,
		env: func(name string) string { return env[name] },
	}); code != 0 {
		r.t.Fatalf("orgbatch %q: exit %d\n%s", args, code, said.String())
	}
	for _, x := range r.seen {
		r.holds(x)
	}
	return slices.Clone(r.seen), out.String()
}

// holds looks at what is the same for every request of the documented contract.
func (r *recorder) holds(x exchange) {
	r.t.Helper()
	for name, want := range sandbox.DefaultCredentials() {
		if x.header.Get(name) != want {
			r.t.Errorf("%s %s carries %s %q", x.method, x.path, name, x.header.Get(name))
		}
	}
	if !strings.HasPrefix(x.path, "/sales/organization/") || !strings.HasSuffix(x.path, "/") {
		r.t.Errorf("%s %s is no path of the contract", x.method, x.path)
	}
	for name, values := range x.query {
		if len(values) != 1 {
			r.t.Errorf("%s %s has %s %d times", x.method, x.path, name, len(values))
		}
	}
	writes := x.method == http.MethodPost || x.method == http.MethodPatch
	if writes != (x.body != "") || writes && x.header.Get("Content-Type") != "application/json" {
		r.t.Errorf("%s %s has a body of %d bytes, %q", x.method, x.path, len(x.body), x.header.Get("Content-Type"))
	}
}

// only gives the exchange of a method, of which there must be one.
func only(t *testing.T, all []exchange, method string) exchange {
	t.Helper()
	all = slices.DeleteFunc(all, func(x exchange) bool { return x.method != method })
	if len(all) != 1 {
		t.Fatalf("%d requests are %s: %v", len(all), method, all)
	}
	return all[0]
}

// sends wants one request of a method, with this path and body.
func sends(t *testing.T, all []exchange, method, path, body string) {
	t.Helper()
	x := only(t, all, method)
	var got, want any
	if body != "" {
		if err := json.Unmarshal([]byte(x.body), &got); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(body), &want); err != nil {
			t.Fatal(err)
		}
	}
	if x.path != path || !reflect.DeepEqual(got, want) || x.status/100 != 2 {
		t.Errorf("%s %s with %s gives %d, want %s with %s", method, x.path, x.body, x.status, path, body)
	}
}

const organizationPath = "/sales/organization/"

// TestContractOperations walks the operations of the API through the command line.
func TestContractOperations(t *testing.T) {
	t.Chdir(t.TempDir())
	r := newRecorder(t)
	all, out := r.run("create", "--name", "Exempelbacken AB", "--custom-id", "00123", "--yes")
	sends(t, all, "POST", organizationPath, `{"name":"Exempelbacken AB","custom_id":"00123"}`)
	var parent struct{ ID string }
	if err := json.Unmarshal([]byte(out), &parent); err != nil {
		t.Fatal(err)
	}
	all, out = r.run("create", "--name", "Exempelviken AB", "--parent", "Exempelbacken AB", "--yes")
	sends(t, all, "POST", organizationPath, `{"name":"Exempelviken AB","organization":{"id":"`+parent.ID+`"}}`)
	var child struct{ ID string }
	if err := json.Unmarshal([]byte(out), &child); err != nil {
		t.Fatal(err)
	}
	at := organizationPath + child.ID + "/"
	all, _ = r.run("get", child.ID)
	sends(t, all, "GET", at, "")
	all, _ = r.run("update", child.ID, "--custom-id", "B-7", "--yes")
	sends(t, all, "PATCH", at, `{"name":"Exempelviken AB","custom_id":"B-7"}`)
	all, _ = r.run("update", child.ID, "--name", "Exempelsjön AB", "--yes")
	sends(t, all, "PATCH", at, `{"name":"Exempelsjön AB"}`)
	all, _ = r.run("update", child.ID, "--clear", "organization", "--clear", "custom_id", "--yes")
	sends(t, all, "PATCH", at, `{"name":"Exempelsjön AB","organization":null,"custom_id":null}`)
	all, _ = r.run("delete", child.ID, "--yes")
	sends(t, all, "DELETE", at, "")
	all, _ = r.run("list", "--array")
	if x := only(t, all, "GET"); x.path != organizationPath+"list/" || len(x.query) > 0 {
		t.Errorf("the plain list is %s?%s", x.path, x.query.Encode())
	}
}

// TestContractLists walks the parameters and filters of the API's list through the command line: each goes as it is documented, and is taken.
func TestContractLists(t *testing.T) {
	r := newRecorder(t)
	id := "497f6eca-6276-4993-bfeb-53cbbbba6f08"
	for _, c := range []struct{ flags, query string }{
		{"", "_order_by=created_at,id&_jsonl=true"}, {"--array", ""}, {"--array --order-by created_at,-name", "_order_by=created_at,-name"},
		{"--page 1 --page-size 500", "_page=1&_page_size=500"}, {"--array --search exempel", "_search=exempel"},
		{"--slim", "_slim=true&_jsonl=true"}, {"--statistics", "_statistics=true"}, {"--array --tags " + id, "tags=" + id},
		{"--array --customer-columns " + id + "," + id, "customer_columns=" + id + "," + id}, {"--array --global-realestates " + id, "global_realestates=" + id},
		{"--array --global-segments " + id, "global_segments=" + id},
	} {
		r.lists(c.flags, c.query)
	}
	text := []string{"", "__contains", "__endswith", "__icontains", "__iendswith", "__iexact", "__in", "__isnull", "__istartswith", "__startswith"}
	for field, operators := range map[string][]string{
		"created_at": {"", "__gt", "__gte", "__in", "__isnull", "__lt", "__lte"}, "custom_id": text, "name": text,
		"id": {"", "__in", "__isnull"}, "organization": {"", "__in", "__isnull"},
	} {
		for _, operator := range operators {
			value := map[string]string{"created_at": "2024-01-15", "id": id, "organization": id}[field]
			if value == "" {
				value = "å_b%"
			}
			if operator == "__in" {
				value += "," + value
			}
			if operator == "__isnull" {
				value = "true"
			}
			for _, sign := range []string{"=", "!="} {
				name := field + operator + strings.TrimSuffix(sign, "=")
				r.lists("--array --filter "+field+operator+sign+value, url.Values{name: {value}}.Encode())
			}
		}
	}
}

// lists calls list with flags and wants this query to have gone, and an answer of 200.
func (r *recorder) lists(flags, query string) {
	r.t.Helper()
	all, _ := r.run(append([]string{"list"}, strings.Fields(flags)...)...)
	want, err := url.ParseQuery(query)
	if err != nil {
		r.t.Fatal(err)
	}
	if x := all[0]; x.path != organizationPath+"list/" || x.method != http.MethodGet || x.status != 200 || !reflect.DeepEqual(x.query, want) {
		r.t.Errorf("list %s sends %s %s?%s and gets %d, want the query %s", flags, x.method, x.path, x.query.Encode(), x.status, query)
	}
}
