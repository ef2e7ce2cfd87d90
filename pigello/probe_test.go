package pigello_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// probed serves a sandbox with organizations in it, probes it, and holds it to be
// as it was before.
func probed(t *testing.T, o sandbox.Options, seeded int, faults sandbox.Faults) pigello.ProbeReport {
	t.Helper()
	c, s := dial(t, o)
	if err := s.Seed(t.Context(), seeded, 1); err != nil {
		t.Fatal(err)
	}
	before := contents(t, s, o.Assume)
	s.SetFaults(faults)
	report, err := pigello.Probe(t.Context(), c, pigello.ProbeOptions{})
	s.SetFaults(sandbox.Faults{})
	if err != nil {
		t.Errorf("probe: %v", err)
	}
	if after := contents(t, s, o.Assume); !slices.Equal(before, after) {
		t.Errorf("%d rows before, %d after", len(before), len(after))
	}
	if len(report.Left) > 0 || report.Removed == 0 {
		t.Errorf("removed %d, left %v", report.Removed, report.Left)
	}
	return report
}

// contents reads the sandbox as one who trusts nothing: every row, under the
// answers of the documentation.
func contents(t *testing.T, s *sandbox.Sandbox, otherwise sandbox.Assumptions) []string {
	t.Helper()
	w := httptest.NewRecorder()
	r := httptest.NewRequest("GET", "/sales/organization/list/?_jsonl=true&_order_by=id", nil)
	for name, value := range sandbox.DefaultCredentials() {
		r.Header.Set(name, value)
	}
	if err := s.SetAssumptions(sandbox.Assumptions{}); err != nil {
		t.Fatal(err)
	}
	s.ServeHTTP(w, r)
	if err := s.SetAssumptions(otherwise); err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(w.Body.String()), "\n")
}

func answerTo(r pigello.ProbeReport, question string) (pigello.ProbeAnswer, bool) {
	i := slices.IndexFunc(r.Answers, func(a pigello.ProbeAnswer) bool { return a.Name == question })
	if i < 0 {
		return pigello.ProbeAnswer{}, false
	}
	return r.Answers[i], true
}

// TestProbeCleansUpUnderFaults lets requests fail before and after their work: what
// is made is removed all the same.
func TestProbeCleansUpUnderFaults(t *testing.T) {
	for _, name := range []string{"drop-after", "drop-before", "server-error", "html-error", "short", "shuffle", "other-values"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var faults sandbox.Faults
			if err := faults.Set(name, "15%"); err != nil {
				t.Fatal(err)
			}
			report := probed(t, sandbox.Options{FaultSeed: 7}, 3, faults)
			none := 0
			for _, a := range report.Answers {
				if a.Answer == "" && a.NotAsked == "" {
					none++
				}
			}
			if none > len(report.Answers)/2 {
				t.Errorf("%d questions got no answer", none)
			}
		})
	}
}

