package numfmt

import (
	"cmp"
	"math"
	"strconv"
	"strings"
	"time"
)

const (
	secondsOfDay = 24 * 60 * 60
	days1904     = 1462    // how many days the calendar from 1904 starts later
	firstTooLate = 2958466 // 10000-01-01
	leapDay1900  = 60      // 1900-02-29, which Excel has and the calendar hasn't
)

// moment is a number as a date and time.
type moment struct {
	day              int // from 1900
	year, month, dom int
	second           int64 // of all days together
	ticks            int64 // parts of the second
}

// showDate shows a number as a date or time; it isn't ok for numbers outside the calendar. Times
// are rounded to the second or to the parts of it that are shown, as in Excel.
func (s *section) showDate(d decimal, sign string, c Calendar) (string, bool) {
	n := math.Abs(d.float)
	// Beyond these bounds it is in neither calendar, and perhaps more than a moment holds.
	if n >= firstTooLate || sign != "" && (c != From1904 || !s.tokens.has(elapsed)) {
		return "", false
	}
	m := at(n, s.precision(), c)
	if m.day >= firstTooLate {
		return "", false
	}
	return strings.TrimSpace(sign + s.dateText(m)), true
}

// mostPlaces is to how many places of a second Excel shows times.
const mostPlaces = 3

// precision gives the places of a second to which a time is rounded. A date alone changes to the
// next day only with the day, not half a second before.
func (s *section) precision() int {
	if i := s.tokens.index(subsecond); i >= 0 {
		return min(len(s.tokens[i].text)-1, mostPlaces)
	}
	for _, t := range s.tokens {
		if t.kind == elapsed || t.kind == date && strings.IndexByte("hs"+minutes, t.letter()) >= 0 {
			return 0
		}
	}
	return mostPlaces
}

// at gives the moment of a number of days, rounded to places of a second.
func at(n float64, places int, c Calendar) moment {
	unit := int64(math.Pow10(places))
	ticks := int64(math.Round(n * secondsOfDay * float64(unit)))
	m := moment{second: ticks / unit, ticks: ticks % unit}
	m.day = int(m.second / secondsOfDay)
	if c == From1904 {
		m.day += days1904
	}
	offset := m.day
	if m.day < leapDay1900 {
		offset++
	}
	year, month, dom := time.Date(1899, time.December, 30+offset, 0, 0, 0, 0, time.UTC).Date()
	m.year, m.month, m.dom = year, int(month), dom
	switch m.day { // which the calendar hasn't
	case 0:
		m.year, m.month, m.dom = 1900, 1, 0
	case leapDay1900:
		m.year, m.month, m.dom = 1900, 2, 29
	}
	return m
}

// dateText gives the text of a moment.
func (s *section) dateText(m moment) string {
	var b strings.Builder
	for _, t := range s.tokens {
		switch t.kind {
		case date:
			b.WriteString(s.datePart(t, m))
		case elapsed:
			b.WriteString(padded(m.elapsed(t), min(len(t.text), 2)))
		case subsecond:
			places := min(len(t.text)-1, mostPlaces)
			b.WriteString("." + padded(m.ticks, places) + strings.Repeat("0", len(t.text)-1-places))
		case halfDay:
			b.WriteString(m.half(t.text))
		default:
			b.WriteString(t.text)
		}
	}
	return b.String()
}

// padded gives the digits of a number, with zeros before it up to so many.
func padded(n int64, digits int) string {
	text := strconv.FormatInt(n, 10)
	return strings.Repeat("0", max(0, digits-len(text))) + text
}

// elapsed gives the hours, minutes or seconds of all days.
func (m moment) elapsed(t token) int64 {
	switch t.letter() {
	case 'h':
		return m.second / 3600
	case 'm':
		return m.second / 60
	}
	return m.second
}

// half gives the half of the day: A/P as it is written, AM/PM in capitals.
func (m moment) half(text string) string {
	if len(text) > len("A/P") {
		text = strings.ToUpper(text)
	}
	before, after, _ := strings.Cut(text, "/")
	if m.second%secondsOfDay < secondsOfDay/2 {
		return before
	}
	return after
}

// datePart shows a part of a date or time.
func (s *section) datePart(t token, m moment) string {
	n := len(t.text)
	two := min(n, 2) // the most digits of what isn't a year
	switch t.letter() {
	case 'y':
		return year(m.year, n)
	case 'b': // the Buddhist calendar
		return year(m.year+543, n)
	case 'e':
		return strconv.Itoa(m.year)
	case 'g':
		return "" // the era, of which our calendar has but one
	case 'm':
		return cmp.Or(s.language, english).month(m.month, n)
	case 'd', 'a':
		return cmp.Or(s.language, english).weekday(m, t)
	case 'h':
		hour := m.second / 3600 % 24
		if s.tokens.has(halfDay) {
			hour = (hour+11)%12 + 1
		}
		return padded(hour, two)
	case minutes[0]:
		return padded(m.second/60%60, two)
	}
	return padded(m.second%60, two)
}

func year(year, letters int) string {
	if letters <= 2 {
		return padded(int64(year%100), 2)
	}
	return padded(int64(year), 4)
}

func (l *language) month(month, letters int) string {
	switch letters {
	case 1, 2:
		return padded(int64(month), letters)
	case 3:
		return l.shortMonths[month-1]
	case 5:
		return string([]rune(l.months[month-1])[:1])
	}
	return l.months[month-1]
}

// weekday shows the day of the month or of the week. Excel takes 1900-01-01 for a Sunday.
func (l *language) weekday(m moment, t token) string {
	n := len(t.text)
	switch day := (m.day + 6) % 7; {
	case n <= 2 && t.letter() == 'd':
		return padded(int64(m.dom), n)
	case n <= 2:
		return t.text
	case n == 3:
		return l.shortDays[day]
	default:
		return l.days[day]
	}
}
