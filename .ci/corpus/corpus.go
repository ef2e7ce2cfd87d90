package main

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
)

// file is one file of the corpus with what a person reads in it.
type file struct {
	name      string
	damage    damage
	table     string
	dialect   dialect
	bytes     []byte
	want      expected
	doc       *document // what stands in which line
	ambiguous bool
	number    int // of the table to read, 0 for the first
}

// corpus makes files: each damage at each of its places, done to each table, in several dialects. Equal seeds make equal files.
type corpus struct {
	seed    uint64
	tables  []*source
	damages []damage
	// usual and all are the dialects in which a person reads a table as it was meant.
	usual, all map[*source][]dialect
	// most bounds how many files are made of one damage at one place of one table, 0 for none.
	most int
}

// newCorpus is the broad part: tables of every kind in every dialect.
func newCorpus(seed uint64) *corpus {
	c := &corpus{seed: seed, tables: sources(rand.New(rand.NewPCG(seed, 1))), damages: damages()}
	c.fit(dialects(rand.New(rand.NewPCG(seed, 2)), 6), len(usual()))
	return c
}

// fit finds the dialects that go with each table; the first few are the usual ones.
func (c *corpus) fit(all []dialect, few int) {
	c.usual, c.all = map[*source][]dialect{}, map[*source][]dialect{}
	for _, t := range c.tables {
		for i, d := range all {
			if !readable(t, d) {
				continue
			}
			if c.all[t] = append(c.all[t], d); i < few {
				c.usual[t] = append(c.usual[t], d)
			}
		}
	}
}

// readable goes by the first rows of a table, the others being alike; makeFile looks at all.
func readable(t *source, d dialect) bool {
	doc := newDocument(t, d)
	doc.lines = doc.lines[:min(len(doc.lines), 100)]
	if !doc.allowed() {
		return false
	}
	_, ok := doc.bytes()
	return ok
}

// unit is what makes a few files that belong together.
type unit struct {
	damage damage
	place  place
	table  *source
}

func (c *corpus) units() []unit {
	var list []unit
	for _, d := range c.damages {
		for _, p := range d.places {
			for _, t := range c.tables {
				u := unit{d, p, t}
				if c.most > 0 && len(t.rows) > 1000 && hash(u.String())%4 > 0 {
					continue // a quarter of the damages are enough for what a long file adds
				}
				list = append(list, u)
			}
		}
	}
	return list
}

func (u unit) String() string {
	s := u.damage.group
	for _, more := range []string{u.damage.name, u.place.name} {
		if more != "" {
			s += ", " + more
		}
	}
	return s + " / " + u.table.name
}

// files makes the files of a unit: all dialects where nothing is damaged, else one that is usual and others by lot.
func (c *corpus) files(u unit) []*file {
	if u.damage.group == "none" {
		return makeFiles(u, c.all[u.table], c.wanted(u), nil)
	}
	r := rand.New(rand.NewPCG(c.seed, hash(u.String())))
	files := makeFiles(u, shuffled(r, c.usual[u.table]), 1, nil)
	return makeFiles(u, shuffled(r, c.all[u.table]), c.wanted(u), files)
}

// makeFiles adds files in the first of the dialects that can be used, until there are as many as wanted.
func makeFiles(u unit, list []dialect, wanted int, files []*file) []*file {
	for _, d := range list {
		if len(files) >= wanted {
			break
		}
		if len(files) > 0 && files[0].dialect == d {
			continue
		}
		if f := makeFile(u, d); f != nil {
			files = append(files, f)
		}
	}
	return files
}

func shuffled(r *rand.Rand, list []dialect) []dialect {
	list = slices.Clone(list)
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

func (c *corpus) wanted(u unit) int {
	n := c.usually(u)
	if c.most > 0 && u.damage.group != "none" {
		n = min(n, c.most)
	}
	return n
}

func (c *corpus) usually(u unit) int {
	large := len(u.table.rows) > 1000
	switch {
	case u.damage.group == "none" && large:
		return 12
	case u.damage.group == "none":
		return len(c.all[u.table])
	case large:
		return 1
	case len(u.damage.places) > 3:
		return 2
	case len(u.damage.places) > 1:
		return 3
	}
	return 5
}

// makeFile gives nil where a person couldn't read the table in this dialect, or the damage can't be done.
func makeFile(u unit, d dialect) *file {
	doc := newDocument(u.table, d)
	if !u.damage.apply(doc, u.place) || !doc.allowed() {
		return nil
	}
	b, ok := doc.bytes()
	if !ok {
		return nil
	}
	return &file{name: fmt.Sprintf("%s / %s", u, d), damage: u.damage, table: u.table.name, dialect: d, bytes: b, want: doc.expected(), doc: doc, ambiguous: doc.ambiguous, number: doc.number}
}

func hash(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64()
}
