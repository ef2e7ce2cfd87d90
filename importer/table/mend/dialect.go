package mend

import (
	"bytes"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/delimited"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// otherDialect reads a line with another delimiter or other quotes. Another delimiter is believed
// only where the line doesn't hold the file's own and no cell of the other rows holds the sign.
func (m *mender) otherDialect(line []byte) (mended, bool) {
	if m.width < 2 || m.allowance < 0 {
		return mended{}, false
	}
	var best mended
	most := 0.0
	if !bytes.Contains(line, m.Delim) {
		for _, alt := range delimited.OtherDelimiters {
			if alt == string(m.Delim) || m.inText[alt] || !bytes.Contains(line, []byte(alt)) {
				continue
			}
			m.allowance -= 2 * len(line)
			if cells, ok := m.readAs(line, alt, string(m.Quote)); ok && m.convinces(cells) {
				if s := m.rates(cells); s > most {
					best, most = m.inOther(cells, alt), s
				}
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

// readAs reads a line strictly in another dialect. It must come out whole and as wide as the table.
func (m *mender) readAs(line []byte, delim, quote string) (cells []string, ok bool) {
	d := m.Dialect
	d.Delim, d.Quote, d.Run = []byte(delim), []byte(quote), false
	if quote != string(m.Quote) {
		d.Escape = d.Quote
	}
	s := delimited.NewScanner(d)
	if s.Scan(tabular.Whole(line)); s.Rec.Damage != "" || len(s.Rec.Spans) != m.width || s.Rec.Size != len(line) {
		return nil, false
	}
	cells = s.Texts(string(line))
	return cells, strings.Join(cells, "") != ""
}

// convinces says whether the cells of a line in another dialect are what the columns hold. Commas
// stand in texts of two parts too, so that two cells alone must be of a kind.
func (m *mender) convinces(cells []string) bool {
	if m.naming {
		return true
	}
	if m.width == 2 && m.profile.StrictColumns() == 0 {
		return false
	}
	for i, cell := range cells { // as many as there are columns
		if m.profile[i].Suits(cell) == 0 {
			return false // its column never holds that kind
		}
	}
	return m.profile.Suits(cells) >= 0.6
}

func (m *mender) inOther(cells []string, alt string) mended {
	name := strings.ReplaceAll(`"`+alt+`"`, "\"\t\"", wording.English.Quotes.Tab)
	return mended{cells: cells, problems: []tabular.Problem{{
		Code: tabular.CodeOtherDelim, Column: -1, Warning: true, Message: wording.English.Quotes.OtherDelimiter(name),
	}}}
}

func (m *mender) inOtherQuote(cells []string, quote string) mended {
	return mended{cells: cells, problems: []tabular.Problem{{
		Code: tabular.CodeOtherQuote, Column: -1, Warning: true, Message: wording.English.Quotes.OtherQuotes(quote),
	}}}
}

// rates says how well cells go with the columns; a header goes with none.
func (m *mender) rates(cells []string) float64 {
	if m.naming {
		return 1
	}
	return m.profile.Suits(cells)
}
