package main

import (
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"
)

// nightsCommand plays many nights of backups, and days on which things change.
func nightsCommand(args []string) int {
	o := nightsOptions{name: "nights", acts: allActs()}
	return o.main(args, "steps", &o.steps, 2000, "how many steps are drawn")
}

// backupCommand kills backups, prunes and acceptances, as often as it is told.
func backupCommand(args []string) int {
	o := nightsOptions{name: "backup", acts: killActs()}
	return o.main(args, "points", &o.kills, 300, "how many processes are killed")
}

// nightsOptions says what to play, and until when.
type nightsOptions struct {
	steps, kills int // 0: no matter how many
	seed         uint64
	acts         []act
	name         string // of the subcommand
	verbose      bool
	out          io.Writer
}

func (o *nightsOptions) done(w *world) bool {
	return o.steps > 0 && w.step >= o.steps || o.kills > 0 && w.figures.kills >= o.kills
}

// main is a subcommand with one number of its own.
func (o *nightsOptions) main(args []string, name string, number *int, standard int, usage string) int {
	flags := flag.NewFlagSet(o.name, flag.ExitOnError)
	flags.IntVar(number, name, standard, usage)
	flags.Uint64Var(&o.seed, "seed", 1, "what all is drawn from")
	flags.BoolVar(&o.verbose, "v", false, "print every step and all that is said")
	_ = flags.Parse(args) // it exits
	o.out = os.Stdout
	return inWorkshop("nights", func(p *program, dir string) error { return playNights(p, filepath.Join(dir, "desk"), *o) })
}

// playNights draws what happens, compares after each step what is there with what
// must be, and prints what was done.
func playNights(p *program, dir string, o nightsOptions) error {
	start := time.Now()
	w, err := newWorld(p, dir, o)
	if err != nil {
		return err
	}
	defer w.desk.front.close()
	for !o.done(w) {
		w.step++
		a := w.draw(o.acts)
		w.desk.log("\n=== step %d: %s\n", w.step, a.name)
		if err := w.play(a); err != nil {
			return fmt.Errorf("step %d, %s: %w\n  repeat it: go run ./.ci/chaos %s -seed %d -v", w.step, a.name, err, o.name, o.seed)
		}
	}
	w.print(o, time.Since(start))
	return nil
}

// act is something that may happen.
type act struct {
	name   string
	weight int
	do     func(w *world) error
	needs  int // snapshots
}

// allActs are all that may happen, each as often as it weighs.
func allActs() []act {
	return []act{
		{"change", 30, (*world).change, 0},
		{"lose many", 2, (*world).loseMany, 0},
		{"time passes", 10, (*world).pass, 1},
		{"rot", 2, (*world).rot, 2},
		{"mend", 2, (*world).mend, 1},
		{"create", 20, (*world).create, 0},
		{"accept", 4, (*world).accept, 1},
		{"prune", 10, (*world).prune, 1},
		{"list", 4, (*world).list, 1},
		{"verify", 5, (*world).verify, 1},
		{"diff", 8, (*world).diff, 1},
		{"restore", 6, (*world).restore, 1},
		{"kill restore", 2, (*world).killRestore, 1},
		{"together", 3, (*world).together, 1},
		{"kill create", 3, (*world).killCreate, 1},
		{"kill prune", 3, (*world).killPrune, 1},
		{"kill accept", 1, (*world).killAccept, 1},
	}
}

// killActs are those of a test of kills alone.
func killActs() []act {
	return []act{
		{"change", 10, (*world).change, 0},
		{"time passes", 4, (*world).pass, 1},
		{"create", 4, (*world).create, 0},
		{"kill create", 16, (*world).killCreate, 1},
		{"kill prune", 12, (*world).killPrune, 1},
		{"kill accept", 6, (*world).killAccept, 1},
	}
}

// draw draws what happens next.
func (w *world) draw(acts []act) act {
	total := 0
	for _, a := range acts {
		total += a.weight
	}
	for {
		n, at := w.rng.IntN(total), 0
		for n >= acts[at].weight {
			n -= acts[at].weight
			at++
		}
		if len(w.snaps) >= acts[at].needs {
			return acts[at]
		}
	}
}

// play lets it happen and compares.
func (w *world) play(a act) error {
	w.figures.acts[a.name]++
	if err := a.do(w); err != nil {
		return err
	}
	return w.compare()
}

func newRNG(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0x6e6967687473)) }
