package sandbox

import (
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"
)

// keptDraws bounds how many different requests are told apart; past it the counting starts anew.
const keptDraws = 1 << 20

// drawer decides which requests are hit. It is safe for concurrent use.
type drawer struct {
	seed   uint64
	mu     sync.Mutex
	faults Faults
	any    bool              // some fault is drawn
	seen   map[uint64]uint64 // how often each request came
	bucket bucket            // of the rate
	gate   bucket            // of the gateway's
}

func (d *drawer) set(f Faults) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.faults, d.any = f, f.any()
	d.seen = map[uint64]uint64{}
	d.bucket, d.gate = bucket{}, bucket{}
}

// admit tells whether a request that comes now is too early for the gateway, and for how long it is
// for the rate; 0: it isn't.
func (d *drawer) admit(now time.Time) (closed bool, wait time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.gate.take(d.faults.Rate503, now) > 0 {
		return true, 0
	}
	return false, d.bucket.take(d.faults.Rate, now)
}

// bucket is what may still come at once: a second's worth when nothing came for long, and one at
// least.
type bucket struct {
	tokens float64
	filled time.Time
}

func (b *bucket) take(rate float64, now time.Time) (wait time.Duration) {
	if rate <= 0 {
		return 0
	}
	full := max(1, rate)
	if b.filled.IsZero() {
		b.tokens = full
	} else {
		b.tokens = min(full, b.tokens+max(0, now.Sub(b.filled).Seconds())*rate)
	}
	b.filled = now
	if b.tokens < 1 {
		return max(time.Millisecond, time.Duration((1-b.tokens)/rate*float64(time.Second)))
	}
	b.tokens--
	return 0
}

// draw is what befalls one request.
type draw struct {
	at     time.Time // when it came
	faults Faults
	any    bool   // some fault is drawn
	key    uint64 // of the request, its count and the seed
	hits   []string
}

// draw decides for a request by its method, path, query and body.
func (d *drawer) draw(c *call) *draw {
	d.mu.Lock()
	defer d.mu.Unlock()
	one := &draw{at: c.started, faults: d.faults, any: d.any, key: mix(d.seed)}
	if !d.any {
		return one
	}
	h := fnv.New64a()
	for _, part := range []string{c.r.Method, c.r.URL.Path, c.r.URL.RawQuery, string(c.body)} {
		_, _ = h.Write(maskIDs(part))
		_, _ = h.Write([]byte{0})
	}
	request := h.Sum64()
	if len(d.seen) >= keptDraws {
		clear(d.seen)
	}
	d.seen[request]++
	one.key = mix(d.seed ^ mix(request+mix(d.seen[request])))
	return one
}

// maskIDs takes ids and times out of a request: they differ from run to run, while names, which
// don't, tell requests apart.
func maskIDs(s string) []byte {
	masked := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		width := idWidth(s[i:])
		if width == 0 {
			masked = append(masked, s[i])
			i++
			continue
		}
		masked = append(masked, '*')
		i += width
	}
	return masked
}

// idWidth is the length of the UUID or date-time that s starts with, or 0.
func idWidth(s string) int {
	if len(s) >= 36 && s[8] == '-' {
		if _, ok := parseID(s[:36]); ok {
			return 36
		}
	}
	if len(s) < 19 || s[4] != '-' || s[7] != '-' || s[10] != 'T' {
		return 0
	}
	if _, err := time.Parse("2006-01-02", s[:10]); err != nil {
		return 0
	}
	end := strings.IndexAny(s, "Z&\"")
	if end < 0 || end > 40 {
		end = len(s) - 1
	}
	return min(end+1, 40, len(s))
}

// faultNamed is the switch of a fault that there is.
func faultNamed(name string) faultSwitch {
	return faultSwitches[slices.IndexFunc(faultSwitches[:], func(one faultSwitch) bool { return one.name == name })]
}

// hit tells whether the fault of that name befalls the request, and notes it for the log.
func (d *draw) hit(name string) bool {
	if !d.any {
		return false
	}
	percent := faultNamed(name).of(&d.faults).Percent
	if percent <= 0 || float64(d.number(name)>>11)/(1<<53) >= percent/100 {
		return false
	}
	d.hits = append(d.hits, name)
	return true
}

// number gives the request's own random number for a purpose.
func (d *draw) number(purpose string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(purpose))
	return mix(d.key ^ mix(h.Sum64()))
}

// rand gives the request's own random source for a purpose.
func (d *draw) rand(purpose string) *rand.Rand {
	n := d.number(purpose)
	return rand.New(rand.NewPCG(n, mix(n)))
}

// duration is how long the fault of that name lasts.
func (d *draw) duration(name string) time.Duration {
	one := faultNamed(name)
	if set := one.of(&d.faults).For; set > 0 {
		return set
	}
	return one.standard
}
