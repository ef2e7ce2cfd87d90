package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"
)

// modelOptions are the flags of model.
type modelOptions struct {
	runs   int
	seed   uint64
	kind   string
	replay string
	limit  time.Duration
	quick  bool // no shrinking
}

func modelCommand(args []string) int {
	var o modelOptions
	fs := flag.NewFlagSet("model", flag.ExitOnError)
	fs.IntVar(&o.runs, "runs", 10_000, "how many runs")
	fs.Uint64Var(&o.seed, "seed", 1, "the first run's seed; the others follow")
	fs.StringVar(&o.kind, "only", anyKind, "held: only plain updates, of which somebody changes some; undo: only runs that are taken back")
	fs.StringVar(&o.replay, "replay", "", "carry out one scenario, written as a counterexample is")
	fs.DurationVar(&o.limit, "limit", 0, "start no run after this time (0: no limit)")
	fs.BoolVar(&o.quick, "as-drawn", false, "print a counterexample as it was drawn, without making it smaller")
	_ = fs.Parse(args)
	os.Args = os.Args[:1] // the flags were ours, not those of a test
	inTest(func(t *testing.T) int {
		if err := o.batch(t, os.Stdout); err != nil {
			fmt.Println(err)
			return 1
		}
		return 0
	})
	return 1
}

// inTest calls f with a test, which is what a bubble of virtual time needs, and exits with its code.
func inTest(f func(t *testing.T) int) {
	all := func(string, string) (bool, error) { return true, nil }
	testing.Main(all, []testing.InternalTest{{Name: "model", F: func(t *testing.T) { os.Exit(f(t)) }}}, nil, nil)
}

// batch carries the runs out and prints their figures. The error is a counterexample, or what the batch left out.
func (o *modelOptions) batch(t *testing.T, w io.Writer) error {
	runs, err := scratch()
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(runs) }()
	if o.replay != "" {
		var s scenario
		if err := json.Unmarshal([]byte(o.replay), &s); err != nil {
			return err
		}
		return s.inBubble(t, runs, newFigures())
	}
	f, start := newFigures(), time.Now()
	for n := range o.runs {
		if o.limit > 0 && time.Since(start) > o.limit {
			break
		}
		s := drawKind(o.kind, o.seed+uint64(n))
		if err := s.inBubble(t, runs, f); err != nil {
			return o.counterexample(t, runs, s, err)
		}
	}
	f.print(w, time.Since(start))
	if missing := f.undrawn(); len(missing) > 0 && o.runs >= 300 && o.kind == anyKind {
		return fmt.Errorf("no run drew %s", strings.Join(missing, ", "))
	}
	return nil
}

// scratch makes a folder for runs, in memory where the system has such a place: a run syncs its journal a hundred times.
func scratch() (string, error) {
	if dir, err := os.MkdirTemp("/dev/shm", "orgbatch-chaos"); err == nil {
		return dir, nil
	}
	return os.MkdirTemp("", "orgbatch-chaos")
}

// inBubble carries a scenario out in virtual time. A panic is a failure of it, and so is a hang.
func (s scenario) inBubble(t *testing.T, runs string, f *figures) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	synctest.Test(t, func(*testing.T) { err = s.run(runs, f) })
	return err
}

// counterexample makes a failing scenario smaller and describes it.
func (o *modelOptions) counterexample(t *testing.T, runs string, s scenario, err error) error {
	seed, kind := s.Seed, kindOfFailure(err)
	if !o.quick {
		s = shrink(s, func(smaller scenario) bool {
			for range 2 { // goroutines take turns as they like, so that not every try fails
				if e := smaller.inBubble(t, runs, newFigures()); e != nil && kindOfFailure(e) == kind {
					err = e
					return true
				}
			}
			return false
		})
	}
	line, _ := json.Marshal(s)
	_, file, clear := s.file()
	return fmt.Errorf("seed %d fails: %w\n%s\nthe file (blank %v empties):\n%s\nagain, as drawn:   go run ./.ci/chaos model -only '%s' -runs 1 -seed %d\nagain, made small: go run ./.ci/chaos model -replay '%s'",
		seed, err, s.describe(), clear, file, o.kind, seed, strings.ReplaceAll(string(line), "'", `'\''`))
}

// kindOfFailure tells failures apart by their first words, so that making a scenario smaller doesn't end in another failure.
func kindOfFailure(err error) string {
	words := strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return r
	}, err.Error()))
	return strings.Join(words[:min(4, len(words))], " ")
}

// describe writes a scenario for people.
func (s *scenario) describe() string {
	var b strings.Builder
	for i, o := range s.Live {
		fmt.Fprintf(&b, "live %d %s: %q, custom_id %q, parent %d\n", i+1, liveID(i+1), o.Name, o.Custom, o.Parent)
	}
	fmt.Fprintf(&b, "options %+v\nanswers %v\nfaults %v, late %+v, the server's clock ahead by %v\nothers %+v\ncuts %+v\nundo %v, since then %+v, cuts %+v",
		s.Options, s.Answers, s.Faults, s.Late, s.Skew, s.Others, s.Cuts, s.Undo, s.Since, s.UndoCut)
	return b.String()
}
