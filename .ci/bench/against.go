package main

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// builtOf builds the program of another commit, in a working tree that is removed again.
func (b *bench) builtOf(commit string) (program string, err error) {
	tree := filepath.Join(b.dir, "tree")
	if err := b.do("git", "worktree", "add", "--quiet", "--detach", tree, commit); err != nil {
		return "", err
	}
	defer func() { err = cmp.Or(err, b.do("git", "worktree", "remove", "--force", tree)) }()
	program = filepath.Join(b.dir, "orgbatch-old")
	return program, b.do("go", "build", "-C", tree, "-o", program, "./cmd/orgbatch")
}

// task is something that either program does.
type task struct {
	name string
	run  func(program string) (measured, error)
}

// measured is what one process took.
type measured struct {
	wall, cpu time.Duration
	peak      float64 // MiB; 0 where the system doesn't tell
}

// against measures the program of a commit and this one in turns, so that whatever else the machine does meets both alike, and compares
// them pair by pair.
func (b *bench) against(commit string, rows, pairs int) error {
	old, err := b.builtOf(commit)
	if err != nil {
		return err
	}
	tasks, stop, err := b.tasks(rows)
	if err != nil {
		return err
	}
	defer stop()
	fmt.Printf("%d pairs each; old is %s; ratios are new / old: the median, and between what the middle half of the pairs is\n\n", pairs, commit)
	fmt.Printf("%-26s %7s %7s   %-20s %-20s %s\n", "", "old s", "new s", "time", "processor time", "peak MiB")
	for _, t := range tasks {
		olds, news, err := inTurns(t, old, b.program, pairs)
		if err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
		fmt.Println(compared(t.name, olds, news))
	}
	return nil
}

// inTurns runs a task by both programs. The first goes second in the next pair; a pair before the first warms up and doesn't count.
func inTurns(t task, old, program string, pairs int) (olds, news []measured, err error) {
	for n := range pairs + 1 {
		var pair [2]measured
		for i := range pair {
			side := (i + n) % 2
			if pair[side], err = t.run([]string{old, program}[side]); err != nil {
				return nil, nil, err
			}
		}
		if n > 0 {
			olds, news = append(olds, pair[0]), append(news, pair[1])
		}
	}
	return olds, news, nil
}

// compared is the line about one task.
func compared(name string, olds, news []measured) string {
	wall := func(m measured) float64 { return m.wall.Seconds() }
	cpu := func(m measured) float64 { return m.cpu.Seconds() }
	peak := func(m measured) float64 { return m.peak }
	middle := func(all []measured, of func(measured) float64) float64 { _, m, _ := quartiles(each(all, of)); return m }
	return fmt.Sprintf("%-26s %7.2f %7.2f   %-20s %-20s %.0f → %.0f", name, middle(olds, wall), middle(news, wall),
		ratio(each(olds, wall), each(news, wall)), ratio(each(olds, cpu), each(news, cpu)), middle(olds, peak), middle(news, peak))
}

func each(all []measured, of func(measured) float64) []float64 {
	values := make([]float64, len(all))
	for i, m := range all {
		values[i] = of(m)
	}
	return values
}

// ratio compares values pair by pair.
func ratio(olds, news []float64) string {
	ratios := make([]float64, len(olds))
	for i := range olds {
		ratios[i] = news[i] / olds[i]
	}
	low, middle, high := quartiles(ratios)
	return fmt.Sprintf("%.3f (%.3f–%.3f)", middle, low, high)
}

// quartiles interpolates between the values that are nearest.
func quartiles(values []float64) (low, middle, high float64) {
	sorted := slices.Sorted(slices.Values(values))
	at := func(part float64) float64 {
		place := part * float64(len(sorted)-1)
		below := int(place)
		above := min(below+1, len(sorted)-1)
		return sorted[below] + (sorted[above]-sorted[below])*(place-float64(below))
	}
	return at(0.25), at(0.5), at(0.75)
}

// measure runs a command and makes sure that it says what it must: a program that stops early is no fast one.
func measure(cmd *exec.Cmd, mustSay string) (measured, error) {
	start := time.Now()
	out, err := cmd.CombinedOutput()
	took := time.Since(start)
	if err != nil || !strings.Contains(string(out), mustSay) {
		return measured{}, fmt.Errorf("%v, and %q is expected: %w\n%s", cmd.Args, mustSay, cmp.Or(err, os.ErrInvalid), out)
	}
	return measured{took, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), peakMiB(cmd.ProcessState)}, nil
}
