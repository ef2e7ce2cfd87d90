package pigello

import (
	"unicode/utf8"

	"github.com/google/uuid"
)

// Write is the body of a create, an update, or one element of a bulk write.
// Absent fields are left out of the body, so that an update leaves them alone.
type Write struct {
	// ID names the organization that a bulk element updates; zero creates.
	// Create refuses it and Update replaces it by its argument.
	ID uuid.UUID
	// Name is always sent: the API requires it of updates too.
	Name     string
	CustomID Optional[string]
	// Parent is sent as {"id": "…"}, or as null for no parent.
	Parent Optional[uuid.UUID]
}

// AppendJSON appends the write as one compact JSON object and returns the
// longer slice. Bytes of a text that are not UTF-8 are sent as U+FFFD.
func (w Write) AppendJSON(dst []byte) []byte {
	dst = append(dst, '{')
	if w.ID != (uuid.UUID{}) {
		dst = append(dst, `"id":"`...)
		dst = appendUUID(dst, w.ID)
		dst = append(dst, `",`...)
	}
	dst = append(dst, `"name":`...)
	dst = appendString(dst, w.Name)
	switch w.CustomID.state {
	case stateNull:
		dst = append(dst, `,"custom_id":null`...)
	case stateValue:
		dst = append(dst, `,"custom_id":`...)
		dst = appendString(dst, w.CustomID.value)
	}
	switch w.Parent.state {
	case stateNull:
		dst = append(dst, `,"organization":null`...)
	case stateValue:
		dst = append(dst, `,"organization":{"id":"`...)
		dst = appendUUID(dst, w.Parent.value)
		dst = append(dst, `"}`...)
	}
	return append(dst, '}')
}

const hexDigits = "0123456789abcdef"

// appendUUID appends the 36-character form without an allocation.
func appendUUID(dst []byte, id uuid.UUID) []byte {
	for i, b := range id {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			dst = append(dst, '-')
		}
		dst = append(dst, hexDigits[b>>4], hexDigits[b&15])
	}
	return dst
}

// appendString appends s as a JSON string: runs that need no escape are
// copied whole.
func appendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 {
				dst = append(dst, s[start:i]...)
				dst = append(dst, "\uFFFD"...)
				start = i + 1
			}
			i += size
			continue
		}
		if c < ' ' || c == '"' || c == '\\' {
			dst = append(dst, s[start:i]...)
			dst = appendEscape(dst, c)
			start = i + 1
		}
		i++
	}
	dst = append(dst, s[start:]...)
	return append(dst, '"')
}

// appendEscape appends the escape of a quote, a backslash or a control character.
func appendEscape(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\b':
		return append(dst, '\\', 'b')
	case '\f':
		return append(dst, '\\', 'f')
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	default:
		return append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
	}
}
