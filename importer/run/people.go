package run

import (
	"slices"
	"time"
)

// Person is who did something: an account of a machine, as the machine says it.
type Person struct {
	Account string `json:"account,omitempty" doc:"the account"`
	Machine string `json:"machine,omitempty" doc:"the machine that it was done on"`
}

// String is "anna on PC-7", "" for nobody known.
func (p Person) String() string {
	if p.Account == "" || p.Machine == "" {
		return p.Account + p.Machine
	}
	return p.Account + " on " + p.Machine
}

// Approved says who approved what a run writes.
type Approved struct {
	// Name is of whoever approved it. At is when that was signed, or was said.
	Name string    `json:"name"`
	At   time.Time `json:"at"`
	// StatedBy says so where nothing proves it; otherwise Key is the fingerprint of the key that signed, and Text what it signed, with the
	// signature.
	StatedBy *Person `json:"stated_by,omitempty"`
	Key      string  `json:"key,omitempty"`
	Text     string  `json:"text,omitempty"`
}

// Proven says whether a signature stands for it.
func (a *Approved) Proven() bool { return a != nil && a.StatedBy == nil && a.Key != "" }

// String says who approved, and what isn't proven.
func (a *Approved) String() string {
	if a.StatedBy != nil {
		return a.Name + ", as stated by " + a.StatedBy.String()
	}
	return a.Name + ", signed with " + a.Key
}

// Wrote says that somebody began to write: to apply the plan, go on with it, or undo it.
type Wrote struct {
	Command string    `json:"command"`
	By      Person    `json:"by"`
	At      time.Time `json:"at"`
}

// clonePeople copies what of a description is about people.
func (m *Meta) clonePeople() {
	m.SignsAs, m.Writes = slices.Clone(m.SignsAs), slices.Clone(m.Writes)
	if m.Approved != nil {
		approved := *m.Approved
		m.Approved = &approved
	}
}
