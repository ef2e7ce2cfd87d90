// Package plan says what importing rows would do, and keeps it in a run: which organization each row
// speaks of, where its parent is, what it would change, in which order, and why it can't or shouldn't.
//
//	read ─► match ─► doubts ─► parents ─► duplicates ─► decide ─► order ─► decisions in run.db
package plan

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
	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/history"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/whole"
	"github.com/orgbatch/orgbatch/pigello"
)

// planner is the state of planning one import: what its steps hand to each other.
type planner struct {
	run    *run.Run
	in     *intake.Files // how the files were read
	index  *index        // their rows
	live   *liveList     // the organizations that the rows have to do with
	issues *ledger       // what there is to say of rows
	orgs   organizations // which organization each row speaks of
	sum    Summary       // as far as it is known
	hash   hash.Hash     // of all that would be done
}

// Make reads and checks the inputs, matches them with the organizations that
// are there now and keeps in a new run what applying would do. Only reads go to
// the API. The run is left open for the push; the caller closes it.
//
// Errors in the file are not errors of Plan: they stand in the run's issues,
// and the run is blocked. When Plan fails it leaves no run behind.
func Make(ctx context.Context, c *pigello.Client, o Options) (*run.Run, Summary, error) {
	if err := intake.CheckInputs(o.Inputs); err != nil {
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
	p := newPlanner(r, &o)
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

func newPlanner(r *run.Run, o *Options) *planner {
	p := &planner{run: r, in: &intake.Files{}, index: newIndex(), live: &liveList{}, hash: sha256.New()}
	p.issues = &ledger{
		run: r, in: p.in, index: p.index, accepted: o.accepted(),
		acceptedRows: map[string]int{}, acceptedLast: map[string]int32{}, heldFor: map[int32]heldWhy{},
	}
	p.orgs = organizations{index: p.index, live: p.live, run: r, issues: p.issues}
	return p
}

// plan takes the steps of planning. Each is handed what it reads and writes.
func (p *planner) plan(ctx context.Context, c *pigello.Client, o *Options) (Summary, error) {
	mended := history.NewMended(p.run, o.RunsDir)
	reading := &reading{
		index: p.index, run: p.run, in: p.in, issues: p.issues, restore: o.Restore, mended: mended,
	}
	if err := reading.readInputs(ctx, o); err != nil {
		return Summary{}, err
	}
	rules := &whole.Rules{Index: &p.orgs, Files: p.in, Tell: p.issues.tell}
	rules.Shared()
	if err := CheckAccepted(p.issues.accepted, p.in.Mappings); err != nil {
		return Summary{}, err
	}
	if err := mended.Check(p.in.Sources, p.issues.enter); err != nil {
		return Summary{}, err
	}

	if err := p.live.read(ctx, c, p.index, o.Progress); err != nil {
		return Summary{}, err
	}
	matching := &matching{index: p.index, live: p.live, issues: p.issues, mode: o.Mode, key: o.Key, restore: o.Restore, sum: &p.sum}
	matching.matchRows()
	if err := matching.decideDeletes(ctx, c); err != nil {
		return Summary{}, err
	}
	mended.CheckWritten(matching.meansNow, p.issues.enter)
	doubts := &doubts{index: p.index, live: p.live, run: p.run, in: p.in, issues: p.issues, restore: o.Restore}
	if err := doubts.judge(); err != nil {
		return Summary{}, err
	}

	p.orgs.findFirsts()
	parentage := &parentage{index: p.index, live: p.live, run: p.run, issues: p.issues, orgs: &p.orgs, restore: o.Restore}
	if err := parentage.resolveParents(); err != nil {
		return Summary{}, err
	}
	rules.Repeated(func(i, first int32) { p.index.rows[i].same = first })
	if o.Mode != Delete {
		rules.NamedTwice()
	}

	deciding := &deciding{index: p.index, live: p.live, run: p.run, issues: p.issues, mode: o.Mode, restore: o.Restore, sum: &p.sum}
	deciding.decideRows()
	deciding.freeNames()
	tree := &tree{index: p.index, live: p.live}
	ordering := &ordering{tree: tree, index: p.index, issues: p.issues}
	ordering.breakParentCycles(rules)
	ordering.orderMoves()
	ordering.passDown()
	if o.Restore == nil && o.Mode != Delete {
		rules.Alike(whole.LikeName)
		rules.Alike(whole.CustomID)
		rules.Alike(whole.Number)
	}
	if p.issues.err != nil {
		return Summary{}, p.issues.err
	}

	writing := &writing{index: p.index, live: p.live, run: p.run, in: p.in, hash: p.hash, sum: &p.sum}
	if err := writing.writeDecisions(o); err != nil {
		return Summary{}, err
	}
	p.sum.MissingParents = parentage.missingParents()
	p.sum.Forecast = forecastOf(tree, o, p.sum.Forecast.Bytes)
	return p.finish(o)
}

// planForm is the [run.Meta.PlanForm] of plans made here.
const planForm = 1

// finish closes the plan: its summary and its code are kept in the run.
func (p *planner) finish(o *Options) (Summary, error) {
	books, err := p.planBooks()
	if err != nil {
		return Summary{}, err
	}
	// The groups name the files and their columns.
	if err := p.run.SetMeta(func(m *run.Meta) { m.Sources = p.in.Sources }); err != nil {
		return Summary{}, err
	}
	groups, err := run.IssueGroups(p.run)
	if err != nil {
		return Summary{}, err
	}
	var since *history.Comparison
	if o.Mode != Delete {
		if since, err = history.Compare(p.run, books); err != nil {
			return Summary{}, err
		}
	}
	sum := hex.EncodeToString(p.hash.Sum(nil))
	s := &p.sum
	s.Target, s.LiveRows, s.UntoldParents, s.Sources, s.Mappings = o.Target, p.live.count, p.live.untold, p.in.Sources, p.in.Mappings
	s.Seen, s.Fixed = p.in.Seen, p.in.Fixed
	s.Books, s.Blocked, s.Groups, s.Since, s.Code, s.Restore = books, books.Rejected > 0, groups, since, run.CodeOf(sum), o.Restore != nil
	s.Held, s.Accepted, s.Unmapped = p.issues.heldReasons(), p.issues.acceptedReasons(), unmapped(p.in.Mappings)
	s.WrongCustomer = s.speaksOfAnotherPlace(o, len(p.index.rows))
	kept, err := keep(s)
	if err != nil {
		return Summary{}, fmt.Errorf("keep the summary: %w", err)
	}
	state := run.Ready
	if s.Blocked {
		state = run.Blocked
	}
	err = p.run.SetMeta(func(m *run.Meta) {
		m.Sources, m.PlanHash, m.PlanForm, m.Summary, m.Blocked, m.State = p.in.Sources, sum, planForm, kept, s.Blocked, state
	})
	return *s, err
}

func unmapped(mappings []columns.Mapping) []string {
	var names []string
	for _, m := range mappings {
		for _, column := range m.Unmapped {
			names = append(names, m.NameOf(column))
		}
	}
	return names
}

func (s *parentage) missingParents() []MissingParent {
	var list []MissingParent
	for at := range s.index.parents {
		ref := &s.index.parents[at]
		if ref.resolved.code == codes.ParentMissing {
			list = append(list, MissingParent{Name: ref.text, Rows: ref.rows, Count: ref.count, Nearest: s.suggestedParent(int32(at)), AsNear: s.live.names.AsNear(int32(at)), Perhaps: ref.perhaps})
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
