package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// policy is what is to be kept, and the model of it: written from what the help
// says, slowly.
type policy struct{ last, hourly, daily, weekly, monthly, yearly int }

// drawPolicy draws one that keeps something.
func (w *world) drawPolicy() policy {
	n := func(most int) int { return max(0, w.rng.IntN(2*most)-most) }
	return policy{last: 1 + w.rng.IntN(6), hourly: n(6), daily: n(14), weekly: n(8), monthly: n(12), yearly: n(3)}
}

func (p policy) flags() []string {
	var flags []string
	for _, f := range []struct {
		name  string
		count int
	}{{"last", p.last}, {"hourly", p.hourly}, {"daily", p.daily}, {"weekly", p.weekly}, {"monthly", p.monthly}, {"yearly", p.yearly}} {
		if f.count > 0 {
			flags = append(flags, fmt.Sprintf("--keep-%s=%d", f.name, f.count))
		}
	}
	return flags
}

// of gives, of snapshots with the newest last, those that the policy keeps: of
// each period the newest, of the last so many periods; and the oldest, if there
// are fewer periods.
func (p policy) of(list []*snap, in *time.Location) map[*snap]bool {
	keep := map[*snap]bool{}
	period := func(count int, of func(*snap) string) {
		newest := map[string]*snap{}
		for _, s := range list {
			newest[of(s)] = s
		}
		chosen := slices.SortedFunc(maps.Values(newest), func(a, b *snap) int { return strings.Compare(b.name, a.name) })
		for _, s := range chosen[:min(count, len(chosen))] {
			keep[s] = true
		}
		if count > len(chosen) && len(list) > 0 {
			keep[list[0]] = true
		}
	}
	local := func(layout string) func(*snap) string {
		return func(s *snap) string { return s.at().In(in).Format(layout) }
	}
	period(p.last, func(s *snap) string { return s.name })
	period(p.hourly, local("2006-01-02 15 -0700"))
	period(p.daily, local("2006-01-02"))
	period(p.weekly, func(s *snap) string { return fmt.Sprint(s.at().In(in).ISOWeek()) })
	period(p.monthly, local("2006-01"))
	period(p.yearly, local("2006"))
	return keep
}

// pruned gives the snapshots that a prune leaves: what is suspect stays as long as
// it would if it were good, and takes no place.
func (p policy) pruned(list []*snap, in *time.Location) []*snap {
	trusted := slices.DeleteFunc(slices.Clone(list), func(s *snap) bool { return !s.trusted() })
	good, all := p.of(trusted, in), p.of(list, in)
	// What was accepted last stays while new ones would be compared with an older one that has more rows.
	for i, last := range slices.Backward(trusted) {
		if last.accepted {
			newest := trusted[len(trusted)-1].at()
			larger := func(s *snap) bool {
				return good[s] && len(s.rows) > len(last.rows) && newest.Sub(s.at()) <= 30*24*time.Hour
			}
			if slices.ContainsFunc(trusted[:i], larger) {
				good[last] = true
			}
			break
		}
	}
	return slices.DeleteFunc(slices.Clone(list), func(s *snap) bool { return !good[s] && (s.trusted() || !all[s]) })
}
