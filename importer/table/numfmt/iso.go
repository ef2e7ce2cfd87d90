package numfmt

import "time"

// ParseISO reads a date or a moment that a workbook has as text, as ODS does and few programs that write XLSX.
func ParseISO(text string) (t time.Time, ok bool) {
	for _, layout := range []string{
		"2006-01-02T15:04:05.999Z07:00", "2006-01-02T15:04:05.999", "2006-01-02T15:04Z07:00", "2006-01-02T15:04", "2006-01-02Z07:00", "2006-01-02",
	} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, true
		}
	}
	return t, false
}

// ISO shows a moment, without its clock at midnight.
func ISO(t time.Time) string {
	if t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 {
		return t.Format(time.DateOnly)
	}
	return t.Format(time.DateTime)
}
