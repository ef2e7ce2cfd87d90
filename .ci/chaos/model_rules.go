package main

import (
	"slices"
	"strings"

	"github.com/google/uuid"
)

// The model: what an import means, in plain and slow Go, written from the rules that users are told. It shares nothing with importer.

// verdict is what a plan says of a row.
type verdict struct {
	action string // create, update, unchanged, reject, hold, follow
	live   int    // the live organization that the row speaks of, counted from 1; 0 for a new one
	follow int    // the row whose fate a follow shares
	waits  []int  // rows that must be written before
	beside int    // of these, counted from 1, the one that makes a parent which isn't set, since the API tells no parents; its end doesn't matter
	parent target // of creates, and of updates that set it
	sets   struct{ name, custom, parent bool }
}

// target is an organization as a plan knows it: a live one, counted from 1, or the row that makes it, counted from 1.
type target struct{ live, row int }

// rules is the model at work on one scenario.
type rules struct {
	*scenario
	v       []verdict
	bad     []bool // rejected so far
	held    []bool
	problem []bool     // the row's parent is missing or ambiguous
	parent  [][]target // by row: what its parent may be
	spoken  []int      // by row: the live organization that it names by its id
	untold  bool       // the API doesn't tell parents
}

func (s *scenario) plan() []verdict {
	n := len(s.Rows)
	m := &rules{scenario: s, v: make([]verdict, n), bad: make([]bool, n), held: make([]bool, n), problem: make([]bool, n), untold: s.Answers["parent-answer"] == "empty"}
	for i, r := range s.Rows {
		m.bad[i] = r.Bad
		m.v[i].follow = -1
	}
	m.match()
	m.findParents()
	m.duplicates()
	for i := range s.Rows {
		m.decideOld(i)
	}
	for i := range s.Rows {
		m.decideNew(i)
	}
	m.freeNames()
	m.cycles()
	m.moves()
	m.passDown()
	for i := range m.v {
		m.v[i].action = m.action(i)
	}
	return m.v
}

// hasID tells a row that names its organization by an id, and has one in the right form.
func (m *rules) hasID(i int) bool { _, err := uuid.Parse(m.Rows[i].ID); return err == nil }

// value gives a cell's value, "" where it has none.
func value(cell string) string {
	if cell == null {
		return ""
	}
	return cell
}

// match: by id where the cell has one, else by name; or by the one key that was asked for.
func (m *rules) match() {
	key := m.Options.Key
	m.spoken = make([]int, len(m.Rows))
	for i := range m.Rows {
		if (key == "" || key == "id") && m.hasID(i) {
			m.v[i].live = m.liveOf(m.Rows[i].ID)
			m.spoken[i] = m.v[i].live
			m.bad[i] = m.bad[i] || m.v[i].live == 0 // an id that isn't there is never created
		}
	}
	for i, r := range m.Rows {
		switch {
		case key == "custom_id":
			m.matchCustom(i)
		case key == "name" || key == "" && !m.hasID(i):
			if live := m.byName(r.Name); live > 0 && r.Name != "" && !m.givesUp(live) {
				m.v[i].live = live
			}
		default:
			continue
		}
		if m.hasID(i) && !m.held[i] && (m.v[i].live == 0 || liveID(m.v[i].live) != r.ID) {
			m.bad[i] = true // the id contradicts the key
		}
	}
}

func (m *rules) matchCustom(i int) {
	code, hits := value(m.Rows[i].Custom), []int(nil)
	for at, o := range m.Live {
		if code != "" && o.Custom == code {
			hits = append(hits, at+1)
		}
	}
	switch {
	case code == "":
		m.bad[i] = true
	case len(hits) == 1:
		m.v[i].live = hits[0]
	case len(hits) > 1:
		m.held[i] = true
	}
}

func (m *rules) liveOf(id string) int {
	for at := range m.Live {
		if liveID(at+1) == id {
			return at + 1
		}
	}
	return 0
}

// givesUp tells a live organization whose row, found by another key than the name, gives it another name.
func (m *rules) givesUp(live int) bool {
	for i, r := range m.Rows {
		if m.v[i].live == live && r.Name != "" && r.Name != m.Live[live-1].Name {
			return true
		}
	}
	return false
}

// targetOf is the organization that a row speaks of. Rows of one new name speak of one.
func (m *rules) targetOf(i int) target {
	if m.v[i].live > 0 {
		return target{live: m.v[i].live}
	}
	for j := range m.Rows {
		if m.v[j].live == 0 && m.Rows[j].Name == m.Rows[i].Name && m.Rows[i].Name != "" {
			return target{row: j + 1}
		}
	}
	return target{row: i + 1}
}

// findParents: an id, else a name, else a custom_id, of a row or of a live organization; two different ones are ambiguous.
func (m *rules) findParents() {
	m.parent = make([][]target, len(m.Rows))
	kind := strings.TrimPrefix(m.parents(), "organization")
	for i, r := range m.Rows {
		if r.Parent == "" || r.Parent == null {
			continue
		}
		_, err := uuid.Parse(r.Parent)
		if kind == "_id" || kind == "" && err == nil {
			if live := m.liveOf(r.Parent); live > 0 {
				m.parent[i] = []target{{live: live}}
			}
		} else {
			if kind != "_custom_id" {
				m.parent[i] = m.called(func(name, _ string) bool { return name == r.Parent })
			}
			if kind != "_name" && len(m.parent[i]) == 0 {
				m.parent[i] = m.called(func(_, custom string) bool { return custom == r.Parent })
			}
		}
		m.problem[i] = len(m.parent[i]) != 1
		m.bad[i] = m.bad[i] || m.problem[i]
	}
}

