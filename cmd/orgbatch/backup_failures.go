package main

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
)

// failures are what went wrong in one night, by cause: one service that is away is told
// once, not once for each profile.
type failures struct {
	mu     sync.Mutex
	causes []cause
}

// cause is one thing that went wrong, and where.
type cause struct {
	problem  problem.Problem
	profiles []failed
}

// failed is a profile with the time of its newest snapshot to be trusted, nil for none.
type failed struct {
	profile string
	newest  *time.Time
}

func (f *failures) add(b *event.Backup, p *problem.Problem) {
	f.mu.Lock()
	defer f.mu.Unlock()
	at := slices.IndexFunc(f.causes, func(c cause) bool { return c.problem.Msg == p.Msg })
	if at < 0 {
		at = len(f.causes)
		f.causes = append(f.causes, cause{problem: *p})
	}
	f.causes[at].profiles = append(f.causes[at].profiles, failed{b.Profile, b.Newest})
}

// profilesNamed is how many profiles of one cause are named.
const profilesNamed = 5

// sayFailures says first how many failed and how old the backups are that there are,
// then each cause with its profiles and what to do.
func sayFailures(a *app, f *failures, total event.BackupTotal) {
	if len(f.causes) == 0 {
		return
	}
	var all []failed
	for i := range f.causes {
		c := &f.causes[i]
		slices.SortFunc(c.profiles, func(x, y failed) int { return cmp.Compare(x.profile, y.profile) })
		all = append(all, c.profiles...)
	}
	slices.SortFunc(f.causes, func(x, y cause) int { // they come in any order
		return cmp.Or(cmp.Compare(len(y.profiles), len(x.profiles)), cmp.Compare(x.profiles[0].profile, y.profiles[0].profile))
	})
	a.ui.Fail(&problem.Problem{Msg: a.words.Failed.Profiles(len(all), total.Profiles, agesOf(a, all))})
	for _, c := range f.causes {
		var names []string
		for i, p := range c.profiles {
			if i == profilesNamed {
				names = append(names, a.words.Failed.MoreNames(len(c.profiles)-i))
				break
			}
			names = append(names, p.profile)
		}
		told := c.problem
		told.Msg = strings.Join(names, ", ") + ": " + c.problem.Msg
		a.ui.Fail(&told)
	}
}

// ageOf is how old a profile's newest snapshot to be trusted is.
func ageOf(now func() time.Time, w *words.Edition, newest *time.Time) string {
	if newest == nil {
		return w.Failed.None
	}
	return w.Failed.Old(howOld(now, w, *newest))
}

// agesOf is that of several, from the oldest to the newest.
func agesOf(a *app, all []failed) string {
	w := a.words
	var missing []string
	var oldest, newest *failed
	for i := range all {
		switch p := &all[i]; {
		case p.newest == nil:
			missing = append(missing, p.profile)
		case oldest == nil:
			oldest, newest = p, p
		case p.newest.Before(*oldest.newest):
			oldest = p
		case p.newest.After(*newest.newest):
			newest = p
		}
	}
	var parts []string
	if oldest != nil {
		text := w.Failed.Of(ageOf(a.now, a.words, oldest.newest), oldest.profile)
		if other := ageOf(a.now, a.words, newest.newest); other != ageOf(a.now, a.words, oldest.newest) {
			text = w.Failed.Ages(w.Failed.Of(other, newest.profile), text)
		}
		parts = append(parts, text)
	}
	if len(missing) > 0 {
		names := strings.Join(missing[:min(len(missing), profilesNamed)], ", ")
		text := w.Failed.NoneOf(names)
		if more := len(missing) - profilesNamed; more > 0 {
			text = w.Failed.NoneOfMore(names, more)
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "; ")
}
