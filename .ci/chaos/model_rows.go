package main

import (
	"fmt"
	"slices"
	"strings"
)

// drawRows draws the file: what people write into one, the wrong things too.
func (d drawer) drawRows() {
	n := 1 + d.IntN(30)
	if d.chance(20) {
		n = 1 + d.IntN(4)
	}
	for i := range n {
		r := d.drawRow(i)
		if !slices.Contains(d.s.Rows, r) || d.chance(15) {
			d.drawParent(&r)
		}
		d.spoil(&r, i)
		if r == (row{}) {
			r.Name = d.name("Nybygget", i) // a blank row is none
		}
		d.s.Rows = append(d.s.Rows, r)
	}
	d.chains()
	d.turns()
	d.emptyCells()
	if d.chance(50) {
		d.Shuffle(len(d.s.Rows), func(i, j int) { d.s.Rows[i], d.s.Rows[j] = d.s.Rows[j], d.s.Rows[i] })
	}
}

// drawRow makes a row that creates, updates, resembles or repeats.
func (d drawer) drawRow(i int) row {
	live := len(d.s.Live)
	what := d.IntN(100)
	if what < 38 && live > 0 {
		if at := d.someLive(); at > 0 {
			return d.updates(at, i)
		}
	}
	switch {
	case what < 83 || live == 0:
		return row{Name: d.name("Nybygget", i), Custom: d.custom(i)}
	case what < 88 && i > 0:
		r := d.s.Rows[d.IntN(i)] // again, now and then otherwise
		if d.chance(15) {
			r.Custom = d.custom(i)
		}
		return r
	case what < 93:
		return row{Name: variant(d, d.s.Live[d.IntN(live)].Name), Custom: d.custom(i)}
	case what < 97:
		return row{Name: d.name("Nybygget", i), Custom: d.s.Live[d.IntN(live)].Custom}
	default:
		return row{ID: fmt.Sprintf("22222222-2222-4222-8222-%012d", i), Name: d.name("Nybygget", i)}
	}
}

// someLive gives a live organization, seldom one that a row speaks of already, since what contradicts itself is never written; 0 for none.
func (d drawer) someLive() int {
	for range 10 {
		if at := 1 + d.IntN(len(d.s.Live)); !d.spokenOf(at) || d.chance(2) {
			return at
		}
	}
	return 0
}

func (d drawer) spokenOf(at int) bool {
	o := d.s.Live[at-1]
	return slices.ContainsFunc(d.s.Rows, func(r row) bool {
		return r.ID == liveID(at) || r.Name == o.Name || d.s.Options.Key == "custom_id" && o.Custom != "" && r.Custom == o.Custom
	})
}

// custom is blank as often as not.
func (d drawer) custom(i int) string {
	if d.chance(50) {
		return ""
	}
	return fmt.Sprintf("F-%d", i)
}

// updates makes a row about a live organization, found in one of the ways.
func (d drawer) updates(at, i int) row {
	o := d.s.Live[at-1]
	r := row{Name: o.Name, Custom: o.Custom}
	if d.chance(50) {
		r.Custom = d.custom(i)
	}
	if d.chance(50) {
		r.ID = liveID(at)
		switch d.IntN(4) {
		case 0:
			r.Name = d.name("Nybygget", i)
		case 1:
			r.Name = "" // by id alone
		}
	}
	if d.s.Options.Key == "custom_id" && d.chance(80) {
		r.ID, r.Custom = "", o.Custom
		if d.chance(30) {
			r.Name = d.name("Nybygget", i)
		}
	}
	return r
}

// drawParent names a parent in one of the ways, seldom one that isn't there.
func (d drawer) drawParent(r *row) {
	if !d.chance(55) {
		return
	}
	kind := strings.TrimPrefix(d.s.parents(), "organization")
	if kind == "" {
		kind = pick(d, "_id", "_name", "_custom_id")
	}
	live, rows := len(d.s.Live), len(d.s.Rows)
	switch {
	case d.chance(2):
		r.Parent = "Finns Ingenstans AB"
		if kind == "_id" {
			r.Parent = "22222222-2222-4222-8222-222222222222"
		}
	case kind == "_id" && live > 0:
		r.Parent = liveID(1 + d.IntN(live))
	case kind == "_id":
	case rows > 0 && (live == 0 || d.chance(50)):
		r.Parent = pickOf(kind, d.s.Rows[d.IntN(rows)].Name, d.s.Rows[d.IntN(rows)].Custom)
	case live > 0:
		o := d.s.Live[d.IntN(live)]
		r.Parent = pickOf(kind, o.Name, o.Custom)
	}
}

