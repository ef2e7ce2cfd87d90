package main

import (
	"bytes"
	"strings"
	"testing"
)

// These are what the reader has reached on the strict part, in percent of its files: how many hold
// a row that is wrong without an error on it, or one that is left out with a warning alone, and how
// many are right in all. Lower the first two with the reader and raise the last; never the other
// way.
const (
	mostWrong   = 1
	mostLeftOut = 0.1
	leastRight  = 89
)

// TestStrictJudges: each outcome is told from the others.
func TestStrictJudges(t *testing.T) {
	s := &source{name: "three", header: []string{"Namn", "Kundnr", "Ort"}, rows: [][]string{
		{"Granliden AB", "K-1", "Visby"}, {"Tallmon AB", "K-2", "Lund"}, {"Furuvik AB", "K-3", "Umeå"}, {"Ekbacken AB", "K-4", "Malmö"},
	}}
	row := func(change func(l *line)) func(*document) { return func(doc *document) { change(&doc.lines[2]) } }
	for name, c := range map[string]struct {
		change  func(doc *document)
		outcome int
	}{
		"as meant":       {func(*document) {}, isRight},
		"another name":   {row(func(l *line) { l.want = []string{"Tallmo AB", "K-2", "Lund"} }), isWrong},
		"another code":   {row(func(l *line) { l.want = []string{"Tallmon AB", "", "Lund"} }), isWrong},
		"an unsent cell": {row(func(l *line) { l.want = []string{"Tallmon AB", "K-2", "Luleå"} }), isWrong},
		"as good":        {row(func(l *line) { l.want, l.also = []string{"T", "", ""}, l.cells }), isRight},
		"no name":        {row(func(l *line) { l.cells = []string{"", "K-2", "Lund"} }), isRefused},
		"no row":         {row(func(l *line) { l.kind = other }), isWrong},
		"a footer": {func(doc *document) {
			doc.insert(5, line{kind: data, verbatim: true, text: "Källa: registret", want: s.rows[0]})
		}, isLeftOut},
		"gone":                {func(doc *document) { doc.insert(5, line{kind: data, verbatim: true, want: s.rows[0]}) }, isWrong},
		"no name in the file": {func(doc *document) { doc.lines[0].cells = []string{"a", "b", "c"} }, isRefused},
	} {
		doc := newDocument(s, plain)
		c.change(doc)
		b, _ := doc.bytes()
		if v := judge(&file{bytes: b, doc: doc}); v.worst() != c.outcome {
			t.Errorf("%s: outcome %d, want %d: %+v", name, v.worst(), c.outcome, v)
		}
	}
}

// TestStrictEveryDamage: each damage is done to some file, and shows.
func TestStrictEveryDamage(t *testing.T) {
	c := newStrictCorpus(1)
	files := map[string]int{}
	for _, u := range c.units() {
		name := u.damage.group + ", " + u.damage.name
		if files[name] > 0 {
			continue
		}
		for _, f := range c.files(u) {
			files[name]++
			sound := makeFile(unit{damage: c.damages[0], table: u.table}, f.dialect)
			if u.damage.group != "none" && sound != nil && bytes.Equal(sound.bytes, f.bytes) && f.doc.dialect == f.dialect {
				t.Errorf("%s is no damage", f.name)
			}
		}
	}
	for _, d := range c.damages {
		if name := d.group + ", " + d.name; files[name] == 0 {
			t.Errorf("no file has the damage %s", name)
		}
	}
}

// TestStrictOtherSeed: what was reached is not owed to one seed, and nothing panics.
func TestStrictOtherSeed(t *testing.T) {
	c := newStrictCorpus(2)
	var some []unit
	for i, u := range c.units() {
		if i%(7*thin) == 0 && len(u.table.rows) < 1000 {
			some = append(some, u)
		}
	}
	verdicts, err := run(c, some, everything, "", judge)
	if err != nil {
		t.Fatal(err)
	}
	total := totalOf(verdicts)
	if wrong := percent(total.files, isWrong); wrong > mostWrong+5 && thin == 1 {
		t.Errorf("%.2f %% of the files hold something that is wrong and not refused", wrong)
	}
	for _, v := range verdicts {
		if strings.Contains(v.first, "panic") {
			t.Errorf("%s: %s", v.file.name, v.first)
		}
	}
}
