package spreadsheetml

import (
	"strconv"
	"strings"
	"time"

	"github.com/orgbatch/orgbatch/importer/table/numfmt"
	"github.com/orgbatch/orgbatch/importer/table/sheets"
	"github.com/orgbatch/orgbatch/importer/table/xmlscan"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// styles are the number formats by the names of styles.
type styles map[string]*style

// style is what a style says of numbers: its own format, or that of the style that it is derived from.
type style struct {
	format *numfmt.Format // nil for General
	own    bool
	parent string
}

// maxStyles is how many are kept, which is what Excel takes.
const maxStyles = 1 << 16

// named are the formats that have names here, by the numbers that they have in other workbooks.
var named = map[string]int{
	"General Number": 0, "General": 0, "": 0, "General Date": 22, "Long Date": 14, "Medium Date": 15, "Short Date": 14, "Long Time": 21,
	"Medium Time": 18, "Short Time": 20, "Currency": 4, "Euro Currency": 4, "Fixed": 2, "Standard": 4, "Percent": 10, "Scientific": 11,
}

// read takes a style.
func (all styles) read(x *xmlscan.Reader, start *xmlscan.Token) error {
	s, id := &style{parent: string(start.Attr("Parent"))}, string(start.Attr("ID"))
	for {
		t, err := x.Next()
		switch {
		case err != nil:
			return err
		case t.Kind == xmlscan.Start && string(t.Name) == "NumberFormat":
			s.own, s.format = true, parseFormat(string(t.Attr("Format")))
		case t.Kind == xmlscan.End && string(t.Name) == "Style":
			if len(all) < maxStyles {
				all[id] = s
			}
			return nil
		}
	}
}

func parseFormat(code string) *numfmt.Format {
	switch id, ok := named[code]; {
	case ok:
		code = numfmt.Builtin(id)
	case code == "Yes/No" || code == "True/False" || code == "On/Off":
		yes, no, _ := strings.Cut(code, "/")
		code = `"` + yes + `";"` + yes + `";"` + no + `"`
	}
	return numfmt.Of(code)
}

// settle gives styles without a format that of the style they are derived from, of which Excel knows one step.
func (all styles) settle() {
	for _, s := range all {
		if parent := all[s.parent]; !s.own && parent != nil {
			s.format = parent.format
		}
	}
}

func (c *cell) isText() bool { return c.kind == "String" || c.kind == "" && c.valued }

// unknown says of a cell that nothing tells what its formula came to.
func (c *cell) unknown() bool { return c.formula && c.to == c.from && !c.isText() }

// Show gives the text that Excel shows for a cell.
func (s *scanner) Show(i int) (string, *tabular.Problem) {
	c := &s.cells[i]
	value := string(s.x.Gathered[c.from:c.to])
	switch {
	case c.unknown():
		return "", sheets.NoResult(c.valued)
	case value == "":
		return "", nil
	}
	var format *numfmt.Format
	if c.style != nil {
		format = c.style.format
	}
	switch c.kind {
	case "Number":
		return format.Read(strings.TrimSpace(value), numfmt.From1900), nil
	case "DateTime":
		return showDate(strings.TrimSpace(value), format), nil
	case "Boolean":
		if value = strings.TrimSpace(value); value == "1" || strings.EqualFold(value, "true") {
			return "TRUE", nil
		}
		return "FALSE", nil
	case "Error":
		return strings.TrimSpace(value), nil
	}
	return format.Text(value), nil
}

// shortDate and generalDate show dates without a format.
var shortDate, generalDate = parseFormat("Short Date"), parseFormat("General Date")

// showDate shows a day and a time, which other workbooks have as the number of days since the end of 1899.
func showDate(value string, format *numfmt.Format) string {
	t, err := time.Parse("2006-01-02T15:04:05.999", value)
	if err != nil {
		return value
	}
	if format == nil {
		format = shortDate
		if t.Hour()+t.Minute()+t.Second() > 0 {
			format = generalDate
		}
	}
	days := float64(t.UnixMilli()-time.Date(1899, 12, 31, 0, 0, 0, 0, time.UTC).UnixMilli()) / 86400e3
	switch {
	case days < 0:
		return numfmt.ISO(t) // which Excel can't show
	case days >= 60:
		days++ // Excel has a 29 February 1900
	}
	return format.Read(strconv.FormatFloat(days, 'f', -1, 64), numfmt.From1900)
}
