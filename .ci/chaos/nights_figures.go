package main

import (
	"fmt"
	"time"
)

// nightFigures are what was done, added up.
type nightFigures struct {
	acts     map[string]int
	commands int
	removed  int // snapshots that were pruned
	read     int // snapshots whose every row was compared
	verified int // snapshots that the program was asked about
	suspect  int // snapshots that had to be doubted, and were
	kills    int
	killed   map[string]int // by kind of command
	hidden   int            // folders that kills had left
	odd      map[string]int // answers and faults
	restored int            // organizations that were made anew
	reverted int            // that got former values back
	undone   int            // restores
}

func newNightFigures() nightFigures {
	return nightFigures{acts: map[string]int{}, killed: map[string]int{}, odd: map[string]int{}}
}

func (w *world) print(o nightsOptions, took time.Duration) {
	f := &w.figures
	fmt.Fprintf(o.out, "%d steps: %s\n", w.step, tally(f.acts))
	fmt.Fprintf(o.out, "  commands    %d, %d requests (%s)\n", f.commands, w.desk.front.requests(), tally(w.desk.front.struck))
	fmt.Fprintf(o.out, "  snapshots   %d there, %d pruned, %d suspect; %d were verified, and of %d every row compared\n", len(w.snaps), f.removed, f.suspect, f.verified, f.read)
	fmt.Fprintf(o.out, "  odd         %s\n", tally(f.odd))
	fmt.Fprintf(o.out, "  killed      %s; %d hidden folders were left, and taken away\n  restored    %d organizations made anew, %d put back, %d restores undone\n  differing   0\n", tally(f.killed), f.hidden, f.restored, f.reverted, f.undone)
	fmt.Fprintf(o.out, "seed %d, %.1f s\n", o.seed, took.Seconds())
}
