package backup

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // so that the zones are the same everywhere

	"pgregory.net/rapid"
)

// at is a snapshot as its folder would show it, begun at a time.
func at(t time.Time, state State) *Snapshot {
	s := &Snapshot{Name: t.UTC().Format(nameTime), Time: t.UTC(), Manifest: Manifest{State: state}}
	switch state {
	case Accepted:
		s.Manifest.State, s.Accepted = Suspect, &Acceptance{}
	case Damaged:
		s.Err = errors.New("broken")
	}
	return s
}

func zone(t interface{ Fatal(...any) }, name string) *time.Location {
	in, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func reasons(f Fate) string {
	var texts []string
	for _, why := range f.Why {
		texts = append(texts, why.String())
	}
	return strings.Join(texts, ", ")
}

// kept are the names that stay, with their reasons.
func kept(fates []Fate) map[string]string {
	names := map[string]string{}
	for _, f := range fates {
		if f.Keep {
			names[f.Snapshot.Name] = reasons(f)
		}
	}
	return names
}

// Hours, days, weeks and years are those of the clock on the wall.
func TestPolicyLocalTime(t *testing.T) {
	for _, c := range []struct {
		what, zone string
		policy     Policy
		times      []string // UTC, the oldest first
		want       map[int]string
	}{
		{"the two hours from two to three of an autumn night are two", "Europe/Stockholm", Policy{Hourly: 2},
			[]string{"2026-10-24T23:30:00Z", "2026-10-25T00:10:00Z", "2026-10-25T00:50:00Z", "2026-10-25T01:10:00Z"},
			map[int]string{2: "hourly 2026-10-25T02+02:00", 3: "newest good, hourly 2026-10-25T02+01:00"}},
		{"a day of 25 hours is one day", "Europe/Stockholm", Policy{Daily: 2},
			[]string{"2026-10-24T21:59:59Z", "2026-10-24T22:00:00Z", "2026-10-25T22:59:59Z", "2026-10-25T23:00:00Z"},
			map[int]string{2: "daily 2026-10-25", 3: "newest good, daily 2026-10-26"}},
		{"a day of 23 hours ends an hour earlier", "Europe/Stockholm", Policy{Daily: 2},
			[]string{"2026-03-28T22:59:59Z", "2026-03-28T23:00:00Z", "2026-03-29T21:59:59Z", "2026-03-29T22:00:00Z"},
			map[int]string{2: "daily 2026-03-29", 3: "newest good, daily 2026-03-30"}},
		{"an hour that a spring night lacks is none", "Europe/Stockholm", Policy{Hourly: 2},
			[]string{"2026-03-29T00:30:00Z", "2026-03-29T00:59:59Z", "2026-03-29T01:00:00Z"},
			map[int]string{1: "hourly 2026-03-29T01+01:00", 2: "newest good, hourly 2026-03-29T03+02:00"}},
		{"the leap day is a day", "Europe/Stockholm", Policy{Daily: 3},
			[]string{"2028-02-28T12:00:00Z", "2028-02-29T12:00:00Z", "2028-03-01T12:00:00Z"},
			map[int]string{0: "daily 2028-02-28", 1: "daily 2028-02-29", 2: "newest good, daily 2028-03-01"}},
		{"week 53 reaches into the next year", "Europe/Stockholm", Policy{Weekly: 2, Yearly: 1},
			[]string{"2026-12-27T12:00:00Z", "2026-12-31T12:00:00Z", "2027-01-03T12:00:00Z", "2027-01-04T12:00:00Z"},
			map[int]string{2: "weekly 2026-W53", 3: "newest good, weekly 2027-W01, yearly 2027"}},
		{"week 1 begins in the old year", "Europe/Stockholm", Policy{Weekly: 1, Monthly: 2},
			[]string{"2024-12-29T12:00:00Z", "2024-12-30T12:00:00Z", "2025-01-05T12:00:00Z"},
			map[int]string{1: "monthly 2024-12", 2: "newest good, weekly 2025-W01, monthly 2025-01"}},
		{"hours begin at the half hour of UTC", "Asia/Kolkata", Policy{Hourly: 2},
			[]string{"2026-11-23T02:29:59Z", "2026-11-23T02:30:00Z", "2026-11-23T03:29:59Z", "2026-11-23T03:30:00Z"},
			map[int]string{2: "hourly 2026-11-23T08+05:30", 3: "newest good, hourly 2026-11-23T09+05:30"}},
		{"a clock that goes back past midnight doesn't make a day count twice", "America/St_Johns", Policy{Daily: 2},
			[]string{"2009-10-31T12:00:00Z", "2009-11-01T02:30:30Z", "2009-11-01T02:31:30Z", "2009-11-01T12:00:00Z"},
			map[int]string{2: "daily 2009-10-31", 3: "newest good, daily 2009-11-01"}},
		{"the oldest stays until there are enough", "UTC", Policy{Last: 1, Monthly: 3},
			[]string{"2026-10-02T12:00:00Z", "2026-10-31T12:00:00Z", "2026-11-01T12:00:00Z", "2026-11-02T12:00:00Z"},
			map[int]string{0: "the oldest, until there are 3 months", 1: "monthly 2026-10", 3: "newest good, last 1, monthly 2026-11"}},
	} {
		var list []*Snapshot
		for _, s := range c.times {
			when, err := time.Parse(time.RFC3339, s)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, at(when, Good))
		}
		want := map[string]string{}
		for i, why := range c.want {
			want[list[i].Name] = why
		}
		if got := kept(c.policy.fates(list, zone(t, c.zone))); !maps.Equal(got, want) {
			t.Errorf("%s:\n got %v\nwant %v", c.what, got, want)
		}
	}
}

