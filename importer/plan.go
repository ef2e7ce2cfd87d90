package importer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"os"

	"github.com/orgbatch/orgbatch/exporter/crash"
	"github.com/orgbatch/orgbatch/importer/check"
	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/history"
	"github.com/orgbatch/orgbatch/importer/rules"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/pigello"
)

// planner is the state of planning one import.
type planner struct {
	index    *index
	run      *run.Run
	live     *liveList
	sources  []run.Source
	mappings []columns.Mapping
	checkers []*check.Checker
	mode     Mode
	key      Key
	restore  *RestoreOptions // nil for an import
	mended   *history.Mended // rows that carry an identity
	firstNew []int32         // by head of a name's chain: the first row that creates it

	accepted     []Acceptance      // reasons for holding that a person has answered for all rows
	uniques      rules.Uniques     // what a person's checks want unique
	acceptedRows map[string]int    // by code: how many rows needed that answer
	acceptedLast map[string]int32  // by code: the last of them
	heldFor      map[int32]heldWhy // why rows are held

	sum  Summary // as far as it is known
	hash hash.Hash
	err  error // the first error of keeping an issue
}

// Plan reads and checks the inputs, matches them with the organizations that
// are there now and keeps in a new run what applying would do. Only reads go to
// the API. The run is left open for [Apply]; the caller closes it.
//
// Errors in the file are not errors of Plan: they stand in the run's issues,
// and the run is blocked. When Plan fails it leaves no run behind.
func Plan(ctx context.Context, c *pigello.Client, o PlanOptions) (*run.Run, Summary, error) {
	if err := checkInputs(o.Inputs); err != nil {
		return nil, Summary{}, fmt.Errorf("plan an import: %w", err)
	}
	if o.RunsDir == "" {
		return nil, Summary{}, errors.New("plan an import: no RunsDir: it is the folder in which the run is kept")
	}
	o.setDefaults()
	o.forDeletion()
	kept := map[string]any{
		"mode": o.Mode, "key": o.Key, "map": o.Map, "saved": o.Saved, "set": o.Set, "clear_blank": o.ClearBlank,
		"allow_twins": o.AllowTwins, "fix": o.Fix, "leave_out": o.LeaveOut, "chunk_size": o.ChunkSize, "restore": o.Restore,
	}
	if len(o.Accept) > 0 {
		kept["accept"] = o.Accept
	}
	if !o.Rules.Empty() {
		kept["rules"] = columns.EncodeRules(&o.Rules)
	}
	options, err := json.Marshal(kept)
	if err != nil {
		return nil, Summary{}, fmt.Errorf("keep the options: %w", err)
	}
	r, err := run.Create(o.RunsDir, run.Meta{
		Created: o.Now().UTC(), Version: o.Version, Command: o.Command, Target: o.Target, PlannedBy: o.By, SignsAs: o.SignsAs,
		Options: options, State: run.Planning, Deletes: o.Mode == Delete,
	})
	if err != nil {
		return nil, Summary{}, err
	}
	p := &planner{
		index: newIndex(), run: r, mode: o.Mode, key: o.Key, accepted: o.accepted(), restore: o.Restore, hash: sha256.New(),
		mended: history.NewMended(r, o.RunsDir), acceptedRows: map[string]int{}, acceptedLast: map[string]int32{}, heldFor: map[int32]heldWhy{},
	}
	var summary Summary
	err = crash.Do("planning", func() (err error) {
		summary, err = p.plan(ctx, c, &o)
		return err
	})
	if err != nil {
		return nil, Summary{}, errors.Join(err, r.Close(), os.RemoveAll(r.Dir()))
	}
	return r, summary, nil
}

func (p *planner) plan(ctx context.Context, c *pigello.Client, o *PlanOptions) (Summary, error) {
	if err := p.readInputs(ctx, o); err != nil {
		return Summary{}, err
	}
	p.findShared()
	if err := checkAccepted(p.accepted, p.mappings); err != nil {
		return Summary{}, err
	}
	if err := p.mended.Check(p.sources, p.enter); err != nil {
		return Summary{}, err
	}
	list, err := readLive(ctx, c, p.index, func(rows int) {
		o.Progress(Progress{Stage: "match", Rows: rows})
	})
	if err != nil {
		return Summary{}, err
	}
	p.live = list
	p.matchRows()
	if err := p.decideDeletes(ctx, c); err != nil {
		return Summary{}, err
	}
	p.mended.CheckWritten(p.meansNow, p.enter)
	if err := p.judge(); err != nil {
		return Summary{}, err
	}
	if err := p.offerRows(); err != nil {
		return Summary{}, err
	}
	p.findFirsts()
	if err := p.resolveParents(); err != nil {
		return Summary{}, err
	}
	p.settleDuplicates()
	p.decideRows()
	p.freeNames()
	p.breakParentCycles()
	p.orderMoves()
	p.passDown()
	if p.restore == nil && p.mode != Delete {
		p.warnOfLikeness()
		p.warnOfNumbers()
	}
	if p.err != nil {
		return Summary{}, p.err
	}
	if err := p.writeDecisions(o); err != nil {
		return Summary{}, err
	}
	return p.finish(o)
}

