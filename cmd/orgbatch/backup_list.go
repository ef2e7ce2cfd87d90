package main

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/cmdline"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/prose"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/exporter/backup"
)

type listBackupsOptions struct {
	dir     string
	profile string
	maxAge  time.Duration
	all     bool
}

func newBackupList(a *app) *cobra.Command {
	var o listBackupsOptions
	cmd := &cobra.Command{
		Use:   "list [DIR]",
		Short: "Show the snapshots that there are",
		Long: `Show the snapshots of a profile, or of all in DIR what is wrong and then the newest of
each, in one screen: --all shows every snapshot. That is by what their manifests say;
backup verify proves it.

--max-age ends with exit 7 when the newest snapshot to be trusted of a profile is older
than that, or missing; one that is dated in the future is named and doesn't count. The profiles are those of the configuration; without any, those
that have a folder. A folder without a profile is named.`,
		Example: `orgbatch backup list backups
orgbatch backup list backups --max-age 26h --quiet`,
		Args: atMost(0, "DIR"),
	}
	cmd.RunE = a.work(func(_ context.Context, args []string) (err error) {
		if o.dir, err = backupsDir(a.env, a.config, cmd, args); err != nil {
			return err
		}
		return runBackupList(a, o)
	})
	bindStore(cmd, &o.profile)
	cmd.Flags().BoolVar(&o.all, "all", false, "show every snapshot of every profile")
	cmd.Flags().DurationVar(&o.maxAge, "max-age", 0, "exit 7 if a profile's newest one to be trusted is older than `TIME`, as in 26h")
	return cmd
}

func runBackupList(a *app, o listBackupsOptions) error {
	if o.maxAge < 0 {
		return problem.Usagef("--max-age 26h", "--max-age %s is less than nothing", o.maxAge)
	}
	file, err := a.config.IfAny()
	if err != nil {
		return err
	}
	profiles := file.Names()
	if o.profile != "" {
		profiles = slices.DeleteFunc(profiles, func(name string) bool { return name != o.profile })
	}
	stores, err := storesOf(o.dir, o.profile)
	if err != nil && (o.maxAge == 0 || len(profiles) == 0) {
		return err
	}
	l := &listing{a: a, o: o, profiles: profiles, table: &ui.Table{Width: ui.WidthOf(a.stdout)}, brief: !o.all && len(stores) > 1}
	if !l.brief {
		l.table.Head("PROFILE", "SNAPSHOT", "TAKEN", "AGE", "ROWS", "", "BYTES", "STATE", "CHECK", "WHY")
	}
	found := map[string]bool{}
	for _, s := range stores {
		found[s.Profile()] = true
		if err := l.store(s); err != nil {
			return err
		}
	}
	for _, name := range profiles {
		if !found[name] && (len(stores) != 1 || stores[0].Dir != o.dir) {
			l.judge(name, filepath.Join(o.dir, name), nil, 0)
		}
	}
	// What watches every night hears nothing while all is well, of the table either.
	if a.events == nil && len(stores) > 0 && !(a.global.quiet && o.maxAge > 0) {
		if err := l.show(); err != nil {
			return err
		}
	}
	return l.end()
}

// listing is what backup list shows.
type listing struct {
	a        *app
	o        listBackupsOptions
	profiles []string
	table    *ui.Table
	brief    bool       // the newest of each alone
	stands   []standing // of each profile that has snapshots, if so
	tooOld   int
	strange  []string // folders without a profile
	create   string   // what makes those that are too old
	next     []advice // for newest snapshots that aren't to be trusted
}

// advice is a command, when it is to be given, and perhaps which one otherwise.
type advice struct{ text, command, or string }

// hint is what to do where snapshots are too old.
func (l *listing) hint() string {
	var lines []string
	for _, next := range l.next {
		lines = append(lines, next.text+": "+next.command)
	}
	return strings.Join(append(lines, l.create+" makes another, and says what is in the way"), "\n      ")
}

// store shows the snapshots of one profile, the newest first.
func (l *listing) store(s backup.Store) error {
	list, err := s.List()
	if err != nil {
		return err
	}
	var newest *time.Time
	present := present(l.a.ui, list)
	before := 0
	rows := make([][]string, 0, len(list))
	for i, snap := range list {
		l.a.events.Send(event.OfSnapshot(s, snap))
		change := ""
		if m := &snap.Manifest; snap.Err == nil {
			if i > 0 && m.Rows != before {
				change = fmt.Sprintf("%+d", m.Rows-before)
			}
			before = m.Rows
		}
		if snap.Trusted() && !snap.Future {
			newest = &snap.Time
		}
		rows = append(rows, snapshotCells(l.a.now, l.a.words, s, snap, change))
	}
	if l.brief {
		l.stands = append(l.stands, standingOf(l.a.words, s, list, present))
	} else {
		for _, cells := range slices.Backward(rows) {
			l.table.Add(cells...)
		}
	}
	l.judge(s.Profile(), s.Dir, newest, len(list))
	if len(present) > 0 {
		l.advise(s, present[len(present)-1])
	}
	return nil
}

