package run

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// appendRow encodes a row, but not its index, which is its place.
func appendRow(dst []byte, r *Row) []byte {
	dst = binary.AppendUvarint(dst, uint64(r.Source))
	dst = binary.AppendUvarint(dst, uint64(r.Number))
	dst = binary.AppendUvarint(dst, uint64(r.Line))
	dst = append(binary.AppendUvarint(dst, uint64(len(r.Raw))), r.Raw...)
	dst = binary.AppendUvarint(dst, uint64(len(r.Cells)))
	for _, c := range r.Cells {
		dst = append(dst, byte(c.Kind))
		dst = appendText(dst, c.Text)
	}
	dst = appendText(dst, r.Identity)
	dst = appendText(dst, r.Values.ID)
	dst = appendText(dst, r.Values.Name)
	dst = appendMaybe(dst, r.Values.CustomID)
	dst = appendMaybe(dst, r.Values.Parent)
	return appendText(dst, r.Values.ParentKind)
}

// decodeRow is the other way. The row's memory is its own.
func decodeRow(b []byte, index int) (Row, error) {
	c := cursor{s: string(b)}
	r := Row{Index: index, Source: c.int(math.MaxInt32), Number: c.int(math.MaxInt32), Line: c.int(math.MaxInt32)}
	if raw := c.text(); raw != "" {
		r.Raw = []byte(raw)
	}
	if n := c.int(len(c.s) / 2); n > 0 { // a cell takes two bytes at least
		r.Cells = make([]tabular.Cell, n)
	}
	for i := range r.Cells {
		r.Cells[i].Kind = tabular.Kind(c.byte())
		r.Cells[i].Text = c.text()
	}
	r.Identity = c.text()
	r.Values.ID, r.Values.Name = c.text(), c.text()
	r.Values.CustomID, r.Values.Parent, r.Values.ParentKind = c.maybe(), c.maybe(), c.text()
	if err := c.end(); err != nil {
		return Row{}, fmt.Errorf("row %d: %w", index, err)
	}
	return r, nil
}

// The parts that a decision may have. Most have few.
const (
	hasID = 1 << iota
	hasParentRow
	hasParentID
	hasNameAfter
	hasSameAs
	hasBefore
	hasAfter
	setParent
	setCustomID
	setName
	hasMoveAfter
	allParts = 1<<iota - 1
)

// parts says what a decision has.
func parts(d *Decision) (flags uint64) {
	for _, part := range [...]struct {
		flag uint64
		has  bool
	}{
		{hasID, d.ID != uuid.Nil}, {hasParentRow, d.ParentRow >= 0}, {hasParentID, d.ParentID != uuid.Nil},
		{hasNameAfter, d.NameAfter >= 0}, {hasSameAs, d.SameAs >= 0},
		{hasBefore, d.Before != Snapshot{}}, {hasAfter, d.After != Snapshot{}},
		{hasMoveAfter, d.MoveAfter > 0}, {setParent, d.SetParent}, {setCustomID, d.SetCustomID}, {setName, d.SetName},
	} {
		if part.has {
			flags |= part.flag
		}
	}
	return flags
}

func appendDecision(dst []byte, d *Decision) []byte {
	flags := parts(d)
	dst = binary.AppendUvarint(append(dst, byte(d.Action)), flags)
	if flags&hasID != 0 {
		dst = append(dst, d.ID[:]...)
	}
	if flags&hasParentID != 0 {
		dst = append(dst, d.ParentID[:]...)
	}
	for _, row := range [...]int32{d.ParentRow, d.NameAfter, d.SameAs} {
		if row >= 0 {
			dst = binary.AppendUvarint(dst, uint64(row))
		}
	}
	if d.MoveAfter > 0 {
		dst = binary.AppendUvarint(dst, uint64(d.MoveAfter))
	}
	for _, s := range [...]*Snapshot{&d.Before, &d.After} {
		if *s != (Snapshot{}) {
			dst = appendMaybe(appendMaybe(appendText(dst, s.Name), s.CustomID), s.Parent)
		}
	}
	return dst
}

func decodeDecision(b []byte, index int) (Decision, error) {
	c := cursor{s: string(b)}
	d := Decision{Action: Action(c.byte()), ParentRow: -1, NameAfter: -1, SameAs: -1}
	flags := c.int(allParts)
	if flags&hasID != 0 {
		d.ID = c.uuid()
	}
	if flags&hasParentID != 0 {
		d.ParentID = c.uuid()
	}
	for i, row := range [...]*int32{&d.ParentRow, &d.NameAfter, &d.SameAs} {
		if flags&[...]int{hasParentRow, hasNameAfter, hasSameAs}[i] != 0 {
			*row = int32(c.int(math.MaxInt32))
		}
	}
	if flags&hasMoveAfter != 0 {
		d.MoveAfter = int32(c.int(math.MaxInt32))
	}
	for i, s := range [...]*Snapshot{&d.Before, &d.After} {
		if flags&[...]int{hasBefore, hasAfter}[i] != 0 {
			*s = Snapshot{Name: c.text(), CustomID: c.maybe(), Parent: c.maybe()}
		}
	}
	d.SetParent, d.SetCustomID, d.SetName = flags&setParent != 0, flags&setCustomID != 0, flags&setName != 0
	if err := c.end(); err != nil {
		return Decision{}, fmt.Errorf("decision of row %d: %w", index, err)
	}
	return d, nil
}
