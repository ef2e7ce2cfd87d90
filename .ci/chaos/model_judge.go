package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/importer/run"
)

// judge compares what the run decided, said and did with the model.
func (p *play) judge() error {
	verdicts := p.s.plan()
	if err := p.judgePlan(verdicts); err != nil {
		return err
	}
	for i := range verdicts {
		if may := p.may(verdicts, i); !slices.Contains(may, p.status[i]) {
			return fmt.Errorf("row %d (%s) ended as %v, want %v%s", i+1, verdicts[i].action, p.status[i], may, p.issues(i))
		}
	}
	for i, status := range p.status {
		if status == run.Created && !p.server.said[p.s.Rows[i].Name] {
			return fmt.Errorf("row %d is created, and no answer said so", i+1)
		}
	}
	return errors.Join(p.judgeBooks(), p.judgeHeld(), p.judgeWrites(verdicts), p.judgeWorld(verdicts))
}

// judgeHeld: of plain updates exactly those are held that somebody changed since the plan.
func (p *play) judgeHeld() error {
	for i, status := range p.status {
		id := p.decisions[i].ID.String()
		changed := p.touched[id] != p.base[id]
		if p.s.Exact && changed != (status == run.Held) {
			return fmt.Errorf("row %d is %v; changed since the plan: %v", i+1, status, changed)
		}
		if p.s.Exact && changed {
			p.figures.Changed++
		}
	}
	return nil
}

// judgePlan: every row's decision is the model's.
func (p *play) judgePlan(verdicts []verdict) error {
	if len(p.decisions) != len(verdicts) {
		return fmt.Errorf("%d rows were read of %d", len(p.decisions), len(verdicts))
	}
	for i, v := range verdicts {
		d := p.decisions[i]
		if got := d.Action.String(); got != v.action && !p.eitherWay(verdicts, i, got) {
			return fmt.Errorf("row %d is planned as %q, want %q%s", i+1, got, v.action, p.issues(i))
		}
		if v.action == "follow" && int(d.SameAs) != v.follow {
			return fmt.Errorf("row %d follows row %d, want %d", i+1, d.SameAs+1, v.follow+1)
		}
		if id := d.ID; v.live > 0 && id.String() != liveID(v.live) {
			return fmt.Errorf("row %d is matched with %s, want %s", i+1, id, liveID(v.live))
		}
	}
	return nil
}

// issues gives what the run says of a row.
func (p *play) issues(row int) string {
	text := ""
	for issue, err := range p.run.Issues() {
		if err == nil && issue.Row == row {
			text += "\n\t" + issue.Code + ": " + issue.Message
		}
	}
	for m, err := range run.Messages(p.run) {
		if err == nil && int(m.Row) == row {
			text += "\n\t" + m.Message
		}
	}
	return text
}

// eitherWay: a row that waits for one rejected and for one held shares the fate of one of them.
func (p *play) eitherWay(verdicts []verdict, i int, got string) bool {
	fates := map[string]bool{}
	for _, before := range verdicts[i].waits {
		fates[p.decisions[before].Action.String()] = true
	}
	return fates["reject"] && fates["hold"] && (got == "reject" || got == "hold")
}

// may gives the statuses in which a row may end, given those of the rows that it waits for.
func (p *play) may(verdicts []verdict, i int) []run.Status {
	v := &verdicts[i]
	switch v.action {
	case "reject", "hold":
		if p.decisions[i].Action == run.ActionReject {
			return []run.Status{run.Rejected}
		}
		return []run.Status{run.Held}
	case "unchanged":
		return []run.Status{run.Unchanged}
	case "follow":
		if s := p.status[v.follow]; s != run.Created && s != run.Updated {
			return []run.Status{s}
		}
		return []run.Status{run.Unchanged}
	}
	if p.blocked && !p.s.Options.SkipInvalid {
		return []run.Status{run.NotReached}
	}
	var falls []run.Status
	for _, before := range v.waits {
		if s := p.status[before]; before+1 != v.beside && (s == run.Rejected || s == run.Held) {
			falls = append(falls, s)
		}
	}
	switch {
	case len(falls) > 0:
		return falls
	case v.action == "create":
		return p.mayCreate(v, i)
	}
	return p.mayUpdate(v, i)
}

func (p *play) mayCreate(v *verdict, i int) []run.Status {
	want := p.wanted(v, i, object{})
	for id, o := range p.touched {
		if _, old := p.base[id]; old || o.Name != want.Name {
			continue
		}
		if o.Custom == want.Custom && (p.untold() || o.Parent == want.Parent) {
			return []run.Status{run.Unchanged} // somebody else was quicker
		}
		return []run.Status{run.Held}
	}
	may := p.orRefused(v, i, run.Created)
	if p.foundThere(i) {
		may = append(may, run.Unchanged)
	}
	return may
}

func (p *play) mayUpdate(v *verdict, i int) []run.Status {
	was, now := p.base[liveID(v.live)], p.touched[liveID(v.live)]
	want := p.wanted(v, i, was)
	if p.untold() {
		was.Parent, now.Parent, want.Parent = "", "", ""
	}
	switch {
	case now.ID == "":
		return []run.Status{run.Rejected} // somebody deleted it
	case now == was && p.cameLate(v, i):
		return []run.Status{run.Unchanged}
	case now == was:
		return p.orRefused(v, i, run.Updated)
	case now == want:
		return []run.Status{run.Unchanged} // somebody did the same
	}
	return []run.Status{run.Held}
}

