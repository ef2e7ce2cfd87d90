package sandbox

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Fault says how often something goes wrong, and for how long where that has a meaning.
type Fault struct {
	Percent float64       // of the requests it applies to, 0 to 100
	For     time.Duration // latency, stall, late: how long; too-many: Retry-After; 0: 100 ms, 90 s, 3 s, 1 s
}

// Faults are what networks and servers do wrong. The zero value is none. Which requests are hit
// depends on the seed, on the request itself (method, path, parameters and body, ids and times
// aside) and on how often that same request was seen, never on the order in which different
// requests come: concurrent runs are repeatable.
type Faults struct {
	Latency     Fault // latency: the answer is late
	TooMany     Fault // too-many: 429, nothing done
	ServerError Fault // server-error: 500 or 503, before or after the write was done, in the form of the assumption of that name
	HTMLError   Fault // html-error: a gateway's 502 or 504 in HTML, before or after the write was done
	DropBefore  Fault // drop-before: the connection is dropped, nothing done
	DropAfter   Fault // drop-after: the connection is dropped after the write was done, before the answer
	Shuffle     Fault // shuffle: the rows of a bulk answer are out of order
	Short       Fault // short: a bulk answer lacks rows at its end
	OtherValues Fault // other-values: the answer to a write shows values that were not stored
	OtherIDs    Fault // other-ids: the answer to a write shows ids that are not those of the rows
	More        Fault // more: a bulk answer has a row that wasn't sent
	Twice       Fault // twice: a bulk answer has a row twice, in the place of another
	OtherAnswer Fault // other-answer: the answer to a write is that to another
	EmptyAnswer Fault // empty-answer: the answer to a write is an empty list or object, though it was done
	NullAnswer  Fault // null-answer: it is null
	ErrorAnswer Fault // error-answer: it is a success with an error in its body
	PageAnswer  Fault // page-answer: it is a success with a web page
	CutLine     Fault // cut-line: a list breaks off within a row
	CutBetween  Fault // cut-between: a list breaks off between two rows
	CutClean    Fault // cut-clean: a list ends too early, and properly, as behind a gateway that hides how it broke off
	Stall       Fault // stall: an answer stops halfway, and goes on much later
	Late        Fault // late: a gateway's 504, and the write is done much later all the same, whether or not somebody still listens
	Empty       Fault // empty: a list is answered without a body: 200 of one type or another, 202, 204, 205 or 206

	Rate    float64 // rate: 429 above so many requests a second, nothing done; a second's worth may come at once; 0: no limit
	Rate503 float64 // too-many-503: the same by a gateway, which answers 503 and says nothing of when to come again
	Largest float64 // too-large-502: an array of more rows is answered by a gateway's 502, nothing done; 0: none is
}

// faultSwitch is a fault that is drawn, ordered in the field of [Faults] that has its name,
// with the duration it has when none is given.
type faultSwitch struct {
	name     string
	standard time.Duration
	question string
}

var faultSwitches = [...]faultSwitch{
	{"latency", 100 * time.Millisecond,
		"How often is the answer late, and by how much (20%:250ms, or just 250ms)?"},
	{"too-many", time.Second, "How often is the answer 429, and with which Retry-After (5%:2s)?"},
	{"server-error", 0, "How often does the server fail, before or after the write was done?"},
	{"html-error", 0,
		"How often does a gateway answer 502 or 504 in HTML, before or after the write was done?"},
	{"drop-before", 0, "How often is the connection dropped before the write?"},
	{"drop-after", 0, "How often is the connection dropped after the write, before the answer?"},
	{"shuffle", 0, "How often is a bulk answer out of order?"},
	{"short", 0, "How often does a bulk answer lack rows?"},
	{"other-values", 0, "How often does the answer to a write show values that were not stored?"},
	{"other-ids", 0,
		"How often does the answer to a write show ids that are not those of the rows?"},
	{"more", 0, "How often has a bulk answer a row that wasn't sent?"},
	{"twice", 0, "How often has a bulk answer a row twice, in the place of another?"},
	{"other-answer", 0, "How often is the answer to a write that to another?"},
	{"empty-answer", 0, "How often is the answer to a write empty, though it was done?"},
	{"null-answer", 0, "How often is the answer to a write null, though it was done?"},
	{"error-answer", 0, "How often has the answer to a write, 200 and done, an error in its body?"},
	{"page-answer", 0,
		"How often has the answer to a write, 200 and done, a web page as its body?"},
	{"cut-line", 0, "How often does a list break off within a row?"},
	{"cut-between", 0, "How often does a list break off between two rows?"},
	{"cut-clean", 0, "How often does a list end too early, and properly?"},
	{"stall", 90 * time.Second, "How often does an answer stop halfway, and for how long (1%:2m)?"},
	{"late", 3 * time.Second,
		"How often does a gateway answer a write by 504, which is done all the same, and how much later (20%:3s)?"},
	{"empty", 0, "How often is a list answered without a body, as gateways and sign-in pages do?"},
}

