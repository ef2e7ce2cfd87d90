package plan

import (
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/check"
	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/wording"
	"github.com/orgbatch/orgbatch/pigello"
)

// resolution is what a parent as written stands for: a live organization, a
// row that creates one, nothing, or two things.
type resolution struct {
	live    int32 // live row, or none
	row     int32 // creating row, or none
	problem string
	code    string
	spelled bool // it is the live organization whose id the text is in another spelling
}

// parentage finds the parents that rows name.
type parentage struct {
	index   *index
	live    *liveList
	run     *run.Run
	issues  *ledger
	orgs    *organizations
	restore *RestoreOptions
}

// resolveParents finds out for every parent as written which organization it
// is, and hands it to the rows that name it.
func (s *parentage) resolveParents() error {
	if err := s.offerRows(); err != nil {
		return err
	}
	for at := range s.index.parents {
		s.index.parents[at].resolved = s.resolve(int32(at))
	}
	if err := s.explainMissing(); err != nil {
		return err
	}
	for i := range s.index.rows {
		e := &s.index.rows[i]
		if e.parent == none {
			continue
		}
		ref := &s.index.parents[e.parent]
		if ref.resolved.code != "" && e.live != none && (s.restore.keeps() || s.live.rows[e.live].parent == pigello.Some(ref.id)) {
			continue // it isn't to be given that parent: it has it, or stays as it is
		}
		if ref.resolved.code != "" {
			s.issues.reject(int32(i), ref.resolved.code, pigello.NameOrganization, ref.resolved.problem, ref.text, s.suggestedParent(e.parent))
			continue
		}
		if ref.resolved.spelled {
			s.issues.note(int32(i), run.Warning, codes.IDSpelling, pigello.NameOrganization, wording.English.IDSpelling, ref.text, ref.id.String())
		}
		e.parentTo, e.parentRow = ref.resolved.live, ref.resolved.row
	}
	return nil
}

// suggestedParent is the name that a missing parent may be meant for, "" where another explanation is likelier.
func (s *parentage) suggestedParent(at int32) string {
	if s.index.parents[at].perhaps != "" {
		return ""
	}
	return s.live.names.To(at)
}

func (s *parentage) resolve(at int32) resolution {
	ref := &s.index.parents[at]
	if ref.id != (uuid.UUID{}) && !ref.spelled || ref.kind == check.ParentByID {
		if ref.liveID != none {
			return resolution{live: ref.liveID, row: none}
		}
		if row, ok := s.index.byID[ref.id]; ok && s.restore != nil {
			return resolution{live: none, row: row}
		}
		return resolution{live: none, row: none, code: codes.ParentMissing,
			problem: fmt.Sprintf("no organization has the id %s that is given as the parent", ref.text)}
	}
	k := keyOf(ref.text)
	if ref.kind != check.ParentByCustomID {
		if hits := s.orgs.targets(s.index.named, k, ref.liveName); len(hits) > 0 {
			return s.choose(ref, hits, "name")
		}
	}
	if ref.kind != check.ParentByName {
		if hits := s.orgs.targets(s.index.coded, k, ref.liveCustom...); len(hits) > 0 {
			return s.choose(ref, hits, "custom_id")
		}
	}
	if ref.liveID != none {
		return resolution{live: ref.liveID, row: none, spelled: true}
	}
	return resolution{live: none, row: none, code: codes.ParentMissing, problem: wording.English.ParentMissing(ref.text)}
}

// target is an organization as planning knows it: live, or to be created by a row.
type target struct{ live, row int32 }

// organizations tells of which organization each row speaks.
type organizations struct {
	index    *index
	live     *liveList
	issues   *ledger
	firstNew []int32 // by head of a name's chain: the first row that creates it
}

func (o *organizations) targetOf(i int32) target {
	if e := &o.index.rows[i]; e.live != none {
		return target{live: e.live, row: none}
	}
	return target{live: none, row: o.firstOf(i)}
}

// findFirsts notes for every name the first row that would create it; it
// stands for all of them. The head of a name's chain has its first row.
func (o *organizations) findFirsts() {
	o.firstNew = slices.Repeat([]int32{none}, len(o.index.rows))
	for i := range o.index.rows {
		if e := &o.index.rows[i]; e.live == none && e.is(hasName) {
			if head := o.index.byName[e.name]; o.firstNew[head] == none {
				o.firstNew[head] = int32(i)
			}
		}
	}
}

func (o *organizations) firstOf(i int32) int32 {
	if !o.index.rows[i].is(hasName) {
		return i
	}
	return o.firstNew[o.index.byName[o.index.rows[i].name]]
}

// targets are the organizations of the rows that each gives for a key, and live ones beside them.
func (o *organizations) targets(each func(key, func(int32)), k key, there ...int32) []target {
	var hits []target
	each(k, func(i int32) { hits = addTarget(hits, o.targetOf(i)) })
	for _, at := range there {
		if at != none {
			hits = addTarget(hits, target{live: at, row: none})
		}
	}
	return hits
}

// addTarget collects different targets; two are enough to know of a quarrel.
func addTarget(hits []target, t target) []target {
	if len(hits) == 2 || slices.Contains(hits, t) {
		return hits
	}
	return append(hits, t)
}

func (s *parentage) choose(ref *parentRef, hits []target, by string) resolution {
	if len(hits) == 1 {
		return resolution{live: hits[0].live, row: hits[0].row}
	}
	return resolution{live: none, row: none, code: codes.ParentAmbiguous, problem: fmt.Sprintf(
		"the parent %q may be %s or %s, both found by %s; write the id of the one that is meant",
		ref.text, s.orgs.describe(hits[0]), s.orgs.describe(hits[1]), by)}
}

// describe names an organization as a person finds it again.
func (o *organizations) describe(t target) string {
	if t.live != none {
		l := &o.live.rows[t.live]
		return fmt.Sprintf("the organization %q (%s)", l.name, l.id)
	}
	return o.issues.where(t.row)
}

// where names a row as its author finds it: the file only when there are several.
func (l *ledger) where(i int32) string {
	return run.Where(l.in.sources, int(l.index.rows[i].source), int(l.index.rows[i].number))
}
