package event

import (
	"time"

	"github.com/orgbatch/orgbatch/importer/run"
)

// Person is who did something.
type Person struct {
	Account string `json:"account,omitempty" doc:"the account"`
	Machine string `json:"machine,omitempty" doc:"the machine that it was done on"`
}

// OfPerson is nil for nobody known.
func OfPerson(p run.Person) *Person {
	if p == (run.Person{}) {
		return nil
	}
	return &Person{Account: p.Account, Machine: p.Machine}
}

// Write is one time that somebody wrote for a run.
type Write struct {
	Command string    `json:"command" doc:"the command that wrote: import, apply, resume, undo, …"`
	At      time.Time `json:"at" doc:"when it began"`
	By      *Person   `json:"by,omitempty" doc:"who gave it"`
}

// Approval tells who approved what is written.
type Approval struct {
	Name     string     `json:"name" doc:"who approved it"`
	At       time.Time  `json:"at" doc:"when it was signed, or said"`
	StatedBy *Person    `json:"stated_by,omitempty" doc:"who says so, where nothing proves it"`
	Key      string     `json:"key,omitempty" doc:"fingerprint of the SSH key that signed it"`
	Code     string     `json:"code,omitempty" doc:"the plan's code, when it is signed"`
	Expires  *time.Time `json:"expires,omitempty" doc:"until when it counts, when it is signed"`
}

// OfApproval is an approval for a script.
func OfApproval(a *run.Approved) Approval {
	e := Approval{Name: a.Name, At: a.At, Key: a.Key}
	if a.StatedBy != nil {
		e.StatedBy = OfPerson(*a.StatedBy)
	}
	return e
}

// History tells one line of the history of writes to production.
type History struct {
	Line any `json:"line" doc:"the line, as in the file"`
}
