package main

import (
	"errors"
	"fmt"
	"syscall"
	"time"
)

// killedOnce goes on while the server is still at work on what the dead process sent.
func (st *stage) killedOnce() (int, error) {
	if err := errors.Join(st.draw(), st.killAt(st.rows/10, "import", "rows.csv", "--yes")); err != nil {
		return 0, err
	}
	s, err := st.do(st.ctx, "resume", "latest", "--yes")
	return st.rows, errors.Join(err, st.finishes(s))
}

// undoKilled kills an undo when half is gone, and goes on with it.
func (st *stage) undoKilled() (int, error) {
	n := len(st.want)
	half := func(there int) bool { return there <= n/2 }
	if err := errors.Join(st.killWhen(half, "undo", st.made, "--yes", "--delete", fmt.Sprint(n)), st.idle()); err != nil {
		return 0, err
	}
	st.want = firms{}
	return n, st.must(0, undone(n, 0), "resume", st.made, "--yes")
}

// killedAndResumedSmaller goes on in arrays of 20.
func (st *stage) killedAndResumedSmaller() (int, error) {
	const size = 20
	if err := errors.Join(st.draw(), st.killAt(st.rows/10, "import", "rows.csv", "--yes"), st.idle()); err != nil {
		return 0, err
	}
	n, err := st.count()
	if err != nil {
		return 0, err
	}
	before, _, err := st.logged()
	if err != nil {
		return 0, err
	}
	s, err := st.do(st.ctx, "resume", "latest", "--yes", "--chunk-size", fmt.Sprint(size))
	after, _, counting := st.logged()
	if sent := after["POST 200"] - before["POST 200"]; sent < (st.rows-n)/size {
		err = errors.Join(err, fmt.Errorf("%d rows were sent in %d arrays", st.rows-n, sent))
	}
	return st.rows, errors.Join(err, counting, st.finishes(s))
}

// updatesLocked updates while somebody holds a row until one write has failed of that: the database lets
// nobody wait for long.
func (st *stage) updatesLocked() (int, error) {
	if err := errors.Join(st.exec("ALTER ROLE orgbatch SET lock_timeout = '300ms'"), st.configure(conf{})); err != nil {
		return 0, err
	}
	holder, err := st.start("holder", syscall.SIGKILL, st.psql("BEGIN; SELECT 1 FROM organization WHERE name = '"+firmOf(20)+"' FOR UPDATE; SELECT pg_sleep(100)"))
	if err != nil {
		return 0, err
	}
	released := make(chan error)
	go func() { released <- st.release(holder) }()
	rows, err := st.updates()
	return rows, errors.Join(err, <-released, holder.stop(), st.exec("ALTER ROLE orgbatch RESET lock_timeout"))
}

// release ends who holds a row as soon as a bulk write has failed.
func (st *stage) release(holder *daemon) error {
	for deadline := time.Now().Add(limit); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if a, _, err := st.logged(); err != nil || a["POST 500"] > 0 {
			return errors.Join(err, st.exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(100)' AND pid <> pg_backend_pid()"))
		}
	}
	return errors.Join(errors.New("no bulk write failed"), holder.stop())
}
