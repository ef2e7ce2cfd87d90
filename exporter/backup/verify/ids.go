package verify

import (
	"bytes"
	"context"
	"hash/maphash"
	"slices"

	"github.com/google/uuid"
)

const (
	hashBits = 1 << 24  // 2 MiB: of a million rows one in thirty is looked for again
	fewBits  = 1 << 16  // of a small snapshot
	heldIDs  = 32 << 10 // how many are looked for in one reading: half a MiB
)

// idProof finds the rows whose id may occur before them, in memory that doesn't depend on the rows:
// those whose hash was met before. All others are unique. Further readings examine these
// candidates, so many at a time.
type idProof struct {
	seed  maphash.Seed
	met   []uint64 // a bit for each hash
	most  int      // ids that are held
	skip  int      // candidates that were settled by former readings
	found int      // candidates so far
	held  []uuid.UUID
}

// newIDProof is for so many rows; should there be more, they take more readings.
func newIDProof(rows, most int) *idProof {
	bits := hashBits
	if rows < 1000 {
		bits = fewBits
	}
	return &idProof{seed: maphash.MakeSeed(), met: make([]uint64, bits/64), most: most}
}

// next takes a row, and gives the number of the candidate that it is, from 1, or 0.
func (p *idProof) next(id uuid.UUID) int {
	hash := maphash.Bytes(p.seed, id[:]) % uint64(64*len(p.met))
	word, bit := &p.met[hash/64], uint64(1)<<(hash%64)
	if *word&bit == 0 {
		*word |= bit
		return 0
	}
	p.found++
	if p.found > p.skip && len(p.held) < p.most {
		p.held = append(p.held, id)
	}
	return p.found
}

// nextReading begins another reading, which holds the candidates beyond those held now.
func (p *idProof) nextReading() (held []uuid.UUID) {
	held = p.held
	clear(p.met)
	p.skip, p.found, p.held = p.skip+len(held), 0, nil
	return held
}

// unique reads the rows again until all candidates are examined.
func (v *verifier) unique(ctx context.Context, ids *idProof) error {
	for len(ids.held) > 0 {
		from := ids.skip
		held := ids.nextReading()
		slices.SortFunc(held, compareIDs)
		held = slices.Compact(held)
		first := make([]int, len(held))
		_, err := v.each(ctx, 0, func(row int, line []byte) {
			org, _, err := checkRow(line)
			if err != nil {
				return // that is recorded
			}
			candidate := ids.next(org.ID)
			at, found := slices.BinarySearchFunc(held, org.ID, compareIDs)
			switch {
			case !found:
			case first[at] == 0:
				first[at] = row
			case from < candidate && candidate <= ids.skip: // else another reading tells it
				v.damaged(v.Snapshot.Manifest.Files[0].Name, row,
					"its id %s is that of row %d, too", org.ID, first[at])
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func compareIDs(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) }
