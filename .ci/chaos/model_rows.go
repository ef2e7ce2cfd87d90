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
		d.drawParent(&r)
		d.spoil(&r, i)
		if r == (row{}) {
			r.Name = d.name("Nybygget", i) // a blank row is none
		}
		d.s.Rows = append(d.s.Rows, r)
	}
	d.chains()
	d.emptyCells()
	if d.chance(50) {
		d.Shuffle(len(d.s.Rows), func(i, j int) { d.s.Rows[i], d.s.Rows[j] = d.s.Rows[j], d.s.Rows[i] })
	}
}

// drawRow makes a row that creates, updates, resembles or repeats.
func (d drawer) drawRow(i int) row {
	live := len(d.s.Live)
	what := d.IntN(100)
	switch {
	case what < 40 || live == 0:
		return row{Name: d.name("Nybygget", i), Custom: d.custom(i)}
	case what < 75:
		return d.updates(1+d.IntN(live), i)
	case what < 85 && i > 0:
		r := d.s.Rows[d.IntN(i)] // again, now and then otherwise
		if d.chance(30) {
			r.Custom = d.custom(i)
		}
		return r
	case what < 91:
		return row{Name: variant(d, d.s.Live[d.IntN(live)].Name), Custom: d.custom(i)}
	case what < 95:
		return row{Name: d.name("Nybygget", i), Custom: d.s.Live[d.IntN(live)].Custom}
	default:
		return row{ID: fmt.Sprintf("22222222-2222-4222-8222-%012d", i), Name: d.name("Nybygget", i)}
	}
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
	case d.chance(4):
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
	if !d.chance(3) {
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
	places := d.Perm(live)[:2+d.IntN(min(3, live-1))]
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
