package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// baseline is what an import takes that nobody disturbs.
type baseline struct {
	requests, files int
	bytes           int64
	took            time.Duration
}

// points runs them.
type points struct {
	program *program
	dir     string
	seed    uint64
	verbose bool

	mu        sync.Mutex
	baselines []baseline // by kind
}

func (p *points) rng(number int) *rand.Rand { return rand.New(rand.NewPCG(p.seed, uint64(number))) }

// measure runs one import of each kind undisturbed, but for the faults that
// every point has; when time is short, only one, of the last kind, which has
// something of all.
func (p *points) measure(short bool) error {
	p.baselines = make([]baseline, len(estateKinds))
	if short {
		err := p.whole(len(estateKinds) - 1)
		for kind := range p.baselines {
			p.baselines[kind] = p.baselines[len(estateKinds)-1]
		}
		return err
	}
	errs := make([]error, len(estateKinds))
	var all sync.WaitGroup
	for kind := range estateKinds {
		all.Go(func() {
			if err := p.whole(kind); err != nil {
				errs[kind] = fmt.Errorf("undisturbed, %s: %w", estateKinds[kind].name, err)
			}
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

// whole measures one.
func (p *points) whole(kind int) error {
	e := newEstate(kind, p.seed)
	d, err := p.desk("whole-"+e.kind, e, p.seed)
	if err != nil {
		return err
	}
	defer d.front.close()
	u := &user{desk: d}
	if err := u.run(trigger{}, importing...); err != nil {
		return err
	}
	if _, err := u.follow(nil); err != nil {
		return err
	}
	if err := d.holds(e, u); err != nil {
		return err
	}
	names := map[string]bool{}
	size := folder(filepath.Join(d.dir, "orgbatch-runs"), names)
	p.baselines[kind] = baseline{requests: d.front.count, files: len(names), bytes: size, took: u.last.took}
	return os.RemoveAll(d.dir)
}

func (p *points) desk(name string, e *estate, seed uint64) (*desk, error) {
	bulkID := "update"
	if seed%3 == 0 {
		bulkID = "ignored"
	}
	f, err := newFront(e, seed, bulkID)
	if err != nil {
		return nil, err
	}
	return newDesk(p.program, filepath.Join(p.dir, name), f, e)
}

// draw draws when the import of a point is killed: the triggers take turns, and
// each is spread evenly over the import.
func (p *points) draw(number int, e *estate, b baseline, rng *rand.Rand) trigger {
	const golden = 0.6180339887498949
	at := float64(number) * golden
	at -= float64(int(at))
	part := func(n int) int { return 1 + int(at*float64(n)) }
	how := killing(rng.IntN(int(killings)))
	short := time.Duration(rng.IntN(8000)) * time.Microsecond
	switch number / len(estateKinds) % 6 {
	case 0:
		return trigger{by: "request", request: part(b.requests), how: how, time: short}
	case 1: // of what is written already
		return trigger{by: "rows", rows: part(e.writes), how: max(how, afterWrite), time: short}
	case 2:
		return trigger{by: "time", time: time.Duration(at * float64(b.took))}
	case 3:
		return trigger{by: "bytes", bytes: int64(at * float64(b.bytes))}
	case 4:
		return trigger{by: "files", files: part(b.files), time: short}
	}
	if rng.IntN(2) == 0 {
		return trigger{by: "named", named: "results.csv", time: time.Duration(at * float64(15*time.Millisecond))}
	}
	return trigger{by: "rows", rows: e.writes, how: afterAnswer, time: time.Duration(at * float64(60*time.Millisecond))}
}

// drawResumes draws when the commands after it are killed, if they are.
func drawResumes(rng *rand.Rand, b baseline) []trigger {
	var triggers []trigger
	for range rng.IntN(4) {
		t := trigger{by: "request", request: 1 + rng.IntN(8), how: killing(rng.IntN(int(killings))), time: time.Duration(rng.IntN(8000)) * time.Microsecond}
		if rng.IntN(3) == 0 {
			t = trigger{by: "time", time: time.Duration(rng.Float64() * float64(b.took) / 2)}
		}
		triggers = append(triggers, t)
	}
	return triggers
}

// outcome is what came of a point.
type outcome struct {
	number   int
	kind     string
	trigger  trigger
	phase    string // where it was killed, "" when it ended before
	kills    int
	commands int
	requests int
	struck   map[string]int
	found    *faultsFound
	err      error
}

// redraw is what is added to the number of a point that the import ended before:
// the same kind of file and of trigger, and another draw.
const redraw = 36 * 30000

// until does a point, and draws it again while the import ends before it.
func (p *points) until(number int) (tries []outcome) {
	for range 5 {
		one := p.run(number)
		tries = append(tries, one)
		if one.phase != "" || one.err != nil {
			break
		}
		number += redraw
	}
	return tries
}

// run does one point.
func (p *points) run(number int) (o outcome) {
	rng, kind := p.rng(number), number%len(estateKinds)
	seed := rng.Uint64() | 1
	seed -= seed % 12
	seed += uint64(rng.IntN(12))
	e, b := newEstate(kind, seed), p.baselines[kind]
	o = outcome{number: number, kind: e.kind, trigger: p.draw(number, e, b, rng), found: &faultsFound{}}
	d, err := p.desk(fmt.Sprintf("point-%d", number), e, seed)
	if err != nil {
		o.err = err
		return o
	}
	if p.verbose {
		d.log = func(format string, args ...any) { fmt.Printf(format, args...) }
	}
	o.err = p.play(d, e, b, rng, &o)
	d.front.close()
	o.struck, o.requests = d.front.struck, d.front.count
	if o.err == nil && !o.found.any() && !p.verbose {
		o.err = os.RemoveAll(d.dir)
	}
	return o
}

func (p *points) play(d *desk, e *estate, b baseline, rng *rand.Rand, o *outcome) (err error) {
	u := &user{desk: d}
	if err := u.run(o.trigger, importing...); err != nil {
		return err
	}
	if u.last.exit == exitKilled {
		o.kills++
		if err := u.lookOnce(); err != nil {
			return err
		}
		o.phase = u.newest.phase()
	}
	again, err := u.follow(drawResumes(rng, b))
	o.kills += again
	o.commands = u.commands
	if err != nil {
		return err
	}
	o.found, err = d.check(e, u)
	return err
}
