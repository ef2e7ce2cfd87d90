package table

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/delimited"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// nearTie is how much better than the next one a reading must be for nobody to have to look.
const nearTie = 0.04

// What is done with backslashes, whatever they look like.
const (
	undone = "yes" // \n is a line break, as databases, jq and Miller write it
	kept   = "no"  // each is a backslash
)

// wishes are what a person has said of a file.
type wishes struct {
	delimiter string
	escapes   string
	asWritten string            // the column by which a file says that its cells are another's, as they stood there
	known     func(string) bool // names of columns
}

// choice is the dialect of a file, and how sure that is.
type choice struct {
	dialect delimited.Dialect
	newline string
	skip    int // bytes of a sep= line
	score   float64
	// next is the second best, nil when there is none worth a word.
	next      *delimited.Dialect
	nextScore float64
	nearTie   bool
	rare      bool
	escapes   bool // backslashes may escape, though the file isn't read so
}

// choose decides by the tables that the dialects make of a file's beginning.
func choose(b beginning, w wishes) (choice, error) {
	c := choice{newline: "\n"}
	fixed, err := c.fixedDelimiter(b.text, w.delimiter)
	if err != nil {
		return choice{}, err
	}
	b.text = b.text[c.skip:]
	if len(bytes.TrimSpace(b.text)) == 0 {
		c.dialect = delimited.Dialect{Delim: []byte(","), Quote: []byte(`"`), Escape: []byte(`"`)}
		return c, nil
	}
	newline, bases := recordEnds(b.text)
	if w.escapes == undone { // quotes hide no line ends
		newline, bases = "\n", []delimited.Dialect{{}}
	}
	var all []reading
	for _, base := range bases {
		found := readings(b, base, fixed, w.known)
		if base.CR && len(bases) > 1 && manyCRs(b.text) {
			for i := range found {
				found[i].score *= 1.1
			}
		}
		all = append(all, found...)
	}
	if len(all) == 0 { // what seemed to end records is part of the delimiter that the person named
		newline, all = "\n", readings(b, delimited.Dialect{}, fixed, w.known)
	}
	slices.SortStableFunc(all, func(a, b reading) int { return cmp.Compare(b.score, a.score) })
	best := all[0]
	if line, _, _ := bytes.Cut(b.text, []byte("\n")); best.width <= 1 {
		for _, delim := range usualDelimiters {
			if n := bytes.Count(line, []byte(delim)); n >= tabular.MaxColumns {
				return choice{}, fmt.Errorf("the table has %d columns; at most %d are read", n+1, tabular.MaxColumns)
			}
		}
	}
	d := best.dialect
	c.newline = newline
	if d.CR && newline != "\r" && len(bases) > 0 && len(d.Sep) == 0 {
		c.newline = "\r" // a lone CR ends rows too
	}
	if len(d.Sep) > 0 {
		c.newline = string(d.Sep)
	}
	var letters string
	if letters, c.escapes = findEscapes(b, d, w); letters != "" {
		d = dumped(d, letters)
	}
	c.dialect = d
	c.rate(all, fixed != nil)
	return c, nil
}

// fixedDelimiter is the one that the person or a sep= line names; a list that begins with an id alone in its line has none.
func (c *choice) fixedDelimiter(sample []byte, wanted string) (*delimited.Dialect, error) {
	line, _, _ := bytes.Cut(sample[:min(len(sample), 64)], []byte{'\n'})
	text := strings.Trim(strings.TrimRight(string(line), "\r"), `"`)
	if rest, ok := strings.CutPrefix(strings.ToLower(text), "sep="); ok && len(rest) >= 1 && len(rest) <= 4 && len(line) < len(sample) {
		c.skip = len(line) + 1
		if wanted == "" {
			return &delimited.Dialect{Delim: []byte(text[len("sep="):])}, nil
		}
	}
	if wanted == "" && isUUID(text) {
		return &delimited.Dialect{}, nil
	}
	if wanted == "" {
		return nil, nil
	}
	delim, run, err := delimited.ChosenDelimiter(wanted)
	return &delimited.Dialect{Delim: delim, Run: run}, err
}

// rate says how sure the choice is.
func (c *choice) rate(readings []reading, fixed bool) {
	best := readings[0]
	c.score = min(best.score, 1)
	for i := range readings[1:] {
		r := &readings[i+1]
		if bytes.Equal(r.dialect.Delim, best.dialect.Delim) && r.dialect.Run == best.dialect.Run && bytes.Equal(r.dialect.Sep, best.dialect.Sep) {
			continue
		}
		c.next, c.nextScore = &r.dialect, min(r.score, 1)
		c.nearTie = !fixed && r.width != best.width && r.score > best.score*(1-nearTie)
		break
	}
	usual := best.dialect.Delim == nil || slices.Contains(append([]string{""}, usualDelimiters...), string(best.dialect.Delim))
	c.rare = !fixed && (!usual || c.nearTie || len(best.dialect.Sep) > 0)
}
