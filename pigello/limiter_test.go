package pigello

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// gate is an API with a rate that nobody is told: it answers 429 above it.
type gate struct {
	rate  float64
	kind  string // how it counts: "bucket", "window" or "sliding"
	burst float64
	form  string // of Retry-After: "seconds", "date", "none", or "none, 503" with nginx's status

	jitter time.Duration // how differently long requests are on their way

	mu             sync.Mutex
	tokens         float64
	from           time.Time
	recent         []time.Time
	counted        int
	taken, refused []time.Time
}

// take tells whether a request is let in, and else for how long not.
func (g *gate) take(now time.Time) (ok bool, wait time.Duration) {
	switch g.kind {
	case "bucket":
		if g.from.IsZero() {
			g.tokens = g.burst
		} else {
			g.tokens = min(g.burst, g.tokens+now.Sub(g.from).Seconds()*g.rate)
		}
		g.from = now
		if g.tokens < 1-1e-9 {
			return false, time.Duration((1 - g.tokens) / g.rate * float64(time.Second))
		}
		g.tokens--
	case "window":
		if start := now.Truncate(time.Second); !start.Equal(g.from) {
			g.from, g.counted = start, 0
		}
		if g.counted >= int(g.rate) {
			return false, g.from.Add(time.Second).Sub(now)
		}
		g.counted++
	case "sliding":
		for len(g.recent) > 0 && now.Sub(g.recent[0]) >= time.Second {
			g.recent = g.recent[1:]
		}
		if len(g.recent) >= int(g.rate) {
			return false, g.recent[0].Add(time.Second).Sub(now)
		}
		g.recent = append(g.recent, now)
	}
	return true, 0
}

// answer gives the status and the Retry-After of a request that comes now; the
// header has whole seconds.
func (g *gate) answer() (status int, retryAfter time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	ok, wait := g.take(now)
	if ok {
		g.taken = append(g.taken, now)
		return http.StatusOK, 0
	}
	g.refused = append(g.refused, now)
	switch g.form {
	case "none":
		return http.StatusTooManyRequests, 0
	case "none, 503":
		return http.StatusServiceUnavailable, 0
	}
	return http.StatusTooManyRequests, (wait + time.Second - 1).Truncate(time.Second)
}

// takenBetween counts what was let in while a server still may.
func (g *gate) takenBetween(from, to time.Time) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return between(g.taken, from, to)
}

// between counts the times from one moment to another.
func between(times []time.Time, from, to time.Time) (n int) {
	for _, t := range times {
		if !t.Before(from) && t.Before(to) {
			n++
		}
	}
	return n
}

// settled is what a run made of a gate after it had time to settle.
type settled struct {
	use     float64 // what was let in, as a share of the rate
	refused float64 // what was refused, as a share of what was sent
	limit   float64 // the mean of what the limiter allowed, as a share of the rate
}

// work sends as fast as it may for so long that a rate is learnt, and then
// measures over ten minutes.
func (g *gate) work(ctx context.Context, l *Limiter, workers int, settle, total time.Duration) settled {
	start := time.Now()
	ctx, cancel := context.WithDeadline(ctx, start.Add(total))
	defer cancel()
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for n := 0; l.acquire(ctx) == nil; n++ {
				began := time.Now()
				_ = sleep(ctx, 10*time.Millisecond+time.Duration(n%11)*g.jitter/10)
				status, wait := g.answer()
				l.observe(began, status, wait)
				l.leave()
				if status != http.StatusOK {
					_ = sleep(ctx, 300*time.Millisecond)
				}
			}
		})
	}
	var sum float64
	samples := 0
	_ = sleep(ctx, settle)
	for sleep(ctx, time.Second) == nil {
		sum += l.State().Rate
		samples++
	}
	group.Wait()
	from, to := start.Add(settle), start.Add(total)
	in, out := float64(between(g.taken, from, to)), float64(between(g.refused, from, to))
	seconds := (total - settle).Seconds()
	return settled{in / seconds / g.rate, out / max(1, in+out), sum / float64(samples) / g.rate}
}

// allRates makes TestHiddenRate try them all; a few tell enough.
var allRates = flag.Bool("rates", false, "try every hidden rate, under every bound")

// TestHiddenRate: whatever the rate is that an API doesn't tell, however it
// counts and whatever it says of when to come back, the limiter settles within
// a tenth below it and uses at least 85% of it.
func TestHiddenRate(t *testing.T) {
	rates, bounds := []float64{2, 17, 120}, []float64{0, 1.3, 10}
	if *allRates {
		rates = []float64{2, 5, 17, 60, 200, 500}
	}
	for k, kind := range []string{"bucket of one", "bucket of a tenth", "bucket of a second", "window", "sliding"} {
		for f, form := range []string{"seconds", "none", "none, 503"} {
			t.Run(kind+", Retry-After "+form, func(t *testing.T) {
				worst := settled{use: 9}
				for r, rate := range rates {
					for b, bound := range bounds {
						if !*allRates && b != (k+f+r)%len(bounds) {
							continue
						}
						if got := hiddenRate(t, kind, form, rate, bound*rate); got.use < worst.use {
							worst = got
						}
					}
				}
				t.Logf("at least %.1f%% of the rate is used", 100*worst.use)
			})
		}
	}
}

