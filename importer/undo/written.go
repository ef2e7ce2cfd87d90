package undo

import (
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/live"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/wording"
	"github.com/orgbatch/orgbatch/pigello"
)

// past is a row that the run wrote: what it sent and, of an update, what was
// there before.
type past struct {
	row      int32
	id       uuid.UUID
	write    pigello.Write
	decision run.Decision
}

func (p *past) creates() bool { return p.write.ID == uuid.UUID{} }

// candidates are the rows that the run wrote or may have written, with what the
// import itself already says against undoing them.
func (u *undo) candidates() (rows []int32, against map[int32]string, err error) {
	if u.engine.Run.Meta().Deletes {
		rows, err = u.listed()
		return rows, nil, err
	}
	sent, adopted := make([]bool, len(u.status)), make([]bool, len(u.status))
	for c, err := range u.engine.Run.Journal().Chunks() {
		if err != nil {
			return nil, nil, err
		}
		for _, row := range c.Rows {
			sent[row] = true
		}
		for _, o := range c.Outcomes {
			adopted[o.Row] = o.Adopted
		}
	}
	against = map[int32]string{}
	for i, status := range u.status {
		row := int32(i)
		switch {
		case !sent[i] || status == run.Rejected || status == run.NotReached || u.ids[i] == uuid.UUID{}:
			continue
		case adopted[i]:
			against[row] = wording.English.Undo.FoundUnanswered
		case status == run.Held:
			against[row] = wording.English.Undo.HeldByImport
		case status == run.Unchanged:
			against[row] = wording.English.Undo.FoundThere
		}
		rows = append(rows, row)
	}
	return rows, against, nil
}

// pasts reads what the run wrote of rows.
func (u *undo) pasts(rows []int32) ([]past, error) {
	bodies := push.Bodies{Run: u.engine.Run, IDs: u.ids}
	pasts := make([]past, len(rows))
	for n, row := range rows {
		body, d, err := bodies.Of(row)
		if err != nil {
			return nil, err
		}
		pasts[n] = past{row: row, id: u.ids[row], write: body, decision: d}
		if pasts[n].listed() {
			pasts[n].asCreated()
		}
	}
	return pasts, nil
}

// verdict is what is to be done about a row: UndoNotReached is to undo it.
type verdict struct {
	status run.UndoStatus
	why    string
}

func keep(why string) verdict { return verdict{run.UndoKept, why} }

// found is what is there of a row.
type found struct {
	org     pigello.Organization
	there   bool
	touched bool // an earlier try of this undo may have put a part of it back
}

// judge compares what is there with what the run wrote.
func (p *past) judge(now found) verdict {
	org := now.org
	switch {
	case !now.there && p.creates():
		return verdict{run.UndoReversed, wording.English.Undo.GoneBefore}
	case !now.there:
		return keep(wording.English.Undo.Gone)
	}
	f := p.compare(org)
	switch {
	case p.listed() && f.allWritten() && marked(org) != "":
		return verdict{run.UndoNotReached, wording.English.Undo.Loses(marked(org))}
	case p.creates() && f.allWritten() && marked(org) != "":
		return keep(wording.English.Undo.NotGiven(marked(org)))
	case p.creates() && f.allWritten():
		return verdict{status: run.UndoNotReached}
	case p.creates():
		return keep(wording.English.Undo.ChangedSince(p.differences(org, f)))
	case f.allBefore() && now.touched:
		return verdict{status: run.UndoReversed}
	case f.allWritten() || now.touched && f.allKnown():
		return verdict{status: run.UndoNotReached}
	case f.allBefore():
		return verdict{run.UndoReversed, wording.English.Undo.AsBefore}
	}
	return keep(wording.English.Undo.ChangedSince(p.differences(org, f)))
}

// The fields that a run writes, in this order.
const (
	atName = iota
	atCustomID
	atParent
)

// fieldStates says of each field whether it is as the run wrote it, and whether
// it is as it was before. What isn't told is both.
type fieldStates [3]struct{ written, before bool }

func (p *past) compare(org pigello.Organization) (f fieldStates) {
	f[atName].written = org.Name == p.write.Name
	if p.creates() && !p.listed() {
		f[atCustomID].written = live.IsNew(org.CustomID, p.write.CustomID)
		f[atParent].written = live.IsNew(org.Parent, p.write.Parent)
		return f
	}
	f[atCustomID].written = live.Is(org.CustomID, p.write.CustomID)
	f[atParent].written = live.Is(org.Parent, p.write.Parent)
	f[atName].before = org.Name == p.decision.Before.Name
	f[atCustomID].before = live.Is(org.CustomID, live.CustomID(p.decision.Before))
	f[atParent].before = live.Is(org.Parent, live.Parent(p.decision.Before))
	return f
}

func (f fieldStates) allWritten() bool {
	return f[atName].written && f[atCustomID].written && f[atParent].written
}

func (f fieldStates) allBefore() bool {
	return f[atName].before && f[atCustomID].before && f[atParent].before
}

func (f fieldStates) allKnown() bool {
	for _, one := range f {
		if !one.written && !one.before {
			return false
		}
	}
	return true
}

// putBack is the body that gives a row its former values; a part may leave the
// name as it is there now.
func (p *past) putBack(what part, org pigello.Organization) pigello.Write {
	body := pigello.Write{ID: p.id, Name: p.decision.Before.Name, CustomID: live.CustomID(p.decision.Before), Parent: live.Parent(p.decision.Before)}
	if what == partFields {
		body.Name = org.Name
	}
	return body
}

// differences names the fields that are not as the run wrote them.
func (p *past) differences(org pigello.Organization, f fieldStates) string {
	var parts []string
	if !f[atName].written {
		parts = append(parts, wording.English.Undo.Name(org.Name, p.write.Name))
	}
	if !f[atCustomID].written {
		parts = append(parts, wording.English.Undo.CustomID(orEmpty(org.CustomID), orEmpty(p.write.CustomID)))
	}
	if !f[atParent].written {
		parts = append(parts, wording.English.Undo.OtherParent)
	}
	return strings.Join(parts, ", ")
}

func orEmpty(t pigello.Optional[string]) string {
	if text, ok := t.Get(); ok {
		return strconv.Quote(text)
	}
	return wording.English.Empty
}

// marked says what an organization carries that no import gives it, "" for
// nothing.
func marked(org pigello.Organization) string {
	switch {
	case !hollow(org.Tags) && !hollow(org.CustomerColumns):
		return wording.English.Undo.TagsAndColumns
	case !hollow(org.Tags):
		return wording.English.Undo.Tags
	case !hollow(org.CustomerColumns):
		return wording.English.Undo.CustomerColumns
	}
	return ""
}

// hollow says that a JSON value holds nothing.
func hollow(v []byte) bool {
	switch strings.Join(strings.Fields(string(v)), "") {
	case "", "null", "[]", "{}", `""`:
		return true
	}
	return false
}
