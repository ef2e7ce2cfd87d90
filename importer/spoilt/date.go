package spoilt

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// calendarDay is a day that a text may mean. Its year is 0 where the text tells none.
type calendarDay struct{ year, month, day int }

// sameAs says that two texts may mean the same day.
func (d calendarDay) sameAs(e calendarDay) bool {
	return d.month == e.month && d.day == e.day && (d.year == e.year || d.year == 0 || e.year == 0)
}

// dateShape knows a day that came back written otherwise, or as its number.
func dateShape(before, after string) string {
	was, is := daysIn(before), daysIn(after)
	if len(was) == 0 && len(is) == 0 || bareDay.MatchString(before) && bareDay.MatchString(after) {
		return ""
	}
	switch {
	case len(is) == 0:
		is = daysOfSerial(after)
	case len(was) == 0:
		was = daysOfSerial(before)
	}
	for _, d := range was {
		if slices.ContainsFunc(is, d.sameAs) {
			return "it was taken for a date"
		}
	}
	return ""
}

// bareDay is a day and a month, or only two numbers: 1-2 made 2-1 is a person's work.
var bareDay = regexp.MustCompile(`^\d{1,2}[-/.]\d{1,2}$`)

var (
	clockTail = regexp.MustCompile(`[ t]+\d{1,2}[:.]\d{2}([:.]\d{2}([.,]\d+)?)?( ?[ap]m)?z?$`)
	dateWords = regexp.MustCompile(`\d+|\pL+|[^\d\pL]+`)
)

// daysIn gives the days that a text may mean as a spreadsheet reads dates: 2024-01-15, 15/1/24, 1-2, jan-24, MARS1, måndag den 15 januari 2024.
func daysIn(text string) []calendarDay {
	if len(text) > 48 || !strings.ContainsAny(text, "0123456789") {
		return nil
	}
	text = clockTail.ReplaceAllString(strings.ToLower(text), "")
	var parts []string // numbers and the name of a month
	month, marks := -1, map[string]bool{}
	for _, word := range dateWords.FindAllString(text, -1) {
		switch {
		case tabular.IsDigit(word[0]):
			parts = append(parts, word)
		case monthOf(word) > 0 && month < 0:
			month = len(parts)
			parts = append(parts, strconv.Itoa(monthOf(word)))
		case isDayWord(word):
		case strings.Trim(word, " -/.,") == "":
			marks[word] = true
		default:
			return nil
		}
	}
	if month >= 0 {
		return daysByName(parts, month)
	}
	if len(marks) != 1 || !marks["-"] && !marks["/"] && !marks["."] {
		return nil
	}
	return daysByNumbers(parts)
}

// monthOf gives the number of a month by its name or the start of it, in English and Swedish, 0 for none.
func monthOf(word string) int {
	for i, names := range [...]string{
		"january januari", "february februari", "march mars", "april", "may maj", "june juni", "july juli", "august augusti", "september sept",
		"october oktober", "november", "december",
	} {
		for name := range strings.FieldsSeq(names) {
			if len(word) >= 3 && (word == name || word == name[:3]) {
				return i + 1
			}
		}
	}
	return 0
}

// isDayWord knows what else stands in a long date.
func isDayWord(word string) bool {
	return word == "den" || slices.ContainsFunc([]string{
		"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag",
	}, func(day string) bool { return word == day || word == string([]rune(day)[:3]) })
}

// daysByName reads parts of which one is a named month.
func daysByName(parts []string, month int) []calendarDay {
	m := parts[month]
	rest := slices.Delete(slices.Clone(parts), month, month+1)
	switch len(rest) {
	case 1:
		return slices.Concat(days("", m, rest[0]), days(rest[0], m, "1"))
	case 2:
		return slices.Concat(days(rest[0], m, rest[1]), days(rest[1], m, rest[0]))
	}
	return nil
}

// daysByNumbers reads two or three numbers in every order that is in use.
func daysByNumbers(n []string) []calendarDay {
	switch len(n) {
	case 2:
		return slices.Concat(days("", n[0], n[1]), days("", n[1], n[0]), monthAlone(n[0], n[1]), monthAlone(n[1], n[0]))
	case 3:
		return slices.Concat(days(n[0], n[1], n[2]), days(n[2], n[1], n[0]), days(n[2], n[0], n[1]))
	}
	return nil
}

// monthAlone reads a whole year and a month, which a spreadsheet makes the first day of.
func monthAlone(year, month string) []calendarDay {
	if len(year) != 4 {
		return nil
	}
	return days(year, month, "1")
}

// days gives the day of those numbers, of a year of two digits in both centuries; none if there is no such day.
func days(year, month, day string) []calendarDay {
	m, d := small(month, 2), small(day, 2)
	if m < 1 || m > 12 || d < 1 || d > 31 {
		return nil
	}
	switch len(year) {
	case 0:
		return []calendarDay{{0, m, d}}
	case 1, 2:
		return []calendarDay{{1900 + small(year, 2), m, d}, {2000 + small(year, 2), m, d}}
	case 4:
		return []calendarDay{{small(year, 4), m, d}}
	}
	return nil
}

// small reads a number of at most that many digits, -1 for a longer one.
func small(digits string, most int) int {
	if len(digits) > most {
		return -1
	}
	n, _ := strconv.Atoi(digits)
	return n
}

var serial = regexp.MustCompile(`^(\d{5})([.,]\d+)?$`)

// daysOfSerial gives the days that a number means in the two calendars of workbooks: those that count from 1900, and from 1904.
func daysOfSerial(text string) []calendarDay {
	m := serial.FindStringSubmatch(text)
	if m == nil {
		return nil
	}
	n := small(m[1], 5)
	var all []calendarDay
	for _, first := range [...]time.Time{time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC), time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)} {
		d := first.AddDate(0, 0, n)
		all = append(all, calendarDay{d.Year(), int(d.Month()), d.Day()})
	}
	return all
}

var clock = regexp.MustCompile(`^(\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([AaPp])[Mm])?$`)

// timeShape knows a time of day that came back written otherwise, or as a part of a day.
func timeShape(before, after string) string {
	was, ok := secondsOf(before)
	if !ok {
		return ""
	}
	how := "it was taken for a time of day"
	if is, ok := secondsOf(after); ok && is == was {
		return how
	}
	part, err := strconv.ParseFloat(strings.Replace(after, ",", ".", 1), 64)
	if err == nil && strings.ContainsAny(after, ".,") && math.Abs(part-float64(was)/86_400) < 1e-5 {
		return how
	}
	if len(daysIn(after)) > 0 && strings.HasSuffix(after, fmt.Sprintf("%02d:%02d:00", was/3600, was/60%60)) {
		return how
	}
	return ""
}

func secondsOf(text string) (seconds int, ok bool) {
	m := clock.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	hour := small(m[1], 2)
	if half := strings.ToUpper(m[4]); half != "" {
		hour = hour%12 + 12*strings.Index("AP", half)
	}
	return hour*3600 + small(m[2], 2)*60 + small(m[3], 2), true
}
