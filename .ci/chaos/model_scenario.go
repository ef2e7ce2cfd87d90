package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// scenario is all that a run depends on: small, printable, and made smaller when it fails.
type scenario struct {
	Seed    uint64            `json:"seed"`
	Live    []org             `json:"live,omitempty"`
	Rows    []row             `json:"rows,omitempty"`
	JSONL   bool              `json:"jsonl,omitempty"`  // the form of the file, else CSV
	Parents string            `json:"parents,omitzero"` // the header of the parent's column
	Options options           `json:"options,omitzero"`
	Answers map[string]string `json:"answers,omitempty"` // to the open questions; what isn't named has its default
	Faults  map[string]string `json:"faults,omitempty"`
	Late    late              `json:"late,omitzero"`
	Others  []change          `json:"others,omitempty"` // by somebody else, between plan and apply
	Cuts    []cut             `json:"cuts,omitempty"`
	Exact   bool              `json:"exact,omitempty"` // every row is a plain update, so that exactly those are held that somebody changed
	Undo    bool              `json:"undo,omitempty"`
	Since   []change          `json:"since,omitempty"` // by somebody else, half between apply and undo and half once that is planned; of organizations by their names
	UndoCut []cut             `json:"undo_cuts,omitempty"`
	Skew    time.Duration     `json:"skew,omitzero"` // by which the server's clock is ahead

	tamper, tamperUndo func(*server) // do harm before the judging, in tests of the judges
}

// org is a live organization. Parent is the place of its parent in the list, counted from 1; 0 is none.
type org struct {
	Name   string `json:"name"`
	Custom string `json:"custom,omitempty"`
	Parent int    `json:"parent,omitempty"`
}

// row is a row of the file. A cell that is "" is blank; null stands for a value that empties the field.
type row struct {
	ID     string `json:"id,omitempty"`
	Name   string `json:"name,omitempty"`
	Custom string `json:"custom,omitempty"`
	Parent string `json:"parent,omitempty"`
	Bad    bool   `json:"bad,omitempty"` // one of its cells is an error by itself
}

// null is how a cell that empties its field is written in a scenario.
const null = "\x00null"

// options are those of planning and applying.
type options struct {
	Mode        string `json:"mode,omitempty"`
	Key         string `json:"key,omitempty"`
	AllowTwins  bool   `json:"allow_twins,omitempty"`
	SkipInvalid bool   `json:"skip_invalid,omitempty"`
	Chunk       int    `json:"chunk,omitempty"`
	Concurrency int    `json:"concurrency,omitempty"`
	MaxRejects  string `json:"max_rejects,omitempty"`
}

// change is what somebody else does. Live counts from 1; 0 makes a new organization.
type change struct {
	Live   int    `json:"live,omitempty"`
	Of     string `json:"of,omitempty"` // a name, where it isn't by Live
	Do     string `json:"do"`           // name, custom, root, delete, create; of a name also child, a new one below it, and under, which puts it below Name
	Name   string `json:"name,omitempty"`
	Custom string `json:"custom,omitempty"`
}

// cut ends an apply or resume when a request arrives.
type cut struct {
	At    int           `json:"at"`              // the request's number in that apply or resume, from 1
	Stop  bool          `json:"stop,omitempty"`  // by closing Stop, else by ending the context
	After bool          `json:"after,omitempty"` // once the request is answered
	Pause time.Duration `json:"pause,omitzero"`  // until the next resume
}

// late is a server that carries writes out long after they were sent, whether or not somebody still waits.
type late struct {
	Percent int           `json:"percent,omitempty"`
	By      time.Duration `json:"by,omitempty"`
}

// liveID is the id of the live organization at a place, counted from 1.
func liveID(place int) string { return fmt.Sprintf("11111111-1111-4111-8111-%012d", place) }

// file writes the rows as a source, and names the columns whose blank cells empty the field.
func (s *scenario) file() (name, text string, clearBlank []string) {
	if s.JSONL {
		return "rows.jsonl", s.lines(), nil
	}
	var b strings.Builder
	fmt.Fprintf(&b, "id;name;custom_id;%s\n", s.parents())
	emptied := map[string]bool{}
	for _, r := range s.Rows {
		cells := []string{r.ID, r.Name, r.Custom, r.Parent}
		for i, column := range []string{"id", "name", "custom_id", s.parents()} {
			if cells[i] == null {
				cells[i], emptied[column] = "", true
			}
			if cells[i] != "" {
				cells[i] = `"` + strings.ReplaceAll(cells[i], `"`, `""`) + `"`
			}
		}
		b.WriteString(strings.Join(cells, ";") + "\n")
	}
	for column := range emptied {
		clearBlank = append(clearBlank, column)
	}
	return "rows.csv", b.String(), clearBlank
}

func (s *scenario) parents() string {
	if s.Parents == "" {
		return "organization"
	}
	return s.Parents
}

// columns maps each field to its column. In JSONL, one that no row has isn't there.
func (s *scenario) columns() map[string]string {
	m := map[string]string{}
	for i, field := range []string{"id", "name", "custom_id", s.parents()} {
		for _, r := range s.Rows {
			if cell := []string{r.ID, r.Name, r.Custom, r.Parent}[i]; !s.JSONL || cell != "" {
				m[field] = field
			}
		}
	}
	return m
}

func (s *scenario) lines() string {
	var b strings.Builder
	for _, r := range s.Rows {
		var members []string
		for i, cell := range []string{r.ID, r.Name, r.Custom, r.Parent} {
			value, _ := json.Marshal(cell)
			if cell == null {
				value = []byte("null")
			}
			if cell != "" {
				members = append(members, fmt.Sprintf("%q:%s", []string{"id", "name", "custom_id", s.parents()}[i], value))
			}
		}
		b.WriteString("{" + strings.Join(members, ",") + "}\n")
	}
	return b.String()
}
