package run

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
)

// child is what the child processes of these tests do.
func child(job, dir string) {
	switch job {
	case "journal":
		childJournal(dir)
	case "hold":
		r, err := Open(dir)
		report(err)
		_, _ = io.Copy(io.Discard, os.Stdin) // until the parent is done
		report(r.Close())
	case "write":
		r, err := Open(dir)
		report(err)
		unmark, err := MarkWriting(r, marksBeside(dir))
		report(err)
		_, _ = io.Copy(io.Discard, os.Stdin)
		report(errors.Join(unmark(), r.Close()))
	case "plan":
		childPlan(dir)
	}
}

// report tells the parent how it went.
func report(err error) {
	if err != nil {
		fmt.Println("failed:", err)
		os.Exit(1)
	}
	fmt.Println("ok")
}

const (
	crashWorkers = 4
	crashRows    = 40 // of a chunk
)

// childJournal intends and settles chunks for ever and says what has returned: what it says must never be lost.
func childJournal(dir string) {
	r, err := Open(dir)
	if err != nil {
		report(err)
	}
	var out sync.Mutex
	say := func(format string, args ...any) {
		out.Lock()
		defer out.Unlock()
		fmt.Printf(format+"\n", args...)
	}
	var group sync.WaitGroup
	for w := range crashWorkers {
		group.Go(func() {
			for round := 0; ; round++ {
				rows := make([]int32, crashRows)
				outcomes := make([]Outcome, crashRows)
				for i := range rows {
					rows[i] = int32(w*crashRows + i)
					outcomes[i] = Outcome{Row: rows[i], Status: Created, ID: crashID(w, round)}
				}
				if round%3 == 0 {
					outcomes[0] = Outcome{Row: rows[0], Status: Rejected, Message: "round " + strconv.Itoa(round)}
				}
				chunk, err := r.Journal().Intend(context.Background(), ChunkCreate, rows, time.Unix(int64(round), 0))
				if err != nil {
					report(err)
				}
				say("intended %d %d %d", chunk, w, round)
				if err := r.Journal().Settle(context.Background(), chunk, outcomes); err != nil {
					report(err)
				}
				say("settled %d %d %d", chunk, w, round)
			}
		})
	}
	group.Wait()
}

func crashID(worker, round int) (id uuid.UUID) {
	id[0] = byte(worker + 1)
	binary.BigEndian.PutUint64(id[8:], uint64(round))
	return id
}

// childPlan appends rows for ever and says what was flushed.
func childPlan(dir string) {
	r, err := Open(dir)
	if err != nil {
		report(err)
	}
	for {
		for range 1500 {
			if err := r.AppendRow(testRow(r.RowCount())); err != nil {
				report(err)
			}
		}
		if err := r.FlushRows(); err != nil {
			report(err)
		}
		fmt.Println("flushed", r.RowCount())
	}
}

// startChild runs this test binary as another process. Its lines are read with next.
func startChild(t *testing.T, job, dir string) (cmd *exec.Cmd, stdin io.Closer, lines *bufio.Scanner) {
	t.Helper()
	exe, err := os.Executable()
	must(t, err)
	cmd = exec.Command(exe)
	cmd.Env = append(os.Environ(), "ORGBATCH_RUN_TEST_CHILD="+job, "ORGBATCH_RUN_TEST_DIR="+dir)
	in, err := cmd.StdinPipe()
	must(t, err)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	return cmd, in, bufio.NewScanner(out)
}

// killAfter lets a child go on for a while, kills it and gives the whole lines it said. A line that was cut by the kill doesn't count.
func killAfter(t *testing.T, job, dir string, after time.Duration) []string {
	t.Helper()
	cmd, _, lines := startChild(t, job, dir)
	if !lines.Scan() {
		t.Fatal("the child said nothing")
	}
	said := []string{lines.Text()}
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	for lines.Scan() {
		said = append(said, lines.Text())
	}
	_ = cmd.Wait() // killed
	for _, line := range said {
		if strings.HasPrefix(line, "failed") {
			t.Fatal(line)
		}
	}
	return said
}

// TestKillJournal guards the promise of Intend and Settle: what has returned is there after a kill, and the lock is free.
func TestKillJournal(t *testing.T) {
	t.Parallel()
	r := newTestRun(t)
	fill(t, r, crashWorkers*crashRows)
	dir := r.Dir()
	must(t, r.Close())

	for kill := range 12 {
		said := killAfter(t, "journal", dir, time.Duration(3+7*kill)*time.Millisecond)
		r, err := Open(dir)
		must(t, err)
		chunks := map[int64]Chunk{}
		for c, err := range r.Journal().Chunks() {
			must(t, err)
			chunks[c.ID] = c
		}
		for _, line := range said {
			checkSaid(t, chunks, line)
		}
		checkClosing(t, r)
		must(t, r.Close())
	}
}