// of is what was ordered of the fault.
func (one faultSwitch) of(f *Faults) *Fault { return fieldOf(f, one.name).Addr().Interface().(*Fault) }

// FaultSwitches lists every fault with a question and example values, the default first.
func FaultSwitches() []Switch {
	list := make([]Switch, 0, len(faultSwitches))
	for _, one := range faultSwitches {
		values := []string{"0%", "10%"}
		if one.standard > 0 {
			values = append(values, "10%:"+one.standard.String())
		}
		list = append(list, Switch{Name: one.name, Question: one.question, Values: values})
	}
	return list
}

// limit is a fault that isn't drawn: it befalls whoever asks for more.
type limit struct {
	Switch
	unit, want string
	field      func(*Faults) *float64
}

const wantRate = "requests a second as 20/s"

var limits = [...]limit{
	{
		choice("rate", "0/s 20/s", "Above which rate is the answer 429, without anybody being told the rate (20/s)?"),
		"/s", wantRate, func(f *Faults) *float64 { return &f.Rate },
	},
	{
		choice("too-many-503", "0/s 20/s", "Above which rate does a gateway answer 503, without Retry-After (20/s)?"),
		"/s", wantRate, func(f *Faults) *float64 { return &f.Rate503 },
	},
	{
		choice("too-large-502", "0 200",
			"Above how many rows does a gateway answer an array by 502, and nothing is done (200)?"),
		"", "rows as 200", func(f *Faults) *float64 { return &f.Largest },
	},
}

// LimitSwitches lists the faults that aren't drawn, each with its question and example values, the
// default first.
func LimitSwitches() []Switch {
	list := make([]Switch, len(limits))
	for i, one := range limits {
		list[i] = one.Switch
	}
	return copies(list)
}

func (one limit) parse(value string) (float64, error) {
	number, ok := strings.CutSuffix(value, one.unit)
	n, err := strconv.ParseFloat(number, 64)
	if !ok || err != nil || !(n >= 0 && n <= 1e6) {
		return 0, fmt.Errorf("want %s, not %q", one.want, value)
	}
	return n, nil
}

// Set orders a fault: value is a percentage ("5%", "0.5%"), a duration where the fault has one
// ("250ms", for every request), or both ("5%:250ms"); of a limit it is requests a second ("20/s")
// or rows ("200").
func (f *Faults) Set(name, value string) (err error) {
	ordered := *f
	limited := slices.IndexFunc(limits[:], func(one limit) bool { return one.Name == name })
	drawn := slices.IndexFunc(faultSwitches[:], func(one faultSwitch) bool { return one.name == name })
	switch {
	case limited >= 0:
		*limits[limited].field(&ordered), err = limits[limited].parse(value)
	case drawn >= 0:
		*faultSwitches[drawn].of(&ordered), err = faultSwitches[drawn].parse(value)
	default:
		known := append(LimitSwitches(), FaultSwitches()...)
		return fmt.Errorf("set fault %q: no such fault; there are %s", name, names(known))
	}
	if err != nil {
		return fmt.Errorf("set fault %s=%q: %w", name, value, err)
	}
	*f = ordered
	return nil
}

func (one faultSwitch) parse(value string) (Fault, error) {
	percent, duration, both := strings.Cut(value, ":")
	if !both && !strings.HasSuffix(value, "%") {
		percent, duration = "100%", value
	}
	var fault Fault
	number, ok := strings.CutSuffix(percent, "%")
	p, err := strconv.ParseFloat(number, 64)
	if !ok || err != nil || !(p >= 0 && p <= 100) {
		return fault, fmt.Errorf("want a percentage from 0%% to 100%%, not %q", percent)
	}
	fault.Percent = p
	if duration == "" && !both {
		return fault, nil
	}
	if one.standard == 0 {
		return fault, fmt.Errorf("want a percentage from 0%% to 100%%, as 10%%")
	}
	fault.For, err = time.ParseDuration(duration)
	if err != nil || fault.For < 0 {
		return fault, fmt.Errorf("want a duration as 250ms, not %q", duration)
	}
	return fault, nil
}

// any tells whether some fault is ordered.
func (f *Faults) any() bool {
	for _, one := range faultSwitches {
		if one.of(f).Percent > 0 {
			return true
		}
	}
	return false
}
