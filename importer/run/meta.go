package run

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// State is how far a run has come.
//
//	planning ─► ready | blocked ─► applying ─► done | interrupted ─► undoing ─► undone
//
// done and interrupted runs may be applied again (resume); an undoing one only goes on undoing, and an undone one may be undone once more:
// what its undo left in place. One that deletes what a list names goes from ready to undoing.
type State string

// The states of a run. They are kept in files and printed: never rename one.
const (
	Planning    State = "planning"
	Ready       State = "ready"
	Blocked     State = "blocked"
	Applying    State = "applying"
	Done        State = "done"
	Interrupted State = "interrupted"
	Undoing     State = "undoing"
	Undone      State = "undone"
)

// mayBecome says whether a run of state s may go on to the next one. Staying is always allowed.
func (s State) mayBecome(next State) bool {
	switch s {
	case next:
		return true
	case Planning:
		return next == Ready || next == Blocked || next == Interrupted
	case Ready, Blocked:
		return next == Ready || next == Blocked || next == Applying || next == Done
	case Applying:
		return next == Done || next == Interrupted
	case Done, Interrupted:
		return next == Applying || next == Done || next == Interrupted || next == Undoing
	case Undoing:
		return next == Undone
	case Undone:
		return next == Undoing
	}
	return false
}

// Target says where a run writes. It never holds a credential.
type Target struct {
	// Name is what a person calls it: "sandbox", "production · nordhus".
	Name string `json:"name"`
	// URL is the API's, Customer and Activation are the ids of whom it acts for and on.
	URL        string `json:"url"`
	Customer   string `json:"customer,omitempty"`
	Activation string `json:"activation,omitempty"`
}

// Same says whether two targets are one place, whatever they are called.
func (t Target) Same(other Target) bool {
	return t.URL == other.URL && t.Customer == other.Customer && t.Activation == other.Activation
}

// Shown is the target as others are shown it: a sandbox goes by its file's name, without the folder of whoever has it.
func (t Target) Shown() Target {
	if file, ok := strings.CutPrefix(t.URL, "sandbox:"); ok {
		t.URL = "sandbox:" + path.Base(file)
		if name, own, ok := strings.Cut(t.Name, " · "); ok {
			t.Name = name + " · " + path.Base(strings.ReplaceAll(own, `\`, "/"))
		}
	}
	return t
}

// Source is one file of the input: what it was and how it was read.
type Source struct {
	// Name is shown to people, Path is where it was ("" for standard input, pipes and addresses).
	Name string `json:"name"`
	Path string `json:"path,omitempty"`
	// Bytes and SHA256 (hexadecimal) are the file's fingerprint as read.
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
	// Format is how it was read, Header its columns, Mapping the field of each column ("" for none).
	Format  tabular.Format `json:"format"`
	Header  []string       `json:"header"`
	Mapping []string       `json:"mapping"`
	// Rows counts its rows.
	Rows int `json:"rows"`
}

// Letter names a column of the source, counted from 0, as a spreadsheet does: A, B, … AA. It is "" for no column, and where no spreadsheet
// shows the source.
func (s *Source) Letter(column int) string {
	if column < 0 || s.Format.Name == tabular.FormatJSONL || s.Format.Name == tabular.FormatJSON {
		return ""
	}
	return tabular.ColumnLetters(s.Format.FirstColumn + column)
}

// Where names a row of several sources as its author finds it: the file only when there are several.
func Where(sources []Source, source, number int) string {
	if len(sources) > 1 {
		return wording.English.RowOf(number, sources[source].Name)
	}
	return wording.English.Row(number)
}

// Meta describes a run.
type Meta struct {
	// ID is the folder's name, "20261123T203529-k7f3"; Short is its end, "k7f3". Create makes both.
	ID    string `json:"id"`
	Short string `json:"short"`
	// Created is when, in UTC; Version is of the program that planned it.
	Created time.Time `json:"created"`
	Version string    `json:"version"`
	Target  Target    `json:"target"`
	// PlannedBy is who planned it, SignsAs what that person's own keys are called among those that may sign approvals.
	PlannedBy Person   `json:"planned_by,omitzero"`
	SignsAs   []string `json:"signs_as,omitempty"`
	// Approved is who approved what is written, nil for nobody known; Writes is who wrote, in that order.
	Approved *Approved `json:"approved,omitempty"`
	Writes   []Wrote   `json:"writes,omitempty"`
	// Deletes says that the run deletes the organizations that its sources list: by the ways of an undo, so that it ends as an undone one.
	Deletes bool `json:"deletes,omitempty"`
	// Command is the command line that planned it, without the program's name; a flag and its value are one word.
	Command []string `json:"command,omitempty"`
	Sources []Source `json:"sources"`
	// Options and Summary are the importer's own, kept as given.
	Options json.RawMessage `json:"options,omitempty"`
	// Blocked says that the plan has errors, PlanHash identifies it.
	Blocked  bool   `json:"blocked,omitempty"`
	PlanHash string `json:"plan_hash,omitempty"`
	// PlanForm is what PlanHash is summed over: 1 is all that would be written; 0, of earlier programs, is that without the values of new
	// organizations and without how the files were read.
	PlanForm int             `json:"plan_form,omitempty"`
	Summary  json.RawMessage `json:"summary,omitempty"`
	State    State           `json:"state"`
	// Audited is what the last audit found, nil before there was one.
	Audited *Audited `json:"audited,omitempty"`
	// Unreported says that the run has ended and the files that tell people so aren't all written yet.
	Unreported bool `json:"unreported,omitempty"`
	// ToCorrect is where the workbook of its rows to correct was put for a person, beside their file; "" for nowhere.
	ToCorrect string `json:"to_correct,omitempty"`
}

// Said is the state as people and scripts are told it: what a run that deletes does isn't called an undo.
func (m *Meta) Said() string {
	switch {
	case m.Deletes && m.State == Undoing:
		return "deleting"
	case m.Deletes && m.State == Undone:
		return "deleted"
	}
	return string(m.State)
}

// CodeLength is how much of a plan's hash people are shown, and must give at least.
const CodeLength = 8

// CodeOf is what people are shown of it, "" of none.
func CodeOf(planHash string) string { return planHash[:min(CodeLength, len(planHash))] }

// Uncovered says what the plan's code says nothing of, "" where it covers all that would be written.
func (m *Meta) Uncovered() string {
	if m.PlanHash == "" || m.PlanForm > 0 {
		return ""
	}
	return "the plan was made by an earlier version, and its code covers neither the values of new organizations nor how the files were read"
}

// clone copies m so that nothing is shared with it.
func (m Meta) clone() Meta {
	m.Sources = slices.Clone(m.Sources)
	for i := range m.Sources {
		m.Sources[i].Header = slices.Clone(m.Sources[i].Header)
		m.Sources[i].Mapping = slices.Clone(m.Sources[i].Mapping)
	}
	m.Command = slices.Clone(m.Command)
	m.Options, m.Summary = slices.Clone(m.Options), slices.Clone(m.Summary)
	if m.Audited != nil {
		audited := *m.Audited
		m.Audited = &audited
	}
	m.clonePeople()
	return m
}

// check refuses a change of what must not change.
func (m *Meta) check(before *Meta) error {
	if m.ID != before.ID || m.Short != before.Short {
		return fmt.Errorf("change run %s: its id can't become %q", before.ID, m.ID)
	}
	begins := m.Deletes && before.State == Ready && m.State == Undoing
	if !begins && !before.State.mayBecome(m.State) {
		return fmt.Errorf("change run %s: from %q it can't become %q", before.ID, before.State, m.State)
	}
	return nil
}
