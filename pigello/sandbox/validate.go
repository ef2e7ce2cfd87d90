package sandbox

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// change is what a valid element asks for. has tells an absent field from null.
type change struct {
	id        uid
	hasID     bool
	texts     textValues
	has       [len(texts)]bool
	parent    []byte // nil: null
	hasParent bool
}

// nameRule is whether an element must have a name.
type nameRule uint8

const (
	nameRequired nameRule = iota
	nameOptional
)

// read checks what can be known of an element without the database. A field with a problem is as
// if absent.
func (ru *rules) read(one element, name nameRule) (change, problems) {
	var c change
	var p problems
	if one.other != "" {
		return c, one.notObject()
	}
	for i, value := range one.texts {
		switch {
		case value != nil:
			c.texts[i], c.has[i] = ru.readText(i, value, &p)
		case i == theName && name == nameRequired:
			p.add(texts[i].name, "This field is required.")
		}
	}
	if one.parent != nil {
		c.parent, c.hasParent = readParent(one.parent, &p)
	}
	if one.id != nil && one.id.Kind() != 'n' {
		c.id, c.hasID = readID("id", one.id, &p)
	}
	if ru.UnknownFields == "refused" {
		for _, field := range one.unknown {
			p.add(field, "Unknown field.")
		}
	}
	return c, p
}

// readText reads the ith of texts as the API's character fields do: numbers count as what Python
// prints of them, the ends are trimmed.
func (ru *rules) readText(i int, value jsontext.Value, p *problems) (s text, ok bool) {
	field, limit := texts[i].name, texts[i].limit
	var str string
	switch value.Kind() {
	case 'n':
		if i == theName {
			p.add(field, "This field may not be null.")
		}
		return nil, i != theName
	case '"':
		raw, err := jsontext.AppendUnquote(nil, value)
		if err != nil {
			p.add(field, "Not a valid string.")
			return nil, false
		}
		str = string(raw)
	case '0':
		str = numberText(string(value))
	default:
		p.add(field, "Not a valid string.")
		return nil, false
	}
	if ru.Whitespace == "trimmed" {
		str = strings.TrimFunc(str, isSpace)
	}
	switch {
	case str == "":
		p.add(field, "This field may not be blank.")
	case strings.ContainsRune(str, 0):
		p.add(field, "Null characters are not allowed.")
	case utf8.RuneCountInString(str) > limit:
		p.addf(field, "Ensure this field has no more than %d characters.", limit)
	default:
		return text(str), true
	}
	return nil, false
}

// numberText is what Python's str gives for a JSON number: 1.50 is 1.5, 1e3 is 1000.0.
func numberText(s string) string {
	if !strings.ContainsAny(s, ".eE") {
		if s == "-0" {
			return "0"
		}
		return s
	}
	f, _ := strconv.ParseFloat(s, 64) // too large a one is inf, as in Python
	if math.IsInf(f, 0) {
		return strings.TrimPrefix(strings.ToLower(strconv.FormatFloat(f, 'g', -1, 64)), "+")
	}
	if size := math.Abs(f); size != 0 && (size < 1e-4 || size >= 1e16) {
		return strconv.FormatFloat(f, 'e', -1, 64)
	}
	str := strconv.FormatFloat(f, 'f', -1, 64)
	if !strings.Contains(str, ".") {
		str += ".0"
	}
	return str
}

// isSpace is what Python's str.strip takes away.
func isSpace(r rune) bool { return unicode.IsSpace(r) || 0x1c <= r && r <= 0x1f }

// readParent reads {"id": "<uuid>"} or null.
func readParent(value jsontext.Value, p *problems) (parent []byte, ok bool) {
	switch value.Kind() {
	case 'n':
		return nil, true
	case '{':
		inner, err := readElement(value)
		if err != nil || inner.id == nil {
			p.add("organization", "The id is required.")
			return nil, false
		}
		if id, ok := readID("organization", inner.id, p); ok {
			return id[:], true
		}
		return nil, false
	}
	p.addf("organization", "Invalid data. Expected a dictionary, but got %s.", pythonType(value))
	return nil, false
}

func readID(field string, value jsontext.Value, p *problems) (id uid, ok bool) {
	if value.Kind() == '"' {
		raw, err := jsontext.AppendUnquote(nil, value)
		if id, ok = parseID(string(raw)); ok && err == nil {
			return id, true
		}
	}
	p.add(field, "Must be a valid UUID.")
	return id, false
}
