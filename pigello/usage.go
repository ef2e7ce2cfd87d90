package pigello

import (
	"strings"

	"github.com/orgbatch/orgbatch/pigello/spelling"
)

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
	letters, found := []rune(word), ""
	best := len(letters)/3 + 1
	for _, c := range candidates {
		if d := spelling.Distance(letters, []rune(c), best); d < best {
			best, found = d, c
		}
	}
	return found
}
