package sandbox

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"

	"github.com/go-json-experiment/json/jsontext"
)

// element is one object of a body, its values as they were sent; a nil value is an absent field.
type element struct {
	id, parent jsontext.Value
	texts      [len(texts)]jsontext.Value
	unknown    []string
	other      string // what it is when it is no object, in Python's words
}

// readOnly are the fields that a client may send back and that change nothing.
var readOnly = map[string]bool{"created_at": true, "customer_columns": true, "tags": true}

// decoder reads a body as Python's json does: the last of double names counts.
func decoder(body []byte) *jsontext.Decoder {
	return jsontext.NewDecoder(bytes.NewBuffer(body), jsontext.AllowDuplicateNames(true))
}

// readOne reads a body that is one object.
func readOne(body []byte) (element, *reply) {
	dec := decoder(body)
	value, err := dec.ReadValue()
	if err != nil {
		return element{}, malformed(err)
	}
	one, err := readElement(value.Clone())
	if err != nil {
		return element{}, malformed(err)
	}
	if refusal := readEnd(dec); refusal != nil {
		return element{}, refusal
	}
	if one.other != "" {
		return element{}, invalid(one.notObject())
	}
	return one, nil
}

// readMany reads a body that is an array.
func readMany(body []byte) ([]element, *reply) {
	dec := decoder(body)
	switch kind := dec.PeekKind(); kind {
	case '[':
		_, _ = dec.ReadToken()
	default:
		value, err := dec.ReadValue()
		if err != nil {
			return nil, malformed(err)
		}
		if refusal := readEnd(dec); refusal != nil {
			return nil, refusal
		}
		return nil, invalid(problems{{"non_field_errors", fmt.Sprintf("Expected a list of items but got type %q.", pythonType(value))}})
	}
	var list []element
	for dec.PeekKind() != ']' {
		value, err := dec.ReadValue()
		if err != nil {
			return nil, malformed(err)
		}
		one, err := readElement(value.Clone())
		if err != nil {
			return nil, malformed(err)
		}
		list = append(list, one)
	}
	if _, err := dec.ReadToken(); err != nil {
		return nil, malformed(err)
	}
	return list, readEnd(dec)
}

// readEnd refuses what follows the body's one value.
func readEnd(dec *jsontext.Decoder) *reply {
	if dec.PeekKind() != 0 {
		return malformed(fmt.Errorf("extra data at char %d", dec.InputOffset()))
	}
	if rest := bytes.TrimLeft(dec.UnreadBuffer(), " \t\r\n"); len(rest) > 0 {
		return malformed(fmt.Errorf("extra data at char %d", dec.InputOffset()))
	}
	return nil
}

// readElement takes an object apart. The parts point into value.
func readElement(value jsontext.Value) (one element, err error) {
	if value.Kind() != '{' {
		one.other = pythonType(value)
		return one, nil
	}
	err = eachMember(value, func(field string, part jsontext.Value) error {
		one.put(field, part)
		return nil
	})
	return one, err
}

// eachMember gives the parts of an object to take, which may keep them.
func eachMember(object jsontext.Value, take func(field string, part jsontext.Value) error) error {
	dec := decoder(object)
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	for dec.PeekKind() != '}' {
		name, err := dec.ReadToken()
		if err != nil {
			return err
		}
		field := name.String()
		part, err := dec.ReadValue()
		if err != nil {
			return err
		}
		if err := take(field, part.Clone()); err != nil {
			return err
		}
	}
	return nil
}

func (one *element) put(field string, part jsontext.Value) {
	switch field {
	case "id":
		one.id = part
	case "organization":
		one.parent = part
	default:
		if i := textNamed(field); i >= 0 {
			one.texts[i] = part
		} else if !readOnly[field] {
			one.unknown = append(one.unknown, field)
		}
	}
}

func (one *element) notObject() problems {
	return problems{{"non_field_errors", fmt.Sprintf("Invalid data. Expected a dictionary, but got %s.", one.other)}}
}

// malformed answers a body that is no JSON, with the place in bytes.
func malformed(err error) *reply {
	if syntax, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		err = fmt.Errorf("invalid JSON at char %d", syntax.ByteOffset)
	}
	return detail(http.StatusBadRequest, "JSON parse error - "+err.Error())
}

// pythonType names the type of a JSON value as the API does.
func pythonType(value jsontext.Value) string {
	switch value.Kind() {
	case '{':
		return "dict"
	case '[':
		return "list"
	case '"':
		return "str"
	case 't', 'f':
		return "bool"
	case 'n':
		return "NoneType"
	}
	if bytes.ContainsAny(value, ".eE") {
		return "float"
	}
	return "int"
}