// TestProbeIsCutOff ends the probe between two questions, as Ctrl-C does.
func TestProbeIsCutOff(t *testing.T) {
	c, s := dial(t, sandbox.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	asked := 0
	report, err := pigello.Probe(ctx, c, pigello.ProbeOptions{Each: func(pigello.ProbeAnswer) {
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

// TestProbeWaitsForLateWrites lets one write of three be done only long after its
// connection was dropped: it is found and removed all the same.
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
	report, err := pigello.Probe(ctx, c, pigello.ProbeOptions{Each: func(a pigello.ProbeAnswer) {
		if a.Name == "patch-without-name" {
			cancel() // so that the last write is late
		}
	}})
	late.Wait()
	if n, cerr := s.Count(t.Context()); n != 0 || cerr != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("%d organizations are left of %d made, %v, %v", n, report.Made, err, cerr)
	}
}

// TestProbeRemovesLeftovers finds what an earlier one left, children first. It
// touches nothing that has another name, that is above somebody else's, or that
// another probe may have made just now.
func TestProbeRemovesLeftovers(t *testing.T) {
	for _, parting := range []string{"refused", "null", "cascade"} {
		var later atomic.Int64
		o := sandbox.Options{Now: func() time.Time { return time.Now().Add(time.Duration(later.Load())) }}
		if err := o.Assume.Set("delete-parent", parting); err != nil {
			t.Fatal(err)
		}
		c, s := dial(t, o)
		ctx := t.Context()
		create := func(name string, parent uuid.UUID) uuid.UUID {
			w := pigello.Write{Name: name}
			if parent != (uuid.UUID{}) {
				w.Parent = pigello.Some(parent)
			}
			return must(c.Create(ctx, w))(t).ID
		}
		old := create(pigello.ProbePrefix+"abcdefghij-1", uuid.UUID{})
		create(pigello.ProbePrefix+"abcdefghij-2-case", old)
		used := create(pigello.ProbePrefix+"abcdefghij-3", uuid.UUID{})
		between := create(pigello.ProbePrefix+"abcdefghij-4", used)
		create("Dotterbacken AB", between)
		create(pigello.ProbePrefix+"of somebody", uuid.UUID{})
		later.Store(int64(2 * time.Hour))
		fresh := create(pigello.ProbePrefix+"jihgfedcba-1", uuid.UUID{})
		report, err := pigello.Probe(ctx, c, pigello.ProbeOptions{})
		if err != nil || len(report.Leftovers) != 2 || !haveIDs(report.Left, used, between) || !haveIDs(report.Fresh, fresh) {
			t.Errorf("%s: removed %v, left %v, fresh %v, %v", parting, report.Leftovers, report.Left, report.Fresh, err)
		}
		if n, err := s.Count(ctx); n != 5 || err != nil {
			t.Errorf("%s: %d organizations, %v", parting, n, err)
		}
	}
}

func haveIDs(rows []pigello.Organization, want ...uuid.UUID) bool {
	in := func(id uuid.UUID) bool {
		return slices.ContainsFunc(rows, func(o pigello.Organization) bool { return o.ID == id })
	}
	return len(rows) == len(want) && !slices.ContainsFunc(want, func(id uuid.UUID) bool { return !in(id) })
}

// TestProbeSparesOthers lets somebody put an organization below each of the probe's
// while it is at work: those stay as they are, and what they are below of is named.
func TestProbeSparesOthers(t *testing.T) {
	for _, parting := range []string{"refused", "null", "cascade"} {
		var o sandbox.Options
		if err := o.Assume.Set("delete-parent", parting); err != nil {
			t.Fatal(err)
		}
		c, _ := dial(t, o)
		var above []uuid.UUID
		report, err := pigello.Probe(t.Context(), c, pigello.ProbeOptions{Each: func(a pigello.ProbeAnswer) {
			if a.Name != "request-line" {
				return
			}
			for org, err := range c.List(t.Context(), pigello.Query{}) {
				if err != nil {
					t.Error(err)
				}
				above = append(above, org.ID)
			}
			for n, id := range above {
				must(c.Create(t.Context(), pigello.Write{Name: fmt.Sprintf("Dotterbacken %d AB", n), Parent: pigello.Some(id)}))(t)
			}
		}})
		if err != nil || !haveIDs(report.Left, above...) {
			t.Errorf("%s: %d of %d left, %v", parting, len(report.Left), len(above), err)
		}
		for org, err := range c.List(t.Context(), pigello.Query{}) {
			parent, _ := org.Parent.Get()
			if err != nil || strings.HasPrefix(org.Name, "Dotter") && !slices.Contains(above, parent) {
				t.Errorf("%s: %s lost its parent, %v", parting, org.Name, err)
			}
		}
	}
}

// TestProbeStoppedHard ends also the sweeping: the report names what is left.
func TestProbeStoppedHard(t *testing.T) {
	c, s := dial(t, sandbox.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	report, err := pigello.Probe(ctx, c, pigello.ProbeOptions{Clean: ctx, Each: func(pigello.ProbeAnswer) { cancel() }})
	if !errors.Is(err, context.Canceled) || report.Unswept == nil || !strings.Contains(report.Unswept.Error(), "begin with "+pigello.ProbePrefix) {
		t.Errorf("%v, %v", err, report.Unswept)
	}
	if n, err := s.Count(t.Context()); n == 0 || err != nil {
		t.Errorf("%d organizations, %v: nothing could be left", n, err)
	}
}

// TestProbeRefusesOtherPlaces sends nothing to production or to a host that nobody
// knows.
func TestProbeRefusesOtherPlaces(t *testing.T) {
	credentials := pigello.CredentialsFrom(sandbox.DefaultCredentials())
	for _, base := range []string{pigello.ProductionURL, "https://api.exempel.invalid", "https://dev.api.pigello.io.exempel.invalid", pigello.DevelopmentURL + "/other"} {
		c, err := pigello.New(pigello.Options{BaseURL: base, Credentials: credentials})
		if err != nil {
			t.Fatal(err)
		}
		var usage *pigello.UsageError
		if report, err := pigello.Probe(t.Context(), c, pigello.ProbeOptions{}); !errors.As(err, &usage) || report.Requests > 0 {
			t.Errorf("%s: %v after %d requests", base, err, report.Requests)
		}
	}
}

// TestProbeRefused ends with the refusal, and leaves nothing.
func TestProbeRefused(t *testing.T) {
	c, _ := dial(t, sandbox.Options{Credentials: map[string]string{"X-PIGELLO-CLIENT-SECRET": "another"}})
	if report, err := pigello.Probe(t.Context(), c, pigello.ProbeOptions{}); !pigello.IsAuth(err) || report.Made > 0 {
		t.Errorf("%v, %d made", err, report.Made)
	}
}

// TestProbeSendsOneWrongSecret counts them.
func TestProbeSendsOneWrongSecret(t *testing.T) {
	c, s := dial(t, sandbox.Options{})
	report, err := pigello.Probe(t.Context(), c, pigello.ProbeOptions{})
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

// TestProbeQuestions wants of each a sentence, and of those that are asked what
// becomes of another answer.
func TestProbeQuestions(t *testing.T) {
	seen := map[string]bool{}
	for _, q := range pigello.ProbeQuestions() {
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
