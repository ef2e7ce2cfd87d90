package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/orgbatch/orgbatch/exporter/backup/backuptest"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// world is the API, the folder of backups, and the model of both.
type world struct {
	desk    *desk
	rng     *rand.Rand
	in      *time.Location
	store   string // its folder; empty until the first snapshot
	live    map[string]firm
	anew    map[string]string // the ids of what a restore made anew, by those of before
	snaps   []*snap           // the oldest first
	step    int
	numbers int                    // of names
	took    map[string]undisturbed // by kind of command
	figures nightFigures
}

// firm is an organization as snapshots are compared by.
type firm struct{ id, name, custom, parent string }

// snap is a snapshot as it must be.
type snap struct {
	name     string
	rows     map[string]firm
	suspect  bool
	accepted bool
	untold   bool // the API didn't tell the parents
	rotten   int  // the byte of its rows that was changed, 0 for none
}

// told are its rows as they can be read from it.
func (s *snap) told() map[string]firm {
	if s.untold {
		return bare(s.rows)
	}
	return s.rows
}

// bare are organizations without their parents.
func bare(rows map[string]firm) map[string]firm {
	all := map[string]firm{}
	for id, o := range rows {
		o.parent = ""
		all[id] = o
	}
	return all
}

func (s *snap) trusted() bool { return !s.suspect || s.accepted }

func (s *snap) state() string {
	switch {
	case s.accepted:
		return "accepted"
	case s.suspect:
		return "suspect"
	}
	return "good"
}

// at is when it was begun.
func (s *snap) at() time.Time {
	t, err := time.Parse(nameTime, s.name)
	if err != nil {
		panic(err) // it was read from a folder of such a name
	}
	return t
}

func newWorld(p *program, dir string, o nightsOptions) (*world, error) {
	f, err := newFront(&estate{}, o.seed, "update")
	if err != nil {
		return nil, err
	}
	f.faults = false
	d, err := newDesk(p, dir, f, &estate{})
	if err != nil {
		return nil, err
	}
	d.watched = "backups"
	w := &world{desk: d, rng: newRNG(o.seed), in: time.Local, live: map[string]firm{}, anew: map[string]string{}, took: map[string]undisturbed{}, figures: newNightFigures()}
	if o.verbose {
		d.log = func(format string, args ...any) { fmt.Fprintf(o.out, format, args...) }
	}
	if runtime.GOOS != "windows" { // where TZ counts for nothing
		if w.in, err = time.LoadLocation("Europe/Stockholm"); err != nil {
			return nil, err
		}
		d.env = append(d.env, "TZ=Europe/Stockholm")
	}
	for range 40 {
		if err := w.add(); err != nil {
			return nil, err
		}
	}
	return w, w.compare()
}

// ask sends somebody else's request, past the network.
func (w *world) ask(method, path string, body any) ([]byte, error) {
	sent := ""
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		sent = string(b)
	}
	r := httptest.NewRequest(method, "/sales/organization/"+path, strings.NewReader(sent))
	for name, value := range sandbox.DefaultCredentials() {
		r.Header.Set(name, value)
	}
	r.Header.Set("Content-Type", "application/json")
	answer := httptest.NewRecorder()
	w.desk.front.sandbox.ServeHTTP(answer, r)
	if answer.Code >= 300 {
		return nil, fmt.Errorf("%s %s is answered by %d %s", method, path, answer.Code, answer.Body)
	}
	return answer.Body.Bytes(), nil
}

// read is what the API holds.
func (w *world) read() (map[string]firm, error) {
	if err := w.desk.front.sandbox.SetAssumptions(sandbox.Assumptions{}); err != nil {
		return nil, err
	}
	answer, err := w.ask(http.MethodGet, "list/", nil)
	return firmsOf(objects(answer)), err
}

func firmsOf(list []apiObject) map[string]firm {
	all := map[string]firm{}
	for _, o := range list {
		one := firm{id: o.ID, name: o.Name}
		if o.CustomID != nil {
			one.custom = *o.CustomID
		}
		if o.Organization != nil {
			one.parent = o.Organization.ID
		}
		all[o.ID] = one
	}
	return all
}

// compare holds all that is there against the model: what the API has, which
// snapshots are shown, and of some what they hold.
func (w *world) compare() error {
	live, err := w.read()
	if err != nil {
		return err
	}
	if !maps.Equal(live, w.live) {
		//lint:ignore ST1005 Pigello is a name
		return fmt.Errorf("Pigello doesn't hold what it must:\n%s", unlike(live, w.live))
	}
	if w.store == "" {
		return nil
	}
	shown, _, err := backuptest.Names(w.store)
	if err != nil {
		return err
	}
	if want := w.names(); !slices.Equal(shown, want) {
		return fmt.Errorf("the snapshots are %v\nwant %v", shown, want)
	}
	for i, s := range w.snaps {
		if i == len(w.snaps)-1 || (i+w.step)%20 == 0 {
			if err := w.whole(s); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *world) names() []string {
	var names []string
	for _, s := range w.snaps {
		names = append(names, s.name)
	}
	return names
}

// whole compares a snapshot on disk with what it must hold.
func (w *world) whole(s *snap) error {
	m, accepted, rows, err := backuptest.Read(filepath.Join(w.store, s.name))
	if s.rotten > 0 {
		if err == nil {
			return fmt.Errorf("%s: the changed byte is gone", s.name)
		}
		return nil
	}
	if err != nil {
		return err
	}
	var list []apiObject
	if err := json.Unmarshal([]byte("["+strings.Join(rows, ",")+"]"), &list); err != nil {
		return err
	}
	got := firmsOf(list)
	if len(got) != len(rows) || !maps.Equal(got, s.told()) {
		return fmt.Errorf("%s doesn't hold what it must (%d rows):\n%s", s.name, len(rows), unlike(got, s.told()))
	}
	if accepted != s.accepted || (m.State == "suspect") != s.suspect {
		return fmt.Errorf("%s is %s, accepted %t; want %s", s.name, m.State, accepted, s.state())
	}
	w.figures.read++
	return nil
}

// unlike says in what two differ.
func unlike(got, want map[string]firm) string {
	var b strings.Builder
	for id, o := range want {
		if got[id] != o {
			fmt.Fprintf(&b, "  want %+v, there is %+v\n", o, got[id])
		}
	}
	for id, o := range got {
		if _, ok := want[id]; !ok {
			fmt.Fprintf(&b, "  there is %+v, want none\n", o)
		}
	}
	return b.String()
}

// run runs a command, and wants one of these exit codes.
func (w *world) run(want []int, args ...string) (said, error) {
	s, err := w.desk.do(args...)
	w.figures.commands++
	if err == nil && !slices.Contains(want, s.exit) {
		err = fmt.Errorf("orgbatch %s ends in %d, want %v\n%s%s", strings.Join(args, " "), s.exit, want, s.out, s.errors)
	}
	return s, err
}

// findStore looks for the folder of the profile, which the first backup makes.
func (w *world) findStore() error {
	if w.store != "" {
		return nil
	}
	entries, err := os.ReadDir(filepath.Join(w.desk.dir, "backups"))
	if err != nil || len(entries) != 1 {
		return errors.Join(fmt.Errorf("there are %d stores", len(entries)), err)
	}
	w.store = filepath.Join(w.desk.dir, "backups", entries[0].Name())
	return nil
}