// cameLate says whether a change was carried out after the process that had sent it was gone, and found done by whoever went on. That it is
// done is for judgeWorld to see.
func (p *play) cameLate(v *verdict, i int) bool {
	return v.action == "update" && p.status[i] == run.Unchanged && p.s.Late.Percent > 0 && len(p.s.Cuts) > 0
}

// orRefused: the API refuses a parent that somebody deleted, a name that somebody took and, where case doesn't count, a name that differs from another by it alone.
func (p *play) orRefused(v *verdict, i int, status run.Status) []run.Status {
	if v.parent.live > 0 && p.touched[liveID(v.parent.live)].ID == "" {
		return []run.Status{run.Rejected}
	}
	name := p.s.Rows[i].Name
	if v.sets.name && slices.ContainsFunc(p.s.Others, func(c change) bool { return c.Do == "create" && c.Name == name }) {
		return []run.Status{run.Rejected}
	}
	if v.sets.parent && len(p.s.Others) > 0 {
		return []run.Status{status, run.Rejected} // somebody else's move may close a circle
	}
	if p.s.Answers["unique-name"] == "folded" && p.resembles(name) {
		return []run.Status{status, run.Rejected}
	}
	return []run.Status{status}
}

func (p *play) resembles(name string) bool {
	like := func(other string) bool { return other != name && strings.EqualFold(other, name) }
	for _, o := range p.touched {
		if like(o.Name) {
			return true
		}
	}
	return slices.ContainsFunc(p.s.Rows, func(r row) bool { return like(r.Name) })
}

func (p *play) untold() bool { return p.s.Answers["parent-answer"] == "empty" }

// wanted gives an organization as the row wants it.
func (p *play) wanted(v *verdict, i int, was object) object {
	r, want := p.s.Rows[i], was
	if v.live == 0 || v.sets.name {
		want.Name = r.Name
	}
	if v.live == 0 || v.sets.custom {
		want.Custom = value(r.Custom)
	}
	if v.live == 0 || v.sets.parent {
		switch {
		case v.parent.live > 0:
			want.Parent = liveID(v.parent.live)
		case v.parent.row > 0:
			want.Parent = p.ids[v.parent.row-1].String()
		default:
			want.Parent = ""
		}
	}
	return want
}

// judgeBooks: the books are the sum of the rows.
func (p *play) judgeBooks() error {
	sum := run.Books{Read: len(p.s.Rows)}
	for _, s := range p.status {
		sum.Add(s, 1)
	}
	if sum != p.books {
		return fmt.Errorf("the books are %v, the rows are %v", p.books, sum)
	}
	return nil
}

// judgeWrites: nothing was sent that the plan doesn't say, nor about a row that is held.
func (p *play) judgeWrites(verdicts []verdict) error {
	names, ids := map[string]bool{}, map[string]bool{}
	for i, v := range verdicts {
		switch {
		case v.action == "create":
			names[p.s.Rows[i].Name] = true
		case v.action == "update" && p.status[i] != run.Held:
			ids[liveID(v.live)] = true
		}
	}
	for _, w := range p.server.writes {
		if w.Method == "DELETE" || w.ID == "" && !names[w.Name] || w.ID != "" && !ids[w.ID] {
			return fmt.Errorf("%s of %q (%s) was sent, which the plan doesn't say", w.Method, w.Name, w.ID)
		}
	}
	return nil
}

// judgeWorld: what is there is what was there, with what the rows say was done to it, and nothing else.
func (p *play) judgeWorld(verdicts []verdict) error {
	want := map[string]object{}
	for id, o := range p.touched {
		want[id] = o
	}
	for i := range verdicts {
		v := &verdicts[i]
		switch id := p.ids[i].String(); {
		case p.status[i] == run.Created || p.foundThere(i) && p.touched[id].ID == "":
			if p.ids[i] == uuid.Nil || want[id].ID != "" {
				return fmt.Errorf("row %d is created, but its id %s is another one's", i+1, id)
			}
			want[id] = p.wanted(v, i, object{ID: id})
		case p.status[i] == run.Updated, p.cameLate(v, i) && want[id] == p.base[id]:
			want[id] = p.wanted(v, i, want[id])
		}
	}
	is, err := p.server.objects()
	if err != nil {
		return err
	}
	return p.compareWorlds(is, want)
}

func (p *play) compareWorlds(is, want map[string]object) error {
	var wrong []string
	for _, id := range sortedKeys(want) {
		w, have := want[id], is[id]
		if _, old := p.touched[id]; !old && have.ID != "" && have.Created.Before(p.planned.Add(-time.Second)) {
			wrong = append(wrong, fmt.Sprintf("%q was made before the run", have.Name))
		}
		if w.Created, have.Created = (time.Time{}), (time.Time{}); w != have {
			wrong = append(wrong, fmt.Sprintf("there is %+v, want %+v", have, w))
		}
	}
	for _, id := range sortedKeys(is) {
		if _, ok := want[id]; !ok {
			wrong = append(wrong, fmt.Sprintf("there is %+v, which nobody made", is[id]))
		}
	}
	if len(wrong) > 0 {
		return errors.New(strings.Join(wrong, "\n"))
	}
	return nil
}
