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

// checkSource refuses to mix what two targets have.
func (c *creation) checkSource() error {
	if len(c.before) == 0 {
		return nil
	}
	has, have := c.before[len(c.before)-1].Manifest.Source, c.o.Source
	if has.URL == "" || has.URL == have.URL && has.Customer == have.Customer && has.Activation == have.Activation {
		return nil
	}
	return &SourceError{Dir: c.store.Dir, Has: has, Have: have}
}
