package engine

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// some are jobs that count how many of them are under way.
type some struct {
	left, failAt int
	under, most  atomic.Int32
	taken        []int
}

type one struct {
	some   *some
	number int
}

var errJob = errors.New("no")

func (j one) Do(context.Context) error {
	j.some.most.Store(max(j.some.most.Load(), j.some.under.Add(1)))
	time.Sleep(time.Millisecond)
	j.some.under.Add(-1)
	if j.number == j.some.failAt {
		return errJob
	}
	return nil
}

func (s *some) Next(int) (one, bool) {
	if s.left == 0 {
		return one{}, false
	}
	s.left--
	return one{s, s.left}, true
}

func (s *some) Take(_ context.Context, j one, err error) error {
	s.taken = append(s.taken, j.number)
	return err
}

func (s *some) Tell() {}

// TestLoopTakesEveryJob: each job is taken once, no more are under way than may be.
func TestLoopTakesEveryJob(t *testing.T) {
	jobs := &some{left: 50, failAt: -1}
	if err := Loop(t.Context(), New(nil, nil, Options{Concurrency: 3}), "testing", jobs); err != nil {
		t.Fatal(err)
	}
	slices.Sort(jobs.taken)
	if len(jobs.taken) != 50 || len(slices.Compact(jobs.taken)) != 50 {
		t.Errorf("%d jobs were taken: %v", len(jobs.taken), jobs.taken)
	}
	if most := jobs.most.Load(); most > 3 || most < 2 {
		t.Errorf("%d jobs were under way at once, 3 may be", most)
	}
}

// TestLoopEndsAtAFailure: none is handed out after one that failed, those under way are taken, and the
// first failure is told.
func TestLoopEndsAtAFailure(t *testing.T) {
	jobs := &some{left: 50, failAt: 45}
	err := Loop(t.Context(), New(nil, nil, Options{Concurrency: 3}), "testing", jobs)
	if !errors.Is(err, errJob) || !slices.Contains(jobs.taken, 45) || len(jobs.taken) != 50-jobs.left || jobs.left < 30 {
		t.Errorf("%v; %v were taken, %d are left", err, jobs.taken, jobs.left)
	}
}

// TestLoopStops: a closed Stop lets no job begin.
func TestLoopStops(t *testing.T) {
	stop := make(chan struct{})
	close(stop)
	jobs := &some{left: 5, failAt: -1}
	if err := Loop(t.Context(), New(nil, nil, Options{Stop: stop}), "testing", jobs); err != nil || len(jobs.taken) > 0 {
		t.Errorf("%v; %v were taken", err, jobs.taken)
	}
}

// TestWatchedEndsWhatStalls: work in which nothing moves is cut off, work that moves is not.
func TestWatchedEndsWhatStalls(t *testing.T) {
	e := New(nil, nil, Options{Stalled: 200 * time.Millisecond})
	var stalled *StalledError
	err := e.Watched(t.Context(), func(ctx context.Context) error {
		<-ctx.Done()
		return ctx.Err()
	})
	if !errors.As(err, &stalled) {
		t.Errorf("it ended by %v", err)
	}
	err = e.Watched(t.Context(), func(context.Context) error {
		for range 60 {
			time.Sleep(10 * time.Millisecond)
			e.Progressed()
		}
		return errJob
	})
	if !errors.Is(err, errJob) || errors.As(err, &stalled) {
		t.Errorf("it ended by %v", err)
	}
}
