package plan

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/check"
	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/letters"
	"github.com/orgbatch/orgbatch/importer/live"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

// liveRow is an organization of the API that a row of the file has to do with.
type liveRow struct {
	id      uuid.UUID
	name    string
	custom  run.Text
	parent  pigello.Optional[uuid.UUID] // absent: the API doesn't tell
	row     int32                       // the row that is matched with it, or none
	renamed bool                        // the file gives it another name
}

// liveList is what planning keeps of the list: the organizations that rows may be
// matched with, refer to or resemble, and who is whose parent.
type liveList struct {
	rows     []liveRow
	byID     map[uuid.UUID]int32
	byName   map[key]int32
	byNear   map[key][]int32
	byCustom map[key][]int32
	byBare   map[key][]int32         // by custom_id without the zeros at its start, where there are some
	parentOf map[uuid.UUID]uuid.UUID // organizations that have a parent
	count    int
	untold   int // organizations whose parent the API didn't tell
	names    *Nearest
}

// read streams the live list once and keeps what the file has to do with.
func (l *liveList) read(ctx context.Context, c *pigello.Client, x *index, progress func(run.Progress)) error {
	*l = liveList{
		byID: map[uuid.UUID]int32{}, byName: map[key]int32{}, byNear: map[key][]int32{},
		byCustom: map[key][]int32{}, byBare: map[key][]int32{}, parentOf: map[uuid.UUID]uuid.UUID{}, names: newNearest(x),
	}
	for org, err := range c.ListAll(ctx, pigello.Query{}, nil) {
		if err != nil {
			return fmt.Errorf("read the organizations that are there now: %w", err)
		}
		l.add(x, org)
		progress(run.Progress{Stage: "match", Rows: l.count})
	}
	return nil
}

func (l *liveList) add(x *index, org pigello.Organization) {
	l.count++
	if org.Parent.IsAbsent() {
		l.untold++
	}
	if parent, ok := org.Parent.Get(); ok {
		l.parentOf[org.ID] = parent
	}
	l.names.Offer(org.Name)

	at := none
	keep := func() int32 {
		if at == none {
			at = int32(len(l.rows))
			l.rows = append(l.rows, liveRow{id: org.ID, name: org.Name, custom: live.Text(org.CustomID), parent: org.Parent, row: none})
			l.byID[org.ID] = at
		}
		return at
	}
	if _, ok := x.byID[org.ID]; ok {
		keep()
	}
	if ref, ok := x.parentsID[org.ID]; ok {
		for ; ref != none; ref = x.parents[ref].sameID {
			x.parents[ref].liveID = keep()
		}
	}
	name := keyOf(org.Name)
	if _, ok := x.byName[name]; ok {
		l.byName[name] = keep()
	}
	for _, kind := range [...]check.ParentKind{check.ParentAny, check.ParentByName} {
		if ref, ok := x.parentsText[kind][name]; ok {
			x.parents[ref].liveName = keep()
		}
	}
	near := keyOf(letters.Fold(org.Name))
	if _, ok := x.byNear[near]; ok {
		l.byNear[near] = append(l.byNear[near], keep())
	}
	if code, ok := org.CustomID.Get(); ok {
		l.addCustom(x, code, keep)
	}
}

// addCustom keeps an organization whose custom_id the file has, maybe without the zeros at its start.
func (l *liveList) addCustom(x *index, code string, keep func() int32) {
	k := keyOf(code)
	if _, ok := x.byCustom[k]; ok {
		l.byCustom[k] = append(l.byCustom[k], keep())
	}
	for _, kind := range [...]check.ParentKind{check.ParentAny, check.ParentByCustomID} {
		if ref, ok := x.parentsText[kind][k]; ok {
			x.parents[ref].liveCustom = append(x.parents[ref].liveCustom, keep())
		}
	}
	if text := bare(code); text != "" {
		k := keyOf(text)
		if _, ok := x.byCustom[k]; ok {
			l.byBare[k] = append(l.byBare[k], keep())
		}
	}
}

// matching finds the organizations that rows speak of.
type matching struct {
	index   *index
	live    *liveList
	issues  *ledger
	mode    Mode
	key     Key
	restore *RestoreOptions
	sum     *Summary
}

// matchRows finds for every row the live organization it speaks of. Ids go
// first, since they say which live rows give their names up.
func (m *matching) matchRows() {
	for i := range m.index.rows {
		if e := &m.index.rows[i]; e.is(hasID) && m.key != KeyName && m.key != KeyCustomID {
			m.matchID(int32(i))
		}
	}
	for i := range m.index.rows {
		switch e := &m.index.rows[i]; {
		case m.key == KeyCustomID:
			m.matchCustom(int32(i))
		case m.key == KeyName, m.key == KeyAuto && !e.is(hasID):
			m.matchName(int32(i))
		}
	}
}

func (m *matching) matchID(i int32) {
	e := &m.index.rows[i]
	m.sum.IDsGiven++
	at, ok := m.live.byID[e.id]
	if !ok && m.restore != nil {
		return // it is made anew, under another id
	}
	if !ok {
		m.sum.countMissingID()
		if m.mode == Delete {
			return // it is gone already
		}
		m.issues.reject(i, codes.UnknownID, pigello.NameID, fmt.Sprintf("no organization has the id %s; remove the id to create a new one, or check that this is the right customer", e.id), e.id.String())
		return
	}
	m.pair(i, at)
}

func (m *matching) matchName(i int32) {
	e := &m.index.rows[i]
	at, ok := m.live.byName[e.name]
	if ok && e.is(hasName) && !m.live.rows[at].renamed {
		m.pair(i, at)
	}
	m.checkID(i)
}

func (m *matching) matchCustom(i int32) {
	e := &m.index.rows[i]
	if !e.is(customValue) {
		m.issues.reject(i, codes.KeyMissing, pigello.NameCustomID, "this row has no custom_id to be matched by; fill it in, or match by name with --key name", "")
		return
	}
	switch hits := m.live.byCustom[e.custom]; len(hits) {
	case 0:
	case 1:
		m.pair(i, hits[0])
	default:
		a, b := m.live.rows[hits[0]], m.live.rows[hits[1]]
		m.issues.hold(i, codes.AmbiguousMatch, pigello.NameCustomID, fmt.Sprintf("%d organizations have this custom_id, %q (%s) and %q (%s) among them; give the id of the one that is meant", len(hits), a.name, a.id, b.name, b.id), a.custom.Text)
	}
	m.checkID(i)
}

// checkID refuses an id that contradicts what the row was matched with by
// another key.
func (m *matching) checkID(i int32) {
	e := &m.index.rows[i]
	if !e.is(hasID) || e.is(held) || e.live != none && m.live.rows[e.live].id == e.id {
		return
	}
	m.issues.reject(i, codes.IDContradicts, pigello.NameID, fmt.Sprintf("the id %s is not that of the organization found by %s; correct one of them, or match by id with --key id", e.id, m.key), e.id.String())
}

func (m *matching) pair(i, at int32) {
	e, l := &m.index.rows[i], &m.live.rows[at]
	e.live = at
	if l.row == none {
		l.row = i
	}
	if e.is(hasName) && keyOf(l.name) != e.name && !m.restore.keeps() {
		l.renamed = true
	}
}
