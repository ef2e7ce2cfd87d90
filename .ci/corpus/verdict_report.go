package main

import (
	"fmt"
	"io"
	"slices"
)

// sum adds up verdicts: how many files and rows came to which outcome.
type sum struct{ files, rows [4]int }

func (s *sum) add(v verdict) {
	s.files[v.worst()]++
	for i, n := range []int{v.right, v.refused, v.leftOut, v.wrong} {
		s.rows[i] += n
	}
}

// percent is the share of one outcome.
func percent(counts [4]int, outcome int) float64 {
	all := 0
	for _, n := range counts {
		all += n
	}
	return 100 * float64(counts[outcome]) / float64(max(1, all))
}

const verdictColumns = "%-34s %6s %7s %7s %7s %7s   %7s %7s %7s %7s %7s\n"

func (s *sum) print(w io.Writer, name string) {
	cells := []any{name}
	for _, counts := range [][4]int{s.files, s.rows} {
		cells = append(cells, fmt.Sprint(counts[0]+counts[1]+counts[2]+counts[3]))
		for outcome := range counts {
			cells = append(cells, fmt.Sprintf("%.2f", percent(counts, outcome)))
		}
	}
	fmt.Fprintf(w, verdictColumns, cells...)
}

func verdictTitle(w io.Writer, name string) {
	fmt.Fprintln(w)
	fmt.Fprintf(w, verdictColumns, name, "files", "right", "refused", "left", "wrong", "rows", "right", "refused", "left", "wrong")
	fmt.Fprintf(w, verdictColumns, "", "", "%", "%", "out %", "%", "", "%", "%", "out %", "%")
}

// reportVerdicts prints what became of the strict part. A file counts as its worst row.
func reportVerdicts(w io.Writer, verdicts []verdict, totalsOnly, failures bool) {
	if failures {
		for _, v := range verdicts {
			if v.worst() >= isLeftOut {
				fmt.Fprintf(w, "%s\n    %s\n", v.file.name, shorten(v.first))
			}
		}
	}
	if !totalsOnly {
		printVerdicts(w, "damage", verdicts, func(f *file) string { return f.damage.group })
		printVerdicts(w, "table", verdicts, func(f *file) string { return f.table })
		printVerdicts(w, "delimiter", verdicts, func(f *file) string { return f.dialect.delimiterName() })
	}
	verdictTitle(w, "strict part")
	total := totalOf(verdicts)
	total.print(w, "all")
}

func totalOf(verdicts []verdict) sum {
	var total sum
	for _, v := range verdicts {
		total.add(v)
	}
	return total
}

func printVerdicts(w io.Writer, name string, verdicts []verdict, of func(*file) string) {
	var order []string
	sums := map[string]*sum{}
	for _, v := range verdicts {
		group := of(v.file)
		if sums[group] == nil {
			sums[group] = &sum{}
			order = append(order, group)
		}
		sums[group].add(v)
	}
	if name == "delimiter" {
		slices.Sort(order)
	}
	verdictTitle(w, "strict part by "+name)
	for _, group := range order {
		sums[group].print(w, group)
	}
}

// reportBoth says how many files of both parts are read without any mistake, the ambiguous ones
// aside.
func reportBoth(w io.Writer, results []result, verdicts []verdict) {
	clear, _ := summed(results)
	right, files := clear.perfect+totalOf(verdicts).files[isRight], clear.files+len(verdicts)
	fmt.Fprintf(w, "\nboth parts: %d of %d files right, %.2f %%\n", right, files, 100*float64(right)/float64(max(1, files)))
}
