package page

import (
	"fmt"
	"strings"
	"time"

	"github.com/orgbatch/orgbatch/importer/run"
)

// number writes n with thousands separators: 2,140.
func number[T int | int64](n T) string { return run.Thousands(int(n)) }

// counted writes n with its noun: 1 row, 2,140 rows.
func counted[T int | int64](n T, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return number(n) + " " + noun + "s"
}

// agree is the word that goes with n: one for 1, many for all else.
func agree(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// weight writes a number of bytes in a fitting unit of a thousand.
func weight(n int64) string {
	if n < 1000 {
		return counted(n, "byte")
	}
	value, unit := float64(n), 0
	for units := "kMGT"; value >= 999.95 && unit < len(units); unit++ {
		value /= 1000
	}
	return fmt.Sprintf("%.1f %cB", value, "kMGT"[unit-1])
}

// span writes a duration as a person would say it.
func span(d time.Duration) string {
	switch {
	case d < time.Second:
		return "less than a second"
	case d < time.Minute:
		return counted(int(d.Round(time.Second)/time.Second), "second")
	case d < time.Hour:
		return counted(int(d.Round(time.Minute)/time.Minute), "minute")
	}
	d = d.Round(time.Minute)
	return counted(int(d/time.Hour), "hour") + " " + counted(int(d%time.Hour/time.Minute), "minute")
}

// listed writes a few names in a sentence: A, B and 3 more.
func listed(names []string, most int) string {
	quoted := make([]string, 0, most)
	for _, name := range names[:min(len(names), most)] {
		quoted = append(quoted, "“"+shorten(name, headerLength)+"”")
	}
	if more := len(names) - most; more > 0 {
		return strings.Join(quoted, ", ") + " and " + number(more) + " more"
	}
	if n := len(quoted); n > 1 {
		return strings.Join(quoted[:n-1], ", ") + " and " + quoted[n-1]
	}
	return strings.Join(quoted, "")
}
