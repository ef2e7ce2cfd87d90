package main

import (
	"fmt"
	"io"
	"slices"
)

// tally adds up results; every file counts alike, however large.
type tally struct {
	files, loaded, perfect int
	// header, rows and cells are sums of precision, recall and F1.
	header, rows, cells [3]float64
}

func (t *tally) add(r result) {
	t.files++
	if r.loaded {
		t.loaded++
	}
	if r.perfect {
		t.perfect++
	}
	for sum, c := range map[*[3]float64]count{&t.header: r.header, &t.rows: r.rows, &t.cells: r.cells} {
		if r.loaded { // a file that isn't read has nothing right, not even nothing
			sum[0] += c.precision()
			sum[1] += c.recall()
			sum[2] += c.f1()
		}
	}
}

// f1 is the mean of the three, over all files.
func (t *tally) f1() float64 {
	return (t.header[2] + t.rows[2] + t.cells[2]) / float64(3*max(1, t.files))
}

func (t *tally) print(w io.Writer, name string) {
	n := float64(max(1, t.files))
	percent := func(x float64) float64 { return 100 * x / n }
	fmt.Fprintf(w, "%-34s %6d  %6.2f %6.2f   %6.2f %6.2f   %6.2f %6.2f   %6.2f %6.2f   %7.3f\n", name, t.files, percent(float64(t.loaded)), percent(float64(t.perfect)),
		percent(t.header[0]), percent(t.header[1]), percent(t.rows[0]), percent(t.rows[1]), percent(t.cells[0]), percent(t.cells[1]), 100*t.f1())
}

const tallyLine = "%-34s %6s  %6s %6s   %6s %6s   %6s %6s   %6s %6s   %7s\n"

func title(w io.Writer, name string) {
	fmt.Fprintln(w)
	fmt.Fprintf(w, tallyLine, name, "files", "loaded", "right", "header", "", "rows", "", "cells", "", "F1")
	fmt.Fprintf(w, tallyLine, "", "", "%", "%", "P %", "R %", "P %", "R %", "P %", "R %", "%")
}

// report prints how the files were read. Ambiguous ones are in no sum but their own.
func report(w io.Writer, results []result, totalsOnly, failures bool) {
	if failures {
		printFailures(w, results)
	}
	if !totalsOnly {
		for _, by := range []struct {
			name string
			of   func(*file) string
		}{
			{"damage", func(f *file) string { return f.damage.group }},
			{"delimiter", func(f *file) string { return f.dialect.delimiterName() }},
			{"quote", func(f *file) string { return visible(f.dialect.quote) + " " + f.dialect.style }},
			{"escape", func(f *file) string { return f.dialect.escapeName() }},
			{"line end", func(f *file) string { return f.dialect.newlineName() }},
			{"encoding", func(f *file) string { return f.dialect.encodingName() }},
			{"table", func(f *file) string { return f.table }},
		} {
			printBy(w, by.name, results, by.of)
		}
	}
	title(w, "total")
	clear, ambiguous := summed(results)
	clear.print(w, "all that a person can read")
	ambiguous.print(w, "ambiguous")
}

func summed(results []result) (clear, ambiguous tally) {
	for _, r := range results {
		if r.file.ambiguous {
			ambiguous.add(r)
		} else {
			clear.add(r)
		}
	}
	return clear, ambiguous
}

func printBy(w io.Writer, name string, results []result, of func(*file) string) {
	var order []string
	sums := map[string]*tally{}
	for _, r := range results {
		if r.file.ambiguous {
			continue
		}
		group := of(r.file)
		if sums[group] == nil {
			sums[group] = &tally{}
			order = append(order, group)
		}
		sums[group].add(r)
	}
	if name != "damage" && name != "table" {
		slices.Sort(order)
	}
	title(w, "by "+name)
	for _, group := range order {
		sums[group].print(w, group)
	}
}

func printFailures(w io.Writer, results []result) {
	for _, r := range results {
		if r.perfect {
			continue
		}
		mark := ""
		if r.file.ambiguous {
			mark = " (ambiguous)"
		}
		fmt.Fprintf(w, "%s%s\n    %s\n", r.file.name, mark, shorten(r.wrong))
	}
}

func shorten(s string) string {
	if len(s) > 600 {
		s = s[:600] + "…"
	}
	return s
}
