package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/engine"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/may"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/sandbox"
)

// play is one scenario being carried out.
type play struct {
	s       *scenario
	server  *server
	base    map[string]object // what was there when the plan was made
	touched map[string]object // what was there when applying began
	planned time.Time         // by the server's clock
	run     *run.Run
	figures *figures

	decisions []run.Decision
	status    []run.Status
	ids       []uuid.UUID
	adopted   map[int32]bool // rows that were found after their write had got no answer
	books     run.Books
	blocked   bool
}

// maxResumes bounds the resumes of one run; while each settles something there is no need for so many.
const maxResumes = 200

// run carries the scenario out, and says what is wrong with what came of it. It must be called in a bubble.
func (s *scenario) run(runs string, f *figures) (err error) {
	p := &play{s: s, figures: f}
	began := time.Now()
	if p.server, err = newServer(s); err != nil {
		return err
	}
	defer func() {
		f.count(s, p, time.Since(began))
		err = errors.Join(err, p.server.close())
	}()
	dir, err := os.MkdirTemp(runs, "run")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := p.plan(dir); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.run.Close()) }()
	if err := p.meddle(); err != nil {
		return err
	}
	if err := p.push(); err != nil {
		return err
	}
	if s.tamper != nil {
		s.tamper(p.server)
	}
	if err := p.judge(); err != nil || !s.Undo || p.blocked && !s.Options.SkipInvalid {
		return err
	}
	return p.undo()
}

// client is that of a new process.
func (p *play) client() *pigello.Client {
	c, err := pigello.New(pigello.Options{
		BaseURL: "https://sandbox.example", HTTPClient: &http.Client{Transport: p.server.pipes.transport()},
		Credentials: pigello.CredentialsFrom(sandbox.DefaultCredentials()),
		Limiter:     pigello.NewLimiter(pigello.LimiterOptions{Concurrency: p.s.Options.Concurrency}),
	})
	if err != nil {
		panic(err) // the options above are always the same
	}
	return c
}

func (p *play) faults(on bool) error {
	var f sandbox.Faults
	if on {
		for name, value := range p.s.Faults {
			if err := f.Set(name, value); err != nil {
				return err
			}
		}
	}
	p.server.sandbox.SetFaults(f)
	return nil
}

// plan makes the plan. While the API fails it may have to be made again.
func (p *play) plan(dir string) error {
	name, text, clearBlank := p.s.file()
	o := plan.Options{
		Inputs:  []intake.Input{{Name: name, Open: opener(text)}},
		RunsDir: dir, Target: run.Target{Name: "sandbox", URL: "https://sandbox.example"}, Version: "chaos",
		Mode: plan.Mode(p.s.Options.Mode), Key: plan.Key(p.s.Options.Key),
		AllowTwins: p.s.Options.AllowTwins, ChunkSize: p.s.Options.Chunk,
	}
	o.ClearBlank = clearBlank
	o.Map = p.s.columns()
	var err error
	for try := range 4 {
		if err := p.faults(try < 3); err != nil {
			return err
		}
		client := p.client()
		p.run, _, err = plan.Make(context.Background(), client, o)
		client.CloseIdleConnections()
		if err == nil {
			break
		}
	}
	if err != nil {
		return fmt.Errorf("plan: %w", err)
	}
	p.blocked = p.run.Meta().Blocked
	for d, err := range p.run.Decisions(0) {
		if err != nil {
			return err
		}
		p.decisions = append(p.decisions, d)
	}
	p.base, err = p.look()
	return err
}

func opener(text string) func() (io.ReadSeekCloser, error) {
	return func() (io.ReadSeekCloser, error) {
		return struct {
			*bytes.Reader
			io.Closer
		}{bytes.NewReader([]byte(text)), io.NopCloser(nil)}, nil
	}
}

// look reads what is there, and leaves the API as odd as it was.
func (p *play) look() (map[string]object, error) {
	all, err := p.server.objects()
	var a sandbox.Assumptions
	for name, value := range p.s.Answers {
		err = errors.Join(err, a.Set(name, value))
	}
	return all, errors.Join(err, p.server.sandbox.SetAssumptions(a))
}

// meddle lets somebody else do things, between an hour after the plan and an hour before the apply.
func (p *play) meddle() (err error) {
	time.Sleep(time.Hour)
	if err := p.faults(false); err != nil {
		return err
	}
	for _, c := range p.s.Others {
		id := liveID(c.Live)
		now := p.base[id]
		switch c.Do {
		case "name":
			p.server.ask("PATCH", id+"/", text(map[string]any{"name": c.Name}, now.Name))
		case "custom":
			p.server.ask("PATCH", id+"/", text(map[string]any{"custom_id": c.Custom}, now.Name))
		case "root":
			p.server.ask("PATCH", id+"/", text(map[string]any{"organization": nil}, now.Name))
		case "delete":
			p.server.ask("DELETE", id+"/", "")
		case "create":
			body := map[string]any{}
			if c.Custom != "" {
				body["custom_id"] = c.Custom
			}
			p.server.ask("POST", "", text(body, c.Name))
		}
	}
	if p.server.fault != nil {
		return p.server.fault
	}
	if p.touched, err = p.look(); err != nil {
		return err
	}
	time.Sleep(time.Hour)
	return p.faults(true)
}

