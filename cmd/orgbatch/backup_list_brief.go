package main

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/prose"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/exporter/backup"
)

// How much of many profiles is shown: one screen with what is said around it.
const (
	profilesShown = 14
	wrongShown    = 5
	nextShown     = 2
)

// standing is how the snapshots of one profile stand.
type standing struct {
	profile string
	newest  *backup.Snapshot // that isn't of the future; nil for none
	change  string           // of its rows since the one before
	kept    int
	bytes   int64 // of all
	wrong   string
}

// standingOf sums the snapshots of a store up. present are those that aren't of the
// future.
func standingOf(w *words.Edition, s backup.Store, list, present []*backup.Snapshot) standing {
	st := standing{profile: s.Profile(), kept: len(list)}
	for _, snap := range list {
		st.bytes += snap.OnDisk()
	}
	if len(present) == 0 {
		st.wrong = w.List.NoSnapshot
		return st
	}
	st.newest = present[len(present)-1]
	switch {
	case !st.newest.Trusted():
		st.wrong = string(st.newest.State()) + ": " + whyState(st.newest)
	case len(list) > len(present):
		st.wrong = w.List.InFuture
	}
	if before := st.newest.Previous(); before != nil && before.Manifest.Rows != st.newest.Manifest.Rows {
		st.change = fmt.Sprintf("%+d", st.newest.Manifest.Rows-before.Manifest.Rows)
	}
	return st
}

// show prints the table, and of many profiles what it leaves out.
func (l *listing) show() error {
	if !l.brief {
		return l.table.Flush(l.a.stdout)
	}
	slices.SortStableFunc(l.stands, func(x, y standing) int { // what is wrong comes first
		return cmp.Compare(min(1, len(y.wrong)), min(1, len(x.wrong)))
	})
	w := l.a.words
	l.table.Head(w.List.Profile, w.List.Newest, w.List.Age, w.List.Rows, "", w.List.State, w.List.Proven, w.List.Kept)
	var bytes int64
	snapshots, wrong := 0, 0
	for i, st := range l.stands {
		bytes, snapshots = bytes+st.bytes, snapshots+st.kept
		if st.wrong != "" {
			wrong++
		}
		if i < profilesShown {
			l.table.Add(standingCells(l.a.now, l.a.words, st)...)
		}
	}
	if err := l.table.Flush(l.a.stdout); err != nil {
		return err
	}
	for i, st := range l.stands[:min(wrong, wrongShown)] {
		l.a.ui.Say("%s: %s", ui.Clean(st.profile, prose.ValueWidth), ui.Clean(st.wrong, 0))
		if i+1 == wrongShown && wrong > wrongShown {
			l.a.ui.Say("%s", w.List.MoreWrong(wrong-wrongShown))
		}
	}
	hidden := ""
	if left := len(l.stands) - profilesShown; left > 0 {
		if hidden = w.List.HiddenGood(left); wrong > profilesShown {
			hidden = w.List.Hidden(left)
		}
	}
	l.a.ui.Say("%s", w.List.Total(words.Standing{Profiles: len(l.stands), Snapshots: snapshots, Bytes: bytes, Wrong: wrong, Hidden: hidden}))
	return nil
}

func standingCells(now func() time.Time, w *words.Edition, st standing) []string {
	kept := w.Number(int64(st.kept))
	if st.newest == nil {
		return []string{st.profile, w.Failed.None, "", "", "", "", "", kept}
	}
	rows := ""
	if st.newest.Err == nil {
		rows = w.Number(int64(st.newest.Manifest.Rows))
	}
	return []string{
		st.profile, w.Minute(st.newest.Time.Local()), howOld(now, w, st.newest.Time), rows, st.change,
		string(st.newest.State()), proofText(st.newest), kept,
	}
}

// proofText says how a snapshot was proven last, and when.
func proofText(snap *backup.Snapshot) string {
	if snap.Proven == nil {
		return ""
	}
	return snap.Proven.By + " " + snap.Proven.When.Local().Format("2006-01-02")
}