func hiddenRate(t *testing.T, kind, form string, rate, bound float64) (got settled) {
	name := fmt.Sprintf("%g/s, bound %g/s", rate, bound)
	t.Run(name, func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			g := &gate{rate: rate, kind: kind, form: form}
			if size, ok := strings.CutPrefix(kind, "bucket of "); ok {
				g.kind, g.burst = "bucket", map[string]float64{"one": 1, "a tenth": max(1, rate/10), "a second": rate}[size]
			}
			if g.jitter = 10 * time.Millisecond; g.burst == 1 {
				g.jitter = 0 // a bucket of one takes nothing that comes early
			}
			total := 5 * time.Minute
			if rate > 100 && !*allRates {
				total = 2 * time.Minute
			}
			got = g.work(t.Context(), NewLimiter(LimiterOptions{Rate: bound, Concurrency: 16}), 20, time.Minute, total)
		})
		t.Logf("uses %.1f%%, allows %.1f%%, refused %.2f%%", 100*got.use, 100*got.limit, 100*got.refused)
		if form == "none, 503" { // what may be trouble is borne as long as it is little
			if got.use < 0.8 || got.limit < 0.9 || got.refused > fewRefusals {
				t.Error("that isn't near the rate, or too much is refused")
			}
			return
		}
		if got.use < 0.85 || got.limit < 0.9 || got.limit > 1.02 || got.refused > 0.05 {
			t.Error("that isn't within a tenth below the rate")
		}
	})
	return got
}

// TestHiddenRateOverHTTP is the same with real requests and the real header,
// in its three forms.
func TestHiddenRateOverHTTP(t *testing.T) {
	for form, rate := range map[string]float64{"seconds": 20, "date": 60, "none": 5} {
		t.Run(fmt.Sprintf("%g/s, Retry-After %s", rate, form), func(t *testing.T) {
			g := &gate{rate: rate, kind: "bucket", burst: rate, form: form}
			inBubbleLimited(t, LimiterOptions{Concurrency: 8}, g.serve, func(t *testing.T, c *Client) {
				start := time.Now()
				ctx, cancel := context.WithDeadline(t.Context(), start.Add(2*time.Minute))
				defer cancel()
				var group sync.WaitGroup
				for range 12 {
					group.Go(func() {
						for {
							_, err := c.Create(ctx, Write{Name: "x"})
							if errors.Is(err, context.DeadlineExceeded) {
								return
							}
							if err != nil {
								t.Error(err)
							}
						}
					})
				}
				group.Wait()
				time.Sleep(time.Second) // for handlers that nobody waits for
				use := float64(g.takenBetween(start.Add(time.Minute), start.Add(2*time.Minute))) / 60 / rate
				s := c.Limiter().State()
				t.Logf("uses %.1f%%; %s", 100*use, s)
				if use < 0.85 || s.Rate > 1.1*rate || !strings.Contains(s.Reason, "429") {
					t.Errorf("uses %.1f%% of %g/s, state %+v", 100*use, rate, s)
				}
			})
		})
	}
}

// serve answers as the API does.
func (g *gate) serve(w http.ResponseWriter, r *http.Request) {
	time.Sleep(20 * time.Millisecond)
	status, wait := g.answer()
	if status == http.StatusOK {
		answerObject(w)
		return
	}
	switch g.form {
	case "seconds":
		w.Header().Set("Retry-After", strconv.Itoa(int(wait/time.Second)))
	case "date":
		w.Header().Set("Retry-After", time.Now().UTC().Add(wait).Format(http.TimeFormat))
	}
	w.WriteHeader(status)
}

// TestRateFollows: an API that allows more or less than before is followed.
func TestRateFollows(t *testing.T) {
	for _, change := range []float64{0.4, 3} {
		synctest.Test(t, func(t *testing.T) {
			g := &gate{rate: 20, kind: "sliding", form: "seconds"}
			l := NewLimiter(LimiterOptions{Concurrency: 8})
			g.work(t.Context(), l, 8, time.Minute, 2*time.Minute)
			g.rate *= change
			before := l.State().Rate
			got := g.work(t.Context(), l, 8, 3*time.Minute, 4*time.Minute)
			t.Logf("from %.1f/s to %.1f/s, uses %.1f%% of %g/s", before, l.State().Rate, 100*got.use, g.rate)
			if before < 18 || before > 21 || got.use < 0.85 || got.refused > 0.05 {
				t.Errorf("from %.1f/s, uses %.1f%% of %g/s, refused %.1f%%", before, 100*got.use, g.rate, 100*got.refused)
			}
		})
	}
}

