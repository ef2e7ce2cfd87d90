package pigello

import "time"

// What a limiter learns about the API's rate. A refusal (429, 503) halves the
// rate at once. It returns within a second or two to a little below the rate
// that was refused, stays there, and then tries more in small steps: every
// refusal may cost a pause of everybody, so trying is seldom, and the more so
// the more often the same rate was refused.
const (
	// aimBelow is where the rate returns to, as a share of the refused one, and
	// aimLower when it was refused without more having been tried.
	aimBelow = 0.94
	aimLower = 0.90
	// returnStep, probeStep and freeStep are what a second adds: on the way back
	// and while trying more, as shares of the refused rate; and beyond it.
	returnStep = 0.5
	probeStep  = 0.005
	freeStep   = 0.1
	// beyond is from where on a refused rate is history: the API allows more now.
	beyond = 1.1
	// firstHold is how long the rate stays before more is tried; each refusal
	// of that doubles it, up to longestHold.
	firstHold   = 15 * time.Second
	longestHold = 4 * time.Minute
	// oneRefusal is the time in which refusals count as one: an API that counts
	// by the second refuses all that comes until its second is over.
	oneRefusal = time.Second
	// provenOver is how long something must go well to be a proof, and
	// provenShare what of it is believed: part may have been saved up before.
	provenOver  = 10 * time.Second
	provenShare = 0.9
	// provenFades is what a refusal leaves of a proof: an API that allows less
	// than it did is believed in the end.
	provenFades = 0.98
	// fewRefusals is the share of refusals up to which a 503 may be trouble and no limit, fallenBy
	// what the rate has fallen to when trouble counts, and troubleAfter how often. A limit refuses
	// less when less is asked for; trouble doesn't care.
	fewRefusals  = 1.0 / 8
	fallenBy     = 0.75
	troubleAfter = 3
	// answersFade is what a refusal leaves of the answers that are counted for that.
	answersFade = 0.75
	// slowestPace is the lowest rate that is returned to.
	slowestPace = 1.0
	// catchUp is how late a slot may be taken without moving those behind it.
	// After a longer gap nothing is made up for, or requests would bunch.
	catchUp = 2 * time.Millisecond
)

// pace is a rate that adapts. Nothing in it waits, and all is told the time; it
// is used under its limiter's lock.
type pace struct {
	bound   float64 // the most that is allowed; 0 for no bound
	limit   float64 // requests a second now; 0 for no limit
	refused float64 // the rate at which the API refused; 0 for none that counts
	aim     float64 // where limit returns to after a refusal
	proven  float64 // what the API is known to take over a longer time

	next    time.Time // the next free slot
	tight   time.Time // when somebody last had to wait for a slot
	lowered time.Time // when a refusal last counted
	grown   time.Time // until when growth is accounted for
	reached time.Time // when limit was back at aim
	hold    time.Duration

	began, taken meter
	trouble      trouble
}

// reserve takes the next slot and gives the time until it, unless that is
// more than somebody can wait.
func (p *pace) reserve(now time.Time, most time.Duration) (wait time.Duration, ok bool) {
	slot := now
	if p.limit > 0 && p.next.After(now.Add(-catchUp)) {
		slot = p.next
	}
	if wait = max(0, slot.Sub(now)); wait > most {
		return wait, false
	}
	p.began.count(now, time.Second)
	if p.limit > 0 {
		p.next = slot.Add(time.Duration(float64(time.Second) / p.limit))
	}
	if wait > 0 {
		p.tight = now
	}
	return wait, true
}

// pause leaves out all slots before a time.
func (p *pace) pause(until time.Time) {
	if until.After(p.next) {
		p.next = until
	}
	p.grown = until
	p.began = meter{first: until, from: until} // what left before says nothing of the rate after it
}

// refusalKind is what a refusal may mean.
type refusalKind uint8

const (
	limited   refusalKind = iota
	uncertain             // or the service is in trouble
)

