package rules

import (
	"fmt"
	"strings"
	"time"
)

// layoutLetters are the letters of a layout, as Go's package time has them. M and D are one digit or two; a year of two digits is one from
// 1969 to 2068.
var layoutLetters = []struct{ plain, layout string }{{"YYYY", "2006"}, {"YY", "06"}, {"MM", "01"}, {"M", "1"}, {"DD", "02"}, {"D", "2"}}

// parseLayout reads a layout in plain letters, which has a year, a month and a day.
func parseLayout(text string) (layout string, err error) {
	seen := ""
next:
	for rest := text; rest != ""; {
		for _, l := range layoutLetters {
			if after, ok := strings.CutPrefix(rest, l.plain); ok && !strings.Contains(seen, l.plain[:1]) {
				rest, layout, seen = after, layout+l.layout, seen+l.plain[:1]
				continue next
			}
		}
		if !strings.Contains("-/., ", rest[:1]) { // what has no other meaning in Go's layouts
			seen = ""
			break
		}
		rest, layout = rest[1:], layout+rest[:1]
	}
	if len(seen) != len("YMD") {
		return "", fmt.Errorf("the layout %q can't be read: a layout has YYYY or YY, MM or M, and DD or D, once each, with - / . , or a space between, as YYYY-MM-DD or D/M/YY", text)
	}
	return layout, nil
}

// redate writes a date in another layout. A text that has that layout already stays.
func redate(text, from, to string) (date string, ok bool) {
	d, err := time.Parse(from, text)
	if err != nil {
		_, err = time.Parse(to, text)
		return text, err == nil
	}
	date = d.Format(to)
	again, err := time.Parse(to, date) // a year of two digits may be another one
	return date, err == nil && again.Equal(d)
}