// planForm is the [run.Meta.PlanForm] of plans made here.
const planForm = 1

// finish closes the plan: its summary and its code are kept in the run.
func (p *planner) finish(o *PlanOptions) (Summary, error) {
	books, err := p.planBooks()
	if err != nil {
		return Summary{}, err
	}
	// The groups name the files and their columns.
	if err := p.run.SetMeta(func(m *run.Meta) { m.Sources = p.sources }); err != nil {
		return Summary{}, err
	}
	groups, err := p.run.IssueGroups()
	if err != nil {
		return Summary{}, err
	}
	var since *history.Comparison
	if p.mode != Delete {
		if since, err = history.Compare(p.run, books); err != nil {
			return Summary{}, err
		}
	}
	sum := hex.EncodeToString(p.hash.Sum(nil))
	s := &p.sum
	s.Target, s.LiveRows, s.UntoldParents, s.Sources, s.Mappings = o.Target, p.live.count, p.live.untold, p.sources, p.mappings
	s.Books, s.Blocked, s.Groups, s.Since, s.Code, s.Restore = books, books.Rejected > 0, groups, since, run.CodeOf(sum), p.restore != nil
	s.Held, s.Accepted, s.Unmapped, s.MissingParents, s.Forecast = p.heldReasons(), p.acceptedReasons(), p.unmapped(), p.missingParents(), p.forecastOf(o)
	// Most of the file's ids don't exist here, and it isn't one or two slips: they speak of another place.
	s.WrongCustomer = p.restore == nil && s.IDsMissing*2 > s.IDsGiven && (s.IDsMissing >= 3 || s.IDsGiven == len(p.index.rows))
	if p.mode == Delete { // some may be gone by an earlier run of the list
		s.WrongCustomer = s.IDsGiven > 0 && s.IDsMissing == s.IDsGiven
	}
	kept, err := json.Marshal(s)
	if err != nil {
		return Summary{}, fmt.Errorf("keep the summary: %w", err)
	}
	state := run.Ready
	if s.Blocked {
		state = run.Blocked
	}
	err = p.run.SetMeta(func(m *run.Meta) {
		m.Sources, m.PlanHash, m.PlanForm, m.Summary, m.Blocked, m.State = p.sources, sum, planForm, kept, s.Blocked, state
	})
	return *s, err
}

func (p *planner) unmapped() []string {
	var names []string
	for _, m := range p.mappings {
		for _, column := range m.Unmapped {
			names = append(names, m.NameOf(column))
		}
	}
	return names
}

func (p *planner) missingParents() []MissingParent {
	var list []MissingParent
	for at := range p.index.parents {
		ref := &p.index.parents[at]
		if ref.resolved.code == codes.ParentMissing {
			list = append(list, MissingParent{Name: ref.text, Rows: ref.rows, Count: ref.count, Nearest: p.suggestedParent(int32(at)), AsNear: p.live.names.asNear(int32(at)), Perhaps: ref.perhaps})
		}
	}
	return list
}

// planBooks counts what would be.
func (p *planner) planBooks() (run.Books, error) {
	b := run.Books{Read: len(p.index.rows)}
	for i := range p.index.rows {
		e := &p.index.rows[i]
		follows := e.same != none
		if follows {
			e = &p.index.rows[e.same]
		}
		switch action := e.action(); {
		case action == run.ActionReject:
			b.Rejected++
		case action == run.ActionHold:
			b.Held++
		case follows || action == run.ActionUnchanged || action == run.ActionDelete:
			if b.Unchanged++; follows {
				p.sum.Same++
			}
		case action == run.ActionCreate:
			b.Created++
		default:
			b.Updated++
		}
	}
	return b, b.Close()
}

func (e *entry) action() run.Action {
	switch {
	case e.is(inError):
		return run.ActionReject
	case e.is(held):
		return run.ActionHold
	case e.same != none:
		return run.ActionFollow
	case e.is(deletes):
		return run.ActionDelete
	case e.live == none:
		return run.ActionCreate
	case e.is(renames | setsCustom | setsParent):
		return run.ActionUpdate
	}
	return run.ActionUnchanged
}
