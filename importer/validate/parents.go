package validate

import (
	"strings"

	"github.com/orgbatch/orgbatch/importer/check"
	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/whole"
	"github.com/orgbatch/orgbatch/pigello"
)

// checkWhole applies the rules over all rows, code by code in the order of the rows, rings one after
// another.
func (v *validator) checkWhole() error {
	rules := &whole.Rules{Index: &v.store, Files: &v.files, Tell: v.tell}
	for _, pass := range []func(){
		v.store.findParents,
		rules.Shared,
		func() { rules.Alike(whole.LikeName) },
		func() { rules.Repeated(func(int32, int32) {}) },
		rules.NamedTwice,
		func() { rules.Alike(whole.Number) },
		func() { rules.Alike(whole.CustomID) },
		func() { v.tellAmbiguous(rules) },
		func() {
			v.store.slots = nil
			moves := func(row int32) bool { return !v.store.is(row, storedBad) }
			for rules.Rings(v.store.above, moves) {
			}
		},
		func() { v.tellElsewhere(rules) },
		v.nearMissing,
	} {
		if pass(); v.err != nil {
			return v.err
		}
		if err := v.ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// tellAmbiguous refuses the rows whose parent may be either of two. Which is the other isn't kept.
func (v *validator) tellAmbiguous(rules *whole.Rules) {
	for _, way := range ways[:2] {
		v.store.fill(way.by)
		for i := range v.store.n {
			b, k := v.store.at(i)
			if b.marks[k]&storedAmbiguous == 0 || b.marks[k].kind() != way.kind {
				continue
			}
			one, text := v.files.Where(v.store.Place(v.store.find(b.parent[k]))), v.parentTexts[b.parent[k]]
			rules.Say(i, codes.ParentAmbiguous, pigello.NameOrganization, whole.Ambiguous(text, one, "another row", way.kind), text)
		}
	}
}

// tellElsewhere says which parents are not in the file.
func (v *validator) tellElsewhere(rules *whole.Rules) {
	for i := range v.store.n {
		b, k := v.store.at(i)
		if b.parent[k] != 0 && b.marks[k]&(storedFound|storedAmbiguous) == 0 {
			v.noteMissing(i)
			rules.Say(i, codes.ParentElsewhere, pigello.NameOrganization,
				"the parent is not in the file, so it must be there already when this is imported", v.parentTexts[b.parent[k]])
		}
	}
}

// maxNameBytes bounds the texts of names that are kept, to find those that are near a parent. Of a file that has more none is called near:
// one that isn't kept may be nearer.
const maxNameBytes = 1 << 20

// keepName keeps a name as written while there is room for all of them.
func (v *validator) keepName(name string) {
	if v.nameBytes += len(name) + 16; v.nameBytes > maxNameBytes {
		v.names = nil
		return
	}
	v.names = append(v.names, strings.Clone(name))
}

// noteMissing counts a parent that is not in the file, as far as its text is kept.
func (v *validator) noteMissing(i int32) {
	b, k := v.store.at(i)
	text, ok := v.parentTexts[b.parent[k]]
	if !ok {
		return
	}
	at, ok := v.missing[b.parent[k]]
	if !ok {
		at = len(v.sum.MissingParents)
		v.missing[b.parent[k]] = at
		v.sum.MissingParents = append(v.sum.MissingParents, plan.MissingParent{Name: text})
		if kind := b.marks[k].kind(); kind == check.ParentAny || kind == check.ParentByName {
			v.near.Want(int32(at), text)
		}
	}
	m := &v.sum.MissingParents[at]
	if m.Count++; len(m.Rows) < plan.MaxParentRows {
		m.Rows = append(m.Rows, int(b.number[k]))
	}
}

// nearMissing says of the parents that are not in the file which names of it are near.
func (v *validator) nearMissing() {
	for _, name := range v.names {
		v.near.Offer(name)
	}
	for at := range v.sum.MissingParents {
		m := &v.sum.MissingParents[at]
		m.Nearest, m.AsNear = v.near.To(int32(at)), v.near.AsNear(int32(at))
	}
}
