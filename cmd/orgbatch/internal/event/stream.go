// Package event is the stream of --json: its types, their schema, and how values of the
// libraries become events.
package event

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"sync"
	"time"
)

// The event stream of --json: standard output holds one JSON object a line,
//
//	{"schema":"orgbatch/1","type":"books","time":"2026-11-23T20:35:29Z", …}
//
// schema, type and time stand in every one; the rest is by type, as the structs
// below say and `orgbatch help json` prints. Within a schema version, types and
// keys may be added and none changes its meaning: readers pass over what they
// don't know. The last event of every command is "exit".

// SchemaVersion names the schema; its number grows when a key is taken away or
// changes its meaning.
const SchemaVersion = "orgbatch/1"

// Stream writes the stream. It is safe for concurrent use.
type Stream struct {
	mu  sync.Mutex
	w   io.Writer
	now func() time.Time
	err error // the first failure; nothing is written after it
}

// NewStream streams to w.
func NewStream(w io.Writer, now func() time.Time) *Stream { return &Stream{w: w, now: now} }

// head is what stands in every event.
type head struct {
	Schema string    `json:"schema"`
	Type   string    `json:"type"`
	Time   time.Time `json:"time"`
}

// Send writes one event as one line; without --json there is no stream, and nothing is sent.
func (s *Stream) Send(e any) {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return
	}
	kind, known := kinds[reflect.TypeOf(e)]
	if !known {
		s.err = fmt.Errorf("%T is no event", e)
		return
	}
	line, err := encodeEvent(head{SchemaVersion, kind, s.now().UTC()}, e)
	if err == nil {
		_, err = s.w.Write(line)
	}
	s.err = err
}

// Failed is why the stream broke off, nil for one that is whole.
func (s *Stream) Failed() error {
	if s == nil {
		return nil
	}
	return s.err
}

// encodeEvent joins the two objects into one line.
func encodeEvent(h head, e any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(h); err != nil {
		return nil, err
	}
	b.Truncate(b.Len() - len("}\n"))
	start := b.Len()
	if err := encoder.Encode(e); err != nil {
		return nil, err
	}
	line := b.Bytes()
	if bytes.Equal(line[start:], []byte("{}\n")) {
		return append(line[:start], '}', '\n'), nil
	}
	line[start] = ','
	return line, nil
}
