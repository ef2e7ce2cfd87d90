package main

import "slices"

// cycles: rows that would make an organization its own ancestor, over file and live data together, are wrong. What is wrong moves nothing,
// so that another ring may be left.
func (m *rules) cycles() {
	for found := true; found; {
		var ring []int
		for i, r := range m.Rows {
			if r.Parent != "" && r.Parent != null && !m.bad[i] && !m.held[i] && m.comesBack(i) {
				ring = append(ring, i)
			}
		}
		for _, i := range ring {
			m.bad[i] = true
		}
		found = len(ring) > 0
	}
}

// comesBack walks up from a row and tells whether it meets it again.
func (m *rules) comesBack(i int) bool {
	start := m.placeOf(m.targetOf(i))
	if start != i {
		return false // another row speaks for its organization
	}
	seen := map[target]bool{}
	for at := m.above(target{row: i + 1}); at != (target{}) && !seen[at]; at = m.above(at) {
		if at == (target{row: i + 1}) {
			return true
		}
		seen[at] = true
	}
	return false
}

// placeOf gives the first row that speaks of an organization, -1 for none.
func (m *rules) placeOf(t target) int {
	if t.row > 0 {
		return t.row - 1
	}
	if i := slices.Index(m.spoken, t.live); i >= 0 {
		return i
	}
	return slices.IndexFunc(m.v, func(v verdict) bool { return v.live == t.live })
}

// above gives the parent as it will be: of the row that speaks for a live organization if there is one.
func (m *rules) above(at target) target {
	live := at.live
	if at.row > 0 {
		i := at.row - 1
		switch {
		case (m.bad[i] || m.held[i]) && m.v[i].live > 0:
		case len(m.parent[i]) == 1:
			return m.speaker(m.parent[i][0])
		case m.Rows[i].Parent == null || m.v[i].live == 0:
			return target{}
		}
		live = m.v[i].live
	}
	if live == 0 || m.untold || m.Live[live-1].Parent == 0 {
		return target{}
	}
	return m.speaker(target{live: m.Live[live-1].Parent})
}

func (m *rules) speaker(t target) target {
	if i := m.placeOf(t); i >= 0 {
		return target{row: i + 1}
	}
	return t
}

// moves: of moves that could close a circle on the way, though there is none in the end, each waits for the next one above it.
func (m *rules) moves() {
	for i := range m.v {
		if !m.isMove(i) {
			continue
		}
		start := target{row: i + 1}
		for at := m.above(start); m.mayReach(at, start, map[target]bool{}); at = m.above(at) {
			if at.row > 0 && m.isMove(at.row-1) {
				m.v[i].waits = append(m.v[i].waits, at.row-1)
				break
			}
		}
	}
}

func (m *rules) isMove(i int) bool {
	return m.v[i].sets.parent && m.v[i].follow < 0 && !m.bad[i] && !m.held[i]
}

// mayReach tells whether steps up, each to a parent of now or of then, lead from one organization to another.
func (m *rules) mayReach(from, to target, seen map[target]bool) bool {
	if from == (target{}) || seen[from] {
		return false
	}
	seen[from] = true
	return from == to || m.mayReach(m.above(from), to, seen) || m.mayReach(m.aboveNow(from), to, seen)
}

// aboveNow gives the parent as it is.
func (m *rules) aboveNow(at target) target {
	live := at.live
	if at.row > 0 {
		live = m.v[at.row-1].live
	}
	if live == 0 || m.untold || m.Live[live-1].Parent == 0 {
		return target{}
	}
	return m.speaker(target{live: m.Live[live-1].Parent})
}

// passDown: what waits for a row that isn't written isn't written either; in a ring nothing can be first.
func (m *rules) passDown() {
	for i := range m.v {
		if t := m.parent[i]; len(t) == 1 && t[0].row > 0 && t[0].row-1 != i {
			m.v[i].waits = append(m.v[i].waits, t[0].row-1)
			if m.v[i].live > 0 && !m.v[i].sets.parent {
				m.v[i].beside = t[0].row
			}
		}
	}
	m.spread()
	for i := range m.v {
		if !m.bad[i] && !m.held[i] && m.inRing(i, map[int]bool{}) {
			defer func() { m.held[i] = true }()
		}
	}
}

// spread gives rows the fate of those that they wait for, until nothing changes.
func (m *rules) spread() {
	for changed := true; changed; {
		changed = false
		for i := range m.v {
			for _, before := range m.v[i].waits {
				if !m.bad[i] && !m.held[i] && (m.bad[before] || m.held[before]) {
					m.bad[i], m.held[i], changed = m.bad[before], m.held[before] && !m.bad[before], true
				}
			}
		}
	}
}

// inRing tells whether a row waits, over others, for a ring.
func (m *rules) inRing(i int, path map[int]bool) bool {
	if path[i] {
		return true
	}
	path[i] = true
	defer delete(path, i)
	for _, before := range m.v[i].waits {
		if m.inRing(before, path) {
			return true
		}
	}
	return false
}

func (m *rules) action(i int) string {
	v := &m.v[i]
	switch {
	case m.bad[i]:
		return "reject"
	case m.held[i]:
		return "hold"
	case v.follow >= 0:
		return "follow"
	case v.live == 0:
		return "create"
	case v.sets.name || v.sets.custom || v.sets.parent:
		return "update"
	}
	return "unchanged"
}
