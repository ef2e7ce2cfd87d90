package run

import (
	"context"
	"errors"
	"io"
	"iter"
	"time"

	"github.com/google/uuid"
)

var errStub = errors.New("not there yet")

type Run struct{}

type Info struct {
	Meta  Meta
	Books Books
	Path  string
	InUse bool
	Err   error
}

func Create(runsDir string, m Meta) (*Run, error)                          { return nil, errStub }
func Open(path string) (*Run, error)                                       { return nil, errStub }
func OpenReadOnly(path string) (*Run, error)                               { return nil, errStub }
func Resolve(runsDir, ref string) (path string, err error)                 { return "", errStub }
func List(runsDir string) ([]Info, error)                                  { return nil, errStub }
func (r *Run) Dir() string                                                 { return "" }
func (r *Run) Meta() Meta                                                  { return Meta{} }
func (r *Run) SetMeta(func(*Meta)) error                                   { return errStub }
func (r *Run) Close() error                                                { return errStub }
func (r *Run) Spool(name string, src io.Reader) (io.ReadSeekCloser, error) { return nil, errStub }
func (r *Run) AppendRow(Row) error                                         { return errStub }
func (r *Run) FlushRows() error                                            { return errStub }
func (r *Run) AppendIssue(Issue) error                                     { return errStub }
func (r *Run) FlushIssues() error                                          { return errStub }
func (r *Run) AppendDecision(Decision) error                               { return errStub }
func (r *Run) FlushDecisions() error                                       { return errStub }
func (r *Run) Rows(from int) iter.Seq2[Row, error]                         { return nil }
func (r *Run) Decisions(from int) iter.Seq2[Decision, error]               { return nil }
func (r *Run) RowCount() int                                               { return 0 }
func (r *Run) Row(i int) (Row, error)                                      { return Row{}, errStub }
func (r *Run) Decision(i int) (Decision, error)                            { return Decision{}, errStub }
func (r *Run) Issues() iter.Seq2[Issue, error]                             { return nil }
func (r *Run) IssueGroups() ([]Group, error)                               { return nil, errStub }
func (r *Run) Intend(ctx context.Context, kind ChunkKind, rows []int32, sentAt time.Time) (int64, error) {
	return 0, errStub
}
func (r *Run) Settle(ctx context.Context, chunk int64, outcomes []Outcome) error { return errStub }
func (r *Run) Note(ctx context.Context, outcomes []Outcome) error                { return errStub }
func (r *Run) Chunks() iter.Seq2[Chunk, error]                                   { return nil }
func (r *Run) Outcomes() iter.Seq2[Outcome, error]                               { return nil }
func (r *Run) States() ([]Status, []uuid.UUID, error)                            { return nil, nil, errStub }
func (r *Run) Books() (Books, error)                                             { return Books{}, errStub }
func (r *Run) Message(row int) string                                            { return "" }
func (r *Run) Messages() iter.Seq2[Outcome, error]                               { return nil }
