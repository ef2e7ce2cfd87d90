package event

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

func at(second int) func() time.Time {
	return func() time.Time { return time.Date(2026, 11, 23, 20, 35, second, 0, time.UTC) }
}

func TestEventLines(t *testing.T) {
	var b strings.Builder
	s := NewStream(&b, at(29))
	s.Send(Next{Command: "orgbatch list <x>"})
	s.Send(nothing{})
	want := `{"schema":"orgbatch/1","type":"next","time":"2026-11-23T20:35:29Z","command":"orgbatch list <x>"}` + "\n" +
		`{"schema":"orgbatch/1","type":"nothing","time":"2026-11-23T20:35:29Z"}` + "\n"
	if b.String() != want {
		t.Errorf("got\n%s", b.String())
	}
}

type nothing struct{}

func init() { kinds[reflect.TypeFor[nothing]()] = "nothing" }

// TestNoEvent: what isn't listed as an event is none.
func TestNoEvent(t *testing.T) {
	var b strings.Builder
	s := NewStream(&b, at(0))
	s.Send(head{})
	if s.Failed() == nil || b.String() != "" {
		t.Errorf("%v, %q", s.Failed(), b.String())
	}
}

// TestEveryEventIsOneObject: each type, empty, is a line of valid JSON.
func TestEveryEventIsOneObject(t *testing.T) {
	for _, known := range Types {
		e := known.Event
		if o, ok := e.(Organization); ok {
			o.Organization = json.RawMessage(`{}`)
			e = o
		}
		var b strings.Builder
		NewStream(&b, at(0)).Send(e)
		var got map[string]any
		if err := json.Unmarshal([]byte(b.String()), &got); err != nil || got["type"] != known.Kind {
			t.Errorf("%s: %q, %v", known.Kind, b.String(), err)
		}
	}
}

// full is a writer whose disk is full after some writes.
type full int

func (f *full) Write(p []byte) (int, error) {
	if *f--; *f < 0 {
		return 0, errors.New("no room")
	}
	return len(p), nil
}

// TestEventsThatCannotBeWritten: the first failure stays.
func TestEventsThatCannotBeWritten(t *testing.T) {
	room := full(1)
	s := NewStream(&room, at(0))
	for range 3 {
		s.Send(nothing{})
	}
	if s.err == nil || room != -1 {
		t.Errorf("err %v after %d writes", s.err, 1-room)
	}
}