// text is a body, with the name that every body must have.
func text(body map[string]any, name string) string {
	if _, ok := body["name"]; !ok {
		body["name"] = name
	}
	b, _ := json.Marshal(body)
	return string(b)
}

// push applies and resumes until the run is done. The faults end after some resumes, as outages do.
func (p *play) push() error {
	p.planned = time.Now().Add(p.s.Skew)
	p.server.writes = nil
	work := importer.Apply
	if p.blocked && !p.s.Options.SkipInvalid {
		books, err := importer.Apply(context.Background(), p.client(), p.run, p.options())
		p.books = books
		if !errors.Is(err, push.ErrBlocked) {
			return fmt.Errorf("applying a blocked plan ends with %v", err)
		}
		return p.settled()
	}
	for n := 0; ; n++ {
		if n > len(p.s.Cuts)+5 {
			p.server.calm()
		}
		if err := p.once(work, n); err != nil {
			return err
		}
		if may.Finished(p.run.Meta(), p.books) {
			break
		}
		if n == maxResumes {
			return fmt.Errorf("after %d resumes, most of them without any fault: %v", n, p.books)
		}
		work = push.Resume
		if err := p.reopen(); err != nil {
			return err
		}
		p.figures.Resumes++
	}
	p.server.calm()
	time.Sleep(time.Hour) // what is late comes now
	return p.settled()
}

func (p *play) options() push.Options {
	o := push.Options{ChunkSize: p.s.Options.Chunk, Concurrency: p.s.Options.Concurrency, SkipInvalid: p.s.Options.SkipInvalid}
	if p.s.Options.MaxRejects != "" {
		o.MaxRejects, _ = push.ParseMaxRejects(p.s.Options.MaxRejects)
	}
	return o
}

// once applies or resumes, as one process does, and ends it by the n-th cut.
func (p *play) once(work func(context.Context, *pigello.Client, *run.Run, push.Options) (run.Books, error), n int) (err error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	o, stop := p.options(), make(chan struct{})
	o.Stop = stop
	p.server.setCut(0, false, nil)
	if n < len(p.s.Cuts) {
		c := p.s.Cuts[n]
		end := cancel
		if c.Stop {
			end = func() { close(stop) }
		}
		p.server.setCut(c.At, c.After, func() { p.figures.Cuts++; end() })
	}
	client := p.client()
	before := p.books
	p.books, err = work(ctx, client, p.run, o)
	client.CloseIdleConnections()
	if err != nil && ctx.Err() == nil {
		p.figures.errors[kindOf(err)]++
	}
	if err := p.books.Close(); err != nil {
		return err
	}
	if n > 0 && p.books.Created < before.Created {
		return fmt.Errorf("created rows are gone from the books: %v, then %v", before, p.books)
	}
	if n < len(p.s.Cuts) {
		time.Sleep(p.s.Cuts[n].Pause)
	}
	return nil
}

// kindOf names an error that ended an apply, for the figures.
func kindOf(err error) string {
	var stop *push.StopError
	switch {
	case errors.As(err, &stop):
		return "stopped by a rule"
	case errors.Is(err, engine.ErrStopped):
		return "stopped"
	}
	return "Pigello failed"
}

// reopen opens the run from what is on disk, as another process does.
func (p *play) reopen() (err error) {
	if err := p.run.Close(); err != nil {
		return err
	}
	p.run, err = run.Open(p.run.Dir())
	return err
}

// settled reads what the run says of its rows.
func (p *play) settled() (err error) {
	if err := p.books.Close(); err != nil {
		return err
	}
	if p.status, p.ids, err = p.run.States(); err != nil {
		return err
	}
	p.adopted = map[int32]bool{}
	for c, err := range p.run.Journal().Chunks() {
		if err != nil {
			return err
		}
		for _, o := range c.Outcomes {
			p.adopted[o.Row] = o.Adopted
		}
	}
	return nil
}

// foundThere tells a row that was to be created and that the run found there: no answer said that it was created.
func (p *play) foundThere(i int) bool {
	return p.status[i] == run.Unchanged && p.decisions[i].Action == run.ActionCreate && p.adopted[int32(i)]
}

// sortedKeys gives a map's keys in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
