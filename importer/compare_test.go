package importer_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/orgbatch/orgbatch/importer/history"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// planned plans files and closes the run: an open one is in use, and is not compared with.
func (w *world) planned(t interface{ Fatal(...any) }, change func(*plan.Options), files ...string) plan.Summary {
	o := plan.Options{RunsDir: w.runs, Target: run.Target{Name: "sandbox", URL: w.url}, Version: "test"}
	for i, text := range files {
		in := input(fmt.Sprintf("rows%d.csv", i), text)
		in.Path = "/from/" + in.Name
		o.Inputs = append(o.Inputs, in)
	}
	if change != nil {
		change(&o)
	}
	r, s, err := plan.Make(context.Background(), w.client, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return s
}

// sinceText is a comparison as a test writes it: "2 → 1: 1 mended, 0 new, 0 gone".
func sinceText(c *history.Comparison) string {
	if c == nil {
		return ""
	}
	return fmt.Sprintf("%d → %d: %d corrected, %d new, %d gone", c.WasRejected+c.WasHeld, c.Rejected+c.Held, c.Mended, c.New, c.Gone)
}

// TestCompare plans a file, and then what a person made of it.
func TestCompare(t *testing.T) {
	const head = "name,custom_id,organization\n"
	tests := []struct{ name, before, now, want string }{
		{"nothing to say", "Granen,K-1,\n", "Granen,K-2,\n", ""},
		{"the same again", ",K-1,\n,K-2,\n", ",K-1,\n,K-2,\n", "2 → 2: 0 corrected, 0 new, 0 gone"},
		{"all corrected", ",K-1,\n,K-2,\n", "Granen,K-1,\nLinden,K-2,\n", "2 → 0: 2 corrected, 0 new, 0 gone"},
		{"broken since", "Granen,K-1,\nLinden,K-2,\n", "Granen,K-1,\n,K-2,\n", "0 → 1: 0 corrected, 1 new, 0 gone"},
		{"rows put in front", ",K-1,\n,K-2,\n", "Alen,,\nEken,,\nGranen,K-1,\n,K-2,\n", "2 → 1: 1 corrected, 0 new, 0 gone"},
		{"a bad row put in front", ",K-1,\nLinden,K-2,\n", ",K-9,\n,K-1,\nLinden,K-2,\n", "1 → 2: 0 corrected, 1 new, 0 gone"},
		{"rows in another order", ",K-1,\n,K-2,\nEken,K-3,\n", "Eken,K-3,\n,K-2,\nGranen,K-1,\n", "2 → 1: 1 corrected, 0 new, 0 gone"},
		{"a row removed", ",K-1,\nLinden,K-2,\n", "Linden,K-2,\n", "1 → 0: 0 corrected, 0 new, 1 gone"},
		{"rows known by nothing, corrected in place", ",,Påhittade AB\n,,Diktade AB\nLinden,,\n", "Granen,,Påhittade AB\n,,Diktade AB\nLinden,,\n", "2 → 1: 1 corrected, 0 new, 0 gone"},
		{"rows known by nothing, moved and corrected", "Linden,,\n,,Påhittade AB\n,,Diktade AB\n", "Eken,,\nLinden,,\nGranen,,Påhittade AB\nTallen,,Diktade AB\n", "2 → 0: 2 corrected, 0 new, 0 gone"},
		{"a row known by nothing removed, where a fine one stands now", ",,övrigt\nLinden,,\n", "Linden,,\n", "1 → 0: 0 corrected, 0 new, 1 gone"},
		{"and at the end", "Linden,,\n,,övrigt\n", "Linden,,\n", "1 → 0: 0 corrected, 0 new, 1 gone"},
		{"equal rows that are bad", ",K-1,\n,K-1,\n,K-1,\n", ",K-1,\nGranen,K-1,\n", "3 → 1: 1 corrected, 0 new, 1 gone"},
		{"contradicting rows, one renamed", "Linden,K-1,\nLinden,K-2,\n", "Linden,K-1,\nEken,K-2,\n", "2 → 0: 2 corrected, 0 new, 0 gone"},
		{"contradicting rows, the first renamed and the other changed", "Linden,K-1,\nLinden,K-2,\n", "Eken,K-1,\nLinden,K-2,Diktade AB\n", "2 → 0: 2 corrected, 0 new, 0 gone"},
		{"contradicting rows, one more", "Linden,K-1,\nLinden,K-2,\n", "Linden,K-1,\nLinden,K-2,\nLinden,K-3,\n", "2 → 3: 0 corrected, 1 new, 0 gone"},
		{"a row that follows a bad one", "Linden,K-1,nowhere\nLinden,K-1,nowhere\n", "Linden,K-1,\nLinden,K-1,nowhere\n", "2 → 2: 0 corrected, 0 new, 0 gone"},
		{"held, then decided", "Påhittade  AB,K-1,\n", "Påhittade Syd AB,K-1,\n", "1 → 0: 1 corrected, 0 new, 0 gone"},
		{"rejected, then held", ",K-2,\n", "Påhittade  AB,K-2,\n", "1 → 1: 0 corrected, 0 new, 0 gone"},
	}
	w := newWorld(t, sandbox.Options{})
	w.load("Påhittade AB", "Diktade AB")
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w.runs = t.TempDir()
			if s := w.planned(t, nil, head+test.before); s.Since != nil {
				t.Fatalf("the first one is compared with %+v", s.Since)
			}
			s := w.planned(t, nil, head+test.now)
			if got := sinceText(s.Since); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// TestCompareWith says which plan another one is compared with.
func TestCompareWith(t *testing.T) {
	t.Parallel()
	const file, mended = "name,custom_id\n,K-1\n,K-2\n", "name,custom_id\nGranen,K-1\n,K-2\n"
	w := newWorld(t, sandbox.Options{})
	one := func(change func(*intake.Input)) func(*plan.Options) {
		return func(o *plan.Options) { change(&o.Inputs[0]) }
	}
	tests := []struct {
		name       string
		first, now func(*plan.Options)
		compared   bool
	}{
		{"the same", nil, nil, true},
		{"in another folder", nil, one(func(in *intake.Input) { in.Name, in.Path = "copy/rows0.csv", "/copy/rows0.csv" }), true},
		{"another name", nil, one(func(in *intake.Input) { in.Name = "other.csv" }), false},
		{"standard input", one(func(in *intake.Input) { in.Path = "" }), one(func(in *intake.Input) { in.Path = "" }), false},
		{"another target", func(o *plan.Options) { o.Target.URL = "http://other.example" }, nil, false},
		{"another customer", func(o *plan.Options) { o.Target.Customer = "other" }, nil, false},
		{"another folder of runs", func(o *plan.Options) { o.RunsDir = filepath.Join(t.TempDir(), "other") }, nil, false},
		{"one file of two", func(o *plan.Options) { o.Inputs = append(o.Inputs, input("more.csv", file)) }, nil, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w.runs = t.TempDir()
			w.planned(t, test.first, file)
			s := w.planned(t, test.now, mended)
			if got := s.Since != nil; got != test.compared {
				t.Fatalf("compared: %v", got)
			}
			if s.Since == nil {
				return
			}
			if s.Since.IsNew(1) || sinceText(s.Since) != "2 → 1: 1 corrected, 0 new, 0 gone" {
				t.Errorf("it is %s, and its row is new: %v", sinceText(s.Since), s.Since.IsNew(1))
			}
		})
	}

	// The newest of several, and two files are one table.
	w.runs = t.TempDir()
	w.planned(t, nil, file, file)
	s := w.planned(t, nil, file, "name,custom_id\nRönnen,K-9\n,K-1\n,K-8\n")
	if got := sinceText(s.Since); got != "4 → 4: 0 corrected, 1 new, 1 gone" {
		t.Errorf("two files: %s", got)
	}
	if s = w.planned(t, nil, file, "name,custom_id\nK-1,K-1\n"); sinceText(s.Since) != "4 → 2: 1 corrected, 0 new, 1 gone" {
		t.Errorf("and back: %s", sinceText(s.Since))
	}
}

// TestCompareRejects: a file of rejects goes by the identity of its rows alone, whatever else they have in common with those of another one.
func TestCompareRejects(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	const head = "name,custom_id,orgbatch_row\n"
	w.planned(t, nil, head+",K-1,aaaa:2\n,K-2,aaaa:3\n")
	if s := w.planned(t, nil, head+",K-1,bbbb:2\n,K-2,bbbb:3\n"); s.Since != nil {
		t.Errorf("other rejects are compared: %s", sinceText(s.Since))
	}
	if s := w.planned(t, nil, head+"Granen,K-1,bbbb:2\n,K-2,bbbb:3\n"); sinceText(s.Since) != "2 → 1: 1 corrected, 0 new, 0 gone" {
		t.Errorf("the same rejects: %s", sinceText(s.Since))
	}
}
