// Package may says whether a run may be applied, resumed, undone or audited now, and what to do where it
// may not.
package may

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/orgbatch/orgbatch/importer/run"
)

// Approval is what somebody who applies a kept plan stands for.
type Approval struct {
	Target    run.Target // where it is to be applied
	Code      string     // the plan's code, "" when nobody named one
	AsPlanned bool       // the sources may have changed since: the plan holds all of them
}

// RefusedError says why a run isn't applied, resumed, undone or audited.
type RefusedError struct {
	Reason string
	Hint   string // what to do, "" when there is nothing
}

// Error gives the reason.
func (e *RefusedError) Error() string { return e.Reason }

// Apply says whether the plan that a run keeps may be applied as approved:
// not applied before, for this target, of this code, and of sources that are
// still what was planned. Otherwise the error is a *RefusedError, or one of
// reading the sources. Errors in the file are for the push to refuse.
func Apply(m run.Meta, a Approval) error {
	if err := unapplied(m); err != nil {
		return err
	}
	if err := sameTarget(m, a.Target); err != nil {
		return err
	}
	if err := OfCode(m, a.Code); err != nil {
		return err
	}
	if a.AsPlanned {
		return nil
	}
	return sourcesUnchanged(m)
}

// OfCode refuses a run whose plan has another code than the one that somebody named, if they did. The error is a *RefusedError.
func OfCode(m run.Meta, code string) error {
	if lower := strings.ToLower(code); lower == "" || len(lower) >= run.CodeLength && strings.HasPrefix(m.PlanHash, lower) {
		return nil
	}
	return &RefusedError{
		Reason: fmt.Sprintf("the plan of run %s has the code %s, not %s", m.Short, run.CodeOf(m.PlanHash), code),
		Hint:   "it isn't the plan that was approved: see which run has that code with: orgbatch runs RUN",
	}
}

// sameTarget refuses another target than the one that was planned for.
func sameTarget(m run.Meta, target run.Target) error {
	t := m.Target
	if target.Same(t) {
		return nil
	}
	return &RefusedError{
		Reason: fmt.Sprintf("run %s was planned for another target: %s, not for %s", m.Short, DescribeTarget(t), DescribeTarget(target)),
		Hint:   "name the target that it was planned for, or plan the import again for this one",
	}
}

// unapplied refuses a run whose plan isn't waiting any more.
func unapplied(m run.Meta) error {
	show := "see what came of it with: orgbatch runs " + m.Short
	switch m.State {
	case run.Ready, run.Blocked:
		return nil
	case run.Planning:
		return cutShort(m)
	case run.Done:
		return &RefusedError{Reason: "run " + m.Short + " is applied already", Hint: show}
	case run.Applying, run.Interrupted:
		return &RefusedError{
			Reason: "applying run " + m.Short + " was begun before and interrupted",
			Hint:   "go on with it: orgbatch resume " + m.Short,
		}
	case run.Undoing:
		return undoingAlready(m)
	}
	return over(m)
}

// over refuses a run that has gone all its way.
func over(m run.Meta) error {
	refused := &RefusedError{Reason: fmt.Sprintf("run %s is %s", m.Short, m.State), Hint: "see what came of it with: orgbatch runs " + m.Short}
	if m.Deletes {
		refused.Reason = "run " + m.Short + " has deleted what its list names"
	}
	return refused
}

// DescribeTarget names a target and all that tells it from others.
func DescribeTarget(t run.Target) string {
	text := t.Name + " (" + t.URL
	if t.Customer != "" {
		text += ", customer " + t.Customer
	}
	if t.Activation != "" {
		text += ", activation " + t.Activation
	}
	return text + ")"
}

// sourcesUnchanged compares each file with its fingerprint. Standard input has
// no file to change.
func sourcesUnchanged(m run.Meta) error {
	for _, s := range m.Sources {
		if s.Path == "" {
			continue
		}
		sum, err := run.FingerprintOf(s.Path)
		refused := &RefusedError{
			Reason: s.Name + " has changed since it was planned",
			Hint:   "plan the import again, or apply what was planned all the same with --as-planned",
		}
		switch {
		case errors.Is(err, fs.ErrNotExist):
			refused.Reason = s.Path + " isn't there any more, so nobody can say whether it has changed since it was planned"
			return refused
		case err != nil:
			return fmt.Errorf("compare %s with the plan: %w", s.Name, err)
		case sum != s.SHA256:
			return refused
		}
	}
	return nil
}