// Snapshots that aren't trusted take no place, and go when a good one would.
func TestPolicyUntrusted(t *testing.T) {
	night := func(n int, state State) *Snapshot { return at(begun.AddDate(0, 0, n), state) }
	list := []*Snapshot{
		night(0, Good), night(1, Damaged), night(2, Suspect), night(3, Accepted), night(4, Suspect), night(5, Good), night(6, Good),
	}
	var got []string
	for _, f := range (Policy{Last: 4}).fates(list, time.UTC) {
		got = append(got, fmt.Sprintf("%s %t %s", f.Snapshot.State(), f.Keep, reasons(f)))
	}
	want := []string{
		"good true last 4",
		"damaged true it can't be opened: prune never removes what it can't judge",
		"suspect false ",
		"accepted true last 3",
		"suspect true last 3",
		"good true last 2",
		"good true newest good, last 1",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// zones have summer time, half hours, summer time of half an hour, and a clock
// that went back past midnight.
var zones = []string{"UTC", "Europe/Stockholm", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia"}

func drawList(t *rapid.T) []*Snapshot {
	now := time.Unix(rapid.Int64Range(1_100_000_000, 1_900_000_000).Draw(t, "start"), 0)
	step := rapid.SampledFrom([]int{1800, 7200, 90_000, 1_000_000, 20_000_000}).Draw(t, "step")
	states := []State{Good, Good, Good, Accepted, Suspect, Damaged}
	var list []*Snapshot
	for range rapid.IntRange(1, 40).Draw(t, "snapshots") {
		snap := at(now, rapid.SampledFrom(states).Draw(t, "state"))
		snap.Manifest.Rows = rapid.IntRange(0, 3).Draw(t, "rows")
		list = append(list, snap)
		now = now.Add(time.Duration(rapid.IntRange(1, step).Draw(t, "after")) * time.Second)
	}
	return append(list, at(now, Good))
}

func drawPolicy(t *rapid.T) Policy {
	n := rapid.IntRange(0, 6)
	return Policy{n.Draw(t, "last"), n.Draw(t, "hourly"), n.Draw(t, "daily"), n.Draw(t, "weekly"), n.Draw(t, "monthly"), n.Draw(t, "yearly")}
}

// naive keeps what the policy says, slowly and another way: for each bucket its
// newest, and of these the last count; the oldest, too, if there are fewer.
func naive(p Policy, list []*Snapshot, in *time.Location) map[string]bool {
	keep := map[string]bool{}
	for name, count := range map[string]int{"last": p.Last, "hour": p.Hourly, "day": p.Daily, "week": p.Weekly, "month": p.Monthly, "year": p.Yearly} {
		newest := map[string]string{}
		for _, s := range list {
			local := s.Time.In(in)
			_, offset := local.Zone()
			year, week := local.ISOWeek()
			key := map[string]string{
				"last": s.Name, "hour": fmt.Sprint(local.Date()) + fmt.Sprint(local.Hour(), offset), "day": fmt.Sprint(local.Date()),
				"week": fmt.Sprint(year, week), "month": fmt.Sprint(local.Year(), local.Month()), "year": fmt.Sprint(local.Year()),
			}[name]
			newest[key] = max(newest[key], s.Name)
		}
		names := slices.Sorted(maps.Values(newest))
		if count > len(names) {
			names = append([]string{list[0].Name}, names...)
		}
		for _, n := range names[max(0, len(names)-count):] {
			keep[n] = true
		}
	}
	return keep
}

func without(list []*Snapshot, not func(*Snapshot) bool) []*Snapshot {
	return slices.DeleteFunc(slices.Clone(list), not)
}

func TestPolicyProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list, p := drawList(t), drawPolicy(t)
		p.Last = max(p.Last, 1)
		in := zone(t, rapid.SampledFrom(zones).Draw(t, "zone"))
		got := kept(p.fates(list, in))

		trusted := without(list, func(s *Snapshot) bool { return !s.Trusted() })
		opened := without(list, func(s *Snapshot) bool { return s.Err != nil })
		good, all := naive(p, trusted, in), naive(p, opened, in)
		for _, accepted := range slices.Backward(list) {
			if accepted.State() != Accepted {
				continue
			}
			// The last one to be accepted is where the guard against losses begins anew.
			good[accepted.Name] = good[accepted.Name] || slices.ContainsFunc(trusted, func(s *Snapshot) bool {
				return good[s.Name] && s.Name < accepted.Name && s.Manifest.Rows > accepted.Manifest.Rows && list[len(list)-1].Time.Sub(s.Time) <= 30*24*time.Hour
			})
			break
		}
		for _, s := range list {
			want := good[s.Name] || s.Err != nil || s.State() == Suspect && all[s.Name]
			if _, stays := got[s.Name]; stays != want {
				t.Fatalf("%s, %s: stays %t, want %t", s.Name, s.State(), stays, want)
			}
		}
		if _, stays := got[list[len(list)-1].Name]; !stays {
			t.Fatal("the newest one goes")
		}
		// Twice removes nothing more.
		left := without(list, func(s *Snapshot) bool { _, stays := got[s.Name]; return !stays })
		if again := kept(p.fates(left, in)); len(again) != len(left) {
			t.Fatalf("pruned twice, %d of %d stay", len(again), len(left))
		}
		// Who keeps more keeps these, too.
		q := drawPolicy(t)
		more := kept(Policy{p.Last + q.Last, p.Hourly + q.Hourly, p.Daily + q.Daily, p.Weekly + q.Weekly, p.Monthly + q.Monthly, p.Yearly + q.Yearly}.fates(list, in))
		for name := range got {
			if _, stays := more[name]; !stays {
				t.Fatalf("%s goes when more are kept", name)
			}
		}
	})
}

