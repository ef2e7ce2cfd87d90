package main

import "fmt"

// makeExact makes a scenario of plain updates out of one: each row sets another custom_id, some another parent, and somebody
// changes some of the same organizations in between.
func (d drawer) makeExact() {
	s := d.s
	s.Exact, s.Rows, s.Others, s.Parents, s.JSONL = true, nil, nil, "organization_id", false
	s.Options.Mode, s.Options.Key, s.Options.MaxRejects, s.Options.SkipInvalid = "", "id", "100%", true
	for i := range s.Live {
		r := row{ID: liveID(i + 1), Name: s.Live[i].Name, Custom: fmt.Sprintf("E-%d", i)}
		if i > 0 && s.Live[i].Parent > 0 && d.chance(30) {
			r.Parent = liveID(1 + d.IntN(i)) // upwards in the list, where parents are, so that nothing goes round
		}
		s.Rows = append(s.Rows, r)
		if d.chance(25) {
			s.Others = append(s.Others, change{Live: i + 1, Do: pick(d, "name", "custom"), Name: fmt.Sprintf("Någon annans påhitt %d AB", i), Custom: fmt.Sprintf("annan-%d", i)})
		}
	}
	if len(s.Rows) == 0 {
		s.Exact, s.Rows = false, []row{{Name: d.name("Nybygget", 0)}}
	}
	d.Shuffle(len(s.Rows), func(i, j int) { s.Rows[i], s.Rows[j] = s.Rows[j], s.Rows[i] })
}

// drawUndo lets the run be taken back, every second one after somebody changed what is there.
func (d drawer) drawUndo() {
	d.s.Undo = true
	d.s.UndoCut = d.drawCuts(50)
	if d.chance(50) {
		return
	}
	for n := range 1 + d.IntN(5) {
		if c := (change{Of: d.someName(), Do: pick(d, "name", "custom", "root", "under", "child", "delete")}); c.Of != "" {
			switch c.Do {
			case "name":
				c.Name = fmt.Sprintf("Senare omdöpt %d AB", n)
			case "custom":
				c.Custom = fmt.Sprintf("senare-%d", n)
			case "under":
				c.Name = d.someName()
			case "child":
				c.Name = fmt.Sprintf("Senare tillkommen %d AB", n)
			}
			d.s.Since = append(d.s.Since, c)
		}
	}
}

// someName gives a name of the file or of a live organization, "" if it comes to a row without one.
func (d drawer) someName() string {
	if len(d.s.Live) > 0 && d.chance(25) {
		return d.s.Live[d.IntN(len(d.s.Live))].Name
	}
	return value(d.s.Rows[d.IntN(len(d.s.Rows))].Name)
}
