package main

import (
	"net/http"
	"strings"
	"testing"
)

// carryOut carries out some scenarios of a kind, changed by with, and gives their figures.
func carryOut(t *testing.T, kind string, runs int, with func(*scenario)) *figures {
	t.Helper()
	f := newFigures()
	for seed := range uint64(runs) {
		s := drawKind(kind, 900_000+seed)
		with(&s)
		if err := s.inBubble(t, t.TempDir(), f); err != nil {
			t.Fatal((&modelOptions{kind: kind}).counterexample(t, t.TempDir(), s, err))
		}
	}
	return f
}

// TestHeldExactly: of plain updates exactly those are held that somebody changed between plan and apply. The long form is chaos model -only held.
func TestHeldExactly(t *testing.T) {
	if f := carryOut(t, heldKind, heldRuns, func(*scenario) {}); f.Changed == 0 || f.Exact == 0 || f.ended.Held < f.Changed || f.ended.Updated == 0 {
		t.Errorf("only %d rows of %d runs were changed; %v", f.Changed, f.Exact, f.ended)
	}
}

// TestUndoInModel: an undo gives back what nobody touched since, under each answer to what becomes of a deleted one's children. The long
// form is chaos model -only undo.
func TestUndoInModel(t *testing.T) {
	for _, answer := range []string{"refused", "null", "cascade"} {
		t.Run(answer, func(t *testing.T) {
			f := carryOut(t, undoKind, undoRuns, func(s *scenario) { s.Answers["delete-parent"] = answer })
			if f.undone.Reversed == 0 || f.undone.Kept == 0 || f.Since == 0 {
				t.Errorf("%d changes, %v", f.Since, f.undone)
			}
		})
	}
}

// TestUndoJudgeNotices: an undo that takes too much, too little or something else is found out.
func TestUndoJudgeNotices(t *testing.T) {
	s := scenario{
		Undo: true,
		Live: []org{{Name: "Exempelvik AB", Custom: "K-1"}, {Name: "Påhittsö AB", Parent: 1}},
		Rows: []row{{Name: "Exempelvik AB", Custom: "K-2"}, {Name: "Sagodalen AB", Parent: "Exempelvik AB"}},
	}
	for name, c := range map[string]struct {
		after func(sv *server) // when the undo is over
		want  string
	}{
		"nothing":                {func(*server) {}, ""},
		"one deleted that stays": {func(sv *server) { sv.ask("DELETE", liveID(2)+"/", "") }, "was to stay and became"},
		"one left":               {func(sv *server) { sv.ask("POST", "", `{"name":"Sagodalen AB"}`) }, "the undo made"},
		"a value not given back": {func(sv *server) {
			sv.ask("PATCH", liveID(1)+"/", `{"name":"Exempelvik AB","custom_id":"K-2"}`)
		}, "before the run it was"},
		"a stranger's deletion asked for": {func(sv *server) {
			sv.writes = append(sv.writes, write{Method: http.MethodDelete, ID: liveID(2)})
		}, "which the run didn't make"},
		"a create": {func(sv *server) {
			sv.writes = append(sv.writes, write{Method: http.MethodPost, Name: "Ingenstad AB"})
		}, "sent a POST"},
	} {
		t.Run(name, func(t *testing.T) {
			s.tamperUndo = c.after
			err := s.inBubble(t, t.TempDir(), newFigures())
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}
