package main

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"time"
)

// while runs orgbatch while something else is done, which is told when the command has ended.
func (st *stage) while(other func(ended <-chan struct{}) error, args ...string) (said, error) {
	c, err := st.begin(st.ctx, args...)
	if err != nil {
		return said{}, err
	}
	ended, done := make(chan struct{}), make(chan error)
	go func() { done <- other(ended) }()
	s, err := c.wait()
	close(ended)
	return s, errors.Join(err, <-done)
}

// filed matches books in which every row is there: made, or found there where no answer said by whom.
var filed = regexp.MustCompile(`(?m)^(?:[0-9,]+ created)?(?: · )?(?:[0-9,]+ unchanged)? \(of ([0-9,]+) rows; all accounted for\)$`)

// finishes goes on with a run as long as rows of it are unknown, and expects the books of the file.
func (st *stage) finishes(s said) (err error) {
	for tries := 0; s.exit == 6 && tries < 5 && err == nil; tries++ {
		s, err = st.do(st.ctx, "resume", "latest", "--yes")
	}
	m := filed.FindStringSubmatch(s.out + s.errors)
	if m == nil || m[1] != number(st.rows) {
		return errors.Join(err, s.is(0, books(st.rows, 0, 0)))
	}
	return errors.Join(err, s.is(0, m[0]))
}

// importsWhile imports a file while something is done.
func importsWhile(other func(st *stage, ended <-chan struct{}) error) func(*stage) (int, error) {
	return func(st *stage) (int, error) {
		if err := st.draw(); err != nil {
			return 0, err
		}
		s, err := st.while(func(ended <-chan struct{}) error { return other(st, ended) }, "import", "rows.csv", "--yes")
		if err != nil {
			return 0, err
		}
		return st.rows, st.finishes(s)
	}
}

// killsWorkers kills a worker of gunicorn's every second.
func killsWorkers(st *stage, ended <-chan struct{}) error {
	killed := 0
	for {
		select {
		case <-ended:
			if killed == 0 {
				return errors.New("no worker was killed")
			}
			return nil
		case <-time.After(900 * time.Millisecond):
		}
		pids, err := children(st.gunicorn.cmd.Process)
		if err != nil {
			return err
		}
		for _, pid := range pids[:min(1, len(pids))] {
			if p, err := os.FindProcess(pid); err == nil && p.Kill() == nil {
				killed++
			}
		}
	}
}

// restartsPostgres restarts PostgreSQL when a third of the rows is there and others are being written.
func restartsPostgres(st *stage, ended <-chan struct{}) error {
	if err := st.reach(func(there int) bool { return there >= st.rows/3 }, ended); err != nil {
		return err
	}
	for {
		rows, err := st.query(`SELECT 1 FROM pg_stat_activity WHERE state = 'idle in transaction'`)
		if len(rows) > 0 || err != nil {
			return errors.Join(err, st.restartPostgres())
		}
		select {
		case <-ended:
			return errors.New("no array was written")
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// reach waits until as many organizations are there as are wanted.
func (st *stage) reach(wanted func(there int) bool, ended <-chan struct{}) error {
	for {
		n, err := st.count()
		if wanted(n) || err != nil {
			return err
		}
		select {
		case <-ended:
			return fmt.Errorf("it ended when %d organizations were there, too early", n)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// killed kills the import when a third is there, and the resume when two thirds are; another resume
// finishes. What the dead process had sent is done by then: a server goes on with it.
func (st *stage) killed() (int, error) {
	if err := errors.Join(st.draw(), st.killAt(st.rows/3, "import", "rows.csv", "--yes"), st.idle()); err != nil {
		return 0, err
	}
	if err := errors.Join(st.killAt(2*st.rows/3, "resume", "latest", "--yes"), st.idle()); err != nil {
		return 0, err
	}
	s, err := st.do(st.ctx, "resume", "latest", "--yes")
	return st.rows, errors.Join(err, st.finishes(s))
}

// killAt kills a command when so many organizations are there.
func (st *stage) killAt(rows int, args ...string) error {
	return st.killWhen(func(there int) bool { return there >= rows }, args...)
}

// killWhen kills a command when as many organizations are there as are wanted.
func (st *stage) killWhen(wanted func(there int) bool, args ...string) error {
	c, err := st.begin(st.ctx, args...)
	if err != nil {
		return err
	}
	ended := make(chan struct{})
	reached := make(chan error, 1)
	go func() {
		reached <- errors.Join(st.reach(wanted, ended), c.Process.Kill())
	}()
	s, err := c.wait()
	close(ended)
	if err := errors.Join(err, <-reached); err != nil {
		return fmt.Errorf("%w\n%s", err, s.errors)
	}
	return nil
}

// idle waits until no worker has done anything in PostgreSQL for a while: between two requests it does
// nothing for a moment.
func (st *stage) idle() error {
	since := time.Now()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		rows, err := st.query(`SELECT 1 FROM pg_stat_activity WHERE backend_type = 'client backend' AND state <> 'idle' AND pid <> pg_backend_pid()`)
		switch {
		case err != nil:
			return err
		case len(rows) > 0:
			since = time.Now()
		case time.Since(since) > time.Second/2:
			return nil
		}
	}
	return errors.New("the server is never idle")
}
