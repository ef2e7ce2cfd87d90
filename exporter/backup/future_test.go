package backup

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A snapshot of the future takes no place: not as the latest, not in any bucket
// of a policy, not in the guard, and it stays where it is.
func TestFuture(t *testing.T) {
	now := begun.AddDate(0, 0, 3)
	s := Store{Dir: filepath.Join(t.TempDir(), "nordhus"), Now: func() time.Time { return now }}
	const later = "20420105T020000Z"
	put(t, s, begun, 10)
	put(t, s, begun.AddDate(0, 0, 1), 10)
	yesterday := put(t, s, begun.AddDate(0, 0, 2), 10)
	put(t, s, time.Date(2042, 1, 5, 2, 0, 0, 0, time.UTC), 1000)
	soon := put(t, s, now.Add(30*time.Second), 10) // another computer's clock isn't quite equal

	list, err := s.List()
	if err != nil || len(list) != 5 || list[3].Future || !list[4].Future {
		t.Fatal(list, err)
	}
	for name, want := range map[string]string{"": soon.Name, "latest": soon.Name, "20": soon.Name, "2042": later, filepath.Join(s.Dir, later): later} {
		if snap, err := s.Find(name); err != nil || snap.Name != want {
			t.Errorf("%q is %v, %v", name, snap, err)
		}
	}
	if name, err := s.freeName(now); err != nil || name != now.Add(31*time.Second).Format(nameTime) {
		t.Errorf("the next one is %s, %v", name, err)
	}
	for rule, policy := range map[string]Policy{
		"last": {Last: 1}, "hourly": {Hourly: 1}, "daily": {Daily: 1}, "weekly": {Weekly: 1}, "monthly": {Monthly: 1}, "yearly": {Yearly: 1},
	} {
		done, err := s.Prune(t.Context(), PruneOptions{Policy: policy, DryRun: true})
		if err != nil {
			t.Fatal(err)
		}
		why := kept(done.Fates)
		if !strings.Contains(why[soon.Name], rule) || !strings.Contains(why[later], "in the future") || rule == "last" && done.Removed != 3 {
			t.Errorf("%s: %v stay", rule, why)
		}
	}
	if n, _, err := s.WouldFree(PruneOptions{Policy: Policy{Last: 2}}); n != 2 || err != nil {
		t.Errorf("%d would go, %v", n, err)
	}

	// What an older build compared with the future isn't told as a loss.
	yesterday.Manifest.Previous = later
	if before := yesterday.Previous(); before != nil {
		t.Errorf("before it was %s", before.Name)
	}
	yesterday.Manifest.Previous = begun.Format(nameTime)
	if yesterday.Previous() == nil {
		t.Error("before it was none")
	}
}

// While the clock is behind all snapshots, none goes, and there is no latest.
func TestFutureAll(t *testing.T) {
	s, _ := nights(t, 3)
	s.Now = func() time.Time { return begun.AddDate(-50, 0, 0) }
	done, err := s.Prune(t.Context(), PruneOptions{Policy: Policy{Last: 1}})
	if err != nil || done.Removed != 0 || names(t, s) != "23 24 25" {
		t.Errorf("%+v, %v", done, err)
	}
	if _, err := s.Find("latest"); err == nil || !strings.Contains(err.Error(), "3 of them are dated in the future") {
		t.Errorf("the latest: %v", err)
	}
}

// A new snapshot is compared with those of the past alone.
func TestFutureGuard(t *testing.T) {
	client := serve(t)
	s := Store{Dir: filepath.Join(t.TempDir(), "nordhus")}
	put(t, s, time.Now().AddDate(0, 0, -1), 0)
	put(t, s, time.Now().AddDate(9, 0, 0), 1000)
	snap, err := s.Create(t.Context(), client, CreateOptions{})
	if err != nil || snap.State() != Good || snap.Previous() == nil || snap.Previous().Manifest.Rows != 0 {
		t.Errorf("%+v, %v", snap, err)
	}
}
