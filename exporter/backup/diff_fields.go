package backup

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/pigello"
)

// The fields that are compared in ways of their own.
const (
	fieldID      = pigello.NameID
	fieldName    = pigello.NameName
	fieldParent  = pigello.NameOrganization
	fieldCreated = pigello.NameCreatedAt
)

// object is a row taken apart.
type object struct {
	name   string
	untold bool // the parent isn't told
	// fields are in compact JSON with sorted keys, without the id and a parent that isn't told.
	fields map[string]jsontext.Value
}

// parseObject takes a row apart.
func parseObject(raw []byte) (*object, error) {
	value := jsontext.Value(bytes.Clone(raw))
	// The text of numbers counts: 1.10 and a long number may mean more than their value.
	if err := value.Canonicalize(jsontext.CanonicalizeRawInts(false), jsontext.CanonicalizeRawFloats(false)); err != nil {
		return nil, fmt.Errorf("compare an organization: %w", err)
	}
	o := &object{untold: true, fields: map[string]jsontext.Value{}}
	dec := jsontext.NewDecoder(bytes.NewReader(value))
	if _, err := dec.ReadToken(); err != nil {
		return nil, fmt.Errorf("compare an organization: %w", err)
	}
	for dec.PeekKind() == jsontext.KindString {
		key, err := dec.ReadToken()
		if err != nil {
			return nil, fmt.Errorf("compare an organization: %w", err)
		}
		name := key.String()
		v, err := dec.ReadValue()
		if err != nil {
			return nil, fmt.Errorf("compare an organization: %w", err)
		}
		o.take(name, v.Clone())
	}
	return o, nil
}

func (o *object) take(name string, v jsontext.Value) {
	switch name {
	case fieldID:
		return
	case fieldName:
		o.name = textOf(v)
	case fieldParent:
		if v = parentOf(v); v == nil {
			return
		}
		o.untold = false
	}
	o.fields[name] = v
}

// parentOf is the id within a parent, or null; nil where it isn't told.
func parentOf(v jsontext.Value) jsontext.Value {
	switch v.Kind() {
	case jsontext.KindNull, jsontext.KindString:
		return v
	case jsontext.KindBeginObject:
		dec := jsontext.NewDecoder(bytes.NewReader(v))
		if _, err := dec.ReadToken(); err != nil {
			return nil
		}
		for dec.PeekKind() == jsontext.KindString {
			key, err := dec.ReadToken()
			if err != nil {
				return nil
			}
			name := key.String()
			inner, err := dec.ReadValue()
			if err != nil {
				return nil
			}
			if name == fieldID && inner.Kind() == jsontext.KindString {
				return inner.Clone()
			}
		}
	}
	return nil
}

// textOf is the text of a JSON string, and of anything else its JSON; "" for
// null and for nothing.
func textOf(v jsontext.Value) string {
	switch {
	case v == nil || v.Kind() == jsontext.KindNull:
		return ""
	case v.Kind() != jsontext.KindString:
		return string(v)
	}
	text, err := jsontext.AppendUnquote(nil, v)
	if err != nil {
		return string(v)
	}
	return string(text)
}

// BeforeText and AfterText are the two values as a person reads them: a string
// without its quotes, null and what isn't there as "", all else as JSON.
func (f FieldChange) BeforeText() string { return textOf(f.Before) }

// AfterText is the later value; see [FieldChange.BeforeText].
func (f FieldChange) AfterText() string { return textOf(f.After) }

// change compares a pair. It is nil where nothing differs; untold says that a
// parent wasn't compared.
func (d *Diff) change(p pair) (c *Change, untold bool, err error) {
	if p.a != nil && p.b != nil && bytes.Equal(p.a.raw, p.b.raw) && !maybeUntold(p.a.raw) {
		return nil, false, nil
	}
	var a, b *object
	if p.a != nil {
		if a, err = parseObject(p.a.raw); err != nil {
			return nil, false, err
		}
	}
	if p.b != nil {
		if b, err = parseObject(p.b.raw); err != nil {
			return nil, false, err
		}
	}
	switch {
	case b == nil:
		return &Change{Kind: Removed, ID: p.a.id, Name: a.name, Fields: a.all(false)}, false, nil
	case a == nil:
		return &Change{Kind: Added, ID: p.b.id, Name: b.name, Fields: b.all(true)}, false, nil
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

// maybeUntold says of an object that is on both sides the same whether it has
// to be looked at, to count that its parent isn't told.
func maybeUntold(raw []byte) bool {
	org, err := pigello.ParseOrganization(raw)
	return err != nil || org.Parent.IsAbsent()
}

// has says whether both sides can tell of a field.
func (d *Diff) has(field string) bool {
	return (d.A.has == nil || d.A.has[field]) && (d.B.has == nil || d.B.has[field])
}

// all are the fields of an organization that is on one side alone.
func (o *object) all(added bool) []FieldChange {
	var fields []FieldChange
	for name, v := range o.fields {
		if added {
			fields = append(fields, FieldChange{Field: name, After: v})
		} else {
			fields = append(fields, FieldChange{Field: name, Before: v})
		}
	}
	return inOrder(fields)
}

// differing are the fields that aren't the same.
func (d *Diff) differing(a, b *object) []FieldChange {
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

func (d *Diff) equal(f FieldChange) bool {
	if (f.Before == nil) == (f.After == nil) && bytes.Equal(f.Before, f.After) {
		return true
	}
	if (d.A.table || d.B.table) && f.BeforeText() == f.AfterText() {
		return true // a cell knows neither null nor numbers
	}
	switch f.Field {
	case fieldParent:
		return f.Before != nil && f.After != nil && strings.EqualFold(f.BeforeText(), f.AfterText()) && f.BeforeText() != ""
	case fieldCreated:
		return sameTime(f.BeforeText(), f.AfterText())
	}
	return false
}

// sameTime compares two times as instants. Some answers have whole seconds and
// others fractions: a time told to the second is any within it.
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
		return cmp.Or(cmp.Compare(placeOf(a.Field), placeOf(b.Field)), cmp.Compare(a.Field, b.Field))
	})
	return fields
}

func placeOf(field string) int {
	known := [...]string{fieldName, pigello.NameCustomID, fieldParent, fieldCreated, pigello.NameTags, pigello.NameCustomerColumns}
	if at := slices.Index(known[:], field); at >= 0 {
		return at
	}
	return len(known)
}

// idIn is the id that a parent's value names, uuid.Nil for none.
func idIn(v jsontext.Value) uuid.UUID {
	id, err := uuid.Parse(textOf(v))
	if err != nil {
		return uuid.Nil
	}
	return id
}
