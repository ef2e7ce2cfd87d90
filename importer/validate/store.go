package validate

import (
	"hash/maphash"
	"math/bits"
	"slices"

	"github.com/orgbatch/orgbatch/importer/check"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/orgnumber"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/whole"
	"github.com/orgbatch/orgbatch/pigello"
)

// What Validate keeps of the rows to compare them with each other: 58 bytes a row in blocks, and 5
// more in the table of the key that is looked at, one key at a time. No text is kept; a key is 64
// bits of a keyed hash, and at a million rows two texts meet in one key in one file of thirty
// million.

const storeBlock = 4096

// storedRows are the rows of one block.
type storedRows struct {
	name, near, custom, id [storeBlock]uint64 // 0 for none; near is the folded name
	parent                 [storeBlock]uint64 // as written; once found in the file, that row's index + 1
	number, line           [storeBlock]uint32
	first                  [storeBlock]int32 // the first row of the same organization
	org                    [storeBlock]orgnumber.Spelt
	marks                  [storeBlock]storedMark
}

// storedMark is what else is known of a row.
type storedMark uint16

const (
	storedBad       storedMark = 1 << iota // it has an error
	storedWarned                           // it has a warning
	storedFound                            // its parent is in the file
	storedAmbiguous                        // its parent may be either of two rows
	storedShared                           // its key stands for several organizations
	storedNoCustom                         // its custom_id is to be emptied
	storedNoParent                         // its parent is to be removed
	storedKindLow                          // the kind of parent, two bits
	storedKindHigh
)

func (m storedMark) kind() check.ParentKind { return check.ParentKind(m / storedKindLow & 3) }

// byID is a key of the store's own.
const byID = whole.Number + 1

// store holds all rows, and the table of one key. It is the index that the rules ask.
type store struct {
	blocks []*storedRows
	n      int32
	starts []int32   // by source: the index of its first row
	slots  []uint32  // row index + 1; 0 is free
	by     whole.Key // what the slots are filled by, once there are any
}

// at gives a row's block and place in it.
func (s *store) at(i int32) (*storedRows, int32) { return s.blocks[i/storeBlock], i % storeBlock }

// add makes place for one more row.
func (s *store) add() (*storedRows, int32) {
	if s.n%storeBlock == 0 {
		s.blocks = append(s.blocks, new(storedRows))
	}
	s.n++
	return s.at(s.n - 1)
}

var seed = maphash.MakeSeed()

func hashText(text string) uint64 {
	if text == "" {
		return 0
	}
	return max(1, maphash.String(seed, text))
}

// keyOf is a row's key, 0 for none.
func (s *store) keyOf(by whole.Key, i int32) uint64 {
	b, k := s.at(i)
	switch by {
	case whole.Name:
		return b.name[k]
	case whole.LikeName:
		return b.near[k]
	case whole.CustomID:
		return b.custom[k]
	case whole.Number: // they are near each other, and are spread over the table
		return uint64(b.org[k].Bare()) * 0x9e3779b97f4a7c15
	}
	return b.id[k]
}

// fill fills the table by a key with the first row of each, of names rather with the first one
// that has an id.
func (s *store) fill(by whole.Key) {
	if s.slots == nil {
		s.slots = make([]uint32, s.n+s.n/4+1)
	} else if s.by == by {
		return
	}
	clear(s.slots)
	s.by = by
	enter := func(i int32) {
		if h := s.keyOf(by, i); h != 0 {
			if at := s.slot(h); s.slots[at] == 0 {
				s.slots[at] = uint32(i) + 1
			}
		}
	}
	if by == whole.Name {
		for i := range s.n {
			if s.keyOf(byID, i) != 0 {
				enter(i)
			}
		}
	}
	for i := range s.n {
		enter(i)
	}
}

// find gives the row that stands for a key of the table.
func (s *store) find(h uint64) int32 {
	if h == 0 {
		return run.NoRow
	}
	return int32(s.slots[s.slot(h)]) - 1
}

// slot finds the place of a key: where it stands, or where it would.
func (s *store) slot(h uint64) int {
	at, _ := bits.Mul64(h, uint64(len(s.slots)))
	for ; ; at++ {
		if at == uint64(len(s.slots)) {
			at = 0
		}
		if row := s.slots[at]; row == 0 || s.keyOf(s.by, int32(row)-1) == h {
			return int(at)
		}
	}
}

