//go:build !race

// A probe is one goroutine: the race detector would see nothing in all these.

package probe_test

import (
	"flag"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/orgbatch/orgbatch/pigello/probe"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

var eachAnswer = flag.Bool("each-answer", false, "probe a sandbox of its own for every answer, under more faults")

// hidden are answers beside which another question can't be asked, or has no answer.
var hidden = []struct{ question, value, hides string }{
	{"bulk-id", "ignored", "bulk-absent"},
	{"bulk-bad-row", "written-200", "bulk-errors"},
	{"created-at-precision", "seconds", "bulk-created-at"},
}

// answers are those of one sandbox: question → value, the others the default.
type answers map[string]string

func (a answers) hide(question string) bool {
	for _, h := range hidden {
		if h.hides == question && a[h.question] == h.value {
			return true
		}
	}
	return false
}

// worlds are few sandboxes in which every question is answered in every way at least once: the nth
// has the nth answer to all of them, and what one answer hides another has to show.
func worlds() (all []answers) {
	for n := range 5 {
		a := answers{}
		for _, s := range sandbox.Switches() {
			a[s.Name] = s.Values[n%len(s.Values)]
		}
		all = append(all, a)
	}
	for _, s := range sandbox.Switches() {
		for _, value := range s.Values {
			shown := slices.ContainsFunc(all, func(a answers) bool { return a[s.Name] == value && !a.hide(s.Name) })
			if !shown || *eachAnswer {
				all = append(all, answers{s.Name: value})
			}
		}
	}
	return all
}

// TestProbeHearsEveryAnswer lets a sandbox answer every question in every way, also while requests
// fail: the probe reports just that, and leaves nothing behind.
func TestProbeHearsEveryAnswer(t *testing.T) {
	for n, world := range worlds() {
		for _, fault := range []string{"", "drop-after=10%", "server-error=10%"} {
			if fault != "" && n != 1 && !*eachAnswer {
				continue
			}
			t.Run(strings.TrimSpace(world.String()+" "+fault), func(t *testing.T) {
				t.Parallel()
				world.probed(t, fault)
			})
		}
	}
}

func (a answers) String() string {
	if len(a) == 1 {
		for question, value := range a {
			return question + "=" + value
		}
	}
	return "jsonl-form=" + a["jsonl-form"] + " and others"
}

// probed compares what a probe reports with what the sandbox was told.
func (a answers) probed(t *testing.T, fault string) {
	o := sandbox.Options{FaultSeed: 3}
	for question, value := range a {
		if err := o.Assume.Set(question, value); err != nil {
			t.Fatal(err)
		}
	}
	var faults sandbox.Faults
	if name, value, ok := strings.Cut(fault, "="); ok {
		if err := faults.Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	report := probed(t, o, 1100, faults)
	for _, s := range sandbox.Switches() {
		got, ok := answerTo(report, s.Name)
		want, told := a[s.Name]
		if !told {
			want = s.Values[0]
		}
		switch {
		case !ok:
			t.Errorf("the probe doesn't know the question %s", s.Name)
		case got.NotAsked != "", got.Value == "" && (a.hide(s.Name) || fault != ""):
		case got.Value != want:
			t.Errorf("%s: %q (%s), want %q", s.Name, got.Value, got.Note, want)
		case got.AsAssumed() != (want == s.Values[0]):
			t.Errorf("%s: %q is assumed, and the default is %q", s.Name, got.Assumed, s.Values[0])
		}
	}
}

// probed serves a sandbox with organizations in it, probes it, and holds it to be as it was before.
func probed(t *testing.T, o sandbox.Options, seeded int, faults sandbox.Faults) probe.Report {
	t.Helper()
	c, s := dial(t, o)
	if err := s.Seed(t.Context(), seeded, 1); err != nil {
		t.Fatal(err)
	}
	before := contents(t, s, o.Assume)
	s.SetFaults(faults)
	report, err := probe.Run(t.Context(), c, probe.Options{})
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

// contents reads the sandbox as one who trusts nothing: every row, under the answers of the
// documentation.
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

func answerTo(r probe.Report, question string) (probe.Answer, bool) {
	i := slices.IndexFunc(r.Answers, func(a probe.Answer) bool { return a.Name == question })
	if i < 0 {
		return probe.Answer{}, false
	}
	return r.Answers[i], true
}
