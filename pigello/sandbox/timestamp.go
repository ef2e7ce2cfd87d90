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
	form := "2006-01-02T15:04:05.000000Z"
	if seconds || micros%1e6 == 0 {
		form = "2006-01-02T15:04:05Z"
	}
	return time.UnixMicro(micros).UTC().AppendFormat(dst, form)
}
