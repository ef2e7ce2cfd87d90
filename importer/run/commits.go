package run

import "sync"

// commits is the group commit. Who comes while a transaction is under way joins the others that wait; the first of them to get the
// database writes for all. Nobody has to run in the background for it, and a lone caller waits for nobody.
//
//	one   ─► [batch 1] ─────── transaction 1 ───────►
//	two        ─► [batch 2 ┐                         ─ transaction 2 ─►
//	three         ─► ······├ waits for the database ─►       (done)
//	four             ─► ···┘                                 (done)
type commits struct {
	db   *database
	mu   sync.Mutex
	next *batch // open to whoever comes
}

// batch is what goes into one transaction. Its functions are guarded by commits.mu until it is taken off, then by the database's lock.
type batch struct {
	fs   []func() error
	errs []error
	done bool
}

// do runs f in a transaction, perhaps with others; when it returns nil, what f wrote is on disk. f may run twice, if another of its
// transaction failed.
func (c *commits) do(f func() error) error {
	c.mu.Lock()
	if c.next == nil {
		c.next = &batch{}
	}
	b := c.next
	mine := len(b.fs)
	b.fs = append(b.fs, f)
	c.mu.Unlock()

	c.db.mu.Lock()
	defer c.db.mu.Unlock()
	if !b.done {
		c.mu.Lock()
		c.next = nil // b is the open one: only who takes it off, here, sets it done
		c.mu.Unlock()
		b.errs = c.db.writeAll(b.fs)
		b.done = true
	}
	return b.errs[mine]
}
