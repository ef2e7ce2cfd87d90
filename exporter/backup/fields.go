package backup

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// FieldCounter counts which fields the objects have, and of which kind. It allocates nothing for an
// object whose fields were all met before.
type FieldCounter struct {
	counts map[string]*kindCounts // by name
	spelt  map[string]*kindCounts // by name as objects spell it, quotes included
	dec    jsontext.Decoder
	buf    bytes.Buffer
}

type kindCounts [len(Kinds)]int

// Kinds are the kinds of a JSON value as the manifest has them.
var Kinds = [...]string{"string", "number", "bool", "null", "object", "array"}

func kindOf(k jsontext.Kind) int {
	switch k {
	case jsontext.KindString:
		return 0
	case jsontext.KindNumber:
		return 1
	case jsontext.KindTrue, jsontext.KindFalse:
		return 2
	case jsontext.KindNull:
		return 3
	case jsontext.KindBeginObject:
		return 4
	}
	return 5
}

// Add counts the fields of one object, whose names are known to differ.
func (c *FieldCounter) Add(raw []byte) error {
	c.buf = *bytes.NewBuffer(raw)
	c.dec.Reset(&c.buf, jsontext.AllowDuplicateNames(true))
	if _, err := c.dec.ReadToken(); err != nil {
		return fmt.Errorf("look at the fields: %w", err)
	}
	for c.dec.PeekKind() == jsontext.KindString {
		key, err := c.dec.ReadValue()
		if err != nil {
			return fmt.Errorf("look at the fields: %w", err)
		}
		counts := c.spelt[string(key)]
		if counts == nil {
			if counts, err = c.meet(key); err != nil {
				return err
			}
		}
		counts[kindOf(c.dec.PeekKind())]++
		if err := c.dec.SkipValue(); err != nil {
			return fmt.Errorf("look at the fields: %w", err)
		}
	}
	return nil
}

// meet takes up a field, or another spelling of one.
func (c *FieldCounter) meet(key jsontext.Value) (*kindCounts, error) {
	name, err := jsontext.AppendUnquote(nil, key)
	if err != nil {
		return nil, fmt.Errorf("look at the fields: %w", err)
	}
	if c.counts == nil {
		c.counts, c.spelt = map[string]*kindCounts{}, map[string]*kindCounts{}
	}
	counts := c.counts[string(name)]
	if counts == nil {
		counts = new(kindCounts)
		c.counts[string(name)] = counts
	}
	c.spelt[string(key)] = counts
	return counts, nil
}

// Fields are what was counted, as the manifest has it.
func (c *FieldCounter) Fields() []Field {
	var fields []Field
	for _, name := range slices.Sorted(maps.Keys(c.counts)) {
		f := Field{Name: name, Kinds: map[string]int{}}
		for k, n := range c.counts[name] {
			if n > 0 {
				f.Kinds[Kinds[k]] = n
			}
		}
		fields = append(fields, f)
	}
	return fields
}

// types are the kinds of a field's values; null is none of them. "" means that all were null, which
// goes with any type.
func (f Field) types() string {
	var names []string
	for _, k := range Kinds {
		if k != "null" && f.Kinds[k] > 0 {
			names = append(names, k)
		}
	}
	return strings.Join(names, " or ")
}

// driftOf names the fields that are new, lost or of another type. If either snapshot has no rows,
// there is nothing to compare.
func driftOf(before, now []Field) []Drift {
	if len(before) == 0 || len(now) == 0 {
		return nil
	}
	was := map[string]string{} // the types of fields that aren't met again
	for _, f := range before {
		was[f.Name] = f.types()
	}
	var drift []Drift
	for _, f := range now {
		old, known := was[f.Name]
		delete(was, f.Name)
		switch types := f.types(); {
		case !known:
			drift = append(drift, Drift{Field: f.Name, Change: "new", Now: types})
		case old != types && old != "" && types != "":
			drift = append(drift, Drift{Field: f.Name, Change: "retyped", Was: old, Now: types})
		}
	}
	for _, f := range before {
		if types, lost := was[f.Name]; lost {
			drift = append(drift, Drift{Field: f.Name, Change: "lost", Was: types})
		}
	}
	return drift
}

// String says it in a sentence without a full stop.
func (d Drift) String() string {
	switch {
	case d.Change == "retyped":
		return fmt.Sprintf("the field %s is %s now, and was %s", d.Field, d.Now, d.Was)
	case d.Change == "lost":
		return fmt.Sprintf("the field %s is gone", d.Field)
	}
	return fmt.Sprintf("the field %s is new", d.Field)
}
