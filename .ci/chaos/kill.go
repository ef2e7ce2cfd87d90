package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// killCommand kills real processes all over an import, as often as it is told.
func killCommand(args []string) int {
	flags := flag.NewFlagSet("kill", flag.ExitOnError)
	o := killOptions{out: os.Stdout}
	flags.IntVar(&o.points, "points", 1000, "how many imports are killed")
	flags.Uint64Var(&o.seed, "seed", 1, "what the points are drawn from")
	flags.IntVar(&o.point, "point", -1, "only this point, with all that was said")
	flags.IntVar(&o.parallel, "parallel", 4, "imports at the same time; most of their time is waiting")
	flags.DurationVar(&o.limit, "limit", 0, "start no more points after this time")
	_ = flags.Parse(args) // it exits
	found, err := killAll(o)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if found {
		return 1
	}
	return 0
}

// killOptions says what to do.
type killOptions struct {
	points, point, parallel int
	seed                    uint64
	limit                   time.Duration
	out                     io.Writer
}

// killAll builds the program, runs the points and prints what came of them.
func killAll(o killOptions) (failed bool, err error) {
	dir, err := os.MkdirTemp("", "orgbatch-kill-")
	if err != nil {
		return false, err
	}
	start := time.Now()
	program, err := buildProgram(dir)
	if err != nil {
		return false, err
	}
	p := &points{program: program, dir: dir, seed: o.seed, verbose: o.point >= 0}
	if err := p.measure(); err != nil {
		return false, err
	}
	f := &killFigures{seed: o.seed}
	for _, one := range p.all(o, start) {
		f.add(one)
	}
	f.print(o.out, time.Since(start))
	if f.failed() {
		_, err := fmt.Fprintf(o.out, "what they left is in %s\n", dir)
		return true, err
	}
	return false, os.RemoveAll(dir)
}

// all runs the points, some at the same time.
func (p *points) all(o killOptions, start time.Time) []outcome {
	if o.point >= 0 {
		return []outcome{p.run(o.point)}
	}
	var workers sync.WaitGroup
	var outcomes []outcome
	numbers := make(chan int)
	for range o.parallel {
		workers.Go(func() {
			for number := range numbers {
				one := p.run(number)
				p.mu.Lock()
				outcomes = append(outcomes, one)
				p.mu.Unlock()
			}
		})
	}
	for number := range o.points {
		if o.limit > 0 && time.Since(start) > o.limit {
			break
		}
		numbers <- number
	}
	close(numbers)
	workers.Wait()
	return outcomes
}
