package main

import (
	"time"

	"github.com/orgbatch/orgbatch/importer/run"
)

// runPerson is who did something.
type runPerson struct {
	Account string `json:"account,omitempty" doc:"the account"`
	Machine string `json:"machine,omitempty" doc:"the machine that it was done on"`
}

// personEvent is nil for nobody known.
func personEvent(p run.Person) *runPerson {
	if p == (run.Person{}) {
		return nil
	}
	return &runPerson{Account: p.Account, Machine: p.Machine}
}

// runWrite is one time that somebody wrote for a run.
type runWrite struct {
	Command string     `json:"command" doc:"the command that wrote: import, apply, resume, undo, …"`
	At      time.Time  `json:"at" doc:"when it began"`
	By      *runPerson `json:"by,omitempty" doc:"who gave it"`
}

type eventApproval struct {
	Name     string     `json:"name" doc:"who approved it"`
	At       time.Time  `json:"at" doc:"when it was signed, or said"`
	StatedBy *runPerson `json:"stated_by,omitempty" doc:"who says so, where nothing proves it"`
	Key      string     `json:"key,omitempty" doc:"fingerprint of the SSH key that signed it"`
	Code     string     `json:"code,omitempty" doc:"the plan's code, when it is signed"`
	Expires  *time.Time `json:"expires,omitempty" doc:"until when it counts, when it is signed"`
}

func (eventApproval) kind() string  { return "approval" }
func (eventApproval) about() string { return "who approved what is written" }

func approvalEvent(a *run.Approved) eventApproval {
	e := eventApproval{Name: a.Name, At: a.At, Key: a.Key}
	if a.StatedBy != nil {
		e.StatedBy = personEvent(*a.StatedBy)
	}
	return e
}

type eventHistory struct {
	Line any `json:"line" doc:"the line, as in the file"`
}

func (eventHistory) kind() string  { return "history" }
func (eventHistory) about() string { return "one line of the history of writes to production" }
