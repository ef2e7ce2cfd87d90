package sandbox

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"
)

// Options say what a sandbox is. The zero value is the documented API, empty, in memory, without
// faults.
type Options struct {
	DB          string            // file, made when missing; "": in memory, gone with Close
	Assume      Assumptions       // answers to what the documentation leaves open
	Faults      Faults            // what goes wrong
	FaultSeed   uint64            // which requests are hit
	IDSeed      uint64            // of the ids that a new database gives; 0: random, so that two databases share none
	Credentials map[string]string // header → value that a request must carry; nil: DefaultCredentials; empty: none are asked for
	Logger      *slog.Logger      // nil: none
	Now         func() time.Time  // the server's clock, for created_at and the Date header; nil: time.Now
}

// Sandbox is the API as an [http.Handler]. It is safe for concurrent use. It starts no goroutine.
type Sandbox struct {
	store    *store
	rules    atomic.Pointer[rules]
	drawer   drawer
	lock     lock
	requests requestLog
	log      *slog.Logger
	now      func() time.Time
	ownClock bool
}

// Open opens or makes the database and gives the handler that serves it. Two processes can serve
// one file: their writes take turns. Close it after the server that uses it.
func Open(o Options) (*Sandbox, error) {
	if o.Credentials == nil {
		o.Credentials = DefaultCredentials()
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	s := &Sandbox{lock: newLock(o.Credentials), log: o.Logger, now: o.Now, ownClock: o.Now != nil}
	if s.now == nil {
		s.now = time.Now
	}
	s.drawer.seed = o.FaultSeed
	s.SetFaults(o.Faults)
	store, err := openStore(o.DB, o.IDSeed)
	if err != nil {
		return nil, err
	}
	s.store = store
	if err := s.SetAssumptions(o.Assume); err != nil {
		_ = store.close()
		return nil, err
	}
	return s, nil
}

// Close closes the database. Requests that come later are answered by 500.
func (s *Sandbox) Close() error {
	if err := s.store.close(); err != nil {
		return fmt.Errorf("close sandbox database: %w", err)
	}
	return nil
}

// SetFaults orders other faults from the next request on, and starts their drawing anew.
func (s *Sandbox) SetFaults(f Faults) { s.drawer.set(f) }

// SetAssumptions answers the open questions otherwise from the next request on. It fails, and
// changes nothing, when an answer is unknown.
func (s *Sandbox) SetAssumptions(a Assumptions) error {
	ru, err := newRules(a)
	if err != nil {
		return err
	}
	// Only where case doesn't count an index over folded names is worth its price.
	index := "DROP INDEX IF EXISTS org_folded"
	if ru.UniqueName == "folded" {
		index = "CREATE INDEX IF NOT EXISTS org_folded ON org (fold(name))"
	}
	if err := s.store.write(func(w *conn) error { return w.Exec(index) }); err != nil {
		return fmt.Errorf("set assumptions: %w", err)
	}
	s.rules.Store(ru)
	return nil
}

// Requests gives the newest 16,384 requests in the order in which they ended.
func (s *Sandbox) Requests() []Request { return s.requests.list() }

// Count gives the number of organizations.
func (s *Sandbox) Count(ctx context.Context) (int, error) {
	reader, err := s.store.readers.get(ctx)
	if err != nil {
		return 0, fmt.Errorf("count organizations: %w", err)
	}
	defer s.store.readers.put(reader)
	n, _, err := reader.number("SELECT count(*) FROM org")
	if err != nil {
		return 0, fmt.Errorf("count organizations: %w", err)
	}
	return int(n), nil
}

// Reset deletes every organization, and lets the database give other ids than before.
func (s *Sandbox) Reset(ctx context.Context) error {
	err := s.store.write(func(w *conn) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := w.Exec("DELETE FROM org; DELETE FROM foreign_id; DELETE FROM link; UPDATE counter SET value = 0 WHERE key = 'n'"); err != nil {
			return err
		}
		return setDomain(w, s.store.idSeed)
	})
	if err != nil {
		return fmt.Errorf("reset sandbox: %w", err)
	}
	return nil
}
