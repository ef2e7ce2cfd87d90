package pigello

import (
	"slices"

	"github.com/google/uuid"
)

// idSet is the ids seen at one created_at: nearly always one, so a short
// slice, and a map only where many rows share a time.
type idSet struct {
	few  []uuid.UUID
	many map[uuid.UUID]struct{}
}

const fewIDs = 16

func (s *idSet) reset() {
	s.few, s.many = s.few[:0], nil
}

func (s *idSet) has(id uuid.UUID) bool {
	if s.many != nil {
		_, ok := s.many[id]
		return ok
	}
	return slices.Contains(s.few, id)
}

func (s *idSet) add(id uuid.UUID) {
	if s.many == nil && len(s.few) < fewIDs {
		s.few = append(s.few, id)
		return
	}
	if s.many == nil {
		s.many = make(map[uuid.UUID]struct{}, 4*fewIDs)
		for _, seen := range s.few {
			s.many[seen] = struct{}{}
		}
	}
	s.many[id] = struct{}{}
}