// findOrganizations finds the rows that speak of one organization: those of one id, and those
// without an id of one name, which is that of a row with an id where there is one.
func (s *store) findOrganizations() {
	s.fill(byID)
	for i := range s.n {
		b, k := s.at(i)
		b.first[k] = i
		if b.id[k] != 0 {
			b.first[k] = s.find(b.id[k])
		}
	}
	s.fill(whole.Name)
	for i := range s.n {
		if b, k := s.at(i); b.id[k] == 0 && b.name[k] != 0 {
			b.first[k] = s.first(s.find(b.name[k]))
		}
	}
	for i := range s.n { // the first of them may be one without an id
		b, k := s.at(i)
		stands := b.first[k]
		if f, j := s.at(stands); stands > i && f.first[j] == stands {
			f.first[j] = i
		}
		b.first[k] = s.first(stands)
	}
}

func (s *store) first(i int32) int32 {
	b, k := s.at(i)
	return b.first[k]
}

// ways are the keys by which parents are found.
var ways = [...]struct {
	by   whole.Key
	kind check.ParentKind
}{
	{whole.Name, check.ParentByName},
	{whole.CustomID, check.ParentByCustomID},
	{byID, check.ParentByID},
}

// findParents finds the rows that others name as their parents.
func (s *store) findParents() {
	s.findOrganizations()
	for _, way := range ways {
		s.fill(way.by)
		s.findBy(way.by, way.kind)
	}
}

// findBy finds the parents that aren't found yet by the key that the table is filled by.
func (s *store) findBy(by whole.Key, way check.ParentKind) {
	for i := range s.n {
		b, k := s.at(i)
		b.marks[k] &^= storedShared
		if f := s.First(by, i); f != run.NoRow && !s.Same(whole.Organization, f, i) {
			f, j := s.at(f)
			f.marks[j] |= storedShared
		}
	}
	for i := range s.n {
		b, k := s.at(i)
		if b.marks[k]&(storedFound|storedAmbiguous) != 0 || !slices.Contains(whole.Ways(b.marks[k].kind()), way) {
			continue
		}
		row := s.find(b.parent[k])
		if row == run.NoRow {
			continue
		}
		if f, j := s.at(row); f.marks[j]&storedShared != 0 {
			b.marks[k] = b.marks[k]&^(storedKindLow|storedKindHigh) | storedAmbiguous | storedMark(way)*storedKindLow
			continue
		}
		b.parent[k] = uint64(s.first(row)) + 1
		b.marks[k] |= storedFound
	}
}

// above is the row of a row's parent. A row with an id and an error doesn't move the organization
// that is there.
func (s *store) above(i int32) int32 {
	b, k := s.at(i)
	if b.marks[k]&storedFound != 0 && (b.id[k] == 0 || b.marks[k]&storedBad == 0) {
		return int32(b.parent[k]) - 1
	}
	return run.NoRow
}

// is says whether any of the marks is on a row.
func (s *store) is(i int32, marks storedMark) bool {
	b, k := s.at(i)
	return b.marks[k]&marks != 0
}

// Len and what follows is what the rules over all rows ask: see [whole.Index].
func (s *store) Len() int32 { return s.n }

func (s *store) Place(i int32) intake.Place {
	source := len(s.starts) - 1
	for source > 0 && i < s.starts[source] {
		source--
	}
	b, k := s.at(i)
	return intake.Place{Source: source, Number: int(b.number[k]), Line: int(b.line[k])}
}

func (s *store) First(by whole.Key, i int32) int32 {
	if by == whole.Organization {
		return s.first(i)
	}
	s.fill(by)
	return s.find(s.keyOf(by, i))
}

func (s *store) Same(by whole.Key, a, b int32) bool {
	if by == whole.Organization {
		return s.first(a) == s.first(b)
	}
	return s.keyOf(whole.Name, a) != 0 && s.keyOf(whole.Name, a) == s.keyOf(whole.Name, b)
}

func (s *store) Differences(a, b int32) []string {
	x, i := s.at(a)
	y, j := s.at(b)
	differ := x.marks[i] ^ y.marks[j]
	var fields []string
	if x.name[i] != y.name[j] {
		fields = append(fields, pigello.NameName)
	}
	if x.custom[i] != y.custom[j] || differ&storedNoCustom != 0 {
		fields = append(fields, pigello.NameCustomID)
	}
	if x.parent[i] != y.parent[j] || differ&(storedNoParent|storedFound) != 0 {
		fields = append(fields, pigello.NameOrganization)
	}
	return fields
}

func (s *store) NumberOf(i int32) orgnumber.Spelt {
	b, k := s.at(i)
	return b.org[k]
}

func (s *store) Values(int32) *run.Values { return nil }

func (s *store) Done(i int32) bool { return s.is(i, storedBad) || s.first(i) != i }