// called collects the different organizations that are called something.
func (m *rules) called(is func(name, custom string) bool) (hits []target) {
	add := func(t target) {
		if !slices.Contains(hits, t) {
			hits = append(hits, t)
		}
	}
	for i, r := range m.Rows {
		if is(value(r.Name), value(r.Custom)) {
			add(m.targetOf(i))
		}
	}
	for at, o := range m.Live {
		if is(o.Name, o.Custom) {
			add(target{live: at + 1})
		}
	}
	return hits
}

// duplicates: of equal rows the first counts, contradicting ones are all wrong; and a name is one organization's.
func (m *rules) duplicates() {
	groups := map[target][]int{}
	for i := range m.Rows {
		if m.v[i].live > 0 || m.Rows[i].Name != "" && !m.hasID(i) {
			groups[m.targetOf(i)] = append(groups[m.targetOf(i)], i)
		}
	}
	for t, group := range groups {
		if t.row > 0 && !slices.Contains(group, t.row-1) {
			group = append([]int{t.row - 1}, group...) // the first of the name, though its id is of nowhere
		}
		first := group[0]
		if differs := slices.ContainsFunc(group, func(i int) bool { return !m.same(first, i) }); len(group) > 1 {
			for _, i := range group {
				if m.bad[i] = m.bad[i] || differs; !differs && i != first {
					m.v[i].follow = first
				}
			}
		}
	}
	for i, r := range m.Rows {
		for j, q := range m.Rows {
			if r.Name != "" && r.Name == q.Name && m.targetOf(i) != m.targetOf(j) {
				m.bad[i], m.bad[j] = true, true
			}
		}
	}
}

// same tells whether two rows of one organization ask for the same.
func (m *rules) same(i, j int) bool {
	a, b := m.Rows[i], m.Rows[j]
	one := len(m.parent[i]) == 1 && len(m.parent[j]) == 1 && m.parent[i][0] == m.parent[j][0]
	return a.Name == b.Name && a.Custom == b.Custom && (one || a.Parent == b.Parent)
}

// decideOld: what the mode allows, and what differs from the live organization.
func (m *rules) decideOld(i int) {
	r, v := m.Rows[i], &m.v[i]
	if m.bad[i] || m.held[i] || v.follow >= 0 || v.live == 0 {
		return
	}
	if m.bad[i] = m.Options.Mode == "create"; m.bad[i] {
		return
	}
	o := m.Live[v.live-1]
	v.sets.name = r.Name != "" && r.Name != o.Name
	v.sets.custom = r.Custom == null && o.Custom != "" || value(r.Custom) != "" && r.Custom != o.Custom
	if known := len(m.parent[i]) == 1; !m.untold && (r.Parent == null && o.Parent > 0 || known && m.parent[i][0] != target{live: o.Parent}) {
		v.sets.parent = true
		if known {
			v.parent = m.parent[i][0]
		}
	}
}

// decideNew: what the mode allows, and what may be there under another spelling.
func (m *rules) decideNew(i int) {
	r, v := m.Rows[i], &m.v[i]
	if m.bad[i] || m.held[i] || v.follow >= 0 || v.live > 0 {
		return
	}
	if len(m.parent[i]) == 1 {
		v.parent = m.parent[i][0]
	}
	m.bad[i] = m.Options.Mode == "update" || r.Name == ""
	m.held[i] = !m.bad[i] && !m.Options.AllowTwins && m.isTwin(i)
}

func (m *rules) isTwin(i int) bool {
	r := m.Rows[i]
	for at, o := range m.Live {
		if alike(r.Name) == alike(o.Name) && !m.givesUp(at+1) || o.Custom != "" && o.Custom == r.Custom && !m.losesCustom(at+1) {
			return true
		}
	}
	return false
}

// losesCustom tells a live organization whose custom_id the file changes.
func (m *rules) losesCustom(live int) bool {
	return slices.ContainsFunc(m.v, func(v verdict) bool { return v.live == live && v.sets.custom && v.follow < 0 })
}

// alike brings names that a person takes for the same to one text.
func alike(name string) string {
	name = strings.ReplaceAll(strings.ToLower(name), "aktiebolag", "ab")
	return strings.Join(strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune(" ,&\"/;", r) }), "")
}

// freeNames: a name that a live organization keeps can't be had; one that it gives up, only after that.
func (m *rules) freeNames() {
	for i, r := range m.Rows {
		v := &m.v[i]
		if m.bad[i] || m.held[i] || v.follow >= 0 || r.Name == "" || v.live > 0 && !v.sets.name {
			continue
		}
		owner := m.byName(r.Name)
		if owner == 0 || owner == v.live {
			continue
		}
		giver := slices.IndexFunc(m.v, func(w verdict) bool { return w.live == owner })
		if giver < 0 || !m.v[giver].sets.name || m.bad[giver] || m.held[giver] {
			m.bad[i] = true
			continue
		}
		v.waits = append(v.waits, giver)
	}
}
