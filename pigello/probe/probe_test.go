package probe_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/probe"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// TestProbeIsCutOff ends the probe between two questions, as Ctrl-C does.
func TestProbeIsCutOff(t *testing.T) {
	c, s := dial(t, sandbox.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	asked := 0
	report, err := probe.Run(ctx, c, probe.Options{Each: func(probe.Answer) {
		if asked++; asked == 5 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) || asked != 5 || report.Removed == 0 {
		t.Errorf("%v after %d answers, %d removed", err, asked, report.Removed)
	}
	if n, err := s.Count(t.Context()); n != 0 || err != nil {
		t.Errorf("%d organizations are left, %v", n, err)
	}
}

// TestProbeWaitsForLateWrites lets one write of three be done only long after its connection was
// dropped: it is found and removed all the same.
func TestProbeWaitsForLateWrites(t *testing.T) {
	s, err := sandbox.Open(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var posts atomic.Int64
	var late sync.WaitGroup
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		again := r.Clone(context.WithoutCancel(r.Context()))
		again.Body = io.NopCloser(bytes.NewReader(body))
		if r.Method != http.MethodPost || posts.Add(1)%3 != 0 {
			s.ServeHTTP(w, again)
			return
		}
		late.Go(func() {
			time.Sleep(150 * time.Millisecond)
			s.ServeHTTP(httptest.NewRecorder(), again)
		})
		panic(http.ErrAbortHandler)
	}))
	defer s.Close()
	defer server.Close()
	c, err := pigello.New(pigello.Options{BaseURL: server.URL, Credentials: pigello.CredentialsFrom(sandbox.DefaultCredentials())})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	report, err := probe.Run(ctx, c, probe.Options{Each: func(a probe.Answer) {
		if a.Name == "patch-without-name" {
			cancel() // so that the last write is late
		}
	}})
	late.Wait()
	if n, cerr := s.Count(t.Context()); n != 0 || cerr != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("%d organizations are left of %d made, %v, %v", n, report.Made, err, cerr)
	}
}

// TestProbeStoppedHard ends also the sweeping: the report names what is left.
func TestProbeStoppedHard(t *testing.T) {
	c, s := dial(t, sandbox.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	report, err := probe.Run(ctx, c, probe.Options{Clean: ctx, Each: func(probe.Answer) { cancel() }})
	if !errors.Is(err, context.Canceled) || report.Unswept == nil || !strings.Contains(report.Unswept.Error(), "begin with "+probe.Prefix) {
		t.Errorf("%v, %v", err, report.Unswept)
	}
	if n, err := s.Count(t.Context()); n == 0 || err != nil {
		t.Errorf("%d organizations, %v: nothing could be left", n, err)
	}
}

// TestProbeRefusesOtherPlaces sends nothing to production or to a host that nobody knows.
func TestProbeRefusesOtherPlaces(t *testing.T) {
	credentials := pigello.CredentialsFrom(sandbox.DefaultCredentials())
	for _, base := range []string{pigello.ProductionURL, "https://api.exempel.invalid", "https://dev.api.pigello.io.exempel.invalid", pigello.DevelopmentURL + "/other"} {
		c, err := pigello.New(pigello.Options{BaseURL: base, Credentials: credentials})
		if err != nil {
			t.Fatal(err)
		}
		var usage *pigello.UsageError
		if report, err := probe.Run(t.Context(), c, probe.Options{}); !errors.As(err, &usage) || report.Requests > 0 {
			t.Errorf("%s: %v after %d requests", base, err, report.Requests)
		}
	}
}

// TestProbeRefused ends with the refusal, and leaves nothing.
func TestProbeRefused(t *testing.T) {
	c, _ := dial(t, sandbox.Options{Credentials: map[string]string{"X-PIGELLO-CLIENT-SECRET": "another"}})
	if report, err := probe.Run(t.Context(), c, probe.Options{}); !pigello.IsAuth(err) || report.Made > 0 {
		t.Errorf("%v, %d made", err, report.Made)
	}
}

// TestProbeSendsOneWrongSecret counts them.
func TestProbeSendsOneWrongSecret(t *testing.T) {
	c, s := dial(t, sandbox.Options{})
	report, err := probe.Run(t.Context(), c, probe.Options{})
	if err != nil {
		t.Fatal(err)
	}
	refused := 0
	for _, r := range s.Requests() {
		if r.Status == 401 || r.Status == 403 {
			refused++
		}
	}
	if refused != 1 {
		t.Errorf("%d requests were refused", refused)
	}
	if text, _ := json.Marshal(report); strings.Contains(string(text), sandbox.DefaultCredentials()["X-PIGELLO-CLIENT-SECRET"]) {
		t.Error("the report holds the secret")
	}
	t.Logf("%d requests, %d names, %d removed", report.Requests, report.Made, report.Removed)
}

// TestProbeQuestions wants of each a sentence, and of those that are asked what becomes of another
// answer.
func TestProbeQuestions(t *testing.T) {
	seen := map[string]bool{}
	for _, q := range probe.Questions() {
		if seen[q.Name] || q.Asks == "" || q.Assumed == "" || (q.NotAsked == "") == (q.Tool == "") {
			t.Errorf("%+v", q)
		}
		seen[q.Name] = true
	}
	for _, s := range sandbox.Switches() {
		if !seen[s.Name] {
			t.Errorf("the sandbox has the switch %s, and the probe neither asks it nor says why not", s.Name)
		}
	}
}
