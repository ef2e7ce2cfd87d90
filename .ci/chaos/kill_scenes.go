package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"
)

// scenes are what befalls imports besides a kill at some point. Each ends with
// exactly the file in the sandbox.
var scenes = []struct {
	name string
	play func(*desk, *estate, *user) error
}{
	{"two resume one run", twoResume},
	{"two import one file", twoImport},
	{"a stopped process", stopped},
	{"Pigello away for a whole resume", away},
	{"a folder closed to its owner", closedFolder},
	{"the server's clock put forward", func(d *desk, e *estate, u *user) error { return clock(d, e, u, -24*time.Hour, 24*time.Hour) }},
	{"the server's clock put back", func(d *desk, e *estate, u *user) error { return clock(d, e, u, 24*time.Hour, -24*time.Hour) }},
	{"the server a day ahead", func(d *desk, e *estate, u *user) error { return clock(d, e, u, 24*time.Hour, 24*time.Hour) }},
	{"the server a day behind", func(d *desk, e *estate, u *user) error { return clock(d, e, u, -24*time.Hour, -24*time.Hour) }},
}

// shortScenes is how many of them, from the first, are played when time is
// short: a clock that is wrong all the time does less than one that jumps.
var shortScenes = len(scenes) - 2

// playScenes plays all, at the same time: most of it is waiting.
func (p *points) playScenes(short bool) []error {
	errs := make([]error, len(scenes))
	if short {
		errs = errs[:shortScenes]
	}
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() { errs[i] = p.playScene(i) })
	}
	all.Wait()
	return errs
}

func (p *points) playScene(i int) error {
	e := newEstate(len(estateKinds)-1, p.seed+uint64(i)) // the mixed kind
	d, err := p.desk(fmt.Sprintf("scene-%d", i), e, p.seed+uint64(i))
	if err != nil {
		return err
	}
	defer d.front.close()
	if err := scenes[i].play(d, e, &user{desk: d}); err != nil {
		return err
	}
	return os.RemoveAll(d.dir)
}

// half kills an import when half of it is written, and tells what to type then.
func (u *user) half(e *estate) ([]string, error) {
	if err := u.run(trigger{by: "rows", rows: e.writes / 2, how: afterWrite}, importing...); err != nil {
		return nil, err
	}
	if u.last.exit != exitKilled {
		return nil, fmt.Errorf("it wasn't killed: exit %d, %s", u.last.exit, u.last.errors)
	}
	return u.next()
}

// end follows what the program says from what was said last, and compares.
func (u *user) end(e *estate) error {
	u.looked = false
	if _, err := u.follow(nil); err != nil {
		return err
	}
	return u.desk.holds(e, u)
}

// refused says whether a command was told that another holds the run.
func (s said) refused() error {
	if s.exit != 1 || !strings.Contains(s.errors, "another orgbatch is using it") || !strings.Contains(s.errors, "hint: wait until the other has ended") {
		return fmt.Errorf("beside another it should be refused: exit %d, %s", s.exit, s.errors)
	}
	return nil
}

func twoResume(d *desk, e *estate, u *user) error {
	line, err := u.half(e)
	if err != nil {
		return err
	}
	before, release := d.front.requests(), d.front.stall()
	first, err := d.start(line...)
	if err != nil {
		release()
		return err
	}
	for deadline := time.Now().Add(time.Minute); d.front.requests() == before && time.Now().Before(deadline); {
		time.Sleep(5 * time.Millisecond)
	}
	second, err := d.do(line...)
	release()
	u.last = first.wait()
	if err := errors.Join(err, second.refused()); err != nil {
		return err
	}
	return u.end(e)
}

// twoImport: whichever comes second to a name finds that it is taken.
func twoImport(d *desk, e *estate, u *user) error {
	first, err := d.start(importing...)
	if err != nil {
		return err
	}
	second, err := d.do(importing...)
	one := first.wait()
	if err != nil {
		return err
	}
	for _, s := range []said{one, second} {
		if s.exit != 0 && s.exit != 3 && s.exit != 5 && s.exit != 6 {
			return fmt.Errorf("two at once: exit %d, %s", s.exit, s.errors)
		}
	}
	return d.nothingTwice(e)
}

// nothingTwice finds twins and strangers, not what is missing yet.
func (d *desk) nothingTwice(e *estate) error {
	all, _, err := d.front.holdings(e)
	if err != nil {
		return err
	}
	found := &faultsFound{}
	found.compare(all, e.want)
	found.ledger(e, d.front.ledger)
	if found.doubled+found.wrongParents+found.lost > 0 {
		return errors.New(strings.Join(found.notes, "\n    "))
	}
	return nil
}

// stopped: a process that is stopped keeps its run, and goes on as if nothing
// had been.
func stopped(d *desk, e *estate, u *user) error {
	if pauseSignal == nil {
		return nil
	}
	paused, started := make(chan error, 1), make(chan struct{})
	var first *command
	pause := func() { <-started; paused <- first.Process.Signal(pauseSignal) }
	d.front.condemn(&doom{rows: e.writes / 2, how: afterWrite, kill: pause})
	first, err := d.start(importing...)
	if err != nil {
		return err
	}
	close(started)
	select {
	case err = <-paused:
	case <-time.After(time.Minute):
		err = errors.Join(errors.New("it never wrote half of its rows"), first.Process.Kill())
	}
	if err != nil {
		return errors.Join(err, first.Wait())
	}
	second, err := d.do("resume", "latest", "--yes")
	err = errors.Join(err, first.Process.Signal(continueSignal))
	u.last = first.wait()
	if err := errors.Join(err, second.refused()); err != nil {
		return err
	}
	return u.end(e)
}

func away(d *desk, e *estate, u *user) error {
	line, err := u.half(e)
	if err != nil {
		return err
	}
	d.front.cut(true)
	err = u.run(trigger{}, line...)
	d.front.cut(false)
	if err != nil {
		return err
	}
	if u.last.exit != 6 {
		return fmt.Errorf("with Pigello away: exit %d, %s", u.last.exit, u.last.errors)
	}
	return u.end(e)
}

// closedFolder: what can't be read is not taken for what isn't there.
func closedFolder(d *desk, e *estate, u *user) error {
	if pauseSignal == nil {
		return nil // where folders can't be closed so either
	}
	line, err := u.half(e)
	if err != nil {
		return err
	}
	run := d.inside(u.newest.Path)
	if err := os.Chmod(run, 0); err != nil {
		return err
	}
	var s said
	err = bounded(func() (err error) { s, err = d.do(line...); return err })
	if err := errors.Join(err, os.Chmod(run, 0o700)); err != nil {
		return err
	}
	if s.exit != 1 || !strings.Contains(s.errors, "permission denied") || !strings.Contains(s.errors, "hint: ") {
		return fmt.Errorf("with its folder closed: exit %d, %s", s.exit, s.errors)
	}
	return u.end(e)
}

// clock: the times of the server are compared with each other, never with ours.
func clock(d *desk, e *estate, u *user, first, then time.Duration) error {
	d.front.turn(first)
	if _, err := u.half(e); err != nil {
		return err
	}
	d.front.turn(then)
	if first == then {
		return u.end(e)
	}
	if _, err := u.follow(nil); err != nil {
		return err
	}
	return d.nothingTwice(e)
}
