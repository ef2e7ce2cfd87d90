package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

// checks is a watcher of heartbeats that keeps what it was told, and answers as it is told to.
type checks struct {
	mu     sync.Mutex
	told   []string
	status int // 0: 200
}

func (c *checks) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body) // of a test
	c.mu.Lock()
	defer c.mu.Unlock()
	c.told = append(c.told, strings.TrimSpace(r.URL.Path+" "+string(body)))
	if c.status != 0 {
		w.WriteHeader(c.status)
	}
}

// scriptChecks serves heartbeats for the rest of the script, at $CHECKS, and answers
// with a status:
//
//	checks 200
func scriptChecks(ts *testscript.TestScript, _ bool, args []string) {
	c := &serverOf(ts).checks
	status, err := strconv.Atoi(args[0])
	ts.Check(err)
	c.mu.Lock()
	c.status = status
	c.mu.Unlock()
	if ts.Getenv("CHECKS") == "" {
		h := httptest.NewServer(c)
		ts.Defer(h.Close)
		ts.Setenv("CHECKS", h.URL)
	}
}

// scriptTold writes to a file what the heartbeats were told since it was called
// last, path and body, in alphabetical order:
//
//	told FILE
func scriptTold(ts *testscript.TestScript, _ bool, args []string) {
	c := &serverOf(ts).checks
	c.mu.Lock()
	defer c.mu.Unlock()
	slices.Sort(c.told)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Join(append(c.told, ""), "\n")), 0o600))
	c.told = nil
}
