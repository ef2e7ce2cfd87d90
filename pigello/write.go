package pigello

import (
	"github.com/go-json-experiment/json/jsontext"
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
		dst = append(dst, w.ID.String()...)
		dst = append(dst, `",`...)
	}
	dst = append(dst, `"name":`...)
	dst = appendText(dst, w.Name)
	switch w.CustomID.state {
	case stateNull:
		dst = append(dst, `,"custom_id":null`...)
	case stateValue:
		dst = append(dst, `,"custom_id":`...)
		dst = appendText(dst, w.CustomID.value)
	}
	switch w.Parent.state {
	case stateNull:
		dst = append(dst, `,"organization":null`...)
	case stateValue:
		dst = append(dst, `,"organization":{"id":"`...)
		dst = append(dst, w.Parent.value.String()...)
		dst = append(dst, `"}`...)
	}
	return append(dst, '}')
}

// appendText appends a JSON string with no more escapes than it needs; bytes that are
// not UTF-8, the only thing that can be wrong with one, become U+FFFD.
func appendText(dst []byte, s string) []byte {
	dst, _ = jsontext.AppendQuote(dst, s)
	return dst
}
