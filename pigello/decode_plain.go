package pigello

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/uuid"
)

// errNoID marks an object that is no organization: it has no id.
var errNoID = errors.New("the object has no id")

// fieldTypeError says that a field of an answer is of another type than documented.
type fieldTypeError struct {
	field string
	value string
}

func (e *fieldTypeError) Error() string {
	return fmt.Sprintf("field %s is %s, which is not what Pigello documents", e.field, e.value)
}

// plainRecord is the record as the library reads it: names are exact, doubled
// names and bad UTF-8 are refused.
type plainRecord struct {
	ID              jsontext.Value `json:"id"`
	Name            jsontext.Value `json:"name"`
	CustomID        jsontext.Value `json:"custom_id"`
	Organization    jsontext.Value `json:"organization"`
	CreatedAt       jsontext.Value `json:"created_at"`
	Tags            jsontext.Value `json:"tags"`
	CustomerColumns jsontext.Value `json:"customer_columns"`
}

// decodePlain decodes raw by the library; the fast path does the same, faster.
func decodePlain(raw []byte) (Organization, error) {
	var rec plainRecord
	if err := json.Unmarshal(raw, &rec); err != nil {
		return Organization{}, err
	}
	if rec.ID == nil {
		return Organization{}, errNoID
	}
	o := Organization{Tags: rec.Tags, CustomerColumns: rec.CustomerColumns, Raw: raw}
	var name, created Optional[string]
	var errs [5]error
	o.ID, errs[0] = idOf(NameID, rec.ID)
	name, errs[1] = textOf(NameName, rec.Name)
	o.CustomID, errs[2] = textOf(NameCustomID, rec.CustomID)
	o.Parent, errs[3] = parentOf(rec.Organization)
	created, errs[4] = textOf(NameCreatedAt, rec.CreatedAt)
	if err := cmp.Or(errs[:]...); err != nil {
		return Organization{}, err
	}
	o.Name, o.CreatedAt = name.value, created.value
	return o, nil
}

// textOf reads a string, null or nothing.
func textOf(field string, v jsontext.Value) (Optional[string], error) {
	switch {
	case v == nil:
		return Optional[string]{}, nil
	case v.Kind() == jsontext.KindNull:
		return Null[string](), nil
	case v.Kind() != jsontext.KindString:
		return Optional[string]{}, &fieldTypeError{field, shorten(string(v), maxQuoted)}
	}
	s, err := jsontext.AppendUnquote(nil, v)
	if err != nil {
		return Optional[string]{}, fmt.Errorf("read field %s: %w", field, err)
	}
	return Some(string(s)), nil
}

// idOf reads an id of 36 characters.
func idOf(field string, v jsontext.Value) (uuid.UUID, error) {
	text, err := textOf(field, v)
	s, ok := text.Get()
	if err != nil || !ok || !IsUUID(s) {
		return uuid.UUID{}, &fieldTypeError{field, shorten(string(v), maxQuoted)}
	}
	return uuid.Parse(s)
}

// parentOf reads the organization field: null is no parent, an object with an
// id (or the bare id) is one, anything without an id doesn't tell.
func parentOf(v jsontext.Value) (Optional[uuid.UUID], error) {
	var untold Optional[uuid.UUID]
	if v == nil {
		return untold, nil
	}
	switch v.Kind() {
	case jsontext.KindNull:
		return Null[uuid.UUID](), nil
	case jsontext.KindString:
	case jsontext.KindBeginObject:
		var inner struct {
			ID jsontext.Value `json:"id"`
		}
		if err := json.Unmarshal(v, &inner); err != nil {
			return untold, fmt.Errorf("read field %s: %w", NameOrganization, err)
		}
		if parentUntold(inner.ID) {
			return untold, nil
		}
		v = inner.ID
	default:
		return untold, &fieldTypeError{NameOrganization, shorten(string(v), maxQuoted)}
	}
	id, err := idOf(NameOrganization+"."+NameID, v)
	if err != nil {
		return untold, err
	}
	return Some(id), nil
}
