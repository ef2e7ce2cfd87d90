package pigello

import (
	"fmt"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/uuid"
)

// Organization is one object as the API answered it. It owns everything it
// points to: nothing is reused by a later row. Tags and CustomerColumns share
// the memory of Raw, so change none of the three in place.
type Organization struct {
	ID uuid.UUID
	// Name is empty in rows of a slim list.
	Name string
	// CustomID is absent when the answer didn't have the field.
	CustomID Optional[string]
	// Parent is the id of the parent organization: null for none, and absent
	// when the answer doesn't tell (the field is missing, or {}).
	Parent Optional[uuid.UUID]
	// CreatedAt is RFC 3339, exactly as received; empty when the answer has none.
	CreatedAt string
	// Tags and CustomerColumns are raw JSON, null included; nil when absent.
	Tags, CustomerColumns jsontext.Value
	// Raw is the whole object as received, fields unknown to this package included.
	Raw jsontext.Value
}

// CreatedTime parses CreatedAt.
func (o Organization) CreatedTime() (time.Time, error) {
	t, err := time.Parse(time.RFC3339Nano, o.CreatedAt)
	if err != nil {
		return time.Time{}, fmt.Errorf("read created_at of organization %s: %w", o.ID, err)
	}
	return t, nil
}
