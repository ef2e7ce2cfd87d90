package plan

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/orgbatch/orgbatch/importer/check"
	"github.com/orgbatch/orgbatch/importer/letters"
	"github.com/orgbatch/orgbatch/importer/spoilt"
	"github.com/orgbatch/orgbatch/pigello/spelling"
)

// Nearest finds for parents that the file's own rows don't have the name that
// exists and is spelt nearest to them. It looks at each name once and keeps
// only the best, so it costs memory for the missing parents alone.
type Nearest struct {
	wanted map[rune][]*candidate // by first letter of the folded name
	byRef  map[int32]*candidate
}

type candidate struct {
	name     string
	folded   []rune
	best     []string // the nearest names, all equally near
	distance int
}

// maxBest is how many names are kept that are equally near.
const maxBest = 4

// maxWanted bounds the work: a file whose parents are all missing names the
// wrong thing, and spelling isn't its trouble.
const maxWanted = 2000

func newNearest(x *index) *Nearest {
	n := &Nearest{}
	for at := range x.parents {
		ref := &x.parents[at]
		if _, known := x.byName[keyOf(ref.text)]; !known && (ref.kind == check.ParentAny || ref.kind == check.ParentByName) {
			n.Want(int32(at), ref.text)
		}
	}
	return n
}

// Want looks for names that are near a parent.
func (n *Nearest) Want(ref int32, text string) {
	folded := []rune(letters.Fold(text))
	if len(folded) < 3 || len(n.byRef) == maxWanted {
		return
	}
	if n.byRef == nil {
		n.wanted, n.byRef = map[rune][]*candidate{}, map[int32]*candidate{}
	}
	c := &candidate{name: text, folded: folded, distance: 1 + max(1, min(3, len(folded)/5))}
	n.byRef[ref] = c
	n.wanted[folded[0]] = append(n.wanted[folded[0]], c)
}

// Offer compares one existing name with every parent that is looked for.
func (n *Nearest) Offer(name string) {
	if len(n.byRef) == 0 {
		return
	}
	text := letters.Fold(name)
	first, _ := utf8.DecodeRuneInString(text)
	candidates := n.wanted[first]
	if len(candidates) == 0 {
		return
	}
	folded := []rune(text)
	for _, c := range candidates {
		c.offer(name, folded)
	}
}

// offer takes a name that is nearer than those before, or as near as they are. One that counts otherwise is another organization's, and one
// with broken letters is no advice.
func (c *candidate) offer(name string, folded []rune) {
	limit := c.distance
	if len(c.best) > 0 {
		limit++
	}
	d := spelling.Distance(c.folded, folded, limit)
	if d >= limit || isDamaged(name) || !sameNumbers(c.name, name) {
		return
	}
	if d < c.distance {
		c.best, c.distance = c.best[:0], d
	}
	if len(c.best) < maxBest && !slices.Contains(c.best, name) {
		c.best = append(c.best, name)
	}
}

// isDamaged says whether a name can't be what anybody meant.
func isDamaged(name string) bool {
	return strings.Contains(name, "\ufffd") || spoilt.IsError(name) || spoilt.Decoded(name) != name
}

// offerRows compares the file's own names, if there is a parent that nothing
// was found for: a slip of the pen is seen within the file too.
func (s *parentage) offerRows() error {
	for at := range s.index.parents {
		ref := &s.index.parents[at]
		if s.live.names.byRef[int32(at)] == nil || ref.liveName != none || len(ref.liveCustom) > 0 {
			continue
		}
		for row, err := range s.run.Rows(0) {
			if err != nil {
				return err
			}
			s.live.names.Offer(row.Values.Name)
		}
		return nil
	}
	return nil
}

// To returns the nearest name found for a parent, "" for none and where several are equally near.
func (n *Nearest) To(ref int32) string {
	if c := n.byRef[ref]; c != nil && len(c.best) == 1 {
		return c.best[0]
	}
	return ""
}

// AsNear returns the names of which each is the nearest one.
func (n *Nearest) AsNear(ref int32) []string {
	if c := n.byRef[ref]; c != nil && len(c.best) > 1 {
		return c.best
	}
	return nil
}
