package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// faultsFound are what must not be, counted.
type faultsFound struct {
	lost, doubled, wrongParents, wrongValues, rewritten, books, results int
	notes                                                               []string
}

func (f *faultsFound) any() bool { return len(f.notes) > 0 }

func (f *faultsFound) add(n *int, format string, args ...any) {
	*n++
	f.notes = append(f.notes, fmt.Sprintf(format, args...))
}

// check compares everything that an import left with what must be.
func (d *desk) check(e *estate, u *user) (*faultsFound, error) {
	found := &faultsFound{}
	all, ids, err := d.front.holdings(e)
	if err != nil {
		return found, err
	}
	found.compare(all, e.want)
	found.ledger(e, d.front.ledger)
	if err := u.lookOnce(); err != nil {
		return found, err
	}
	newest, line := u.newest, u.line
	switch {
	case newest == nil:
		found.add(&found.books, "there is no run")
		return found, nil
	case newest.State != "done" || newest.Books == nil || !newest.Books.Closed || newest.asFile() != e.books:
		found.add(&found.books, "run %s is %s: %s; want %s", newest.Short, newest.State, newest.line(), e.books)
	case !strings.Contains(withoutSame(u.last.errors), newest.line()):
		found.add(&found.books, "the last command didn't print %s", newest.line())
	case line != nil:
		found.add(&found.books, "a finished run is called left behind: %s", line)
	}
	found.resultsOf(d.inside(newest.Path), ids, strings.Count(e.file(), "\n")-1)
	return found, nil
}

// holds is check for who takes any difference for an error.
func (d *desk) holds(e *estate, u *user) error {
	found, err := d.check(e, u)
	if err == nil && found.any() {
		err = errors.New(strings.Join(found.notes, "\n    "))
	}
	return err
}

// compare finds what differs between the sandbox and what the file says.
func (f *faultsFound) compare(got, want []holding) {
	there := map[string]holding{}
	for _, h := range got {
		if _, twice := there[h.name]; twice {
			f.add(&f.doubled, "%s is there twice", h.name)
		}
		there[h.name] = h
	}
	for _, w := range want {
		g, ok := there[w.name]
		delete(there, w.name)
		switch {
		case !ok:
			f.add(&f.lost, "%s is not there", w.name)
		case g.parent != w.parent:
			f.add(&f.wrongParents, "%s is below %q, want %q", w.name, g.parent, w.parent)
		case g != w:
			f.add(&f.wrongValues, "there is %+v, want %+v", g, w)
		}
	}
	for name := range there {
		f.add(&f.doubled, "%s is there and shouldn't be", name)
	}
}

// ledger finds in the log what was written more than once.
func (f *faultsFound) ledger(e *estate, log []*entry) {
	made, answered := map[string]bool{}, map[string]bool{}
	for _, one := range log {
		if one.made && made[one.name] {
			f.add(&f.doubled, "%s was made twice", one.name)
		}
		if answered[one.id] {
			f.add(&f.rewritten, "%s was written again although its write was answered", one.name)
		}
		made[one.name] = made[one.name] || one.made
		answered[one.id] = answered[one.id] || one.answered
	}
	if len(made) > e.writes {
		f.add(&f.rewritten, "%d organizations were made, more than the file's %d writes", len(made), e.writes)
	}
}

// resultsOf reads results.csv as a person who looks for each row's fate.
func (f *faultsFound) resultsOf(dir string, ids map[string]string, rows int) {
	if _, err := os.Stat(filepath.Join(dir, "report.html")); err != nil {
		f.add(&f.results, "%v", err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "results.csv"))
	if err != nil {
		f.add(&f.results, "%v", err)
		return
	}
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\ufeff"))).ReadAll()
	if err != nil || len(lines) != rows+1 {
		f.add(&f.results, "results.csv has %d lines, want %d: %v", len(lines), rows+1, err)
		return
	}
	column := map[string]int{}
	for i, name := range lines[0] {
		column[name] = i
	}
	for _, line := range lines[1:] {
		name, id, status := line[column["name"]], line[column["orgbatch_id"]], line[column["orgbatch_status"]]
		if id != ids[name] || status != "created" && status != "updated" && status != "unchanged" {
			f.add(&f.results, "results.csv says of %s: %s, id %q; the sandbox: %q", name, status, id, ids[name])
		}
	}
}
