package backup

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// Policy says how many snapshots stay: so many of the last ones, and of each of the last so many
// hours, days, weeks, months and years that have any, the newest. Hours to years are those of a
// clock on the wall; weeks are ISO weeks. The hour that an autumn night has twice counts as two, so
// that nothing is lost by the change of clocks. 0 keeps none for that reason.
//
// Where there aren't as many days (weeks, …) yet as are to be kept, the oldest snapshot of all
// stays, too: the past is as long as it can be, from the start.
//
// The snapshot that a person accepted last stays as long as an older one with more rows does, which
// new ones would otherwise be compared with. Pruning every night keeps what one pruning at the end
// would have kept.
type Policy struct {
	Last, Hourly, Daily, Weekly, Monthly, Yearly int
}

// Keeps says whether the policy keeps anything.
func (p Policy) Keeps() bool {
	return p != Policy{} && min(p.Last, p.Hourly, p.Daily, p.Weekly, p.Monthly, p.Yearly) >= 0
}

// rule keeps the newest snapshot of each of the last count buckets.
type rule struct {
	name, noun string
	count      int
	bucket     func(t time.Time, nth int) string // of a local time; nth counts from the newest, 0
}

func (p Policy) rules() []rule {
	as := func(layout string) func(time.Time, int) string {
		return func(t time.Time, _ int) string { return t.Format(layout) }
	}
	week := func(t time.Time, _ int) string {
		year, week := t.ISOWeek()
		return fmt.Sprintf("%d-W%02d", year, week)
	}
	place := func(_ time.Time, nth int) string { return strconv.Itoa(nth + 1) }
	return []rule{
		{"last", "snapshots", p.Last, place},
		{"hourly", "hours", p.Hourly, as("2006-01-02T15-07:00")},
		{"daily", "days", p.Daily, as(time.DateOnly)},
		{"weekly", "weeks", p.Weekly, week},
		{"monthly", "months", p.Monthly, as("2006-01")},
		{"yearly", "years", p.Yearly, as("2006")},
	}
}

// Reason is why a snapshot stays.
type Reason struct {
	Rule  string // last, hourly, daily, weekly, monthly or yearly; ReasonNewest and the like
	Count int    // so many are kept by that rule; of ReasonOldest: there are to be
	Noun  string // of those, of ReasonOldest: snapshots, hours, days, weeks, months or years
	text  string
}

// Reasons that no rule gives.
const (
	ReasonNewest   = "newest"   // to be trusted
	ReasonAccepted = "accepted" // the last to be, while an older one with more rows stays
	ReasonOldest   = "oldest"   // as long as there aren't as many days (weeks, …) as are to be kept
	ReasonUnopened = "unopened" // it can't be judged
	ReasonFuture   = "future"   // nor can this one
)

func because(rule, text string) []Reason { return []Reason{{Rule: rule, text: text}} }

// String is the reason as events have it: "last 2", "daily 2026-11-23", …
func (r Reason) String() string { return r.text }

// reasons are why snapshots stay, by their names; list has the newest last. Those that don't stay
// aren't in it.
func (p Policy) reasons(list []*Snapshot, in *time.Location) map[string][]Reason {
	why := map[string][]Reason{}
	for _, r := range p.rules() {
		seen := map[string]bool{}
		for nth := 0; nth < len(list) && len(seen) < r.count; nth++ {
			snap := list[len(list)-1-nth]
			bucket := r.bucket(snap.Time.In(in), nth)
			switch {
			case !seen[bucket]:
				reason := Reason{r.name, r.count, r.noun, r.name + " " + bucket}
				why[snap.Name] = append(why[snap.Name], reason)
			case nth == len(list)-1:
				text := fmt.Sprintf("the oldest, until there are %d %s", r.count, r.noun)
				why[snap.Name] = append(why[snap.Name], Reason{ReasonOldest, r.count, r.noun, text})
			}
			seen[bucket] = true
		}
	}
	return why
}

// Fate is what a prune does with a snapshot.
type Fate struct {
	Snapshot *Snapshot
	Keep     bool
	Why      []Reason // it stays; empty for those that go
	Bytes    int64    // its folder on disk
	Failed   error    // it was to go and is still there: why
}

// fates says what a prune does with each snapshot; list has the newest last. Snapshots that aren't
// trusted never take a place from one that is. A suspect one stays as long as it would if it were
// good; what can't be opened isn't touched, nor what is of the future.
func (p Policy) fates(list []*Snapshot, in *time.Location) []Fate {
	var trusted, whole []*Snapshot
	present, _ := apart(list)
	for _, snap := range present {
		if snap.Trusted() {
			trusted = append(trusted, snap)
		}
		if snap.Err == nil {
			whole = append(whole, snap)
		}
	}
	good, all := p.reasons(trusted, in), p.reasons(whole, in)
	fates := make([]Fate, len(list))
	for i, snap := range list {
		why := good[snap.Name]
		switch {
		case snap.Err != nil:
			why = because(ReasonUnopened,
				"it can't be opened: prune never removes what it can't judge")
		case snap.Future:
			why = because(ReasonFuture,
				"it is dated in the future: prune never removes what it can't judge")
		case !snap.Trusted():
			why = all[snap.Name]
		case snap == trusted[len(trusted)-1]:
			why = append(because(ReasonNewest, "newest "+string(snap.State())), why...)
		}
		fates[i] = Fate{Snapshot: snap, Keep: len(why) > 0, Why: why, Bytes: snap.OnDisk()}
	}
	if len(trusted) > 0 {
		keepAccepted(fates, trusted[len(trusted)-1].Time)
	}
	return fates
}

// keepAccepted keeps the last snapshot that a person accepted as long as an older, larger one
// stays. Without it new snapshots would be compared with the larger one, and the accepted loss
// would be reported again every night.
func keepAccepted(fates []Fate, newest time.Time) {
	for i, last := range slices.Backward(fates) {
		if last.Snapshot.State() != Accepted || last.Snapshot.Future {
			continue
		}
		larger := func(f Fate) bool {
			return f.Keep && f.Snapshot.Trusted() &&
				f.Snapshot.Manifest.Rows > last.Snapshot.Manifest.Rows &&
				newest.Sub(f.Snapshot.Time) <= shrinkDays*24*time.Hour
		}
		if !last.Keep && slices.ContainsFunc(fates[:i], larger) {
			fates[i].Keep = true
			fates[i].Why = because(ReasonAccepted,
				"accepted last, with fewer rows than an older one that stays")
		}
		return
	}
}
