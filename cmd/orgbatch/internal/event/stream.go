// Package event is the stream of --json: its types, their schema, and how values of the
// libraries become events.
package event

import (
	"fmt"
	"io"
	"reflect"
	"sync"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	jsonv1 "github.com/go-json-experiment/json/v1"
	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/run"
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
	line, err := json.Marshal(h, form)
	if err != nil {
		return nil, err
	}
	rest, err := json.Marshal(e, form)
	if err != nil {
		return nil, err
	}
	if len(rest) > len("{}") {
		line[len(line)-1] = ','
		line = append(line, rest[1:]...)
	}
	return append(line, '\n'), nil
}

// form is how values are written: as encoding/json does it, but for those of the libraries that
// stand otherwise in an event.
var form = json.JoinOptions(jsonv1.DefaultOptionsV1(), jsontext.EscapeForHTML(false), json.WithMarshalers(json.JoinMarshalers(
	json.MarshalToFunc(func(e *jsontext.Encoder, s run.Severity) error {
		return e.WriteToken(jsontext.String(s.String()))
	}),
	json.MarshalToFunc(func(e *jsontext.Encoder, d time.Duration) error {
		return e.WriteToken(jsontext.Float(d.Seconds()))
	}),
	json.MarshalToFunc(func(e *jsontext.Encoder, id uuid.UUID) error {
		if id == uuid.Nil {
			return e.WriteToken(jsontext.String(""))
		}
		return e.WriteToken(jsontext.String(id.String()))
	}),
	json.MarshalToFunc(func(e *jsontext.Encoder, s run.Source) error { return json.MarshalEncode(e, ofSource(s)) }),
)))
