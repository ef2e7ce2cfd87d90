package backup

import "fmt"

// SourceError says that a store has the snapshots of another customer, or of
// another API. Nothing was read.
type SourceError struct {
	Dir       string
	Has, Have Source // of its newest snapshot, and of the target
}

// Error names what differs.
func (e *SourceError) Error() string {
	return fmt.Sprintf("%s holds snapshots of %s, and the target is %s", e.Dir, e.Has, e.Have)
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

// checkSource refuses to mix what two targets have.
func (c *creation) checkSource() error {
	if len(c.before) == 0 {
		return nil
	}
	if has := c.before[len(c.before)-1].Manifest.Source; has.URL != "" && !has.Same(c.o.Source) {
		return &SourceError{Dir: c.store.Dir, Has: has, Have: c.o.Source}
	}
	return nil
}