// Five years of nights, pruned every night: what is there is at each what one
// pruning of all would have kept, and as many as one expects.
func TestPolicyNightly(t *testing.T) {
	t.Parallel()
	in := zone(t, "Europe/Stockholm")
	p := Policy{Daily: 14, Weekly: 8, Monthly: 12, Yearly: 3}
	var all, left []*Snapshot
	for night := range 5*365 + 1 {
		snap := at(time.Date(2026, 1, 1+night, 2, 15, 0, 0, in), Good)
		all, left = append(all, snap), append(left, snap)
		fates := p.fates(left, in)
		stay := kept(fates)
		left = without(left, func(s *Snapshot) bool { _, stays := stay[s.Name]; return !stays })
		if night%7 == 0 && !maps.Equal(kept(p.fates(all, in)), stay) {
			t.Fatalf("night %d: kept %v, at once %v", night, stay, kept(p.fates(all, in)))
		}
		per := map[string]int{}
		for _, f := range fates {
			for _, why := range f.Why {
				per[why.Rule]++
			}
		}
		months := (snap.Time.In(in).Year()-2026)*12 + int(snap.Time.In(in).Month())
		if per["daily"] != min(14, night+1) || per["monthly"] != min(12, months) || per["yearly"] != min(3, snap.Time.In(in).Year()-2025) || per["weekly"] < min(8, night/7) {
			t.Fatalf("night %d: %v", night, per)
		}
		if want := 14 + 8 + 12 + 3; len(left) > want {
			t.Fatalf("night %d: %d stay", night, len(left))
		}
	}
	if got := left[0].Name; !strings.HasPrefix(got, "202812") {
		t.Errorf("the oldest is %s", got)
	}
}