// refuse learns from a refusal.
func (p *pace) refuse(now time.Time, kind refusalKind) {
	if now.Sub(p.lowered) < oneRefusal {
		return
	}
	level, below := p.level(now), aimBelow
	if kind == limited {
		p.trouble = trouble{}
	} else if from := p.trouble.refuse(level); from > 0 {
		p.lowered = now
		if p.limit < from {
			p.limit, p.aim, p.refused = from, from, from
		}
		return
	}
	switch {
	case p.refused == 0 || p.limit < p.aim:
		p.hold = firstHold
	case p.limit == p.aim:
		p.hold, below = firstHold, aimLower
	default:
		p.hold = min(2*p.hold, longestHold)
	}
	p.proven *= provenFades
	p.refused, p.aim = level, max(below*level, p.proven, slowestPace)
	if p.bound > 0 {
		p.aim = min(p.aim, p.bound)
	}
	p.limit = min(p.aim, max(level/2, slowestPace/2))
	p.lowered, p.grown, p.reached = now, now, time.Time{}
}

// level is the rate at which requests leave now: what is allowed when somebody
// has to wait for it, else what was counted. A few that came at once had to wait for
// each other, and show nothing.
func (p *pace) level(now time.Time) float64 {
	counted := p.began.rate(now)
	if p.limit > 0 && (p.isTight(now) && counted > p.limit/2 || counted > p.limit) {
		return p.limit
	}
	return counted
}

// isTight tells whether the limit is what slows requests down.
func (p *pace) isTight(now time.Time) bool {
	return p.limit > 0 && now.Sub(p.tight) < time.Second+time.Duration(float64(2*time.Second)/p.limit)
}

// grow learns from a success.
func (p *pace) grow(now time.Time) {
	p.prove(now)
	passed := min(max(0, now.Sub(p.grown)), time.Second).Seconds()
	if now.After(p.grown) {
		p.grown = now
	}
	if !p.isTight(now) || p.limit == p.bound {
		return
	}
	switch {
	case p.limit < p.aim:
		if p.limit += returnStep * p.refused * passed; p.limit >= p.aim {
			p.limit, p.reached = p.aim, now
		}
	case now.Sub(p.reached) < p.hold:
	case p.limit < beyond*p.refused || p.trouble.fallen >= troubleAfter:
		p.limit += probeStep * p.refused * passed
	default:
		p.limit += freeStep * p.limit * passed
	}
	if p.bound > 0 && p.limit >= p.bound {
		p.limit, p.refused, p.aim = p.bound, 0, 0
	}
}

// prove counts what the API took, and believes part of it: however often it
// refuses for other reasons, its rate is not below what it took for long.
func (p *pace) prove(now time.Time) {
	if p.taken.count(now, provenOver) {
		p.proven = max(p.proven, provenShare*float64(p.taken.before)/provenOver.Seconds())
	}
}

// trouble tells a service that fails now and then from one that has a limit.
type trouble struct {
	answers, refusals float64 // lately
	from              float64 // the rate at which refusals that were few began
	fallen            int     // how many of those came at a lower rate
}

// refuse learns from a refusal at a rate. What it gives is the rate that would have been borne, or
// 0 where the limit may be the reason.
func (t *trouble) refuse(level float64) (from float64) {
	few := t.refusals <= fewRefusals*t.answers
	t.answers *= answersFade
	t.refusals *= answersFade
	switch {
	case !few || t.from == 0:
		t.from, t.fallen = level, 0
	case level < fallenBy*t.from:
		t.fallen++
	}
	if t.fallen < troubleAfter {
		return 0
	}
	return t.from
}

// meter counts events in windows of time.
type meter struct {
	first, from time.Time
	before, now int // in the window before, and in this one
}

// count enters an event and tells whether a window has ended with it.
func (m *meter) count(now time.Time, window time.Duration) (ended bool) {
	if m.first.IsZero() {
		m.first, m.from = now, now
	}
	switch passed := now.Sub(m.from); {
	case passed >= 2*window:
		m.before, m.now, m.from, ended = 0, 0, now, true
	case passed >= window:
		m.before, m.now, m.from, ended = m.now, 0, m.from.Add(window), true
	}
	m.now++
	return ended
}

// rate is how many events a second there were lately, of a meter whose windows
// are a second. The first second counts as far as it has gone: too much is
// halved soon, too little is made up for slowly.
func (m *meter) rate(now time.Time) float64 {
	if m.first.IsZero() {
		return 0
	}
	passed := now.Sub(m.from).Seconds()
	switch {
	case m.first.Equal(m.from) && passed < 1:
		return float64(m.now) / max(passed, 0.01)
	case passed >= 2:
		return 0
	case passed >= 1:
		return float64(m.now) * (2 - passed)
	}
	return float64(m.now) + float64(m.before)*(1-passed)
}
