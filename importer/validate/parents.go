package validate

import (
	"strings"

	"github.com/orgbatch/orgbatch/importer/check"
	"github.com/orgbatch/orgbatch/importer/plan"
)

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
func (v *validator) noteMissing(i int) {
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
