package probe

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/pigello"
)

// ownName is what a probe calls its organizations: nothing else is removed.
var ownName = regexp.MustCompile(`^` + Prefix + `[a-z0-9]{10}-[0-9]+(-[A-Za-z]+)? ?$`)

// cleanTries bounds how often organizations are looked for and removed that come to light, or don't
// go, one round after the other.
const cleanTries = 6

// named reads the organizations whose names begin so and are a probe's, the newest first, so that
// children go before their parents.
func (p *prober) named(prefix string) ([]pigello.Organization, error) {
	filter := pigello.Filter{Field: pigello.NameName, Op: pigello.OpStartsWith, Value: prefix}
	for try := 1; ; try++ {
		var rows []pigello.Organization
		var failed error
		for o, err := range p.c.ListAll(p.clean, pigello.Query{Filters: []pigello.Filter{filter}}, nil) {
			if err != nil {
				failed = err
				break
			}
			if strings.HasPrefix(o.Name, prefix) && ownName.MatchString(o.Name) {
				rows = append(rows, o)
			}
		}
		if failed == nil {
			slices.Reverse(rows)
			return rows, nil
		}
		if try == cleanTries || !mayPass(failed) || sleep(p.clean, p.pause(try)) != nil {
			return rows, fmt.Errorf("look for organizations of a probe: %w", failed)
		}
	}
}

// longest is how long no probe takes.
const longest = time.Hour

// old leaves out what another probe, at work now, may have made.
func (p *prober) old(rows []pigello.Organization) (old []pigello.Organization) {
	before := p.c.ServerNow().Add(-longest)
	for _, o := range rows {
		if made, err := o.CreatedTime(); err != nil || made.After(before) {
			p.report.Fresh = append(p.report.Fresh, o)
			continue
		}
		old = append(old, o)
	}
	return old
}

// unhurt parts those that may go from those with an organization below them that doesn't go with
// them: deleting its parent might change it, or delete it too.
func (p *prober) unhurt(rows []pigello.Organization) (going, staying []pigello.Organization, err error) {
	below := map[uuid.UUID][]pigello.Organization{}
	for _, o := range rows {
		below[o.ID] = p.list(pigello.Query{Filters: childrenOf(o.ID), Slim: true})
	}
	if err := p.failed(); err != nil {
		return nil, rows, err
	}
	for going = rows; ; {
		i := slices.IndexFunc(going, func(o pigello.Organization) bool {
			return slices.ContainsFunc(below[o.ID], func(child pigello.Organization) bool { return !hasID(going, child.ID) })
		})
		if i < 0 {
			return going, staying, nil
		}
		staying = append(staying, going[i])
		going = slices.Concat(going[:i], going[i+1:])
	}
}

// remove deletes organizations, one with children after them, and gives back those that don't go.
func (p *prober) remove(rows []pigello.Organization) (left []pigello.Organization) {
	for round := 0; round < cleanTries && len(rows) > 0 && p.clean.Err() == nil; round++ {
		left = nil
		for _, o := range rows {
			err := p.c.Delete(p.clean, o.ID)
			p.report.Requests++
			switch {
			case err == nil:
				p.report.Removed++
			case !pigello.IsNotFound(err):
				left = append(left, o)
			}
		}
		rows = left
	}
	return rows
}

// sweep removes this probe's organizations. Those whose write got no answer may come late, so they
// are looked for again.
func (p *prober) sweep() error {
	p.ctx = p.clean // the end of the probe doesn't end its sweeping
	var left []pigello.Organization
	var err error
	for _, wait := range p.waits() {
		if err = sleep(p.clean, wait); err != nil {
			break
		}
		if left, err = p.sweepOnce(); err != nil {
			break
		}
	}
	p.report.Left = append(p.report.Left, left...)
	if err == nil && p.made && p.report.Removed+len(left) == 0 {
		err = errors.New("none of them is found by its name")
	}
	if err != nil {
		return fmt.Errorf("remove the organizations of the probe, whose names begin with %s%s-: %w", Prefix, p.tag, err)
	}
	return nil
}

// sweepOnce removes what is there now, in as many rounds as it takes.
func (p *prober) sweepOnce() (left []pigello.Organization, err error) {
	for range cleanTries {
		rows, err := p.named(Prefix + p.tag + "-")
		if err != nil {
			return left, err
		}
		going, staying := rows, []pigello.Organization(nil)
		if p.answers["delete-parent"] != "refused" {
			if going, staying, err = p.unhurt(rows); err != nil {
				return rows, err
			}
		}
		left = append(staying, p.remove(going)...)
		if len(going) == 0 {
			break
		}
	}
	return left, nil
}

// waits is when is looked for what is to be removed: at once, and as long after an unanswered write
// as a slow server may take.
func (p *prober) waits() []time.Duration {
	switch {
	case p.report.Made == 0:
		return nil
	case !p.unanswered:
		return []time.Duration{0}
	case p.c.Loopback():
		return []time.Duration{20 * time.Millisecond, 80 * time.Millisecond, 500 * time.Millisecond}
	}
	return []time.Duration{2 * time.Second, 8 * time.Second, 50 * time.Second}
}

func hasID(rows []pigello.Organization, id uuid.UUID) bool {
	return slices.ContainsFunc(rows, func(o pigello.Organization) bool { return o.ID == id })
}

// wrongSecret sends one request with a secret that is deliberately wrong, once.
func (p *prober) wrongSecret() (reply, error) {
	if p.ctx.Err() != nil {
		return reply{}, p.ctx.Err()
	}
	wrong := http.Header{}
	wrong.Set("X-PIGELLO-CLIENT-SECRET", "orgbatch-probe-wrong-on-purpose")
	return p.ask(pigello.Request{Op: "read with a wrong secret", Method: http.MethodGet, Path: pathList, Query: p.ownIDs(), Header: wrong})
}