// TestRandomRefusals: an API that refuses now and then, however slow requests
// come, is not crept through.
func TestRandomRefusals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(LimiterOptions{Concurrency: 4})
		start, taken := time.Now(), 0
		for n := 1; time.Since(start) < 10*time.Minute; n++ {
			if err := l.acquire(t.Context()); err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			time.Sleep(5 * time.Millisecond)
			if n%20 == 0 {
				l.observe(began, http.StatusTooManyRequests, time.Second)
			} else {
				l.observe(began, http.StatusOK, 0)
				taken++
			}
			l.leave()
		}
		// Waiting alone, a second for 20 requests, leaves some 18 a second.
		if rate := float64(taken) / 600; rate < 2 {
			t.Errorf("%.1f requests a second are left", rate)
		} else {
			t.Logf("%.1f requests a second, %s", rate, l.State())
		}
	})
}

// TestRandomUnavailable: a service that fails now and then with 503, at whatever rate requests come, has no limit that
// could be learnt: what is lost is little.
func TestRandomUnavailable(t *testing.T) {
	for name, took := range map[string]time.Duration{"fast": 5 * time.Millisecond, "slow": 200 * time.Millisecond} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				const workers, share = 4, 20
				l := NewLimiter(LimiterOptions{Concurrency: workers})
				ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
				defer cancel()
				random := rand.New(rand.NewPCG(1, 2))
				var mu sync.Mutex
				taken := 0
				var group sync.WaitGroup
				for range workers {
					group.Go(func() {
						for l.acquire(ctx) == nil {
							began := time.Now()
							_ = sleep(ctx, took)
							mu.Lock()
							failed := random.IntN(share) == 0
							if !failed {
								taken++
							}
							mu.Unlock()
							status := http.StatusOK
							if failed {
								status = http.StatusServiceUnavailable
							}
							l.observe(began, status, 0)
							l.leave()
						}
					})
				}
				group.Wait()
				most := workers / took.Seconds()
				use := float64(taken) / 120 / most
				t.Logf("uses %.1f%% of %g a second, %s", 100*use, most, l.State())
				if use < 0.6 {
					t.Errorf("uses %.1f%% of %g a second", 100*use, most)
				}
			})
		})
	}
}

// TestHalving: a refusal halves rate and places at once, a second one within
// the second doesn't again, and both come back.
func TestHalving(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(LimiterOptions{Rate: 40, Concurrency: 8})
		send := func(n, status int) {
			for range n {
				if err := l.acquire(t.Context()); err != nil {
					t.Fatal(err)
				}
				l.observe(time.Now(), status, 0)
				l.leave()
			}
		}
		send(40, 200)
		if s := l.State(); s.Rate != 40 || s.Concurrency != 8 || s.String() != "40 requests/s: the most that is allowed" {
			t.Errorf("at first: %+v, %s", s, s)
		}
		send(1, 503)
		if s := l.State(); s.Rate != 20 || s.Concurrency != 4 || s.Reason != "Pigello answered 503 Service Unavailable at 40 a second" {
			t.Errorf("refused: %+v", s)
		}
		send(1, 503)
		if s := l.State(); s.Rate != 20 || s.Concurrency != 2 {
			t.Errorf("refused again at once: %+v", s)
		}
		send(80, 200)
		if s := l.State(); math.Abs(s.Rate-aimBelow*40) > 0.01 || s.Concurrency != 8 {
			t.Errorf("back: %+v", s)
		}
		send(4000, 200)
		if s := l.State(); s.Rate != 40 || s.Reason != "the most that is allowed" {
			t.Errorf("in the end: %+v", s)
		}
		l.observe(time.Now(), 429, 3*time.Second)
		if s := l.State(); s.String() != "paused: Pigello answered 429 Too Many Requests and asks to wait 3s" {
			t.Errorf("paused: %s", s)
		}
	})
}

// TestPauseStopsTheNext: who waits for a slot when a pause begins waits for its
// end, too.
func TestPauseStopsTheNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(LimiterOptions{Rate: 1})
		start := time.Now()
		for range 2 {
			if err := l.acquire(t.Context()); err != nil {
				t.Fatal(err)
			}
			l.leave()
			if time.Since(start) == 0 {
				time.AfterFunc(500*time.Millisecond, func() { l.observe(time.Now(), 429, 20*time.Second) })
			}
		}
		if took := time.Since(start); took < 20500*time.Millisecond || took > 23*time.Second {
			t.Errorf("sent after %v", took)
		}
	})
}
