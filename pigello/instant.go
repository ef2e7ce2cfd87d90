package pigello

import (
	"cmp"
	"time"
)

// instant is a time in UTC that is compared without the weight of time.Time:
// seconds since the epoch and nanoseconds.
type instant struct {
	sec  int64
	nsec int32
}

func (a instant) compare(b instant) int {
	return cmp.Or(cmp.Compare(a.sec, b.sec), cmp.Compare(a.nsec, b.nsec))
}

// time returns the instant as a time.Time in UTC.
func (a instant) time() time.Time { return time.Unix(a.sec, int64(a.nsec)).UTC() }

// parseTime reads RFC 3339 or a whole date. Texts of different precision
// don't compare as strings ("…22Z" stands after "…22.5Z"), hence times.
func parseTime(s string) (instant, bool) {
	if at, ok := parseUTC(s); ok {
		return at, true
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		if t, err = time.Parse(time.DateOnly, s); err != nil {
			return instant{}, false
		}
	}
	return instant{t.Unix(), int32(t.Nanosecond())}, true
}

// parseUTC is the fast path for what the API sends: 2019-08-24T14:15:22Z with
// up to nine digits of fraction. It refuses whatever it isn't sure of.
func parseUTC(s string) (instant, bool) {
	if len(s) < 20 || len(s) > 30 || s[4] != '-' || s[7] != '-' || s[10] != 'T' || s[13] != ':' || s[16] != ':' || s[len(s)-1] != 'Z' {
		return instant{}, false
	}
	year, month, day := digits(s[:4]), digits(s[5:7]), digits(s[8:10])
	hour, minute, second := digits(s[11:13]), digits(s[14:16]), digits(s[17:19])
	if year < 1 || month < 1 || month > 12 || day < 1 || day > 28 && day > daysIn(year, month) || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 {
		return instant{}, false
	}
	nsec := 0
	if fraction := s[19 : len(s)-1]; fraction != "" {
		if fraction[0] != '.' || len(fraction) < 2 {
			return instant{}, false
		}
		if nsec = digits(fraction[1:]); nsec < 0 {
			return instant{}, false
		}
		for i := len(fraction); i < 10; i++ {
			nsec *= 10
		}
	}
	sec := daysSinceEpoch(year, month, day)*86400 + int64(hour*3600+minute*60+second)
	return instant{sec, int32(nsec)}, true
}

// digits reads up to nine decimal digits; -1 when one is none.
func digits(s string) int {
	n := 0
	for i := range len(s) {
		d := s[i] - '0'
		if d > 9 {
			return -1
		}
		n = n*10 + int(d)
	}
	return n
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// daysSinceEpoch counts days of the Gregorian calendar, years beginning in
// March so that the leap day is the last.
func daysSinceEpoch(year, month, day int) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	y := int64(year)
	return 365*y + y/4 - y/100 + y/400 + int64((153*(month-3)+2)/5+day-1) - 719468
}
