package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"
)

// killFigures are all outcomes added up.
type killFigures struct {
	seed             uint64
	points, kills    int
	commands, missed int
	requests         int
	phases, kinds    map[string]int
	struck           map[string]int
	found            faultsFound
	failures         []string
	played           int      // scenes
	held             []string // those that ended well
}

// scenes adds what came of the scenes.
func (f *killFigures) scenes(errs []error) {
	f.played = len(errs)
	for i, err := range errs {
		if err != nil {
			f.failures = append(f.failures, fmt.Sprintf("%s: %v\n  repeat it: go run ./.ci/chaos kill -seed %d -points 0", scenes[i].name, err, f.seed))
			continue
		}
		f.held = append(f.held, scenes[i].name)
	}
}

func (f *killFigures) add(o outcome) {
	if f.phases == nil {
		f.phases, f.kinds, f.struck = map[string]int{}, map[string]int{}, map[string]int{}
	}
	f.kills += o.kills
	f.commands += o.commands
	f.requests += o.requests
	if o.phase == "" {
		f.missed++
	} else {
		f.points++
		f.kinds[o.kind]++
		f.phases[o.phase]++
	}
	for name, n := range o.struck {
		f.struck[name] += n
	}
	a, b := &f.found, o.found
	a.lost, a.doubled, a.wrongParents, a.wrongValues = a.lost+b.lost, a.doubled+b.doubled, a.wrongParents+b.wrongParents, a.wrongValues+b.wrongValues
	a.rewritten, a.books, a.results = a.rewritten+b.rewritten, a.books+b.books, a.results+b.results
	if o.err == nil && !b.any() {
		return
	}
	what := b.notes
	if o.err != nil {
		what = append(what, o.err.Error())
	}
	f.failures = append(f.failures, fmt.Sprintf("point %d, %s, killed %s:\n    %s\n  repeat it: go run ./.ci/chaos kill -seed %d -point %d",
		o.number, o.kind, o.trigger, strings.Join(what, "\n    "), f.seed, o.number))
}

func (f *killFigures) failed() bool { return len(f.failures) > 0 }

// tally writes a map as "12 creates, 3 levels".
func tally(m map[string]int, order ...string) string {
	if order == nil {
		order = slices.Sorted(maps.Keys(m))
	}
	parts := make([]string, len(order))
	for i, key := range order {
		parts[i] = fmt.Sprintf("%d %s", m[key], key)
	}
	return strings.Join(parts, ", ")
}

func (f *killFigures) print(w io.Writer, took time.Duration) {
	var b strings.Builder
	for _, failure := range f.failures {
		fmt.Fprintln(&b, failure)
	}
	a := &f.found
	fmt.Fprintf(&b, "kill -9 at %d points (%s)\n", f.points, tally(f.kinds))
	fmt.Fprintf(&b, "  killed      %s; %d more ended before their point\n", tally(f.phases, "plan", "push", "finish"), f.missed)
	fmt.Fprintf(&b, "  kills       %d in all, %d of them in what followed; %d commands followed\n", f.kills, f.kills-f.points, f.commands)
	fmt.Fprintf(&b, "  requests    %d: %s\n", f.requests, tally(f.struck, "fail-before", "fail-after", "shuffle", "short"))
	fmt.Fprintf(&b, "  lost        %d\n  doubled     %d\n  wrong       %d parents, %d other values\n", a.lost, a.doubled, a.wrongParents, a.wrongValues)
	fmt.Fprintf(&b, "  log         %d written again although answered\n", a.rewritten)
	fmt.Fprintf(&b, "  books       %d not closed or not those of the file\n  results     %d wrong\n", a.books, a.results)
	fmt.Fprintf(&b, "  scenes      %d held: %s\n", len(f.held), strings.Join(f.held, ", "))
	fmt.Fprintf(&b, "  failed      %d of %d points and scenes\n", len(f.failures), f.points+f.missed+f.played)
	fmt.Fprintf(&b, "seed %d, %.1f s\n", f.seed, took.Seconds())
	_, _ = io.WriteString(w, b.String()) // an output that is gone has nobody to tell
}
