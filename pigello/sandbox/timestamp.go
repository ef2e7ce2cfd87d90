package sandbox

import "time"

// Times are kept as microseconds since 1970, the resolution of the API's database.

// dateTimes are what the created_at filters read, and wholeDates what they read of the API that
// knows no times. A form without a zone is UTC.
var (
	dateTimes = []string{
		"2006-01-02T15:04:05.999999999Z07:00", "2006-01-02T15:04:05.999999999",
		"2006-01-02 15:04:05.999999999Z07:00", "2006-01-02 15:04:05.999999999", time.DateOnly,
	}
	wholeDates = []string{time.DateOnly}
)

// parseTime reads a date (its midnight) or a date-time. What is finer than a microsecond is cut
// off.
func parseTime(s string, forms []string) (micros int64, ok bool) {
	for _, form := range forms {
		if t, err := time.Parse(form, s); err == nil {
			return t.UnixMicro(), true
		}
	}
	return 0, false
}

// timeForm is how a time is written.
type timeForm string

const (
	microseconds timeForm = "2006-01-02T15:04:05.000000Z"
	wholeSeconds timeForm = "2006-01-02T15:04:05Z"
)

// appendTime appends micros in UTC, without a fraction where all its digits are zero, as Python's
// isoformat does.
func appendTime(dst []byte, micros int64, form timeForm) []byte {
	if micros%1e6 == 0 {
		form = wholeSeconds
	}
	return time.UnixMicro(micros).UTC().AppendFormat(dst, string(form))
}
