package probe

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/orgbatch/orgbatch/pigello"
)

// Prefix begins the name of every organization that a probe makes.
const Prefix = "orgbatch-probe-"

// Options say how to probe. The zero value is the documented default.
type Options struct {
	// Each gets the answers as they come; nil for none.
	Each func(Answer)
	// Clean is the context under which requests under way are finished and the probe's
	// organizations are removed, since the probe's own may have ended: it is only asked between two
	// requests. nil is ctx without its end.
	Clean context.Context
}

// Answer is what one question came to.
type Answer struct {
	Question
	// Value is what the API answered, in the words of the question's switch; empty when it wasn't
	// asked or there was no answer.
	Value string
	// Note says what the answer rests on, or why there is none.
	Note string
}

// AsAssumed reports whether the API answered as the client takes for granted.
func (a Answer) AsAssumed() bool { return a.Value == a.Assumed }

// Report is what a probe asked and did.
type Report struct {
	Answers  []Answer
	Requests int
	// Made counts the names that were sent to be made, and Removed the organizations that were
	// removed again.
	Made, Removed int
	// Leftovers are organizations of an earlier probe that were removed.
	Leftovers []pigello.Organization
	// Fresh are organizations of another probe that may still be at work, since they were made less
	// than an hour ago. They are left alone.
	Fresh []pigello.Organization
	// Left are organizations of a probe that could not be removed, or that somebody's own
	// organizations are below of.
	Left []pigello.Organization
	// Unswept is why organizations of this probe may be left that can't be named, and what their
	// names begin with; nil when it could be looked for them to the end.
	Unswept error
}

// Run asks the API every question of the table that can be asked harmlessly. It makes organizations
// whose names begin with Prefix, and removes them again whatever happens: when a question fails,
// when ctx ends, and when the answer to a write comes late. Those that an earlier probe had no time
// to remove are removed first, an hour after they were made. One request carries a deliberately
// wrong secret.
//
// It refuses, with a *pigello.UsageError, any API but pigello.DevelopmentURL and those on loopback.
// The report is good for what was done also beside an error, which is Unswept's where nothing else
// went wrong.
func Run(ctx context.Context, c *pigello.Client, o Options) (Report, error) {
	if !c.Loopback() && c.BaseURL() != pigello.DevelopmentURL {
		return Report{}, &pigello.UsageError{Subject: c.BaseURL(), Problem: "a probe makes and removes organizations, so it is for a sandbox or the development service alone"}
	}
	if o.Clean == nil {
		o.Clean = context.WithoutCancel(ctx)
	}
	report := &Report{}
	api := &asker{c: c, ctx: ctx, clean: o.Clean, tag: strings.ToLower(rand.Text()[:10]), report: report}
	answers := map[string]string{}
	sweeper := &sweeper{api: api, report: report, answers: answers}
	err := sweeper.begin()
	if err == nil {
		err = (&prober{api: api, report: report, answers: answers}).askAll(o.Each)
	}
	if err != nil && ctx.Err() != nil {
		err = ctx.Err() // whatever the end of ctx made of the question under way
	}
	if report.Unswept = sweeper.sweep(); err == nil {
		err = report.Unswept
	}
	return *report, err
}

// prober asks one question at a time.
type prober struct {
	api     *asker
	report  *Report
	answers map[string]string

	kept struct { // what several questions look at
		family  *family
		refusal *refusal
		total   *int

		oversize int // the status that refused an array which was too large
	}
}

// tries bounds how often a question is asked whose requests got no answer.
const tries = 5

// askAll asks one question after the other. Only what would fail for all others too ends it.
func (p *prober) askAll(each func(Answer)) error {
	for _, q := range questions {
		if err := p.api.ctx.Err(); err != nil {
			return err
		}
		a := Answer{Question: q, Note: q.NotAsked}
		if q.ask != nil {
			var err error
			if a.Value, a.Note, err = p.askOne(q); err != nil {
				if p.api.ctx.Err() != nil || pigello.IsAuth(err) {
					return err
				}
				a.Note = err.Error()
			}
			p.answers[q.Name] = a.Value
		}
		p.report.Answers = append(p.report.Answers, a)
		if each != nil {
			each(a)
		}
	}
	return nil
}

// askOne asks anew, with other names, as long as requests got no answer.
func (p *prober) askOne(q Question) (answer, note string, err error) {
	for try := 1; ; try++ {
		answer, note = q.ask(p)
		if err = p.api.failed(); err == nil {
			return answer, note, nil
		}
		if try == tries || p.api.ctx.Err() != nil || !mayPass(err) {
			return "", "", err
		}
		if err := sleep(p.api.ctx, p.api.pause(try)); err != nil {
			return "", "", err
		}
	}
}

// fail notes an error, unless another came before it.
func (a *asker) fail(err error) { a.err = cmp.Or(a.err, err) }

// failed gives the error that was noted, and forgets it.
func (a *asker) failed() error {
	err := a.err
	a.err = nil
	return err
}

func (a *asker) pause(try int) time.Duration {
	r := a.c.Retry()
	return min(r.MaxDelay, r.BaseDelay<<(try-1))
}

// mayPass tells an outage from an answer.
func mayPass(err error) bool {
	e, ok := errors.AsType[*pigello.Error](err)
	return ok && (e.Status == 0 || e.Status == 429 || e.Status >= 500)
}

// sleep waits, or returns the cause for which ctx ended.
func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// name gives a name that nobody else has.
func (a *asker) name() string {
	if a.err == nil { // else it isn't sent
		a.report.Made++
	}
	return fmt.Sprintf("%s%s-%d", Prefix, a.tag, a.report.Made)
}
