package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/orgbatch/orgbatch/importer/may"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/undo"
)

// undoing is the taking back of a run that was judged.
type undoing struct {
	*play
	after   map[string]object // what was there when the run was over
	planned map[string]object // what was there when the undo was planned
	changed map[string]object // what was there when the undo began
	later   []change          // by somebody else, between the undo's plan and its first request
	plan    *undo.Plan
	books   run.UndoBooks
	named   map[string]string // by id: why a row was kept or failed
}

// undo takes the run back, cut off and resumed as it was, and judges what came of it.
func (p *play) undo() (err error) {
	u := &undoing{play: p}
	if u.after, err = p.look(); err != nil {
		return err
	}
	time.Sleep(time.Hour)
	half := (len(p.s.Since) + 1) / 2
	u.later = p.s.Since[half:]
	if u.planned, err = p.meddleSince(p.s.Since[:half]); err != nil {
		return err
	}
	p.server.resumeOddities(p.s.Late)
	p.server.writes = nil
	if err := u.takeBack(); err != nil {
		return err
	}
	p.server.calm()
	time.Sleep(time.Hour) // what is late comes now
	p.figures.Undos++
	p.figures.addUndo(u.books)
	if p.s.tamperUndo != nil {
		p.s.tamperUndo(p.server)
	}
	return u.judge()
}

// meddleSince lets somebody else do things to what is there. What the API refuses isn't done.
func (p *play) meddleSince(changes []change) (map[string]object, error) {
	now, err := p.look()
	if err := errors.Join(err, p.faults(false)); err != nil {
		return nil, err
	}
	ids := map[string]string{}
	for id, o := range now {
		ids[o.Name] = id
	}
	for _, c := range changes {
		id := ids[c.Of]
		if id == "" {
			continue
		}
		p.figures.Since++
		switch c.Do {
		case "name":
			p.server.try("PATCH", id+"/", text(map[string]any{"name": c.Name}, c.Of))
			delete(ids, c.Of) // whoever speaks of that name means another, or none
		case "custom":
			p.server.try("PATCH", id+"/", text(map[string]any{"custom_id": c.Custom}, c.Of))
		case "root":
			p.server.try("PATCH", id+"/", text(map[string]any{"organization": nil}, c.Of))
		case "under":
			p.server.try("PATCH", id+"/", text(map[string]any{"organization": map[string]string{"id": ids[c.Name]}}, c.Of))
		case "child":
			p.server.try("POST", "", text(map[string]any{"organization": map[string]string{"id": id}}, c.Name))
		case "delete":
			p.server.try("DELETE", id+"/", "")
		}
	}
	if now, err = p.look(); err != nil {
		return nil, err
	}
	return now, p.faults(true)
}

// takeBack plans the undo, carries it out, and resumes it until nothing is left to try.
func (u *undoing) takeBack() error {
	for n := 0; ; n++ {
		if n > len(u.s.UndoCut)+5 {
			u.server.calm()
		}
		if err := u.onceBack(n); err != nil {
			return err
		}
		if err := u.reopen(); err != nil {
			return err
		}
		switch done := u.run.Meta().State == run.Undone; {
		case done && u.books.Left() == 0:
			return nil
		case done:
			return fmt.Errorf("the run counts as undone, but %v", u.books)
		case n == maxResumes:
			return fmt.Errorf("after %d resumes of the undo, most of them without any fault: %v", n, u.books)
		}
		u.figures.UndoResumes++
	}
}

// onceBack begins the undo or goes on with it, as one process does, and ends it by the n-th cut. One that was cut off while it planned begins anew.
func (u *undoing) onceBack(n int) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	stop := make(chan struct{})
	o := undo.Options{Concurrency: u.s.Options.Concurrency, Stop: stop}
	u.server.setCut(0, false, nil)
	if n < len(u.s.UndoCut) {
		c := u.s.UndoCut[n]
		end := cancel
		if c.Stop {
			end = func() { close(stop) }
		}
		u.server.setCut(c.At, c.After, func() { u.figures.UndoCuts++; end() })
		defer func() { time.Sleep(c.Pause) }()
	}
	client := u.client()
	defer client.CloseIdleConnections()
	var err error
	if u.run.Meta().State == run.Undoing {
		u.books, err = undo.Resume(ctx, client, u.run, o)
		return u.bound(err)
	}
	if u.plan, err = undo.NewPlan(ctx, client, u.run, o); err != nil {
		return u.bound(nil) // the API failed, or it was cut off: nothing was done
	}
	if u.changed, err = u.meddleSince(u.later); err != nil {
		return err
	}
	u.later = nil
	u.books, err = undo.Apply(ctx, client, u.run, u.plan, o)
	return u.bound(err)
}

// bound says what an undo may end with: its books close, and an error leaves something to do.
func (u *undoing) bound(err error) error {
	var refused *may.RefusedError
	if errors.As(err, &refused) {
		return err
	}
	return u.books.Close()
}
