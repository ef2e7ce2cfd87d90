package words

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// The nouns that are counted most.
func rows(n int) string          { return Counted(n, "row") }
func organizations(n int) string { return Counted(n, "organization") }
func profiles(n int) string      { return Counted(n, "profile") }

// Counted is a number with its noun, whose plural ends in s: 1 row, 2,140 rows.
func Counted[T int | int64](n T, noun string) string { return Number(n) + " " + Nouns(n, noun) }

// Nouns is the form of such a noun that goes with a number.
func Nouns[T int | int64](n T, noun string) string { return plural(n, noun, noun+"s") }

// plural is the form that goes with a number.
func plural[T int | int64](n T, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// numbered and eitherOf are entries: a text behind its number, and the form of a text
// that goes with a number.
func numbered(text string) func(int) string {
	return func(n int) string { return Number(n) + " " + text }
}

func eitherOf(one, many string) func(int) string {
	return func(n int) string { return plural(n, one, many) }
}

// fromTo is an entry: how many there were and are of something.
func fromTo(what string) func(was, is int) string {
	return func(was, is int) string { return Number(was) + " → " + Number(is) + " " + what }
}

// Number has thousands separators: 2,140.
func Number[T int | int64](n T) string {
	digits := strconv.FormatInt(int64(n), 10)
	sign := ""
	if digits[0] == '-' {
		sign, digits = "-", digits[1:]
	}
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return sign + b.String()
}

// Size is a number of bytes in the largest fitting unit of a thousand.
func Size(n int64) string {
	if n < 1000 {
		return Counted(n, "byte")
	}
	value, unit := float64(n), ""
	for _, unit = range []string{"kB", "MB", "GB", "TB"} {
		if value /= 1000; math.Round(value*10)/10 < 1000 {
			break
		}
	}
	return strconv.FormatFloat(value, 'f', 1, 64) + " " + unit
}

// about is such a time as a guess.
func about(d time.Duration) string {
	if d < time.Second {
		return Span(d)
	}
	return "about " + Span(d)
}

// Span is a duration as a person would say it.
func Span(d time.Duration) string {
	switch {
	case d < time.Second:
		return "less than a second"
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Round(time.Second).Seconds()))
	case d < time.Hour:
		d = d.Round(time.Second)
		return fmt.Sprintf("%d min %d s", int(d.Minutes()), int(d.Seconds())%60)
	}
	d = d.Round(time.Minute)
	return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
}

// age is a duration in one unit, and never more than it is.
func age(d time.Duration) string {
	switch {
	case d < 2*time.Hour:
		return Counted(max(0, int(d.Minutes())), "minute")
	case d < 48*time.Hour:
		return Counted(int(d.Hours()), "hour")
	}
	return Counted(int(d.Hours()/24), "day")
}

// minute is a point in time to the minute.
func minute(t time.Time) string { return t.Format("2006-01-02 15:04") }

// after is a text behind what leads to it, "" for none.
func after(lead, text string) string {
	if text == "" {
		return ""
	}
	return lead + text
}

// correctedBy says which run corrected some of the rows that another one left.
func correctedBy(n int, run string, planned time.Time) string {
	return Number(n) + " corrected by run " + run + ", " + minute(planned)
}
