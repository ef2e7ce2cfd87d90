package main

import (
	"fmt"
	"io"
	"strings"
)

// tally is how the files came out.
type tally struct {
	wrong, moved, stops, warns, ruled, layout, mended, same int
	// oldWrong are those that even the old program doesn't read rightly.
	oldWrong int
}

// report prints a line for each file about which there is something to say, then the counts. It reports whether the new program holds.
func report(out io.Writer, files []file, was, is []answer, verbose bool) bool {
	var t tally
	for i, f := range files {
		v := judge(f, was[i], is[i])
		lines := t.count(f, v)
		if len(lines) == 0 {
			continue
		}
		fmt.Fprintln(out, f.name+odd(f))
		for _, line := range lines {
			fmt.Fprintln(out, "    "+line)
		}
		if verbose {
			fmt.Fprint(out, indented("old: ", was[i].Said), indented("new: ", is[i].Said))
		}
	}
	return t.print(out, len(files))
}

// count takes in a file and says what is to be printed of it.
func (t *tally) count(f file, v verdict) []string {
	var lines []string
	say := func(n *int, head string, texts []string) {
		if len(texts) == 0 {
			return
		}
		*n++
		for i, text := range texts {
			if i == 3 {
				lines = append(lines, fmt.Sprintf("%s: … and %d more", head, len(texts)-i))
				break
			}
			lines = append(lines, head+": "+text)
		}
	}
	if len(v.oldWrong) > 0 {
		say(&t.oldWrong, "the old program is wrong", v.oldWrong)
		if len(v.newWrong) == 0 {
			t.mended++
			return append(lines, "the new one is right")
		}
		if len(v.stops)+len(v.warns)+len(v.moved) > 0 {
			lines = append(lines, "the new one is wrong too, otherwise: "+strings.Join(first(v.newWrong, v.stops, v.warns), "; "))
		}
		return lines
	}
	say(&t.wrong, "WRONG", v.newWrong)
	if !f.truth() {
		say(&t.moved, "OTHER CELLS", v.moved)
	}
	say(&t.stops, "STOPS", v.stops)
	if len(v.stops) == 0 {
		say(&t.warns, "WARNS", v.warns)
	}
	say(&t.ruled, "says by rule", v.ruled)
	say(&t.layout, "layout", v.layout)
	if len(lines) == 0 {
		t.same++
	}
	return lines
}

// first is the first text of each list that has one.
func first(lists ...[]string) []string {
	var texts []string
	for _, list := range lists {
		if len(list) > 0 {
			texts = append(texts, list[0])
		}
	}
	return texts
}

func (t tally) print(out io.Writer, files int) bool {
	right := files - t.oldWrong
	anew := t.moved + t.stops + t.warns
	fmt.Fprintf(out, "\n%d files: %d that the old program reads rightly, %d that it doesn't (%d of them right now)\n", files, right, t.oldWrong, t.mended)
	fmt.Fprintf(out, "of the %d: %d the same, %d wrong, %d with other cells, %d stop or ask anew, %d warn anew; besides %d say what a rule wants, %d differ in layout\n",
		right, t.same, t.wrong, t.moved, t.stops, t.warns, t.ruled, t.layout)
	fmt.Fprintf(out, "anew: %d of %d, %.1f%% (at most %.0f%%)\n", anew, right, 100*float64(anew)/float64(max(right, 1)), 100*mostAnew)
	return t.wrong == 0 && float64(anew) <= mostAnew*float64(right)
}

func odd(f file) string {
	if f.why == "" {
		return ""
	}
	return " – " + f.why
}

func indented(head, text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString("        " + head + strings.TrimRight(line, "\n") + "\n")
	}
	return b.String()
}
