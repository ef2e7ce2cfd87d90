package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// figures are what a batch of runs did.
type figures struct {
	Runs, Blocked, Rows, Requests, Cuts, Resumes, Late, Others int
	Exact, Changed                                             int // runs of plain updates, and the rows that somebody changed, all of them held
	Undos, UndoCuts, UndoResumes, Since                        int
	Found                                                      int // rows that were found there
	Virtual                                                    time.Duration

	struck, answers, actions, errors map[string]int
	ended                            run.Books
	undone                           run.UndoBooks
}

func newFigures() *figures {
	return &figures{struck: map[string]int{}, answers: map[string]int{}, actions: map[string]int{}, errors: map[string]int{}}
}

// count adds one run.
func (f *figures) count(s *scenario, p *play, virtual time.Duration) {
	f.Runs++
	f.Rows += len(s.Rows)
	f.Virtual += virtual
	f.Late += p.server.lates
	f.Others += len(s.Others)
	if p.blocked {
		f.Blocked++
	}
	if s.Exact {
		f.Exact++
	}
	for name, value := range s.Answers {
		f.answers[name+"="+value]++
	}
	for _, r := range p.server.sandbox.Requests() {
		f.Requests++
		for name := range strings.SplitSeq(r.Fault, ",") {
			if name != "" {
				f.struck[name]++
			}
		}
	}
	for _, d := range p.decisions {
		f.actions[d.Action.String()]++
	}
	for i, status := range p.status {
		if p.foundThere(i) {
			f.Found++
		}
		f.ended.Read++
		f.ended.Add(status, 1)
	}
}

// addUndo adds the books of an undo.
func (f *figures) addUndo(b run.UndoBooks) {
	f.undone.Written += b.Written
	f.undone.Reversed += b.Reversed
	f.undone.Kept += b.Kept
	f.undone.Failed += b.Failed
}

// undrawn names the faults and answers that no run met: a batch that leaves some out proves nothing about them.
func (f *figures) undrawn() (missing []string) {
	for _, s := range append(sandbox.FaultSwitches(), sandbox.LimitSwitches()...) {
		if f.struck[s.Name] == 0 {
			missing = append(missing, "fault "+s.Name)
		}
	}
	for _, s := range sandbox.Switches() {
		for _, value := range s.Values {
			if f.answers[s.Name+"="+value] == 0 {
				missing = append(missing, "answer "+s.Name+"="+value)
			}
		}
	}
	for _, action := range []string{"create", "update", "unchanged", "reject", "hold", "follow"} {
		if f.actions[action] == 0 {
			missing = append(missing, "action "+action)
		}
	}
	for name, n := range map[string]int{"row found there": f.Found, "cut": f.Cuts, "resume": f.Resumes, "late write": f.Late, "change by somebody else": f.Others, "blocked plan": f.Blocked,
		"row held since it was changed": f.Changed, "undo": f.Undos, "cut of an undo": f.UndoCuts, "resume of an undo": f.UndoResumes, "change before an undo": f.Since,
		"row undone": f.undone.Reversed, "row kept by an undo": f.undone.Kept} {
		if n == 0 {
			missing = append(missing, name)
		}
	}
	return missing
}

// print writes the figures for people.
func (f *figures) print(w io.Writer, took time.Duration) {
	say := func(format string, args ...any) { _, _ = fmt.Fprintf(w, format+"\n", args...) }
	say("%d runs of %d rows: %d requests, %d cuts, %d resumes, %d late writes, %d changes by somebody else, %d blocked plans",
		f.Runs, f.Rows, f.Requests, f.Cuts, f.Resumes, f.Late, f.Others, f.Blocked)
	say("%s of virtual time in %.1f s, %.0f runs a second", f.Virtual.Round(time.Second), took.Seconds(), float64(f.Runs)/took.Seconds())
	say("planned: %s", counts(f.actions))
	say("ended:   %s; %d of the unchanged were found there", f.ended, f.Found)
	say("held:    %d runs of plain updates, in which %d rows were changed between plan and apply: exactly those were held", f.Exact, f.Changed)
	say("undone:  %d runs, %s; %d cuts, %d resumes, %d changes by somebody else between apply and undo", f.Undos, f.undone, f.UndoCuts, f.UndoResumes, f.Since)
	say("faults:  %s", counts(f.struck))
	say("ends of an apply before its time: %s", counts(f.errors))
	say("answers: %s", counts(f.answers))
}

func counts(m map[string]int) string {
	var parts []string
	for _, name := range sortedKeys(m) {
		parts = append(parts, fmt.Sprintf("%s %d", name, m[name]))
	}
	return strings.Join(parts, ", ")
}
