package plan

import (
	"fmt"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/check"
	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/whole"
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
	for _, way := range whole.Ways(ref.kind) {
		each, there := s.index.named, []int32{ref.liveName}
		if way == check.ParentByCustomID {
			each, there = s.index.coded, ref.liveCustom
		}
		if hits := s.orgs.targets(each, k, there...); len(hits) > 0 {
			return s.choose(ref, hits, way)
		}
	}
	if ref.liveID != none {
		return resolution{live: ref.liveID, row: none, spelled: true}
	}
	return resolution{live: none, row: none, code: codes.ParentMissing, problem: wording.English.ParentMissing(ref.text)}
}

func (s *parentage) choose(ref *parentRef, hits []target, way check.ParentKind) resolution {
	if len(hits) == 1 {
		return resolution{live: hits[0].live, row: hits[0].row}
	}
	problem := whole.Ambiguous(ref.text, s.orgs.describe(hits[0]), s.orgs.describe(hits[1]), way)
	return resolution{live: none, row: none, code: codes.ParentAmbiguous, problem: problem}
}

// where names a row as its author finds it: the file only when there are several.
func (l *ledger) where(i int32) string {
	return l.in.Where(l.index.place(i))
}
