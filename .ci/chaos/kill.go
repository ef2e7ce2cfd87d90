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
	flags.IntVar(&o.from, "from", 0, "the number of the first point, to go through a thousand in pieces")
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
	points, from    int
	point, parallel int
	stride          int  // of the points' numbers, 0 is 1
	short           bool // one measure for all kinds, and fewer scenes
	seed            uint64
	limit           time.Duration
	out             io.Writer
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
	if err := p.measure(o.short); err != nil {
		return false, err
	}
	f := &killFigures{seed: o.seed}
	var beside sync.WaitGroup
	if o.point < 0 {
		beside.Go(func() { f.scenes(p.playScenes(o.short)) })
	}
	outcomes := p.all(o, start)
	beside.Wait()
	for _, one := range outcomes {
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
				tries := p.until(number)
				p.mu.Lock()
				outcomes = append(outcomes, tries...)
				p.mu.Unlock()
			}
		})
	}
	for number := range o.points {
		if o.limit > 0 && time.Since(start) > o.limit {
			break
		}
		numbers <- (o.from + number) * max(1, o.stride)
	}
	close(numbers)
	workers.Wait()
	return outcomes
}
