// Package audit proves the books of a run against the API: whether what it wrote is still there.
package audit

import (
	"context"
	"errors"
	"hash/maphash"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/live"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

// Options says how to audit a run. The zero value is the documented default.
type Options struct {
	Progress func(run.Progress)
	// Found is told each difference: doubled rows first, then the others in the order of the rows. An error of it ends the audit. nil
	// only counts.
	Found func(Difference) error
	Now   func() time.Time
}

func (o *Options) setDefaults() {
	if o.Progress == nil {
		o.Progress = func(run.Progress) {}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Found == nil {
		o.Found = func(Difference) error { return nil }
	}
}

// Finding is what an audit found of a row.
type Finding uint8

const (
	// Changed is a row whose organization has another value now than the run says.
	Changed Finding = iota + 1
	// Gone is a row whose organization isn't there any more.
	Gone
	// Doubled is a row that made an organization beside which another of its name was made since.
	Doubled
	// ThereNow is a row that was refused, held or not reached, and whose name is there all the same. The books don't deny that, so it is no
	// difference of theirs; of a run that deletes it is one: what it deleted is there, and counts as changed.
	ThereNow
)

// String names the finding as audit.csv has it.
func (f Finding) String() string {
	return [...]string{"holds", "changed since", "gone", "doubled", "there now"}[min(f, ThereNow)]
}

// Difference is one thing that isn't as the run says.
type Difference struct {
	Finding Finding
	Row     int // index in the run
	Source  int
	Number  int // the row as Excel shows it
	Status  run.Status
	ID      uuid.UUID // the organization
	Name    string    // as the run says
	// Field is what differs: of Changed name, custom_id or organization, of Doubled id, which is the other one's in Now; of Gone too, where
	// another of that name was made since.
	Field      string
	Wrote, Now run.Text
}

// Run reads the organizations of a run again and says whether the books of the run hold now: it compares
// every row that was created, updated or unchanged with what the run says it wrote. It writes nothing.
// Package may says which runs have books that can be audited.
//
//	rows 80 ids a request ─┐
//	or the list, once ─────┴► as the run says? ─no─► read again by id ─► a Difference
//	the list since the first send ─► a name of the run, made twice?
//
// Memory is 30 bytes a row.
func Run(ctx context.Context, c *pigello.Client, r *run.Run, o Options) (run.Audited, error) {
	o.setDefaults()
	a := &audit{client: c, reader: live.Reader{Client: c}, run: r, o: o, seed: maphash.MakeSeed()}
	a.books.At = o.Now().UTC()
	if err := a.load(); err != nil {
		return run.Audited{}, err
	}
	if r.Meta().Deletes {
		err := a.readDeleted(ctx)
		return a.books, errors.Join(err, a.books.Close())
	}
	if err := a.readNames(ctx); err != nil {
		return a.books, err
	}
	if err := a.readOrganizations(ctx); err != nil {
		return a.books, err
	}
	return a.books, a.books.Close()
}

// audit is the state of one audit.
type audit struct {
	client *pigello.Client
	reader live.Reader
	run    *run.Run
	o      Options
	seed   maphash.Seed
	books  run.Audited

	status  []run.Status
	ids     []uuid.UUID
	marks   []auditMark
	byID    []int32               // rows with an organization, ordered by its id
	digests []uint64              // of what the list told of a row's organization; nil when the list isn't read
	another map[int32][]uuid.UUID // organizations made since that have the name of a row
	absent  int                   // creates that were not written
	created int
}

// auditMark is what is known of a row beside its organization.
type auditMark uint8

const (
	inBooks     auditMark = 1 << iota // the run says that its organization is there
	wantsName                         // the run says what this field is …
	wantsCustom                       //
	wantsParent                       //
	toldCustom                        // … and the API tells it
	toldParent                        //
	seen                              // the list has the organization
	isDoubled                         //
)

// load reads what the run says of each row.
func (a *audit) load() error {
	var err error
	if a.status, a.ids, err = a.run.States(); err != nil {
		return err
	}
	a.marks = make([]auditMark, len(a.status))
	if a.run.Meta().Deletes {
		return nil
	}
	i := 0
	for d, err := range a.run.Decisions(0) {
		if err != nil {
			return err
		}
		switch a.status[i] {
		case run.Created, run.Updated, run.Unchanged:
			a.marks[i] = inBooks
			a.books.Rows++
			if d.Action == run.ActionCreate {
				a.created++
			}
		case run.Unknown:
			a.books.Unknown++
		default:
			if d.Action == run.ActionCreate {
				a.absent++
			}
		}
		i++
	}
	return nil
}

// What the two ways of reading cost: one request for so many ids or names, or the list, of which a request's time carries so many rows.
const (
	namesPerRequest = 40
	rowsPerRequest  = 5000
	listRequests    = 3
)

// streams says whether it takes less to read the whole list than to ask for the rows.
func (a *audit) streams() bool {
	total := a.books.Rows // about how many organizations there are
	var plan struct{ LiveRows int }
	if json.Unmarshal(a.run.Meta().Summary, &plan) == nil {
		total = plan.LiveRows + a.created
	}
	return a.books.Rows/live.MaxLookup+a.absent/namesPerRequest > listRequests+total/rowsPerRequest
}

// found passes a difference on, with what the run knows of its row.
func (a *audit) found(d Difference, row *run.Row) error {
	d.Row, d.Source, d.Number, d.Status = row.Index, row.Source, row.Number, a.status[row.Index]
	if d.Name == "" {
		d.Name = row.Values.Name
	}
	return a.o.Found(d)
}
