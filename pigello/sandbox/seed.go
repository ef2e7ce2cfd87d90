package sandbox

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"
)

const (
	treeDepth   = 5    // levels of the tree, roots included
	parentReach = 2000 // how many rows back a parent may lie
)

// seedFrom and seedFor are the years over which the created_at of made-up rows is spread, whatever
// day it is.
var seedFrom = time.Date(2015, 1, 4, 7, 30, 0, 0, time.UTC)

const seedFor = 10 * 365 * 24 * time.Hour

// Seed adds n made-up Swedish organizations: a tree up to five deep, most with a custom_id, some
// with tags, customer columns, real estates and segments, created over ten years. All of it depends
// on the seed alone when the sandbox is empty; otherwise names that are taken are passed over. It
// is one transaction: a cancelled Seed adds nothing.
func (s *Sandbox) Seed(ctx context.Context, n int, seed uint64) error {
	if n < 0 {
		return fmt.Errorf("seed sandbox with %d organizations: the number is negative", n)
	}
	err := s.store.write(func(w *conn) error {
		tx := &writing{conn: w, rules: s.rules.Load(), store: s.store}
		if err := tx.readCounters(); err != nil {
			return err
		}
		_, occupied, err := w.number("SELECT n FROM org LIMIT 1")
		if err != nil {
			return err
		}
		if occupied {
			return newSeeder(tx, n, seed).run(ctx, n)
		}
		// An index made at the end is sorted once, not searched n times.
		if err := w.Exec("DROP INDEX org_name"); err != nil {
			return err
		}
		seeder := newSeeder(tx, n, seed)
		seeder.empty = true
		if err := seeder.run(ctx, n); err != nil {
			return err
		}
		return w.Exec("CREATE UNIQUE INDEX org_name ON org (name)")
	})
	if err != nil {
		return fmt.Errorf("seed sandbox: %w", err)
	}
	return nil
}

// seeder makes rows up.
type seeder struct {
	tx      *writing
	random  *rand.Rand
	names   namer
	named   uint64 // names used up
	empty   bool   // no name can be taken
	base    int64  // the row number before the first
	levels  []byte // of each row made
	step    int64  // microseconds between two rows
	name    []byte
	custom  []byte
	ids     [2]uid // of the row and of its parent
	created int64
}

func newSeeder(tx *writing, n int, seed uint64) *seeder {
	tx.domain = mix(mix(seed) + 0x73656564) // the ids, too, depend on the seed
	return &seeder{
		tx: tx, names: newNamer(seed), random: rand.New(rand.NewPCG(seed, mix(seed))), base: tx.n,
		levels: make([]byte, 0, n), step: max(1, seedFor.Microseconds()/int64(max(1, n))), created: seedFrom.UnixMicro(),
	}
}

func (sd *seeder) run(ctx context.Context, n int) error {
	for i := range n {
		if i%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := sd.add(i); err != nil {
			return err
		}
	}
	return sd.tx.end()
}

// add makes row i.
func (sd *seeder) add(i int) error {
	for taken := int64(1); taken > 0; sd.named++ {
		sd.name = sd.names.append(sd.name[:0], sd.named)
		if sd.empty {
			taken = 0
		} else {
			var err error
			if taken, err = sd.tx.taken(sd.name, 0); err != nil {
				return err
			}
		}
	}
	sd.tx.n++
	sd.tx.added = true
	sd.ids[0] = mintID(sd.tx.n, sd.tx.domain)
	r := record{n: sd.tx.n, id: sd.ids[0][:], texts: textValues{sd.name}, created: sd.created + sd.random.Int64N(sd.step)}
	sd.created += sd.step
	if sd.random.IntN(12) > 0 {
		sd.custom = fmt.Appendf(sd.custom[:0], "K-%06d", sd.tx.n)
		r.texts[theCustomID] = sd.custom
	}
	level := byte(0)
	if parent, ok := sd.parent(i); ok {
		sd.ids[1] = mintID(sd.base+int64(parent)+1, sd.tx.domain)
		r.parent, level = sd.ids[1][:], sd.levels[parent]+1
	}
	sd.levels = append(sd.levels, level)
	if err := sd.link(&r); err != nil {
		return err
	}
	return sd.tx.put(&r)
}

// parent chooses an earlier row for about four rows of five, if the one hit upon isn't at the
// lowest level already.
func (sd *seeder) parent(i int) (int, bool) {
	if i == 0 || sd.random.IntN(5) == 0 {
		return 0, false
	}
	parent := i - 1 - sd.random.IntN(min(i, parentReach))
	return parent, sd.levels[parent] < treeDepth-1
}
