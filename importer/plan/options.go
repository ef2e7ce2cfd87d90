package plan

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
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

// Input is one source file; [File] makes one of a path.
type Input struct {
	Name string // as the person called it; stands in every message
	Path string // where it lies, "" for what can't be read again
	Open func() (io.ReadSeekCloser, error)
	// Stream is read instead of Open when it isn't nil, once, into the run's
	// folder: standard input, a pipe, what was fetched.
	Stream io.Reader
}

// File is the input that lies at path; it is opened when it is read.
func File(path string) Input {
	whole, err := filepath.Abs(path) // the run may be applied from another folder
	if err != nil {
		whole = path
	}
	return Input{Name: path, Path: whole, Open: func() (io.ReadSeekCloser, error) { return os.Open(path) }}
}

// OpenIn opens the input. One that can't be read twice is copied into a folder first, and the copy is gone when it is closed.
func (in Input) OpenIn(dir string) (io.ReadSeekCloser, error) {
	if in.Stream == nil {
		return in.Open()
	}
	f, err := os.CreateTemp(dir, "input-*.tmp") // 0600
	if err != nil {
		return nil, fmt.Errorf("keep %s: %w", in.Name, err)
	}
	s := &spooled{f}
	if _, err = io.Copy(f, in.Stream); err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(tabular.Named("keep", in.Name, err), s.Close())
	}
	return s, nil
}

type spooled struct{ *os.File }

// Close removes the file.
func (s *spooled) Close() error { return errors.Join(s.File.Close(), os.Remove(s.Name())) }

// CheckInputs refuses what can't be read, before anything is.
func CheckInputs(inputs []Input) error {
	if len(inputs) == 0 {
		return errors.New("no inputs: Inputs names what is read, importer.File(path) a file of it")
	}
	for i, in := range inputs {
		if in.Open == nil && in.Stream == nil {
			return fmt.Errorf("input %d, %q, has no Open and no Stream: importer.File(path) makes one of a file", i+1, in.Name)
		}
	}
	return nil
}

// Options says what to plan. The zero value of every field but Inputs,
// RunsDir and Target is the documented default.
type Options struct {
	columns.Reading
	Inputs     []Input
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