func pickOf(kind, name, custom string) string {
	if kind == "_name" {
		return name
	}
	return custom
}

// spoil makes a row bad by itself, now and then.
func (d drawer) spoil(r *row, i int) {
	if !d.chance(1) {
		return
	}
	r.Bad = true
	switch d.IntN(3) {
	case 0:
		r.Name = fmt.Sprintf("Alldeles för långa namnet %d %s AB", i, strings.Repeat("å", 256))
	case 1:
		r.Custom = fmt.Sprintf("%d%s", i, strings.Repeat("9", 128))
	default:
		r.ID = "inte-ett-id"
	}
}

// chains lets rows take the names that others give up: in a line that ends at a free name, or in a ring.
func (d drawer) chains() {
	live := len(d.s.Live)
	if live < 3 || d.s.Options.Key == "name" || d.s.Options.Key == "custom_id" || !d.chance(35) {
		return
	}
	places := slices.DeleteFunc(d.Perm(live), func(at int) bool { return d.spokenOf(at+1) && !d.chance(5) })
	if len(places) < 3 {
		return
	}
	places = places[:2+d.IntN(min(3, len(places)-1))]
	for n, at := range places {
		r := row{ID: liveID(at + 1), Name: d.name("Nybygget namn", n)}
		if n+1 < len(places) {
			r.Name = d.s.Live[places[n+1]].Name
		} else if d.chance(25) {
			r.Name = d.s.Live[places[0]].Name
		}
		d.s.Rows = append(d.s.Rows, r)
	}
	if d.chance(50) { // a new one takes the name that is free then
		d.s.Rows = append(d.s.Rows, row{Name: d.s.Live[places[0]].Name})
	}
}

// turns puts an organization below one that is below it now, which goes elsewhere.
func (d drawer) turns() {
	if d.s.Options.Key == "name" || d.s.Options.Key == "custom_id" || d.s.Parents != "organization" && d.s.Parents != "organization_id" || !d.chance(40) {
		return
	}
	for range 1 + d.IntN(2) {
		for at, o := range d.s.Live {
			if o.Parent == 0 || !d.chance(25) || (d.spokenOf(at+1) || d.spokenOf(o.Parent)) && !d.chance(5) {
				continue
			}
			above := d.s.Live[o.Parent-1]
			up := row{ID: liveID(at + 1)}
			if above.Parent > 0 {
				up.Parent = liveID(above.Parent)
			} else if d.s.JSONL {
				up.Parent = null
			} else {
				up.Parent = liveID(1 + d.IntN(len(d.s.Live)))
			}
			d.s.Rows = append(d.s.Rows, row{ID: liveID(o.Parent), Parent: liveID(at + 1)}, up)
			break
		}
	}
}

// emptyCells lets blank cells empty the field: all of a column in CSV, single ones in JSONL.
func (d drawer) emptyCells() {
	custom, parent := d.chance(20), d.chance(20)
	for i := range d.s.Rows {
		r := &d.s.Rows[i]
		if d.s.JSONL {
			custom, parent = d.chance(10), d.chance(10)
		}
		if custom && r.Custom == "" {
			r.Custom = null
		}
		if parent && r.Parent == "" {
			r.Parent = null
		}
	}
}

// variant writes a name as somebody else would.
func variant(d drawer, name string) string {
	return pick(d, strings.ToUpper(name), strings.ToLower(name), strings.Replace(name, " AB", " Aktiebolag", 1), strings.Replace(name, " ", "  ", 1))
}

// byName finds the live organization of a name, 0 for none.
func (s *scenario) byName(name string) int {
	return 1 + slices.IndexFunc(s.Live, func(o org) bool { return o.Name == name })
}
