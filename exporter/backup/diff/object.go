package diff

import (
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/exporter/backup"
)

// object is a row taken apart.
type object struct {
	name   string
	untold bool // the parent isn't told
	// fields are in compact JSON with sorted keys, without the id and a parent that isn't told.
	fields map[string]jsontext.Value
}

// object takes a row apart; nil stays nil.
func (r *sideRow) object() (*object, error) {
	if r == nil {
		return nil, nil
	}
	value, err := backup.Canonical(r.raw)
	if err != nil {
		return nil, err
	}
	o := &object{}
	if err := json.Unmarshal(value, &o.fields); err != nil {
		return nil, fmt.Errorf("compare an organization: %w", err)
	}
	o.name = textOf(o.fields[fieldName])
	parent := parentOf(o.fields[fieldParent])
	if o.untold = parent == nil; o.untold {
		delete(o.fields, fieldParent)
	} else {
		o.fields[fieldParent] = parent
	}
	delete(o.fields, fieldID)
	return o, nil
}

// parentOf is the id within a parent, or null; nil where it isn't told.
func parentOf(v jsontext.Value) jsontext.Value {
	switch v.Kind() {
	case jsontext.KindNull, jsontext.KindString:
		return v
	case jsontext.KindBeginObject:
		var inner struct {
			ID jsontext.Value `json:"id"`
		}
		if err := json.Unmarshal(v, &inner); err == nil && inner.ID.Kind() == jsontext.KindString {
			return inner.ID
		}
	}
	return nil
}

// textOf is the text of a JSON string, and of anything else its JSON; "" for null and for nothing.
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

// BeforeText and AfterText are the two values as a person reads them: a string without its quotes,
// null and what isn't there as "", all else as JSON.
func (f FieldChange) BeforeText() string { return textOf(f.Before) }

// AfterText is the later value; see [FieldChange.BeforeText].
func (f FieldChange) AfterText() string { return textOf(f.After) }

// all are the fields of an organization that was added, or removed.
func (o *object) all(kind ChangeKind) []FieldChange {
	fields := []FieldChange{} // not nil, also of an object without any
	for name, v := range o.fields {
		f := FieldChange{Field: name, Before: v}
		if kind == Added {
			f.Before, f.After = nil, v
		}
		fields = append(fields, f)
	}
	return inOrder(fields)
}

// idIn is the id that a parent's value names, uuid.Nil for none.
func idIn(v jsontext.Value) uuid.UUID {
	id, err := uuid.Parse(textOf(v))
	if err != nil {
		return uuid.Nil
	}
	return id
}