// advise keeps what to do about a newest snapshot that isn't to be trusted.
func (l *listing) advise(s backup.Store, newest *backup.Snapshot) {
	switch newest.State() {
	case backup.Suspect:
		l.next = append(l.next, advice{l.a.words.List.AcceptOr(newest.Name),
			cmdline.Join("backup", "accept", s.Dir, newest.Name, "--reason", "…"), createAgain(s.Dir)})
	case backup.Damaged:
		l.next = append(l.next, advice{text: "see what is wrong with " + newest.Name, command: cmdline.Join("backup", "verify", s.Dir, newest.Name)})
	}
}

// howOld writes how old something is.
func howOld(now func() time.Time, w *words.Edition, t time.Time) string { return w.Age(now().Sub(t)) }

func snapshotCells(now func() time.Time, w *words.Edition, s backup.Store, snap *backup.Snapshot, change string) []string {
	taken, age := snap.Time.Local().Format("2006-01-02 15:04"), howOld(now, w, snap.Time)
	if snap.Future {
		age = "in the future"
	}
	if snap.Err != nil {
		return []string{s.Profile(), snap.Name, taken, age, "", "", "", string(snap.State()), "", whyState(snap)}
	}
	m := &snap.Manifest
	check := m.Check.Made
	if len(m.Recipients) > 0 {
		check += ", encrypted"
	}
	if proof := proofText(snap); proof != "" {
		check += ", proven by " + proof
	}
	return []string{s.Profile(), snap.Name, taken, age, words.Number(m.Rows), change, words.Size(snap.OnDisk()), string(snap.State()), check, whyState(snap)}
}

// whyState says why a snapshot has its state. It stands last in the table, where a long one widens
// no other row.
func whyState(snap *backup.Snapshot) string {
	switch {
	case snap.Err != nil:
		return snap.Err.Error()
	case snap.Accepted != nil:
		return snap.Accepted.Reason
	}
	return strings.Join(snap.Manifest.Reasons, "; ")
}

// judge says whether a profile's newest snapshot is young enough.
func (l *listing) judge(profile, dir string, newest *time.Time, snapshots int) {
	configured := slices.Contains(l.profiles, profile)
	e := event.Store{Profile: profile, Path: dir, Snapshots: snapshots, Newest: newest, Configured: configured}
	if !configured && len(l.profiles) > 0 {
		l.strange = append(l.strange, dir)
	}
	if l.o.maxAge > 0 && (configured || len(l.profiles) == 0) {
		switch {
		case newest == nil:
			e.TooOld = true
			l.a.ui.Warn("%s: there is no snapshot to be trusted in %s", profile, dir)
		case l.a.now().Sub(*newest) > l.o.maxAge:
			e.TooOld = true
			l.a.ui.Warn("%s: the newest snapshot to be trusted is %s old, %s", profile, howOld(l.a.now, l.a.words, *newest), newest.Local().Format("2006-01-02 15:04"))
		}
	}
	if e.TooOld {
		l.tooOld++
		if l.create = createAgain(dir); l.tooOld > 1 && len(l.profiles) > 0 {
			l.create = cmdline.Join("backup", "create", l.o.dir, "--all-profiles")
		}
	}
	l.a.events.Send(e)
}

// end says what follows from it.
func (l *listing) end() error {
	for _, dir := range l.strange {
		l.a.ui.Say("%s belongs to no profile of the configuration", ui.Clean(dir, 0))
	}
	if l.tooOld > 0 {
		return &problem.Problem{Msg: words.Counted(l.tooOld, "profile") + " without a snapshot that is young enough", Code: problem.ExitUntrusted,
			Hint: l.hint()}
	}
	if len(l.next) == 0 {
		l.next = []advice{{command: cmdline.Join("backup", "verify", l.o.dir)}}
	}
	for i, next := range l.next {
		if l.brief && i == nextShown {
			l.a.ui.Say("… and so for %s more", words.Counted(len(l.next)-i, "profile"))
			break
		}
		if next.text != "" {
			l.a.ui.Say("%s:", next.text)
		}
		l.a.ui.Next(next.command)
		if !l.brief { // of many profiles one screen is shown
			l.a.ui.Next(next.or)
		}
	}
	return nil
}

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
