package validate

import (
	"fmt"

	"github.com/orgbatch/orgbatch/importer/check"
	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

// The checks of Validate that take all rows: rows of one organization, names and custom_ids met twice, parents, circles. Each pass is in the
// order of the rows, and so are the issues of each code.

// clash says how two rows of one organization go together, in the lowest bits of the scratch place.
const (
	noClash = iota
	sameAgain
	contradicts
	sharesName
	clashBits = 2
)

// checkWhole makes all passes.
func (v *validator) checkWhole() error {
	for _, pass := range []func(){v.findShared, v.findNear, v.findNames, v.findIDs, v.tellClashes, v.findNumbers, v.findCustoms, v.findRings, v.tellParents, v.nearMissing} {
		if pass(); v.err != nil {
			return v.err
		}
		if err := v.ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// findNear warns of names that differ in spelling only; after it, near is free to hold something else.
func (v *validator) findNear() {
	s := &v.store
	s.group(nearKey, func(i, first int) {
		b, k := s.at(i)
		f, j := s.at(first)
		if b.name[k] != f.name[j] && b.marks[k]&storedBad == 0 {
			v.note(i, run.Warning, codes.NearDuplicate, pigello.NameName, "nearly the same name as "+v.where(first), "")
		}
	})
	for _, b := range s.blocks {
		clear(b.near[:])
	}
}

// findNames notes rows of one name and finds parents by their names.
func (v *validator) findNames() {
	s := &v.store
	s.group(nameKey, func(i, first int) {
		b, k := s.at(i)
		f, j := s.at(first)
		switch {
		case b.id[k] != 0 && f.id[j] != 0 && b.id[k] != f.id[j]:
			v.clash(i, first, sharesName)
		case b.content[k] != f.content[j]:
			v.clash(i, first, contradicts)
		default:
			b.near[k] = uint64(first+1)<<clashBits | sameAgain
		}
	})
	v.findParents(check.ParentByName)
}

// findIDs notes rows of one id, but for those of one name, and finds parents by their ids.
func (v *validator) findIDs() {
	s := &v.store
	s.group(idKey, func(i, first int) {
		b, k := s.at(i)
		f, j := s.at(first)
		switch {
		case b.name[k] != 0 && b.name[k] == f.name[j]:
		case b.name[k] != f.name[j] || b.content[k] != f.content[j]:
			v.clash(i, first, contradicts)
		default:
			b.near[k] = uint64(first+1)<<clashBits | sameAgain
		}
	})
	v.findParents(check.ParentByID)
}

// clash marks both rows with each other; the first keeps the first that it met.
func (v *validator) clash(i, first int, how uint64) {
	b, k := v.store.at(i)
	b.near[k] = uint64(first+1)<<clashBits | how
	if f, j := v.store.at(first); f.near[j]&(1<<clashBits-1) <= sameAgain {
		f.near[j] = uint64(i+1)<<clashBits | how
	}
}

// tellClashes says what was found out about rows of one organization.
func (v *validator) tellClashes() {
	for i := range v.store.n {
		other, how := v.clashOf(i)
		if how == sameAgain {
			if third, worse := v.clashOf(other); worse > sameAgain && third != i {
				other, how = third, worse // equal to a row that is refused
			}
		}
		switch how {
		case sameAgain:
			v.note(i, run.Warning, codes.DuplicateRow, "", "this row says the same as "+v.where(other)+"; it is counted with it", "")
		case contradicts:
			v.tellContradiction(i, other)
		case sharesName:
			v.note(i, run.Error, codes.NameTwice, pigello.NameName, "the name is unique, but "+v.where(other)+" would get it too", "")
		}
	}
}

// tellContradiction says in which fields two rows of one organization differ. Their values aren't kept.
func (v *validator) tellContradiction(i, other int) {
	b, k := v.store.at(i)
	o, j := v.store.at(other)
	who, ways := v.whereBoth(i, other)+" have the same name but", "delete one, or change its name"
	if b.name[k] == 0 || b.name[k] != o.name[j] {
		who, ways = v.whereBoth(i, other)+" mean the same organization but have", "delete the one that is wrong"
	}
	told := false
	for _, f := range [...]struct {
		field string
		is    bool
	}{{pigello.NameName, b.name[k] != o.name[j]}, {pigello.NameCustomID, b.custom[k] != o.custom[j]}, {pigello.NameOrganization, b.parent[k] != o.parent[j]}} {
		if f.is {
			v.note(i, run.Error, codes.Contradicting, f.field, fmt.Sprintf("%s other %ss; %s", who, plan.FieldWord(f.field), ways), "")
			told = true
		}
	}
	if !told {
		v.note(i, run.Error, codes.Contradicting, "", who+" other values; "+ways, "")
	}
}

// whereBoth names two rows, the earlier one first.
func (v *validator) whereBoth(a, b int) string {
	a, b = min(a, b), max(a, b)
	if len(v.sum.Sources) > 1 {
		return v.where(a) + " and " + v.where(b)
	}
	x, k := v.store.at(a)
	y, j := v.store.at(b)
	return fmt.Sprintf("rows %d and %d", x.number[k], y.number[j])
}

func (v *validator) clashOf(i int) (other int, how uint64) {
	b, k := v.store.at(i)
	return int(b.near[k]>>clashBits) - 1, b.near[k] & (1<<clashBits - 1)
}

// findCustoms warns of custom_ids that several organizations have and finds parents by them.
func (v *validator) findCustoms() {
	s := &v.store
	s.group(customKey, func(i, first int) {
		b, k := s.at(i)
		f, j := s.at(first)
		if b.name[k] == f.name[j] && (b.name[k] != 0 || b.id[k] == f.id[j]) {
			return
		}
		f.marks[j] |= storedShared
		if b.marks[k]&storedBad == 0 {
			v.note(i, run.Warning, codes.CustomIDTwice, pigello.NameCustomID, "the same custom_id as "+v.where(first), "")
		}
	})
	v.findParents(check.ParentByCustomID)
}

// findParents finds the parents that aren't found yet by the key that the rows are grouped by.
func (v *validator) findParents(by check.ParentKind) {
	for i := range v.store.n {
		b, k := v.store.at(i)
		kind := b.marks[k].kind()
		if b.parent[k] == 0 || b.marks[k]&storedFound != 0 || kind != by && (kind != check.ParentAny || by == check.ParentByID) {
			continue
		}
		row, ok := v.store.find(b.parent[k])
		if !ok {
			continue
		}
		if p, j := v.store.at(row); by == check.ParentByCustomID && p.marks[j]&storedShared != 0 {
			v.note(i, run.Error, codes.ParentAmbiguous, pigello.NameOrganization, fmt.Sprintf(
				"the parent may be %s or another row, both found by custom_id; write the name of the one that is meant", v.where(row)), v.parentTexts[b.parent[k]])
		}
		b.parent[k] = uint64(row) + 1
		b.marks[k] |= storedFound
	}
}

// findRings marks rows that are their own ancestors. near holds the walk that came by.
func (v *validator) findRings() {
	for _, b := range v.store.blocks {
		clear(b.near[:])
	}
	for i := range v.store.n {
		walk := uint64(i) + 1
		at := i
		for {
			b, k := v.store.at(at)
			if b.near[k] != 0 {
				if b.near[k] == walk {
					v.markRing(at)
				}
				break
			}
			b.near[k] = walk
			if b.marks[k]&storedFound == 0 {
				break
			}
			at = int(b.parent[k]) - 1
		}
	}
}

func (v *validator) markRing(from int) {
	for at := from; ; {
		b, k := v.store.at(at)
		b.marks[k] |= storedInRing
		if at = int(b.parent[k]) - 1; at == from {
			return
		}
	}
}

// tellParents says which rows are their own ancestors and which parents are not in the file.
func (v *validator) tellParents() {
	for i := range v.store.n {
		b, k := v.store.at(i)
		switch {
		case b.marks[k]&storedInRing != 0 && int(b.parent[k])-1 == i:
			v.note(i, run.Error, codes.ParentCycle, pigello.NameOrganization, "this row names itself as its parent", "")
		case b.marks[k]&storedInRing != 0:
			v.note(i, run.Error, codes.ParentCycle, pigello.NameOrganization,
				"this row and its parent, "+v.where(int(b.parent[k])-1)+", are each other's ancestors; correct one of the parents", "")
		case b.parent[k] != 0 && b.marks[k]&storedFound == 0:
			v.noteMissing(i)
			v.note(i, run.Warning, codes.ParentElsewhere, pigello.NameOrganization,
				"the parent is not in the file, so it must be there already when this is imported", v.parentTexts[b.parent[k]])
		}
	}
}
