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

// sweeper removes organizations of probes, before the first question and after the last.
type sweeper struct {
	api     *asker
	report  *Report
	answers map[string]string
}

// begin sees that the API can be read, and removes what an earlier probe left.
func (s *sweeper) begin() error {
	rows, err := s.named(Prefix)
	if err != nil {
		return err
	}
	going, staying, err := s.unhurt(s.old(rows))
	if err != nil {
		return err
	}
	left := s.remove(going)
	s.report.Left = append(staying, left...)
	s.report.Removed = 0 // those count as leftovers
	for _, r := range going {
		if !hasID(left, r.ID) {
			s.report.Leftovers = append(s.report.Leftovers, r)
		}
	}
	return nil
}

// named reads the organizations whose names begin so and are a probe's, the newest first, so that
// children go before their parents.
func (s *sweeper) named(prefix string) ([]pigello.Organization, error) {
	filter := pigello.Filter{Field: pigello.NameName, Op: pigello.OpStartsWith, Value: prefix}
	for try := 1; ; try++ {
		var rows []pigello.Organization
		var failed error
		for o, err := range s.api.c.ListAll(s.api.clean, pigello.Query{Filters: []pigello.Filter{filter}}, nil) {
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
		if try == cleanTries || !mayPass(failed) || sleep(s.api.clean, s.api.pause(try)) != nil {
			return rows, fmt.Errorf("look for organizations of a probe: %w", failed)
		}
	}
}

// longest is how long no probe takes.
const longest = time.Hour

// old leaves out what another probe, at work now, may have made.
func (s *sweeper) old(rows []pigello.Organization) (old []pigello.Organization) {
	before := s.api.c.ServerNow().Add(-longest)
	for _, o := range rows {
		if made, err := o.CreatedTime(); err != nil || made.After(before) {
			s.report.Fresh = append(s.report.Fresh, o)
			continue
		}
		old = append(old, o)
	}
	return old
}

// unhurt parts those that may go from those with an organization below them that doesn't go with
// them: deleting its parent might change it, or delete it too.
func (s *sweeper) unhurt(rows []pigello.Organization) (going, staying []pigello.Organization, err error) {
	below := map[uuid.UUID][]pigello.Organization{}
	for _, o := range rows {
		below[o.ID] = s.api.list(pigello.Query{Filters: childrenOf(o.ID), Slim: true})
	}
	if err := s.api.failed(); err != nil {
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
func (s *sweeper) remove(rows []pigello.Organization) (left []pigello.Organization) {
	for round := 0; round < cleanTries && len(rows) > 0 && s.api.clean.Err() == nil; round++ {
		left = nil
		for _, o := range rows {
			err := s.api.c.Delete(s.api.clean, o.ID)
			s.report.Requests++
			switch {
			case err == nil:
				s.report.Removed++
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
func (s *sweeper) sweep() error {
	s.api.ctx = s.api.clean // the end of the probe doesn't end its sweeping
	var left []pigello.Organization
	var err error
	for _, wait := range s.waits() {
		if err = sleep(s.api.clean, wait); err != nil {
			break
		}
		if left, err = s.sweepOnce(); err != nil {
			break
		}
	}
	s.report.Left = append(s.report.Left, left...)
	if err == nil && s.api.made && s.report.Removed+len(left) == 0 {
		err = errors.New("none of them is found by its name")
	}
	if err != nil {
		return fmt.Errorf("remove the organizations of the probe, whose names begin with %s%s-: %w", Prefix, s.api.tag, err)
	}
	return nil
}

// sweepOnce removes what is there now, in as many rounds as it takes.
func (s *sweeper) sweepOnce() (left []pigello.Organization, err error) {
	for range cleanTries {
		rows, err := s.named(Prefix + s.api.tag + "-")
		if err != nil {
			return left, err
		}
		going, staying := rows, []pigello.Organization(nil)
		if s.answers["delete-parent"] != "refused" {
			if going, staying, err = s.unhurt(rows); err != nil {
				return rows, err
			}
		}
		left = append(staying, s.remove(going)...)
		if len(going) == 0 {
			break
		}
	}
	return left, nil
}

// waits is when is looked for what is to be removed: at once, and as long after an unanswered write
// as a slow server may take.
func (s *sweeper) waits() []time.Duration {
	switch {
	case s.report.Made == 0:
		return nil
	case !s.api.unanswered:
		return []time.Duration{0}
	case s.api.c.Loopback():
		return []time.Duration{20 * time.Millisecond, 80 * time.Millisecond, 500 * time.Millisecond}
	}
	return []time.Duration{2 * time.Second, 8 * time.Second, 50 * time.Second}
}

func hasID(rows []pigello.Organization, id uuid.UUID) bool {
	return slices.ContainsFunc(rows, func(o pigello.Organization) bool { return o.ID == id })
}

// wrongSecret sends one request with a secret that is deliberately wrong, once.
func (a *asker) wrongSecret() (reply, error) {
	if a.ctx.Err() != nil {
		return reply{}, a.ctx.Err()
	}
	wrong := http.Header{}
	wrong.Set("X-PIGELLO-CLIENT-SECRET", "orgbatch-probe-wrong-on-purpose")
	return a.ask(pigello.Request{Op: "read with a wrong secret", Method: http.MethodGet, Path: pathList, Query: a.ownIDs(), Header: wrong})
}
