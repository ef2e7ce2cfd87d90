package main

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
)

func at(second int) func() time.Time {
	return func() time.Time { return time.Date(2026, 11, 23, 20, 35, second, 0, time.UTC) }
}

func TestEventLines(t *testing.T) {
	var b strings.Builder
	s := newEvents(&b, at(29))
	s.send(eventNext{Command: "orgbatch list <x>"})
	s.send(nothing{})
	want := `{"schema":"orgbatch/1","type":"next","time":"2026-11-23T20:35:29Z","command":"orgbatch list <x>"}` + "\n" +
		`{"schema":"orgbatch/1","type":"nothing","time":"2026-11-23T20:35:29Z"}` + "\n"
	if b.String() != want {
		t.Errorf("got\n%s", b.String())
	}
}

type nothing struct{}

func (nothing) kind() string  { return "nothing" }
func (nothing) about() string { return "" }

// TestEveryEventIsOneObject: each type, empty, is a line of valid JSON.
func TestEveryEventIsOneObject(t *testing.T) {
	for _, e := range eventTypes() {
		if o, ok := e.(eventOrganization); ok {
			o.Organization = json.RawMessage(`{}`)
			e = o
		}
		var b strings.Builder
		newEvents(&b, at(0)).send(e)
		var got map[string]any
		if err := json.Unmarshal([]byte(b.String()), &got); err != nil || got["type"] != e.kind() {
			t.Errorf("%s: %q, %v", e.kind(), b.String(), err)
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
	s := newEvents(&room, at(0))
	for range 3 {
		s.send(nothing{})
	}
	if s.err == nil || room != -1 {
		t.Errorf("err %v after %d writes", s.err, 1-room)
	}
}
