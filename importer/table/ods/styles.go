package ods

import (
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/numfmt"
	"github.com/orgbatch/orgbatch/importer/table/xmlscan"
)

// maxKept is how many bytes of styles are kept, far more than a person's need: further ones are none.
const maxKept = 16 << 20

// styles are those that matter here: how cells show their values, and which sheets aren't shown.
type styles struct {
	cells  map[string]cellStyle
	data   map[string]*dataStyle
	hidden map[string]bool    // of sheets
	formed map[string]*format // of cells, as far as they were asked for
	kept   int                // bytes of all of these
}

// room says whether there is room for a style of so many letters.
func (st *styles) room(letters int) bool {
	st.kept += 128 + letters
	return st.kept <= maxKept
}

type cellStyle struct{ data, parent string }

// format is how a value is shown; nil for one without a format.
type format struct {
	shown   *numfmt.Format // nil where it can't be told: then the text beside the value is taken
	dates   bool
	boolean bool
}

func newStyles() *styles {
	return &styles{cells: map[string]cellStyle{}, data: map[string]*dataStyle{}, hidden: map[string]bool{}, formed: map[string]*format{}}
}

// read takes the styles of the element that was just begun.
func (st *styles) read(x *xmlscan.Reader) error {
	for {
		x.Mark()
		t, err := x.Child()
		if t == nil {
			return err
		}
		switch string(t.Name) {
		case "style":
			err = st.readStyle(x, t)
		case "number-style", "currency-style", "percentage-style", "date-style", "time-style", "boolean-style", "text-style":
			err = st.readData(x, t)
		default:
			err = x.Skip()
		}
		if err != nil {
			return err
		}
	}
}

// readStyle takes a style of cells or of a sheet.
func (st *styles) readStyle(x *xmlscan.Reader, t *xmlscan.Token) error {
	name, family := string(t.Attr("name")), string(t.Attr("family"))
	data, parent := string(t.Attr("data-style-name")), string(t.Attr("parent-style-name"))
	if family == "table-cell" && st.room(len(name)+len(data)+len(parent)) {
		st.cells[name] = cellStyle{data, parent}
	}
	for {
		t, err := x.Child()
		if t == nil {
			return err
		}
		if family == "table" && string(t.Name) == "table-properties" && string(t.Attr("display")) == "false" && st.room(len(name)) {
			st.hidden[name] = true
		}
		if err := x.Skip(); err != nil {
			return err
		}
	}
}

// of gives the format of a cell's style.
func (st *styles) of(style []byte) *format {
	if f, ok := st.formed[string(style)]; ok {
		return f
	}
	name := string(style)
	f := st.form(st.dataOf(name))
	if st.room(len(name)) {
		st.formed[name] = f
	}
	return f
}

// dataOf finds the data style of a cell's style, or of those that it is made from.
func (st *styles) dataOf(name string) string {
	for range 20 {
		s, ok := st.cells[name]
		if !ok || s.data != "" {
			return s.data
		}
		name = s.parent
	}
	return ""
}

// form makes a format of a data style and of those that it gives some numbers to.
func (st *styles) form(name string) *format {
	d, ok := st.data[name]
	if !ok || d.general() {
		return nil
	}
	f := &format{dates: d.dates, boolean: d.boolean}
	var sections []string
	for i, m := range d.maps {
		part, ok := st.data[m.style]
		if !ok || i > 2 {
			return f
		}
		f.dates = f.dates || part.dates
		d.unknown = d.unknown || part.unknown
		sections = append(sections, m.condition(i, len(d.maps))+part.code.String())
	}
	code := strings.Join(append(sections, d.code.String()), ";")
	if parsed, err := numfmt.Parse(code); err == nil && !d.unknown && len(code) <= maxCode {
		f.shown = parsed
	}
	return f
}

// maxCode is the longest code taken, a few of Excel's longest.
const maxCode = 1 << 10

// styleMap gives some numbers to another style.
type styleMap struct{ when, style string }

// condition is how a number format says for which numbers its i-th section is. It says nothing where the first two are for what they are always.
func (m styleMap) condition(i, maps int) string {
	when := strings.ReplaceAll(strings.TrimPrefix(strings.ReplaceAll(m.when, " ", ""), "value()"), "!=", "<>")
	switch {
	case i == 0 && (maps == 1 && when == ">=0" || maps > 1 && when == ">0"), i == 1 && when == "<0", i == 2:
		return ""
	}
	return "[" + when + "]"
}
