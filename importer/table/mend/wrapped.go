package mend

import (
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/firstrows"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
)

// Programs that know nothing of a file's cells quote its lines as they are, so that each line is
// one cell that holds a row. Where at least half the lines are so and all come out alike they are
// unwrapped; of single ones only those whose cells fit the columns.

// unwrap makes cells of a record that is one quoted line.
func (c *Reader) unwrap(raw []byte) bool {
	line, ok := c.WrappedLine(raw)
	if !ok {
		return false
	}
	cells := firstrows.InnerCells(c.Dialect, line)
	if cells == nil {
		return false
	}
	c.row.Raw = []byte(line)
	for i := range cells {
		c.row.Cells = append(c.row.Cells, tabular.Cell{Text: cells[i].Text})
	}
	return true
}

// unwrap reads a line that is one quoted cell where others aren't.
func (m *mender) unwrap(line []byte, next int) (mended, bool) {
	text, ok := m.WrappedLine(line)
	if !ok || m.naming {
		return mended{}, false
	}
	cells, ok := m.readAs([]byte(text), string(m.Delim), string(m.Quote))
	padded := len(cells) > 1 && strings.HasPrefix(cells[1], " ") && !m.profile.Padded()
	if !ok || padded || !m.profile.Proves(cells) {
		return mended{}, false
	}
	return mended{cells: cells, end: len(line), size: next, problems: []tabular.Problem{{
		Code: tabular.CodeLineQuoted, Column: -1, Value: tabular.Shorten(string(line)), Warning: true,
		Message: wording.English.Quotes.WholeLine,
	}}}, true
}

// stripAround takes such quotes from a record, unless it lacks one of them.
func (c *Reader) stripAround() {
	cells := c.row.Cells
	if len(cells) == 0 || !strings.HasPrefix(cells[0].Text, c.Around[0]) || !strings.HasSuffix(cells[len(cells)-1].Text, c.Around[1]) {
		return
	}
	for i := range cells {
		cells[i].Text = firstrows.InnerText(cells[i].Text, c.Around, i, len(cells))
	}
	c.row.Raw = []byte(firstrows.InnerText(string(c.row.Raw), c.Around, 0, 1))
}