// checkSaid compares what a killed child had said with what is there.
func checkSaid(t *testing.T, chunks map[int64]Chunk, line string) {
	t.Helper()
	var what string
	var id int64
	var worker, round int
	if n, _ := fmt.Sscanf(line, "%s %d %d %d", &what, &id, &worker, &round); n != 4 {
		return // cut by the kill
	}
	c, ok := chunks[id]
	switch {
	case !ok:
		t.Errorf("%q, but there is no such chunk", line)
	case len(c.Rows) != crashRows || c.Rows[0] != int32(worker*crashRows) || c.SentAt.Unix() != int64(round):
		t.Errorf("%q, but the chunk is %v sent %v", line, c.Rows, c.SentAt)
	case what == "settled" && (!c.Settled || c.Outcomes[1].ID != crashID(worker, round)):
		t.Errorf("%q, but the chunk is %+v", line, c)
	}
}

// checkClosing checks what must hold of any run after a kill.
func checkClosing(t *testing.T, r *Run) {
	t.Helper()
	books, err := r.Books()
	must(t, err)
	must(t, books.Close())
	if books.NotReached == crashWorkers*crashRows {
		t.Errorf("nothing was done: %s", books)
	}
	status, ids, err := r.States()
	must(t, err)
	for i := range status {
		if (status[i] == Created) != (ids[i] != uuid.Nil) && status[i] != Unknown && status[i] != Rejected {
			t.Errorf("row %d is %s with id %s", i, status[i], ids[i])
		}
	}
}

// TestKillPlan guards FlushRows, and that a reader puts in order what a killed writer left.
func TestKillPlan(t *testing.T) {
	t.Parallel()
	r := newTestRun(t)
	dir := r.Dir()
	must(t, r.Close())
	for kill := range 4 {
		said := killAfter(t, "plan", dir, time.Duration(5+20*kill)*time.Millisecond)
		flushed := 0
		for _, line := range said {
			if n, err := strconv.Atoi(strings.TrimPrefix(line, "flushed ")); err == nil && strings.HasPrefix(line, "flushed ") {
				flushed = max(flushed, n)
			}
		}
		r, err := OpenReadOnly(dir)
		must(t, err)
		if r.RowCount() < flushed {
			t.Errorf("%d rows are there, %d were flushed", r.RowCount(), flushed)
		}
		n := 0
		for row, err := range r.Rows(0) {
			must(t, err)
			if want := testRow(n); row.Index != n || row.Values != want.Values || string(row.Raw) != string(want.Raw) {
				t.Fatalf("row %d is %+v", n, row)
			}
			n++
		}
		must(t, r.Close())
	}
}

// TestTwoProcesses guards the lock: the second process is told, and a killed one leaves nothing.
func TestTwoProcesses(t *testing.T) {
	t.Parallel()
	r := newTestRun(t)
	fill(t, r, 3)
	dir := r.Dir()
	must(t, r.Close())

	cmd, stdin, lines := startChild(t, "hold", dir)
	if !lines.Scan() || lines.Text() != "ok" {
		t.Fatalf("the child says %q", lines.Text())
	}
	var locked *LockedError
	if _, err := Open(dir); !errors.As(err, &locked) || locked.Hint == "" || locked.Path != dir {
		t.Errorf("a second writer gets %v", err)
	}
	if _, err := OpenReadOnly(dir); !errors.As(err, &locked) {
		t.Errorf("a reader gets %v", err)
	}
	infos, err := List(parentOf(dir))
	must(t, err)
	if len(infos) != 1 || !infos[0].InUse || infos[0].Err != nil || infos[0].Meta.Short != shortOf(infos[0].Meta.ID) {
		t.Errorf("the list says %+v", infos)
	}
	must(t, stdin.Close())
	if !lines.Scan() || lines.Text() != "ok" {
		t.Fatalf("the child says %q", lines.Text())
	}
	must(t, cmd.Wait())

	cmd, _, lines = startChild(t, "hold", dir)
	lines.Scan()
	must(t, cmd.Process.Kill())
	_ = cmd.Wait() // killed
	r, err = Open(dir)
	must(t, err)
	must(t, r.Close())
}
