package pigello

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/go-json-experiment/json/jsontext"
)

// BulkAnswer is the answer to a bulk write, as it came: compare it with what
// was sent by identity (id, name), never by position or number. Elements that
// are neither an object with an id nor messages ({} or null) are in neither list.
type BulkAnswer struct {
	// Status is 200 or 201.
	Status int
	// Organizations are the objects with an id, in the order of the answer.
	Organizations []Organization
	// Refused are elements that hold error messages instead, by their place in the answer's array.
	Refused []RowError
}

// BulkWrite creates or updates many organizations in one request:
// POST /sales/organization/list/. It is repeated only when it is known that
// nothing was written (no connection, 429). An answer that is no list of
// objects leaves the fate unknown, and so does a 400: nothing tells whether
// the good rows of a refused array were written.
func (c *Client) BulkWrite(ctx context.Context, ws []Write) (BulkAnswer, error) {
	k := call{op: fmt.Sprintf("write %d organizations", len(ws)), method: http.MethodPost, path: pathList, kind: kindBulk}
	if len(ws) == 0 {
		return BulkAnswer{}, k.usage("there is nothing to write", "")
	}
	k.body = appendBulk(make([]byte, 0, 160*len(ws)), ws)
	a, _, err := c.caller.do(ctx, k)
	if err != nil {
		return BulkAnswer{}, err
	}
	b, err := decodeBulk(a.body)
	if err != nil {
		return BulkAnswer{}, c.caller.unreadable(k, a.status, a.body, err)
	}
	b.Status = a.status
	return b, nil
}

func appendBulk(dst []byte, ws []Write) []byte {
	dst = append(dst, '[')
	for i, w := range ws {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = w.AppendJSON(dst)
	}
	return append(dst, ']')
}

var errNoArray = errors.New("the answer is no list of objects")

// ParseOrganizations reads a list as the API answers it: an array, bare or in
// {"results": […]}. Elements that are no organizations are passed over.
func ParseOrganizations(body []byte) ([]Organization, error) {
	b, err := decodeBulk(body)
	return b.Organizations, err
}

// decodeBulk reads an array of objects or of messages, bare or in {"results": […]}.
func decodeBulk(body []byte) (b BulkAnswer, err error) {
	rows := jsontext.Value(bytes.TrimSpace(body))
	if !rows.IsValid() {
		return b, errNoArray
	}
	if rows.Kind() == jsontext.KindBeginObject {
		rows = rawField(rows, "results")
	}
	if rows.Kind() != jsontext.KindBeginArray {
		return b, errNoArray
	}
	for i, m := range members(rows) {
		o, err := decodeOrganization(m.value)
		if err == nil {
			b.Organizations = append(b.Organizations, o)
			continue
		}
		if fields := flatten(nil, "", m.value, 0); len(fields) > 0 {
			b.Refused = append(b.Refused, RowError{Index: i, Fields: fields})
		}
	}
	return b, nil
}
