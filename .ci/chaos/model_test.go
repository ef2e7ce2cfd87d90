package main

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestModel is the short form of go run ./.ci/chaos model.
func TestModel(t *testing.T) {
	var out strings.Builder
	o := modelOptions{runs: shortRuns, seed: 100_001}
	if err := o.batch(t, &out); err != nil {
		t.Error(err)
	}
	t.Log(out.String())
}

// TestModelNotices: an API that loses, doubles or bends what it is given, without a word, is found out.
func TestModelNotices(t *testing.T) {
	s := scenario{Rows: []row{{Name: "Exempelvik AB"}, {Name: "Påhittsö AB", Parent: "Exempelvik AB"}, {Name: "Sagodalen AB", Custom: "K-1"}}}
	for name, c := range map[string]struct {
		after func(sv *server) // when the run is over
		want  string
	}{
		"nothing":       {func(*server) {}, ""},
		"a row lost":    {func(sv *server) { sv.ask("DELETE", sv.id("Sagodalen AB")+"/", "") }, "there is {ID: Name:"},
		"a row doubled": {func(sv *server) { sv.ask("POST", "", `{"name":"sagodalen ab"}`) }, "which nobody made"},
		"a wrong parent": {func(sv *server) {
			sv.ask("PATCH", sv.id("Påhittsö AB")+"/", `{"name":"Påhittsö AB","organization":null}`)
		}, "want {ID:"},
		"a value changed": {func(sv *server) {
			sv.ask("PATCH", sv.id("Sagodalen AB")+"/", `{"name":"Sagodalen AB","custom_id":"K-2"}`)
		}, "want {ID:"},
		"a write more": {func(sv *server) {
			sv.writes = append(sv.writes, write{Method: http.MethodPost, Name: "Ingenstad AB"})
		}, "which the plan doesn't say"},
	} {
		t.Run(name, func(t *testing.T) {
			s.tamper = c.after
			err := s.inBubble(t, t.TempDir(), newFigures())
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// id finds an organization by its name.
func (sv *server) id(name string) string {
	all, err := sv.objects()
	for id, o := range all {
		if err == nil && o.Name == name {
			return id
		}
	}
	return "none"
}

// TestShrink: what a failure doesn't need goes away, and what is left still refers to what it referred to.
func TestShrink(t *testing.T) {
	var s scenario
	for seed := uint64(1); len(s.Live) < 10 || len(s.Rows) < 10; seed++ {
		s = draw(seed)
	}
	s.Rows[7] = row{Name: "Den enda", Parent: liveID(6)}
	s.Live[5].Name = "Modern"
	got := shrink(s, func(c scenario) bool {
		return slices.ContainsFunc(c.Rows, func(r row) bool {
			return r.Name == "Den enda" && slices.ContainsFunc(c.Live, func(o org) bool {
				return o.Name == "Modern" && r.Parent == liveID(c.byName("Modern"))
			})
		})
	})
	if len(got.Rows) != 1 || len(got.Live) != 1 || got.Rows[0].Parent != liveID(1) || len(got.Faults)+len(got.Answers)+len(got.Cuts) > 0 {
		t.Errorf("made small: %+v %s", got.Rows, got.describe())
	}
}

// TestSameSeed: a seed is all that a scenario depends on.
func TestSameSeed(t *testing.T) {
	for seed := range uint64(50) {
		a, b := draw(seed), draw(seed)
		_, text, _ := a.file()
		if _, again, _ := b.file(); a.describe() != b.describe() || text != again {
			t.Fatalf("seed %d gives two scenarios", seed)
		}
	}
}

// TestVirtual: what waits a minute takes no time.
func TestVirtual(t *testing.T) {
	s := scenario{Rows: []row{{Name: "Exempelvik AB"}}, Late: late{Percent: 100, By: 3 * time.Minute}}
	start, f := time.Now(), newFigures()
	if err := s.inBubble(t, t.TempDir(), f); err != nil {
		t.Error(err)
	}
	if took := time.Since(start); f.Virtual < time.Hour || took > 30*time.Second {
		t.Errorf("%v of virtual time took %v", f.Virtual, took)
	}
}
