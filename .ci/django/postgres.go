package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os/exec"
	"path/filepath"
	"syscall"
)

// postgresBin is the folder of the newest PostgreSQL's programs, or "".
func postgresBin() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/[1-9][0-9]/bin/postgres")
	if err != nil || len(found) == 0 {
		return "", err
	}
	return filepath.Dir(found[len(found)-1]), nil
}

// initPostgres makes a cluster of our own and starts it. It listens in the server's folder alone.
func (s *server) initPostgres() error {
	err := s.run(s.command(filepath.Join(s.bin, "initdb"), "-D", "pg", "-U", "orgbatch", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"))
	if err != nil {
		return err
	}
	return s.startPostgres()
}

func (s *server) startPostgres() (err error) {
	cmd := s.command(filepath.Join(s.bin, "postgres"), "-D", "pg", "-k", s.dir, "-c", "listen_addresses=", "-c", "deadlock_timeout=200ms")
	if s.postgres, err = s.start("postgres", syscall.SIGINT, cmd); err != nil {
		return err
	}
	return s.postgres.until(func() bool { return s.exec("SELECT 1") == nil })
}

// restartPostgres restarts it as an update of its package does: who is connected is thrown out.
func (s *server) restartPostgres() error {
	if err := s.postgres.stop(); err != nil {
		return err
	}
	return s.startPostgres()
}

// query asks PostgreSQL itself. NULL comes as no text.
func (s *server) query(sql string) ([][]string, error) {
	cmd := s.psql(sql)
	var wrong bytes.Buffer
	cmd.Stderr = &wrong
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %s", sql, err, wrong.String())
	}
	return csv.NewReader(bytes.NewReader(out)).ReadAll()
}

func (s *server) exec(sql string) error {
	_, err := s.query(sql)
	return err
}

func (s *server) psql(sql string) *exec.Cmd {
	return s.command(filepath.Join(s.bin, "psql"), "-X", "-q", "-t", "--csv", "-v", "ON_ERROR_STOP=1", "-c", sql)
}

// count is how many organizations there are.
func (s *server) count() (n int, err error) {
	rows, err := s.query("SELECT count(*) FROM organization")
	if err != nil {
		return 0, err
	}
	_, err = fmt.Sscan(rows[0][0], &n)
	return n, err
}
