package ui

import (
	"math"
	"time"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
)

// paceOver is how far back a rate looks: what a slow start or a pause of long ago
// did to it says nothing of the time that is left.
const paceOver = 10 * time.Second

// pace knows the rate of a stage, from how far it had come every second.
type pace []struct {
	at   time.Time
	done int64
}

// of is the rate in units a second, 0 before there is a second to tell it from.
// A stage that goes through its rows once more is measured anew.
func (p *pace) of(now time.Time, done int64) float64 {
	marks := *p
	if n := len(marks); n == 0 || done < marks[n-1].done {
		marks = pace{{now, done}}
	} else if now.Sub(marks[n-1].at) >= time.Second {
		marks = append(marks, pace{{now, done}}...)
	}
	for len(marks) > 2 && now.Sub(marks[1].at) >= paceOver {
		marks = marks[1:]
	}
	*p = marks
	if passed := now.Sub(marks[0].at); passed >= time.Second {
		return float64(done-marks[0].done) / passed.Seconds()
	}
	return 0
}

// timeFor is how long what is left takes, to the second above and four days at most.
func timeFor(left int64, rate float64) time.Duration {
	return time.Duration(math.Ceil(min(float64(left)/rate, 359999))) * time.Second
}

// measure is how much is done of how much, 0 if that isn't known. Reading is measured
// in bytes, for the rows of a file are known only at its end; everything else in rows.
func (s Step) measure() (done, all int64) {
	if s.TotalBytes > 0 {
		return s.Bytes, s.TotalBytes
	}
	return int64(s.Rows), int64(s.Total)
}

// figures are what stands beside the bar: (80/3,000, 160 rows/s) [4s:18s].
func (s Step) figures(f frame, rate float64, passed time.Duration) string {
	done, all := s.measure()
	unit, perSecond := words.Number[int64], words.English.RowsPerSecond(int(rate))
	if s.TotalBytes > 0 {
		unit, perSecond = words.Size, words.Size(int64(rate))+"/s"
	}
	text := "(" + unit(done)
	if all > 0 {
		text += "/" + unit(all)
	}
	switch {
	case !f.rates:
		return text + ")"
	case rate >= 1:
		text += ", " + perSecond
	case rate*60 >= 1:
		text += ", " + words.English.RowsPerMinute(int(rate*60))
	}
	text += ") [" + passed.Truncate(time.Second).String()
	if rate*60 >= 1 && all > done {
		text += ":" + timeFor(all-done, rate).String()
	}
	return text + "]"
}
