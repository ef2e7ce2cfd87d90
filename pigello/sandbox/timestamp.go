package sandbox

import "time"

// Times are kept as microseconds since 1970, the resolution of the API's database.

// dateForms are what the created_at filters read. A form without a zone is UTC.
var dateForms = []string{"2006-01-02T15:04:05.999999999Z07:00", "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999Z07:00", "2006-01-02 15:04:05.999999999", "2006-01-02"}

// parseTime reads a date (its midnight) or, unless wholeDates, a date-time. What is finer than a microsecond is cut off.
func parseTime(s string, wholeDates bool) (micros int64, ok bool) {
	forms := dateForms
	if wholeDates {
		forms = forms[len(forms)-1:]
	}
	for _, form := range forms {
		if t, err := time.Parse(form, s); err == nil {
			return t.UnixMicro(), true
		}
	}
	return 0, false
}

// appendTime appends micros as RFC 3339 in UTC, with six digits of fraction or, when they are all zero or seconds is set, none:
// as Python's isoformat does.
func appendTime(dst []byte, micros int64, seconds bool) []byte {
	t := time.UnixMicro(micros).UTC()
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	dst = appendDigits(dst, year, 4)
	dst = appendDigits(append(dst, '-'), int(month), 2)
	dst = appendDigits(append(dst, '-'), day, 2)
	dst = appendDigits(append(dst, 'T'), hour, 2)
	dst = appendDigits(append(dst, ':'), minute, 2)
	dst = appendDigits(append(dst, ':'), second, 2)
	if fraction := t.Nanosecond() / 1000; fraction != 0 && !seconds {
		dst = appendDigits(append(dst, '.'), fraction, 6)
	}
	return append(dst, 'Z')
}

// appendDigits appends n as exactly width decimal digits.
func appendDigits(dst []byte, n, width int) []byte {
	start := len(dst)
	for range width {
		dst = append(dst, '0')
	}
	for i := start + width - 1; i >= start; i-- {
		dst[i] = byte('0' + n%10)
		n /= 10
	}
	return dst
}
