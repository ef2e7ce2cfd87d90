package importer

import (
	"encoding/binary"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/live"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// writeDecisions keeps in the run what was decided for every row, and sums the
// plan's code over it.
func (p *planner) writeDecisions(o *PlanOptions) error {
	if err := p.sumUpReading(o); err != nil {
		return err
	}
	for i := range p.index.rows {
		if i%4096 == 0 {
			o.Progress(Progress{Stage: "plan", Rows: i, Total: len(p.index.rows)})
		}
		d, err := p.decision(int32(i))
		if err != nil {
			return err
		}
		p.sumUp(int32(i), &d)
		if err := p.run.AppendDecision(d); err != nil {
			return err
		}
	}
	return p.run.FlushDecisions()
}

func (p *planner) decision(i int32) (run.Decision, error) {
	e := &p.index.rows[i]
	d := run.Decision{Action: e.action(), ParentRow: none, NameAfter: none, SameAs: none}
	if e.live != none {
		d.ID = p.live.rows[e.live].id
		p.sum.BlankKept += e.keeps(&p.live.rows[e.live])
	}
	switch d.Action {
	case run.ActionFollow:
		d.SameAs = e.same
	case run.ActionDelete:
		if d.ID = e.id; e.live != none {
			d.Before = before(&p.live.rows[e.live])
		}
	case run.ActionUnchanged:
		p.setParent(&d, e) // for an audit, which asks whether it still is
		if e.is(differs) {
			d.Before = before(&p.live.rows[e.live])
		}
	case run.ActionCreate:
		p.setParent(&d, e)
		d.NameAfter = e.nameAfter
		row, err := p.run.Row(int(i))
		if err != nil {
			return d, err
		}
		p.weigh(row.Values.Name, row.Values.CustomID)
		// What a new organization would get, but for its parent, which is among the decision.
		p.hash.Write(appendText(appendText(nil, run.Text{Text: row.Values.Name}), row.Values.CustomID))
	case run.ActionUpdate:
		return p.update(i, d)
	}
	return d, nil
}

// keeps is how many values of the live row stay since the row's cells are blank.
func (e *entry) keeps(l *liveRow) (n int) {
	if e.is(inError|held|deletes) || e.same != none {
		return 0
	}
	if e.is(blankName) {
		n++
	}
	if e.is(blankCustom) && l.custom.Kind == run.Value {
		n++
	}
	if parent, _ := l.parent.Get(); e.is(blankParent) && parent != (uuid.UUID{}) {
		n++
	}
	return n
}

func (p *planner) setParent(d *run.Decision, e *entry) {
	d.ParentRow = e.parentRow
	if e.parentTo != none {
		d.ParentID = p.live.rows[e.parentTo].id
	}
}

func (p *planner) update(i int32, d run.Decision) (run.Decision, error) {
	e := &p.index.rows[i]
	row, err := p.run.Row(int(i))
	if err != nil {
		return d, err
	}
	l := &p.live.rows[e.live]
	d.NameAfter, d.MoveAfter = e.nameAfter, e.moveAfter+1
	d.SetName, d.SetCustomID, d.SetParent = e.is(renames), e.is(setsCustom), e.is(setsParent)
	d.Before = before(l)
	d.After = d.Before
	if d.SetName {
		d.After.Name = row.Values.Name
		p.sum.Changes.Names++
	}
	if d.SetCustomID {
		d.After.CustomID = row.Values.CustomID
		p.sum.Changes.CustomIDs++
	}
	if d.SetParent {
		p.sum.Changes.Parents++
		p.setParent(&d, e)
		switch {
		case d.ParentID != uuid.UUID{}:
			d.After.Parent = run.Text{Kind: run.Value, Text: d.ParentID.String()}
		case d.ParentRow != none:
			d.After.Parent = run.Text{} // known once that row is written
		default:
			d.After.Parent = run.Text{Kind: run.Null}
		}
	}
	p.weigh(d.After.Name, d.After.CustomID)
	return d, nil
}

// before is an organization as planning read it.
func before(l *liveRow) run.Snapshot {
	return run.Snapshot{Name: l.name, CustomID: l.custom, Parent: live.ParentText(l.parent)}
}

// sumUpReading adds to the plan's hash what is planned for which place, and how the files were read: another encoding, column or sheet
// gives other texts of the same bytes.
func (p *planner) sumUpReading(o *PlanOptions) error {
	type source struct {
		SHA256  string
		Format  tabular.Format
		Mapping []string
	}
	var sources []source
	for _, s := range p.sources {
		sources = append(sources, source{s.SHA256, s.Format, s.Mapping})
	}
	text, err := json.Marshal(struct {
		Sources                   []source
		URL, Customer, Activation string
		Set                       map[string]string
		ClearBlank                []string
		LeaveOut                  []int
		Fix, Restore              bool
		Accept                    []string
		Rules                     string            `json:",omitempty"`
		RuleFiles                 map[string]string `json:",omitempty"`
	}{sources, o.Target.URL, o.Target.Customer, o.Target.Activation, o.Set, o.ClearBlank, o.LeaveOut, o.Fix, o.Restore != nil, o.acceptedTexts(), columns.EncodeRules(&o.Rules), o.Rules.Sums()})
	if err != nil {
		return fmt.Errorf("sum up the plan: %w", err)
	}
	p.hash.Write(text)
	return nil
}

func appendText(b []byte, t run.Text) []byte {
	b = binary.AppendUvarint(append(b, byte(t.Kind)), uint64(len(t.Text)))
	return append(b, t.Text...)
}

// sumUp adds a decision to the plan's hash: what applying would do, to the byte.
func (p *planner) sumUp(i int32, d *run.Decision) {
	b := binary.AppendUvarint(nil, uint64(i))
	b = append(b, byte(d.Action))
	b = append(b, d.ID[:]...)
	b = append(b, d.ParentID[:]...)
	b = binary.AppendVarint(b, int64(d.ParentRow))
	b = binary.AppendVarint(b, int64(d.NameAfter))
	b = binary.AppendVarint(b, int64(d.SameAs))
	if d.MoveAfter > 0 {
		b = binary.AppendVarint(append(b, 'm'), int64(d.MoveAfter))
	}
	for _, s := range [...]run.Snapshot{d.Before, d.After} {
		for _, t := range [...]run.Text{{Text: s.Name}, s.CustomID, s.Parent} {
			b = appendText(b, t)
		}
	}
	p.hash.Write(b)
}
