package plan

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/intake"
	"github.com/orgbatch/orgbatch/importer/live"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// writing keeps in the run what was decided for each row.
type writing struct {
	index *index
	live  *liveList
	run   *run.Run
	in    *intake.Files
	hash  hash.Hash
	sum   *Summary
}

// writeDecisions keeps in the run what was decided for every row, and sums the
// plan's code over it.
func (w *writing) writeDecisions(o *Options) error {
	if err := w.sumUpReading(o); err != nil {
		return err
	}
	for i := range w.index.rows {
		if i%4096 == 0 {
			o.Progress(Progress{Stage: "plan", Rows: i, Total: len(w.index.rows)})
		}
		d, err := w.decision(int32(i))
		if err != nil {
			return err
		}
		w.sumUp(int32(i), &d)
		if err := w.run.AppendDecision(d); err != nil {
			return err
		}
	}
	return w.run.FlushDecisions()
}

func (w *writing) decision(i int32) (run.Decision, error) {
	e := &w.index.rows[i]
	d := run.Decision{Action: e.action(), ParentRow: none, NameAfter: none, SameAs: none}
	if e.live != none {
		d.ID = w.live.rows[e.live].id
		w.sum.BlankKept += e.keeps(&w.live.rows[e.live])
	}
	switch d.Action {
	case run.ActionFollow:
		d.SameAs = e.same
	case run.ActionDelete:
		if d.ID = e.id; e.live != none {
			d.Before = before(&w.live.rows[e.live])
		}
	case run.ActionUnchanged:
		w.setParent(&d, e) // for an audit, which asks whether it still is
		if e.is(differs) {
			d.Before = before(&w.live.rows[e.live])
		}
	case run.ActionCreate:
		w.setParent(&d, e)
		d.NameAfter = e.nameAfter
		row, err := w.run.Row(int(i))
		if err != nil {
			return d, err
		}
		w.weigh(row.Values.Name, row.Values.CustomID)
		// What a new organization would get, but for its parent, which is among the decision.
		w.hash.Write(appendText(appendText(nil, run.Text{Text: row.Values.Name}), row.Values.CustomID))
	case run.ActionUpdate:
		return w.update(i, d)
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

func (w *writing) setParent(d *run.Decision, e *entry) {
	d.ParentRow = e.parentRow
	if e.parentTo != none {
		d.ParentID = w.live.rows[e.parentTo].id
	}
}

func (w *writing) update(i int32, d run.Decision) (run.Decision, error) {
	e := &w.index.rows[i]
	row, err := w.run.Row(int(i))
	if err != nil {
		return d, err
	}
	l := &w.live.rows[e.live]
	d.NameAfter, d.MoveAfter = e.nameAfter, e.moveAfter+1
	d.SetName, d.SetCustomID, d.SetParent = e.is(renames), e.is(setsCustom), e.is(setsParent)
	d.Before = before(l)
	d.After = d.Before
	if d.SetName {
		d.After.Name = row.Values.Name
		w.sum.Changes.Names++
	}
	if d.SetCustomID {
		d.After.CustomID = row.Values.CustomID
		w.sum.Changes.CustomIDs++
	}
	if d.SetParent {
		w.sum.Changes.Parents++
		w.setParent(&d, e)
		switch {
		case d.ParentID != uuid.UUID{}:
			d.After.Parent = run.Text{Kind: run.Value, Text: d.ParentID.String()}
		case d.ParentRow != none:
			d.After.Parent = run.Text{} // known once that row is written
		default:
			d.After.Parent = run.Text{Kind: run.Null}
		}
	}
	w.weigh(d.After.Name, d.After.CustomID)
	return d, nil
}

// before is an organization as planning read it.
func before(l *liveRow) run.Snapshot {
	return run.Snapshot{Name: l.name, CustomID: l.custom, Parent: live.ParentText(l.parent)}
}

// sumUpReading adds to the plan's hash what is planned for which place, and how the files were read: another encoding, column or sheet
// gives other texts of the same bytes.
func (w *writing) sumUpReading(o *Options) error {
	type source struct {
		SHA256  string
		Format  tabular.Format
		Mapping []string
	}
	var sources []source
	for _, s := range w.in.Sources {
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
	w.hash.Write(text)
	return nil
}

func appendText(b []byte, t run.Text) []byte {
	b = binary.AppendUvarint(append(b, byte(t.Kind)), uint64(len(t.Text)))
	return append(b, t.Text...)
}

// sumUp adds a decision to the plan's hash: what applying would do, to the byte.
func (w *writing) sumUp(i int32, d *run.Decision) {
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
	w.hash.Write(b)
}
