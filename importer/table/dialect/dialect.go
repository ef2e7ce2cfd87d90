// Package dialect finds out how a file of text is delimited: what stands between its cells, around
// them and at the ends of its rows. It reads the beginning of the file by every dialect that what
// stands between the letters allows, and takes the one that makes the best table.
//
//	candidates → the rows that each makes of the beginning → how good a table these are → escapes → the choice, and how sure it is
package dialect

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/delimited"
	"github.com/orgbatch/orgbatch/importer/table/kinds"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// nearTie is how much better than the next one a reading must be for nobody to have to look.
const nearTie = 0.04

// What is done with backslashes, whatever they look like.
const (
	EscapesUndone = "yes" // \n is a line break, as databases, jq and Miller write it
	EscapesKept   = "no"  // each is a backslash
)

// Wishes are what a person has said of a file.
type Wishes struct {
	Delimiter string
	Escapes   string
	AsWritten string            // the column by which a file says that its cells are another's, as they stood there
	Known     func(string) bool // names of columns
}

// Choice is the dialect of a file, and how sure that is.
type Choice struct {
	Dialect delimited.Dialect
	Newline string
	Skip    int // bytes of a sep= line
	Score   float64
	// next is the second best, nil when there is none worth a word.
	Next      *delimited.Dialect
	NextScore float64
	NearTie   bool
	Rare      bool
	Escapes   bool // backslashes may escape, though the file isn't read so
}

// Detect decides by the tables that the dialects make of a file's beginning.
func Detect(b tabular.Beginning, w Wishes) (Choice, error) {
	c := Choice{Newline: "\n"}
	fixed, err := c.fixedDelimiter(b.Bytes, w.Delimiter)
	if err != nil {
		return Choice{}, err
	}
	b.Bytes = b.Bytes[c.Skip:]
	if len(bytes.TrimSpace(b.Bytes)) == 0 {
		c.Dialect = delimited.Dialect{Delim: []byte(","), Quote: []byte(`"`), Escape: []byte(`"`)}
		return c, nil
	}
	newline, bases := recordEnds(b.Bytes)
	if w.Escapes == EscapesUndone { // quotes hide no line ends
		newline, bases = "\n", []delimited.Dialect{{}}
	}
	var all []reading
	for _, base := range bases {
		found := readings(b, base, fixed, w.Known)
		if base.CR && len(bases) > 1 && manyCRs(b.Bytes) {
			for i := range found {
				found[i].score *= 1.1
			}
		}
		all = append(all, found...)
	}
	if len(all) == 0 { // what seemed to end records is part of the delimiter that the person named
		newline, all = "\n", readings(b, delimited.Dialect{}, fixed, w.Known)
	}
	slices.SortStableFunc(all, func(a, b reading) int { return cmp.Compare(b.score, a.score) })
	best := all[0]
	if line, _, _ := bytes.Cut(b.Bytes, []byte("\n")); best.width <= 1 {
		for _, delim := range usualDelimiters {
			if n := bytes.Count(line, []byte(delim)); n >= tabular.MaxColumns {
				return Choice{}, fmt.Errorf("the table has %d columns; at most %d are read", n+1, tabular.MaxColumns)
			}
		}
	}
	d := best.dialect
	c.Newline = newline
	if d.CR && newline != "\r" && len(bases) > 0 && len(d.Sep) == 0 {
		c.Newline = "\r" // a lone CR ends rows too
	}
	if len(d.Sep) > 0 {
		c.Newline = string(d.Sep)
	}
	var letters string
	if letters, c.Escapes = findEscapes(b, d, w); letters != "" {
		d = dumped(d, letters)
	}
	c.Dialect = d
	c.rate(all, fixed)
	return c, nil
}

// fixedDelimiter is the one that the person or a sep= line names; a list that begins with an id
// alone in its line has none.
func (c *Choice) fixedDelimiter(sample []byte, wanted string) (*delimited.Dialect, error) {
	line, _, _ := bytes.Cut(sample[:min(len(sample), 64)], []byte{'\n'})
	text := strings.Trim(strings.TrimRight(string(line), "\r"), `"`)
	if rest, ok := strings.CutPrefix(strings.ToLower(text), "sep="); ok && len(rest) >= 1 && len(rest) <= 4 && len(line) < len(sample) {
		c.Skip = len(line) + 1
		if wanted == "" {
			return &delimited.Dialect{Delim: []byte(text[len("sep="):])}, nil
		}
	}
	if wanted == "" && kinds.IsUUID(text) {
		return &delimited.Dialect{}, nil
	}
	if wanted == "" {
		return nil, nil
	}
	delim, run, err := delimited.ChosenDelimiter(wanted)
	return &delimited.Dialect{Delim: delim, Run: run}, err
}

// rate says how sure the choice is.
func (c *Choice) rate(readings []reading, fixed *delimited.Dialect) {
	best := readings[0]
	c.Score = min(best.score, 1)
	for i := range readings[1:] {
		r := &readings[i+1]
		if bytes.Equal(r.dialect.Delim, best.dialect.Delim) && r.dialect.Run == best.dialect.Run && bytes.Equal(r.dialect.Sep, best.dialect.Sep) {
			continue
		}
		c.Next, c.NextScore = &r.dialect, min(r.score, 1)
		c.NearTie = fixed == nil && r.width != best.width && r.score > best.score*(1-nearTie)
		break
	}
	usual := best.dialect.Delim == nil || slices.Contains(append([]string{""}, usualDelimiters...), string(best.dialect.Delim))
	c.Rare = fixed == nil && (!usual || c.NearTie || len(best.dialect.Sep) > 0)
}
