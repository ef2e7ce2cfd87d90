package main

import (
	"errors"
	"fmt"
	"syscall"
	"time"
)

// openScenes say how it should end and doesn't yet; -open plays them too. One that comes right moves to
// scenes, and must not be in both.
var openScenes = []scene{
	// A 503 counts as a try, a 429 doesn't.
	{"limited by nginx, 503", limited(3, 503, "burst=1 nodelay"), 1500, []act{
		{"import", 0.07, (*stage).imports, "503"},
	}},
	// That a list is empty is asked a second time at once, and with the second request the first is repeated.
	{"limited without a burst, an empty list", limited(2, 429, ""), 60, []act{
		{"import", 1.5, (*stage).imports, "GET 429"},
	}},
	// An array that takes longer than a worker may is never made smaller.
	{"arrays that gunicorn gives up", conf{app: []string{"SLOW_ROWS=10"}, gunicorn: []string{"--timeout", "2"}}, 1000, []act{
		{"import", 0.2, (*stage).imports, "POST 502"},
		{"audit", 0.01, (*stage).audits, ""},
	}},
	// A 400 that names no row isn't understood as a limit.
	{"at most 100 elements", conf{app: []string{"MAX_LENGTH=100"}}, 1500, []act{
		{"import", 0.04, (*stage).imports, "POST 400"},
		{"update", 0.05, (*stage).updates, "POST 400"},
		{"doctor --probe", 5, probes(map[string]string{"bulk-limit": "100"}), ""},
	}},
	// The 500 of a protected parent is taken for a failure.
	{"PROTECT, delete", conf{}, 300, []act{
		{"import", 0.05, (*stage).imports, ""},
		{"delete", 12, deletes("PROTECT"), "DELETE 500"},
		{"doctor --probe", 4.5, probes(map[string]string{"delete-parent": "refused-500"}), "DELETE 500"},
	}},
	// One failure of a bulk update makes an update of each row.
	{"one 500 in a bulk update", conf{}, 800, []act{
		{"import", 0.025, (*stage).imports, ""},
		{"update", 0.06, (*stage).updatesLocked, "POST 500"},
	}},
	// What comes late is taken for what the resume has made; one time in four rows go one by one then.
	{"kill -9, resume at once", conf{app: []string{"SLOW_ROWS=4"}}, 6000, []act{
		{"import and resume", 0.08, (*stage).killedOnce, "POST 499"},
	}},
	// resume has no --chunk-size.
	{"resume in smaller arrays", conf{app: []string{"SLOW_ROWS=2"}}, 1000, []act{
		{"import and resume", 0.3, (*stage).killedAndResumedSmaller, "POST 499"},
	}},
}

// killedOnce goes on while the server is still at work on what the dead process sent.
func (st *stage) killedOnce() (int, error) {
	if err := errors.Join(st.draw(), st.killAt(st.rows/10, "import", "rows.csv", "--yes")); err != nil {
		return 0, err
	}
	s, err := st.do(st.ctx, "resume", "latest", "--yes")
	return st.rows, errors.Join(err, st.finishes(s))
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
