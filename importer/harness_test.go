package importer_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// world is a sandbox served over HTTP and a client of it.
type world struct {
	t       testing.TB
	sandbox *sandbox.Sandbox
	client  *pigello.Client
	url     string
	runs    string
	answers map[string]string // of the sandbox, see answer
	hints   push.Hints        // of a storm
}

func newWorld(t testing.TB, o sandbox.Options) *world {
	t.Helper()
	s, err := sandbox.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s)
	t.Cleanup(func() {
		server.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	w := &world{t: t, sandbox: s, url: server.URL, runs: t.TempDir()}
	w.client = w.newClient(8)
	return w
}

func (w *world) newClient(concurrency int, timeouts ...pigello.Timeouts) *pigello.Client {
	w.t.Helper()
	credentials := sandbox.DefaultCredentials()
	var timeout pigello.Timeouts
	if len(timeouts) > 0 {
		timeout = timeouts[0]
	}
	client, err := pigello.New(pigello.Options{
		BaseURL: w.url, Timeouts: timeout,
		Credentials: pigello.CredentialsFrom(credentials),
		Limiter:     pigello.NewLimiter(pigello.LimiterOptions{Concurrency: concurrency}),
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return client
}

func input(name, text string) intake.Input {
	return intake.Input{Name: name, Open: func() (io.ReadSeekCloser, error) {
		return struct {
			*bytes.Reader
			io.Closer
		}{bytes.NewReader([]byte(text)), io.NopCloser(nil)}, nil
	}}
}

// plan plans a CSV text; the run is closed with the test.
func (w *world) plan(text string, change ...func(*plan.Options)) (*run.Run, plan.Summary) {
	w.t.Helper()
	o := plan.Options{
		Inputs: []intake.Input{input("rows.csv", text)}, RunsDir: w.runs,
		Target: run.Target{Name: "sandbox", URL: w.url}, Version: "test",
	}
	for _, c := range change {
		c(&o)
	}
	r, summary, err := plan.Make(context.Background(), w.client, o)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() {
		if err := r.Close(); err != nil {
			w.t.Error(err)
		}
	})
	return r, summary
}

// done closes a run, for whose lock a later plan in the same folder would wait; what Meta says stays.
func done(t *testing.T, r *run.Run) {
	t.Helper()
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
}

// load puts organizations there: each is "name" or "name|custom_id" or
// "name|custom_id|parent's name".
func (w *world) load(orgs ...string) map[string]pigello.Organization {
	w.t.Helper()
	there := w.there()
	for _, spec := range orgs {
		parts := append(strings.Split(spec, "|"), "", "")
		body := pigello.Write{Name: parts[0]}
		if parts[1] != "" {
			body.CustomID = pigello.Some(parts[1])
		}
		if parts[2] != "" {
			body.Parent = pigello.Some(there[parts[2]].ID)
		}
		org, err := w.client.Create(context.Background(), body)
		if err != nil {
			w.t.Fatal(err)
		}
		there[org.Name] = org
	}
	return there
}

// there reads all organizations, by name.
func (w *world) there() map[string]pigello.Organization {
	w.t.Helper()
	orgs := map[string]pigello.Organization{}
	for org, err := range w.client.ListAll(context.Background(), pigello.Query{}, nil) {
		if err != nil {
			w.t.Fatal(err)
		}
		orgs[org.Name] = org
	}
	return orgs
}

// listing writes what is there as sorted lines "name|custom_id|parent's name".
func (w *world) listing() []string {
	orgs := w.there()
	names := map[string]string{}
	for name, org := range orgs {
		names[org.ID.String()] = name
	}
	var lines []string
	for name, org := range orgs {
		custom, _ := org.CustomID.Get()
		parent := ""
		if id, ok := org.Parent.Get(); ok {
			parent = names[id.String()]
		}
		lines = append(lines, fmt.Sprintf("%s|%s|%s", name, custom, parent))
	}
	slices.Sort(lines)
	return lines
}

// codes lists a run's issues as "row code", sorted.
func codes(t testing.TB, r *run.Run) []string {
	t.Helper()
	var lines []string
	for issue, err := range r.Issues() {
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fmt.Sprintf("%d %s", issue.Number, issue.Code))
	}
	slices.Sort(lines)
	return lines
}
