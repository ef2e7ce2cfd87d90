package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// scene is a server with something of its own, and what is done to it, one after the other.
type scene struct {
	name string
	conf conf
	rows int // of the file that is imported
	acts []act
}

// act is something that somebody does. After it PostgreSQL holds what it must, and it took at most so
// many requests for each row that it was about.
type act struct {
	name  string
	bound float64
	play  func(*stage) (rows int, err error)
	met   string // the status of an answer that has to be among them, or the act proves nothing
}

// stage is where a scene plays.
type stage struct {
	*server
	*desk
	ctx    context.Context
	rows   int
	want   firms  // what must be there
	before firms  // what was there before the last update
	made   string // the run that made it
}

// play plays the scenes whose names are asked for. One that fails stops no other.
func (s *server) play(ctx context.Context, d *desk, all []scene, names *regexp.Regexp, out io.Writer) error {
	var failed error
	for _, one := range all {
		if !names.MatchString(one.name) {
			continue
		}
		st := &stage{server: s, desk: d, ctx: ctx, rows: one.rows, want: firms{}}
		if err := st.play(one, out); err != nil {
			fmt.Fprintf(out, "FAIL: %s: %v\n", one.name, err)
			failed = errors.New("not all came right")
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return failed
}

// play plays one scene on an empty table.
func (st *stage) play(one scene, out io.Writer) error {
	if err := st.configure(one.conf); err != nil {
		return err
	}
	if err := errors.Join(st.exec("TRUNCATE organization"), st.clear()); err != nil {
		return err
	}
	for _, a := range one.acts {
		if err := st.act(one.name, a, out); err != nil {
			return fmt.Errorf("%s: %w", a.name, err)
		}
	}
	return nil
}

// act does one thing, compares what is there, and prints what it cost.
func (st *stage) act(scene string, a act, out io.Writer) error {
	if _, err := st.requests(); err != nil {
		return err
	}
	start := time.Now()
	rows, err := a.play(st)
	took := time.Since(start)
	sent, counting := st.requests()
	if err := errors.Join(err, counting, st.compare()); err != nil {
		return fmt.Errorf("%w\nanswered were %v", err, sent)
	}
	each := float64(sent.all()) / float64(rows)
	fmt.Fprintf(out, "%-44s %5d rows %5d requests %7.4f a row (at most %g) %5.1f s: %v\n",
		scene+", "+a.name, rows, sent.all(), each, a.bound, took.Seconds(), sent)
	if each > a.bound {
		return fmt.Errorf("%d requests for %d rows are more than %g a row", sent.all(), rows, a.bound)
	}
	if !sent.has(a.met) {
		return fmt.Errorf("nothing was answered by %s", a.met)
	}
	return nil
}

// compare compares what is there with what must be.
func (st *stage) compare() error {
	is, _, err := st.there()
	if err != nil {
		return err
	}
	return is.compare(st.want)
}

// must runs orgbatch, which is to end so and say so.
func (st *stage) must(exit int, text string, args ...string) error {
	return st.desk.must(st.ctx, exit, text, args...)
}

// put makes the file of a name from what is wanted, and of ids where they are told.
func (st *stage) put(name string, rows firms, ids map[string]string) error {
	text, err := rows.file(ids)
	if err != nil {
		return err
	}
	return st.write(name, text)
}

// books is the line that a finished import prints.
func books(created, updated, unchanged int) string {
	return summed("rows", []int{created, updated, unchanged}, "created", "updated", "unchanged")
}

// undone is the line that a finished undo prints.
func undone(reversed, kept int) string {
	return summed("rows written", []int{reversed, kept}, "reversed", "kept")
}

// summed is what ended in which way, and of how many.
func summed(what string, counts []int, fates ...string) string {
	var parts []string
	all := 0
	for i, n := range counts {
		if all += n; n > 0 {
			parts = append(parts, number(n)+" "+fates[i])
		}
	}
	return fmt.Sprintf("%s (of %s %s; all accounted for)", strings.Join(parts, " · "), number(all), what)
}

// number is one as orgbatch prints it.
func number(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%d,%03d", n/1000, n%1000)
}

// draw makes the file of the scene, which is then what must be there.
func (st *stage) draw() error {
	st.want = drawFirms(st.rows)
	return st.put("rows.csv", st.want, nil)
}
