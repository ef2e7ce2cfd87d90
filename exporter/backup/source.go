package backup

import (
	"cmp"
	"fmt"
	"strings"
)

// SourceError says that a store has the snapshots of another customer, or of another API. Nothing
// was read.
type SourceError struct {
	Dir       string
	Has, Have Source // of its newest snapshot, and of the target
}

// Error names what differs.
func (e *SourceError) Error() string {
	changed, same := e.Have.Changes(e.Has)
	text := fmt.Sprintf("%s holds snapshots of another target: the %s", e.Dir,
		strings.Join(changed, ", the "))
	if len(same) > 0 {
		text += "; unchanged: the " + strings.Join(same, ", the ")
	}
	return text
}

// Changes lists what differs from an earlier source, and what doesn't.
func (s Source) Changes(was Source) (changed, same []string) {
	for _, part := range []struct{ name, now, was string }{
		{"address", s.URL, was.URL},
		{"customer id", s.Customer, was.Customer},
		{"activation", s.Activation, was.Activation},
	} {
		switch {
		case part.now != part.was:
			before, now := cmp.Or(part.was, "none"), cmp.Or(part.now, "none")
			changed = append(changed, fmt.Sprintf("%s was %s and is %s", part.name, before, now))
		case part.now != "":
			same = append(same, part.name)
		}
	}
	return changed, same
}

// String names the customer, and where it is.
func (s Source) String() string {
	if s.Customer == "" {
		return s.URL
	}
	return fmt.Sprintf("customer %s, activation %s, at %s", s.Customer, s.Activation, s.URL)
}

// Same says whether two sources are one, whatever they are called.
func (s Source) Same(other Source) bool {
	s.Name, other.Name = "", ""
	return s == other
}

// checkSource refuses to mix the snapshots of two targets.
func (c *creation) checkSource() error {
	if len(c.before) == 0 {
		return nil
	}
	if has := c.before[len(c.before)-1].Manifest.Source; has.URL != "" && !has.Same(c.o.Source) {
		return &SourceError{Dir: c.store.Dir, Has: has, Have: c.o.Source}
	}
	return nil
}
