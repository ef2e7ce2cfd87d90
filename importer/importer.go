package importer

import (
	"context"

	"github.com/orgbatch/orgbatch/importer/audit"
	"github.com/orgbatch/orgbatch/importer/engine"
	"github.com/orgbatch/orgbatch/importer/history"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/may"
	"github.com/orgbatch/orgbatch/importer/plan"
	"github.com/orgbatch/orgbatch/importer/push"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/undo"
	"github.com/orgbatch/orgbatch/importer/validate"
	"github.com/orgbatch/orgbatch/pigello"
)

// What planning and checking take and give.
type (
	Input           = intake.Input
	PlanOptions     = plan.Options
	Summary         = plan.Summary
	Mode            = plan.Mode
	Key             = plan.Key
	RestoreOptions  = plan.RestoreOptions
	ValidateOptions = validate.Options
	ValidateSummary = validate.Summary
)

// The modes and keys of a plan.
const (
	Upsert = plan.Upsert
	Create = plan.Create
	Update = plan.Update
	Delete = plan.Delete

	KeyAuto     = plan.KeyAuto
	KeyID       = plan.KeyID
	KeyName     = plan.KeyName
	KeyCustomID = plan.KeyCustomID
)

// What applying, undoing and auditing take and give.
type (
	ApplyOptions = push.Options
	Hints        = push.Hints
	MaxRejects   = push.MaxRejects
	UndoOptions  = undo.Options
	UndoPlan     = undo.Plan
	AuditOptions = audit.Options
	Difference   = audit.Difference
	Progress     = run.Progress
)

// The defaults of applying.
const (
	DefaultChunkSize   = push.DefaultChunkSize
	DefaultConcurrency = engine.DefaultConcurrency
	DefaultStalled     = engine.DefaultStalled
)

// Errors that callers tell apart.
type (
	RefusedError    = may.RefusedError
	StopError       = push.StopError
	StalledError    = engine.StalledError
	UnfinishedError = history.UnfinishedError
)

// Errors that end an [Apply] before its plan is done.
var (
	ErrBlocked = push.ErrBlocked
	ErrStopped = engine.ErrStopped
)

// File is the input that lies at path: see [intake.File].
func File(path string) Input { return intake.File(path) }

// Validate checks inputs without the API: see [validate.Run].
func Validate(ctx context.Context, o ValidateOptions) (ValidateSummary, error) {
	return validate.Run(ctx, o)
}

// Plan says what an import would do, and keeps it in a run: see [plan.Make].
func Plan(ctx context.Context, c *pigello.Client, o PlanOptions) (*run.Run, Summary, error) {
	return plan.Make(ctx, c, o)
}

// SummaryOf reads the plan's summary that a run keeps.
func SummaryOf(m run.Meta) (Summary, error) { return plan.SummaryOf(m) }

// Apply does what the plan in r says. It returns the books of the run, whatever ended it: they count
// every row of the file, and [Resume] goes on with what was not reached. Cancelling ctx cuts the
// requests under way, whose rows are unknown then; closing Stop doesn't.
//
// Rows of which another run has written the identity since the plan was made are held first.
func Apply(ctx context.Context, c *pigello.Client, r *run.Run, o ApplyOptions) (run.Books, error) {
	if !r.Meta().Blocked || o.SkipInvalid {
		if err := history.HoldWritten(ctx, r); err != nil {
			return run.Books{}, err
		}
	}
	return push.Apply(ctx, c, r, o)
}

// Resume goes on with a run whose [Apply] was cut off: see [push.Resume].
func Resume(ctx context.Context, c *pigello.Client, r *run.Run, o ApplyOptions) (run.Books, error) {
	return push.Resume(ctx, c, r, o)
}

// PlanUndo says what taking a run back would do: see [undo.NewPlan].
func PlanUndo(ctx context.Context, c *pigello.Client, r *run.Run, o UndoOptions) (*UndoPlan, error) {
	return undo.NewPlan(ctx, c, r, o)
}

// Undo takes a run back, as planned: see [undo.Apply].
func Undo(ctx context.Context, c *pigello.Client, r *run.Run, p *UndoPlan, o UndoOptions) (run.UndoBooks, error) {
	return undo.Apply(ctx, c, r, p, o)
}

// ResumeUndo goes on with an [Undo] that was cut off: see [undo.Resume].
func ResumeUndo(ctx context.Context, c *pigello.Client, r *run.Run, o UndoOptions) (run.UndoBooks, error) {
	return undo.Resume(ctx, c, r, o)
}

// Audit says whether what a run wrote is there now: see [audit.Run].
func Audit(ctx context.Context, c *pigello.Client, r *run.Run, o AuditOptions) (run.Audited, error) {
	return audit.Run(ctx, c, r, o)
}
