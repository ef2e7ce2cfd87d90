package pigello

import "strings"

// UsageError says that something asked of this package cannot be sent: an
// unknown field or operator, a value of the wrong form, an option that
// contradicts another. Nothing was sent.
type UsageError struct {
	// Subject is what was wrong, as given: `name__icontain=x`, "credentials".
	Subject string
	// Problem says what is wrong with it.
	Problem string
	// Nearest is the valid spelling closest to what was given; empty when there is none.
	Nearest string
	// Hint is a whole sentence on what to do instead; may be empty.
	Hint string
}

// Error joins subject, problem and the nearest valid spelling.
func (e *UsageError) Error() string {
	var b strings.Builder
	if e.Subject != "" {
		b.WriteString(e.Subject)
		b.WriteString(": ")
	}
	b.WriteString(e.Problem)
	if e.Nearest != "" {
		b.WriteString("; did you mean ")
		b.WriteString(e.Nearest)
		b.WriteString("?")
	}
	return b.String()
}

// Nearest returns the candidate that word was perhaps meant to be; "" when none
// is near enough: more than a third of its letters would have to change.
func Nearest(word string, candidates []string) string {
	best, found := len([]rune(word))/3+1, ""
	for _, c := range candidates {
		if d := distance(word, c); d < best {
			best, found = d, c
		}
	}
	return found
}

// distance is the number of insertions, deletions, replacements and swaps of
// neighbours between two short words.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	var before []int
	prev := make([]int, len(y)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := range x {
		row := make([]int, len(y)+1)
		row[0] = i + 1
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			row[j+1] = min(prev[j+1]+1, row[j]+1, prev[j]+cost)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, prev = prev, row
	}
	return prev[len(y)]
}
