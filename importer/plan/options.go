package plan

import (
	"slices"
	"time"

	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
)

// Mode says which of creating and updating an import may do.
type Mode string

// The modes; the zero value is [Upsert].
const (
	Upsert Mode = ""       // create what is missing, update what differs
	Create Mode = "create" // what exists is rejected
	Update Mode = "update" // what does not exist is rejected
	// Delete deletes the organizations that the ids of the inputs name: package undo plans and carries that out.
	Delete Mode = "delete"
)

// Key says by which field a row is matched with a live organization.
type Key string

// The keys; the zero value is [KeyAuto].
const (
	KeyAuto     Key = ""          // the id where the cell has one, else the name
	KeyID       Key = "id"        // the id alone; a row without one is new
	KeyName     Key = "name"      // the name alone; an id that contradicts it is an error
	KeyCustomID Key = "custom_id" // the custom_id; more than one hit is held
)

// Options says what to plan. The zero value of every field but Inputs,
// RunsDir and Target is the documented default.
type Options struct {
	columns.Reading
	Inputs     []intake.Input
	RunsDir    string
	Target     run.Target
	Version    string
	Command    []string   // the command line that plans, kept with the run
	By         run.Person // who plans
	SignsAs    []string   // what the keys are called with which that person signs approvals
	Mode       Mode
	Key        Key
	AllowTwins bool            // the old way to accept possible twins
	Accept     []Acceptance    // reasons for which no row is held
	Restore    *RestoreOptions // the inputs are a snapshot; nil: they are what people wrote
	ChunkSize  int             // rows a bulk request, 0 is 500
	Rate       float64         // requests a second for the forecast, 0 is no limit
	Hints      push.Hints      // what is known of the API already, for the forecast
	Progress   func(Progress)  // called from one goroutine at a time
	Now        func() time.Time
}

// Progress tells how far a stage has come.
type Progress = run.Progress

// acceptedTexts are what was accepted by Accept, in an order of their own. AllowTwins isn't among them: what it lets
// through is among the decisions.
func (o *Options) acceptedTexts() []string {
	var texts []string
	for _, a := range o.Accept {
		texts = append(texts, a.String())
	}
	slices.Sort(texts)
	return slices.Compact(texts)
}

// accepted are the reasons for holding that the options answer.
func (o *Options) accepted() []Acceptance {
	if twins := (Acceptance{Code: codes.PossibleTwin}); o.AllowTwins && !slices.Contains(o.Accept, twins) {
		return append(slices.Clone(o.Accept), twins)
	}
	return o.Accept
}

func (o *Options) setDefaults() {
	if o.ChunkSize <= 0 {
		o.ChunkSize = push.DefaultChunkSize
	}
	if o.Progress == nil {
		o.Progress = func(Progress) {}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
}
