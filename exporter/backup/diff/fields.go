package diff

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/orgbatch/orgbatch/pigello"
)

// The fields that are compared in ways of their own.
const (
	fieldID      = pigello.NameID
	fieldName    = pigello.NameName
	fieldParent  = pigello.NameOrganization
	fieldCreated = pigello.NameCreatedAt
)

// change compares a pair. It is nil where nothing differs; untold says that a parent wasn't
// compared.
func (d *Comparison) change(p pair) (c *Change, untold bool, err error) {
	if p.a != nil && p.b != nil && bytes.Equal(p.a.raw, p.b.raw) && !maybeUntold(p.a.raw) {
		return nil, false, nil
	}
	a, errA := p.a.object()
	b, errB := p.b.object()
	switch {
	case errA != nil || errB != nil:
		return nil, false, cmp.Or(errA, errB)
	case b == nil:
		return &Change{Kind: Removed, ID: p.a.id, Name: a.name, Fields: a.all(Removed)}, false, nil
	case a == nil:
		return &Change{Kind: Added, ID: p.b.id, Name: b.name, Fields: b.all(Added)}, false, nil
	}
	untold = (a.untold || b.untold) && d.has(fieldParent)
	fields := d.differing(a, b)
	if len(fields) == 0 {
		return nil, untold, nil
	}
	c = &Change{Kind: Changed, ID: p.a.id, Name: b.name, Fields: fields}
	if d.has(fieldName) {
		if a.name != b.name {
			c.Was = a.name
		}
	} else {
		c.Name = cmp.Or(b.name, a.name)
	}
	return c, untold, nil
}

// glance is a cheaper change, for counting: of an organization on one side only it needs just the
// name and the parent.
func (d *Comparison) glance(p pair) (c *Change, untold bool, err error) {
	if p.a != nil && p.b != nil {
		return d.change(p)
	}
	row, kind := p.a, Removed
	if row == nil {
		row, kind = p.b, Added
	}
	org, err := pigello.ParseOrganization(row.raw)
	if err != nil { // without an id
		return d.change(p)
	}
	c = &Change{Kind: kind, ID: org.ID, Name: org.Name}
	if parent, ok := org.Parent.Get(); ok {
		c.Fields = []FieldChange{{Field: fieldParent, After: quote(nil, parent.String())}}
	}
	return c, false, nil
}

// maybeUntold reports whether an unchanged object may lack its parent.
func maybeUntold(raw []byte) bool {
	org, err := pigello.ParseOrganization(raw)
	return err != nil || org.Parent.IsAbsent()
}

// has reports whether both sides have a field at all.
func (d *Comparison) has(field string) bool {
	return d.A.has(field) && d.B.has(field)
}

// differing are the fields that aren't the same.
func (d *Comparison) differing(a, b *object) []FieldChange {
	var fields []FieldChange
	compare := func(name string) {
		f := FieldChange{Field: name, Before: a.fields[name], After: b.fields[name]}
		switch {
		case !d.has(name), name == fieldParent && (a.untold || b.untold), d.equal(f):
		default:
			fields = append(fields, f)
		}
	}
	for name := range a.fields {
		compare(name)
	}
	for name := range b.fields {
		if _, both := a.fields[name]; !both {
			compare(name)
		}
	}
	return inOrder(fields)
}

func (d *Comparison) equal(f FieldChange) bool {
	if (f.Before == nil) == (f.After == nil) && bytes.Equal(f.Before, f.After) {
		return true
	}
	if (d.A.columns != nil || d.B.columns != nil) && f.BeforeText() == f.AfterText() {
		return true // a cell knows neither null nor numbers
	}
	switch f.Field {
	case fieldParent:
		return f.Before != nil && f.After != nil &&
			strings.EqualFold(f.BeforeText(), f.AfterText()) && f.BeforeText() != ""
	case fieldCreated:
		return sameTime(f.BeforeText(), f.AfterText())
	}
	return false
}

// sameTime compares two times as instants. Some answers have whole seconds and others fractions: a
// time told to the second is any within it.
func sameTime(a, b string) bool {
	ta, errA := time.Parse(time.RFC3339Nano, a)
	tb, errB := time.Parse(time.RFC3339Nano, b)
	if errA != nil || errB != nil {
		return false
	}
	return ta.Equal(tb) || ta.Unix() == tb.Unix() && (ta.Nanosecond() == 0 || tb.Nanosecond() == 0)
}

// inOrder sorts fields: those of the API as its table has them, then others.
func inOrder(fields []FieldChange) []FieldChange {
	slices.SortFunc(fields, func(a, b FieldChange) int {
		return cmp.Or(cmp.Compare(placeOf(a.Field), placeOf(b.Field)),
			cmp.Compare(a.Field, b.Field))
	})
	return fields
}

func placeOf(field string) int {
	known := [...]string{fieldName, pigello.NameCustomID, fieldParent, fieldCreated,
		pigello.NameTags, pigello.NameCustomerColumns}
	if at := slices.Index(known[:], field); at >= 0 {
		return at
	}
	return len(known)
}
