package table

import (
	"bytes"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/delimited"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// otherDialect reads a line with other delimiters and quotes.
func (m *mender) otherDialect(line []byte) (mended, bool) {
	if m.width < 2 || m.allowance < 0 {
		return mended{}, false
	}
	var best mended
	most := 0.0
	for _, alt := range otherDelimiters {
		if alt == string(m.Delim) || !bytes.Contains(line, []byte(alt)) {
			continue
		}
		m.allowance -= 2 * len(line)
		if cells, ok := m.readAs(line, alt, string(m.Quote)); ok && m.convinces(cells, line, alt) {
			if s := m.rates(cells); s > most {
				best, most = m.inOther(cells, alt), s
			}
		}
		if cells, split, ok := m.readMixed(line, alt); ok && m.convincesMixed(cells, split, alt) {
			if s := m.rates(cells); s > most {
				best, most = m.inOther(cells, alt), s
			}
		}
	}
	for _, quote := range []string{"'", `"`, "`"} {
		if quote == string(m.Quote) || bytes.Count(line, []byte(quote)) < 2 {
			continue
		}
		m.allowance -= 2 * len(line)
		if cells, ok := m.readAs(line, string(m.Delim), quote); ok {
			if s := m.rates(cells); s > most {
				best, most = m.inOtherQuote(cells, quote), s
			}
		}
	}
	return best, most > 0
}

var otherDelimiters = []string{"\t", ";", ",", "|", ", ", "; ", ";;", "||", ",,", "::", ":", " ", "\x1f", "^", "~", "#", "&", "/", "-", "_"}

// readAs reads a line strictly in another dialect. It must come out whole and as wide as the table.
func (m *mender) readAs(line []byte, delim, quote string) (cells []string, ok bool) {
	d := m.Dialect
	d.Delim, d.Quote, d.Run = []byte(delim), []byte(quote), false
	if quote != string(m.Quote) {
		d.Escape = d.Quote
	}
	s := delimited.NewScanner(d)
	if s.Scan(line, true); s.Rec.Damage != "" || len(s.Rec.Spans) != m.width || s.Rec.Size != len(line) {
		return nil, false
	}
	text := string(line)
	for _, sp := range s.Rec.Spans {
		cells = append(cells, s.Text(text, sp))
	}
	return cells, strings.Join(cells, "") != ""
}

// readMixed cuts a line at both delimiters: all of its cells at the other one too, or else the one cell that makes the row whole. split marks
// the cells that the other one cut.
func (m *mender) readMixed(line []byte, alt string) (cells []string, split []bool, ok bool) {
	text := string(line)
	var plain []string
	var quoted []bool
	for _, sp := range m.Rec.Spans {
		if sp.End > len(text) || m.Rec.Damage != "" {
			return nil, nil, false
		}
		plain, quoted = append(plain, m.Text(text, sp)), append(quoted, sp.Quoted)
	}
	if len(plain) >= m.width {
		return nil, nil, false
	}
	if cells, split = splitAt(plain, quoted, alt, -1); len(cells) == m.width {
		return cells, split, strings.Join(cells, "") != ""
	}
	for i := range plain {
		if cells, split = splitAt(plain, quoted, alt, i); len(cells) == m.width && m.convincesMixed(cells, split, alt) {
			return cells, split, true
		}
	}
	return nil, nil, false
}

// splitAt cuts the cells that aren't quoted, or only one of them.
func splitAt(plain []string, quoted []bool, alt string, only int) (cells []string, split []bool) {
	for i, cell := range plain {
		if quoted[i] || only >= 0 && i != only {
			cells, split = append(cells, cell), append(split, false)
			continue
		}
		parts := strings.Split(cell, alt)
		for _, part := range parts {
			cells, split = append(cells, part), append(split, len(parts) > 1)
		}
	}
	return cells, split
}

// convinces says whether a row in another dialect is that: its cells are what the columns hold, or nothing else can be made of it.
func (m *mender) convinces(cells []string, line []byte, alt string) bool {
	if m.naming {
		return (len(m.Delim) == 0 || !bytes.Contains(line, m.Delim)) && strings.Trim(alt, "-_/&#") != ""
	}
	suits := m.profile.suits(cells)
	if m.profile.strictColumns() > 0 {
		return suits >= 0.65 && m.misfits(cells) == 0
	}
	return suits >= 0.6 && (len(m.Delim) == 0 || !bytes.Contains(line, m.Delim)) && (alt != " " || m.width > 2) && strings.Trim(alt, "-_/&#") != ""
}

// convincesMixed says whether another delimiter among the right ones is a slip: what it parts must be what the columns hold. A sign that stands
// in texts and numbers too parts only values that can't be mistaken.
func (m *mender) convincesMixed(cells []string, split []bool, alt string) bool {
	usual := alt == ";" || alt == "\t" || alt == "|"
	if m.naming {
		return !m.inText[alt] && (usual || alt == ",")
	}
	if m.misfits(cells) > 0 {
		return false
	}
	sure := 0
	for i := range cells {
		if !split[i] {
			continue
		}
		// Spaces and commas stand in numbers too.
		if c := &m.profile[i]; c.strict() && c.suits(cells[i]) == 1 && (usual || c.main >= kindDate) {
			sure++
		} else if !usual {
			return false
		}
	}
	return sure > 0 || usual && !m.inText[alt]
}

// misfits counts the cells of a kind that their column never holds.
func (m *mender) misfits(cells []string) int {
	n := 0
	for i, cell := range cells {
		if i < len(m.profile) && m.profile[i].suits(cell) == 0 {
			n++
		}
	}
	return n
}

func (m *mender) inOther(cells []string, alt string) mended {
	name := alt
	if alt == "\t" {
		name = "a tab"
	} else {
		name = `"` + name + `"`
	}
	return mended{cells: cells, problems: []tabular.Problem{{
		Code: tabular.CodeOtherDelim, Column: -1, Warning: true, Message: "this row has " + name + " between its cells, unlike the others; it was read by that",
	}}}
}

func (m *mender) inOtherQuote(cells []string, quote string) mended {
	return mended{cells: cells, problems: []tabular.Problem{{
		Code: tabular.CodeOtherQuote, Column: -1, Warning: true, Message: "cells of this row stand between other quotes (" + quote + ") than those of this file; they were taken away",
	}}}
}

// rates says how well cells go with the columns; a header goes with none.
func (m *mender) rates(cells []string) float64 {
	if m.naming {
		return 1
	}
	return m.profile.suits(cells)
}
