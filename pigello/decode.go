package pigello

import (
	"bytes"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/uuid"
)

// ParseOrganization reads one object as the API answers it, and as exports keep
// it on a line. data is copied.
func ParseOrganization(data []byte) (Organization, error) {
	return decodeOrganization(bytes.TrimSpace(data))
}

// decodeOrganization decodes one object; data has no spaces around it and is
// copied, never kept. The fast path reads what the API sends; whatever it
// isn't sure of – escapes, numbers, odd types, an error – is the library's.
func decodeOrganization(data []byte) (Organization, error) {
	raw := bytes.Clone(data)
	if o, ok := decodeFast(raw); ok {
		return o, nil
	}
	return decodePlain(raw)
}

// span is a run of bytes in the record.
type span struct{ from, to int }

// fields of the record that the fast path met, as bits; a second meeting is a
// duplicate name, which the library refuses.
const (
	sawID = 1 << iota
	sawName
	sawCustomID
	sawParent
	sawCreated
	sawTags
	sawColumns
)

// fastRecord is the state of one decoding.
type fastRecord struct {
	b       []byte
	i       int
	saw     int
	org     Organization
	name    span
	custom  span
	created span
	unknown [8][]byte // names of fields not known here, for finding duplicates
	extra   int
}

// decodeFast decodes raw and lets the organization's raw fields point into it.
func decodeFast(raw []byte) (Organization, bool) {
	r := fastRecord{b: raw}
	if !r.object() {
		return Organization{}, false
	}
	r.org.Raw = raw
	r.texts()
	return r.org, true
}

// object reads the whole record.
func (r *fastRecord) object() bool {
	if !r.eat('{') {
		return false
	}
	for {
		r.space()
		key, ok := r.str()
		if !ok || !r.eatAfterSpace(':') {
			return false
		}
		r.space()
		if !r.member(key) {
			return false
		}
		r.space()
		if r.eat(',') {
			continue
		}
		return r.eat('}') && r.i == len(r.b) && r.saw&sawID != 0
	}
}

// member reads the value of one field.
func (r *fastRecord) member(key span) bool {
	var bit int
	ok := false
	switch string(r.b[key.from:key.to]) {
	case NameID:
		bit = sawID
		r.org.ID, ok = r.id()
	case NameName:
		bit = sawName
		r.name, ok = r.str()
	case NameCustomID:
		bit = sawCustomID
		if r.null() {
			r.org.CustomID, ok = Null[string](), true
		} else if r.custom, ok = r.str(); ok {
			r.org.CustomID.state = stateValue
		}
	case NameOrganization:
		bit = sawParent
		ok = r.parent()
	case NameCreatedAt:
		bit = sawCreated
		r.created, ok = r.str()
	case NameTags:
		bit = sawTags
		r.org.Tags, ok = r.value()
	case NameCustomerColumns:
		bit = sawColumns
		r.org.CustomerColumns, ok = r.value()
	default:
		return r.other(key)
	}
	ok = ok && r.saw&bit == 0
	r.saw |= bit
	return ok
}

// other passes over a field that is not known here.
func (r *fastRecord) other(key span) bool {
	name := r.b[key.from:key.to]
	if r.extra == len(r.unknown) {
		return false
	}
	for _, earlier := range r.unknown[:r.extra] {
		if bytes.Equal(earlier, name) {
			return false
		}
	}
	r.unknown[r.extra] = name
	r.extra++
	_, ok := r.value()
	return ok
}

// parent reads null, {"id": "…"} of that very form, or leaves the rest to the library.
func (r *fastRecord) parent() bool {
	if r.null() {
		r.org.Parent = Null[uuid.UUID]()
		return true
	}
	start := r.i
	if r.eat('{') {
		r.space()
		if r.prefix(`"id"`) && r.eatAfterSpace(':') {
			r.space()
			if id, ok := r.id(); ok && r.eatAfterSpace('}') {
				r.org.Parent = Some(id)
				return true
			}
		}
	}
	r.i = start
	v, ok := r.value()
	if !ok {
		return false
	}
	parent, err := parentOf(v)
	r.org.Parent = parent
	return err == nil
}

// texts makes the strings of the record, one allocation for all three.
func (r *fastRecord) texts() {
	var space [512]byte
	buf := append(space[:0], r.b[r.name.from:r.name.to]...)
	buf = append(buf, r.b[r.custom.from:r.custom.to]...)
	buf = append(buf, r.b[r.created.from:r.created.to]...)
	all := string(buf)
	n, c := r.name.to-r.name.from, r.custom.to-r.custom.from
	r.org.Name, r.org.CreatedAt = all[:n], all[n+c:]
	if r.org.CustomID.state == stateValue {
		r.org.CustomID.value = all[n : n+c]
	}
}

func (r *fastRecord) space() {
	for r.i < len(r.b) {
		switch r.b[r.i] {
		case ' ', '\t', '\n', '\r':
			r.i++
		default:
			return
		}
	}
}

func (r *fastRecord) eat(c byte) bool {
	if r.i < len(r.b) && r.b[r.i] == c {
		r.i++
		return true
	}
	return false
}

func (r *fastRecord) eatAfterSpace(c byte) bool {
	r.space()
	return r.eat(c)
}

func (r *fastRecord) prefix(s string) bool {
	if len(r.b)-r.i >= len(s) && string(r.b[r.i:r.i+len(s)]) == s {
		r.i += len(s)
		return true
	}
	return false
}

func (r *fastRecord) null() bool { return r.prefix("null") }

// str reads a string without escapes, and gives up on any other.
func (r *fastRecord) str() (span, bool) {
	if !r.eat('"') {
		return span{}, false
	}
	from, ascii := r.i, true
	for i := from; i < len(r.b); i++ {
		switch c := r.b[i]; {
		case c == '"':
			r.i = i + 1
			return span{from, i}, ascii || utf8.Valid(r.b[from:i])
		case c == '\\' || c < ' ':
			return span{}, false
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	return span{}, false
}

// id reads a string of 36 characters.
func (r *fastRecord) id() (id uuid.UUID, ok bool) {
	if len(r.b)-r.i < 38 || r.b[r.i] != '"' || r.b[r.i+37] != '"' {
		return id, false
	}
	s := r.b[r.i+1 : r.i+37]
	if s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return id, false
	}
	var bad byte
	for i, at := range [16]byte{0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34} {
		hi, lo := hexValue[s[at]], hexValue[s[at+1]]
		bad |= hi | lo
		id[i] = hi<<4 | lo&15
	}
	r.i += 38
	return id, bad < 16
}

// hexValue is the value of a hexadecimal digit, 0xff for any other byte.
var hexValue = func() (t [256]byte) {
	for i := range t {
		t[i] = 0xff
	}
	for i := range byte(10) {
		t['0'+i] = i
	}
	for i := range byte(6) {
		t['a'+i], t['A'+i] = 10+i, 10+i
	}
	return t
}()

// value reads any value and returns it as it stands; all but null is checked
// by the library.
func (r *fastRecord) value() (jsontext.Value, bool) {
	from := r.i
	if r.null() {
		return r.b[from:r.i:r.i], true
	}
	to := valueEnd(r.b, from)
	v := jsontext.Value(r.b[from:to:to])
	if len(v) == 0 || !v.IsValid() {
		return nil, false
	}
	r.i = to
	return v, true
}

// valueEnd finds where a value that begins at i ends, brackets and strings
// counted but nothing else checked.
func valueEnd(b []byte, i int) int {
	n, _ := (&elementEnd{}).find(b[i:])
	return i + n
}
