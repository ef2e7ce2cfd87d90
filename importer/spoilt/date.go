package spoilt

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/orgbatch/orgbatch/importer/wording"
)

// day is a day that a text may mean. Its year is 0 where the text tells none.
type day struct{ year, month, day int }

// sameAs says that two texts may mean the same day.
func (d day) sameAs(e day) bool {
	return d.month == e.month && d.day == e.day && (d.year == e.year || d.year == 0 || e.year == 0)
}

// dateShape knows a day that came back written otherwise, or as its number.
func dateShape(before, after string) string {
	was, is := daysIn(before), daysIn(after)
	switch {
	case len(was) == 0 && len(is) == 0, bareDay.MatchString(before) && bareDay.MatchString(after):
		return ""
	case len(is) == 0:
		is = daysOfSerial(after)
	case len(was) == 0:
		was = daysOfSerial(before)
	}
	if slices.ContainsFunc(was, func(d day) bool { return slices.ContainsFunc(is, d.sameAs) }) {
		return wording.English.Spoilt.Date
	}
	return ""
}

// bareDay is a day and a month, or only two numbers: 1-2 made 2-1 is a person's work.
var bareDay = regexp.MustCompile(`^\d{1,2}[-/.]\d{1,2}$`)

var (
	clockTail = regexp.MustCompile(`[ t]+\d{1,2}[:.]\d{2}([:.]\d{2}([.,]\d+)?)?( ?[ap]m)?z?$`)
	dateWords = regexp.MustCompile(`\d+|\pL+|[^\d\pL]+`)
)

// months are how the months are called in English and Swedish, and days of the week what else
// stands in a long date.
var (
	months = [...]string{
		"jan january januari", "feb february februari", "mar march mars", "apr april", "may maj",
		"jun june juni", "jul july juli", "aug august augusti", "sep sept september",
		"oct october okt oktober", "nov november", "dec december",
	}
	weekdays = strings.Fields("mon monday tue tuesday wed wednesday thu thursday fri friday " +
		"sat saturday sun sunday mån måndag tis tisdag ons onsdag tor torsdag fre fredag " +
		"lör lördag sön söndag den")
)

// monthOf gives the number of a month, 0 for none.
func monthOf(word string) int {
	return 1 + slices.IndexFunc(months[:], func(names string) bool {
		return slices.Contains(strings.Fields(names), word)
	})
}

// daysIn gives the days that a text may mean as a spreadsheet reads dates: 2024-01-15, 15/1/24,
// 1-2, jan-24, MARS1, måndag den 15 januari 2024.
func daysIn(text string) []day {
	if len(text) > 48 || !strings.ContainsAny(text, "0123456789") {
		return nil
	}
	text = clockTail.ReplaceAllString(strings.ToLower(text), "")
	var n []string // its numbers
	month, marks := "", map[string]bool{}
	for _, word := range dateWords.FindAllString(text, -1) {
		switch {
		case strings.Trim(word, "0123456789") == "":
			n = append(n, word)
		case month == "" && monthOf(word) > 0:
			month = strconv.Itoa(monthOf(word))
		case slices.Contains(weekdays, word):
		case strings.Trim(word, " -/.,") == "":
			marks[word] = true
		default:
			return nil
		}
	}
	switch {
	case month != "" && len(n) == 1:
		return daysOf([3]string{"", month, n[0]}, [3]string{n[0], month, "1"})
	case month != "" && len(n) == 2:
		return daysOf([3]string{n[0], month, n[1]}, [3]string{n[1], month, n[0]})
	case month != "" || len(marks) != 1 || !marks["-"] && !marks["/"] && !marks["."]:
		return nil
	case len(n) == 2 && len(n[0]) == 4: // a month alone is its first day
		return daysOf([3]string{n[0], n[1], "1"})
	case len(n) == 2 && len(n[1]) == 4:
		return daysOf([3]string{n[1], n[0], "1"})
	case len(n) == 2:
		return daysOf([3]string{"", n[0], n[1]}, [3]string{"", n[1], n[0]})
	case len(n) == 3:
		a, b, c := n[0], n[1], n[2]
		return daysOf([3]string{a, b, c}, [3]string{c, b, a}, [3]string{c, a, b})
	}
	return nil
}

// daysOf gives the days that there are among some of year, month and day. A year of two digits is
// one of both centuries.
func daysOf(some ...[3]string) (all []day) {
	for _, s := range some {
		year, _ := strconv.Atoi(s[0])
		m, _ := strconv.Atoi(s[1])
		d, _ := strconv.Atoi(s[2])
		switch {
		case m < 1 || m > 12 || d < 1 || d > 31 || len(s[1]) > 2 || len(s[2]) > 2:
		case len(s[0]) == 0 || len(s[0]) == 4:
			all = append(all, day{year, m, d})
		case len(s[0]) < 3:
			all = append(all, day{1900 + year, m, d}, day{2000 + year, m, d})
		}
	}
	return all
}

var serial = regexp.MustCompile(`^(\d{5})([.,]\d+)?$`)

// daysOfSerial gives the days that a number means in the two calendars of workbooks: those that
// count from 1900, and from 1904.
func daysOfSerial(text string) (all []day) {
	if m := serial.FindStringSubmatch(text); m != nil {
		n, _ := strconv.Atoi(m[1])
		since1900 := time.Date(1899, 12, 30+n, 0, 0, 0, 0, time.UTC)
		since1904 := time.Date(1904, 1, 1+n, 0, 0, 0, 0, time.UTC)
		for _, d := range [...]time.Time{since1900, since1904} {
			all = append(all, day{d.Year(), int(d.Month()), d.Day()})
		}
	}
	return all
}

var clock = regexp.MustCompile(`^(\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([AaPp])[Mm])?$`)

// timeShape knows a time of day that came back written otherwise, or as a part of a day.
func timeShape(before, after string) string {
	was, is := secondsOf(before), secondsOf(after)
	part, err := strconv.ParseFloat(strings.Replace(after, ",", ".", 1), 64)
	switch {
	case was < 0:
	case is == was,
		err == nil && strings.ContainsAny(after, ".,") && math.Abs(part-float64(was)/86_400) < 1e-5,
		len(daysIn(after)) > 0 &&
			strings.HasSuffix(after, fmt.Sprintf("%02d:%02d:00", was/3600, was/60%60)):
		return wording.English.Spoilt.TimeOfDay
	}
	return ""
}

// secondsOf gives a time of day in seconds, -1 for another text.
func secondsOf(text string) int {
	m := clock.FindStringSubmatch(text)
	if m == nil {
		return -1
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2])
	second, _ := strconv.Atoi(m[3])
	if m[4] != "" {
		hour = hour%12 + 12*strings.Index("AP", strings.ToUpper(m[4]))
	}
	return hour*3600 + minute*60 + second
}
