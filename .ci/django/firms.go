package main

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
)

// firm is an organization as file and table are compared by: parent is the name of the one above.
type firm struct{ name, custom, parent string }

// firms are known by their names.
type firms map[string]firm

// top is the one above all.
const top = "Exempelbacken 0 Å&Ö AB"

// drawFirms draws a tree in which each has eight children; some names have a comma.
func drawFirms(n int) firms {
	all := firms{}
	for i := range n {
		f := firm{name: firmOf(i)}
		if i%5 > 0 {
			f.custom = fmt.Sprintf("00-%d", i)
		}
		if i > 0 {
			f.parent = firmOf((i - 1) / 8)
		}
		all[f.name] = f
	}
	return all
}

// firmOf is the name of a number.
func firmOf(i int) string {
	if i%40 == 7 {
		return fmt.Sprintf("Exempelbacken, hus %d \"%c\"", i, 'A'+rune(i%26))
	}
	return fmt.Sprintf("Exempelbacken %d Å&Ö AB", i)
}

// file is a table of them in no order, with their ids where these are told.
func (all firms) file(ids map[string]string) (string, error) {
	var b strings.Builder
	w := csv.NewWriter(&b)
	rows := [][]string{{"id", "name", "custom_id", "organization"}}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		f := all[name]
		rows = append(rows, []string{ids[name], f.name, f.custom, f.parent})
	}
	body := rows[1:]
	rand.New(rand.NewPCG(1, uint64(len(body)))).Shuffle(len(body), func(i, j int) { body[i], body[j] = body[j], body[i] })
	err := w.WriteAll(rows)
	return b.String(), err
}

// there reads from PostgreSQL what is there, and the id of each. It fails if a name is there twice.
func (s *server) there() (firms, map[string]string, error) {
	rows, err := s.query(`SELECT o.id, o.name, o.custom_id, p.name
		FROM organization o LEFT JOIN organization p ON p.id = o.organization_id`)
	all, ids := firms{}, map[string]string{}
	for _, row := range rows {
		if ids[row[1]] != "" {
			err = errors.Join(err, fmt.Errorf("%s is there twice", row[1]))
		}
		all[row[1]], ids[row[1]] = firm{row[1], row[2], row[3]}, row[0]
	}
	return all, ids, err
}

// compare says what differs from what must be, the first few of it.
func (all firms) compare(want firms) error {
	var wrong []string
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if is, ok := all[name]; !ok {
			wrong = append(wrong, name+" isn't there")
		} else if is != want[name] {
			wrong = append(wrong, fmt.Sprintf("there is %+v, not %+v", is, want[name]))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if _, ok := want[name]; !ok {
			wrong = append(wrong, name+" is there and shouldn't be")
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	return fmt.Errorf("%d organizations are wrong: %s", len(wrong), strings.Join(wrong[:min(len(wrong), 3)], "; "))
}

// change draws what becomes of all but the topmost: rows of a file, by the names of before, and what is
// there after it. A third gets another name, a third another code, a third moves below the topmost.
func (all firms) change() (rows, after firms) {
	rows, after = firms{}, firms{}
	names := map[string]string{}
	for i, name := range slices.Sorted(maps.Keys(all)) {
		f := all[name]
		row := firm{name: name, custom: f.custom}
		switch {
		case name == top:
			continue
		case i%3 == 0:
			row.name += " (publ)"
		case i%3 == 1:
			row.custom = fmt.Sprintf("N-%d", i)
		default:
			row.custom, row.parent = fmt.Sprintf("F-%d", i), top
		}
		rows[name], names[name] = row, row.name
	}
	after[top] = all[top]
	for name, row := range rows {
		if row.parent == "" { // a blank cell keeps what is there
			row.parent = cmp.Or(names[all[name].parent], top)
		}
		after[row.name] = row
	}
	return rows, after
}
