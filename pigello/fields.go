package pigello

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"
)

// Names of the fields of an organization, as the API spells them.
const (
	NameID              = "id"
	NameName            = "name"
	NameCustomID        = "custom_id"
	NameOrganization    = "organization"
	NameCreatedAt       = "created_at"
	NameTags            = "tags"
	NameCustomerColumns = "customer_columns"
)

// Longest texts that the API takes, in characters (documented).
const (
	MaxNameLength     = 255
	MaxCustomIDLength = 128
)

// FieldType is what the values of a field are.
type FieldType uint8

// The types of fields.
const (
	TypeUUID      FieldType = iota // 36 characters, with dashes
	TypeText                       // a string
	TypeReference                  // {"id": "…"} of another organization
	TypeTime                       // RFC 3339 date-time, UTC
	TypeJSON                       // anything
)

// String names the type in words.
func (t FieldType) String() string {
	switch t {
	case TypeUUID:
		return "uuid"
	case TypeText:
		return "text"
	case TypeReference:
		return "reference"
	case TypeTime:
		return "date-time"
	default:
		return "json"
	}
}

// Field is one line of the table that drives headers, mapping, checks,
// filters and encoding.
type Field struct {
	Name string
	Type FieldType
	// MaxLength counts characters (not bytes); 0 for no limit.
	MaxLength int
	Required  bool
	Unique    bool
	Nullable  bool
	ReadOnly  bool
	// Operators are those that filter by this field, beside exact; empty for
	// a field that cannot be filtered by.
	Operators []Operator
	// Filterable reports whether the field takes filters, and so ordering.
	Filterable bool
	// Doc is one sentence for a person.
	Doc string
	// Get returns the field of an organization as text: ids in 36 characters,
	// the parent as its id, created_at as received, tags and customer_columns
	// as compact JSON; null and absent stay what they are.
	Get func(*Organization) Optional[string]
}

// Fields returns the ordered table of the resource's fields; the slice is the
// caller's own. A line without Get is of a field that has no place of its own in
// Organization.
func Fields() []Field {
	idOperators := []Operator{OpIn, OpIsNull}
	timeOperators := []Operator{OpGt, OpGte, OpIn, OpIsNull, OpLt, OpLte}
	textOperators := []Operator{
		OpContains, OpEndsWith, OpIContains, OpIEndsWith, OpIExact, OpIn, OpIsNull, OpIStartsWith, OpStartsWith,
	}
	fields := []Field{
		{
			Name: NameID, Type: TypeUUID, Unique: true, ReadOnly: true, Filterable: true, Operators: idOperators,
			Doc: "The organization's id.",
			Get: func(o *Organization) Optional[string] { return Some(o.ID.String()) },
		},
		{
			Name: NameName, Type: TypeText, MaxLength: MaxNameLength,
			Required: true, Unique: true, Filterable: true, Operators: textOperators,
			Doc: "The organization's name; no two may be the same.",
			Get: func(o *Organization) Optional[string] { return Some(o.Name) },
		},
		{
			Name: NameCustomID, Type: TypeText, MaxLength: MaxCustomIDLength,
			Nullable: true, Filterable: true, Operators: textOperators,
			Doc: "A number or code of the customer's own; it may occur twice.",
			Get: func(o *Organization) Optional[string] { return o.CustomID },
		},
		{
			Name: NameOrganization, Type: TypeReference, Nullable: true, Filterable: true, Operators: idOperators,
			Doc: "The parent organization.", Get: getParent,
		},
		{
			Name: NameCreatedAt, Type: TypeTime, ReadOnly: true, Filterable: true, Operators: timeOperators,
			Doc: "When Pigello made the row.", Get: getCreatedAt,
		},
		{
			Name: NameTags, Type: TypeJSON, Nullable: true, ReadOnly: true,
			Doc: "Tags, as Pigello holds them.",
			Get: func(o *Organization) Optional[string] { return getJSON(o.Tags) },
		},
		{
			Name: NameCustomerColumns, Type: TypeJSON, Nullable: true, ReadOnly: true,
			Doc: "Columns that the customer added.",
			Get: func(o *Organization) Optional[string] { return getJSON(o.CustomerColumns) },
		},
	}
	for i, f := range fields {
		if f.Get == nil {
			fields[i].Get = received(f.Name)
		}
	}
	return fields
}

// received reads a field where Raw has it: a text, or other JSON as it stands.
func received(name string) func(*Organization) Optional[string] {
	return func(o *Organization) Optional[string] {
		v := rawField(o.Raw, name)
		if text, err := textOf(name, v); err == nil {
			return text
		}
		return getJSON(v)
	}
}

// FieldByName returns the field of that exact name.
func FieldByName(name string) (Field, bool) {
	for _, f := range Fields() {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}

func getParent(o *Organization) Optional[string] {
	switch o.Parent.state {
	case stateAbsent:
		return Optional[string]{}
	case stateNull:
		return Null[string]()
	default:
		return Some(o.Parent.value.String())
	}
}

func getCreatedAt(o *Organization) Optional[string] {
	if o.CreatedAt == "" {
		return Optional[string]{}
	}
	return Some(o.CreatedAt)
}

// getJSON compacts a raw value; what cannot be compacted is given as it came.
func getJSON(v jsontext.Value) Optional[string] {
	switch {
	case v == nil:
		return Optional[string]{}
	case string(v) == "null":
		return Null[string]()
	}
	if bytes.ContainsAny(v, " \t\r\n") {
		c := v.Clone()
		if err := c.Compact(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)); err == nil {
			v = c
		}
	}
	return Some(string(v))
}
